using Samstyring.Norwegian;
using Samstyring.Steering.V1;

namespace Samstyring.Web;

/// <summary>The words of asking and answering each other, of what is on its way, and of what has been changed.</summary>
internal sealed partial class Texts
{
    public string RevisionsTitle => Say("Revisjoner", "Revisjonar");

    public string OneRevision => Say("Det finnes én revisjon", "Det finst éin revisjon");

    public string OneRevisionText => Say("Når det blir publisert på nytt, ser du her hva som er nytt i teksten.", "Når det vert publisert på nytt, ser du her kva som er nytt i teksten.");

    public string DifferenceTitle(int older, int newer) => Say($"Fra revisjon {older} til revisjon {newer}", $"Frå revisjon {older} til revisjon {newer}");

    public string CompareOthers => Say("Sammenlign andre revisjoner", "Samanlikn andre revisjonar");

    public string CompareFrom => Say("Fra revisjon", "Frå revisjon");

    public string CompareTo => Say("Til revisjon", "Til revisjon");

    public string Compare => Say("Sammenlign", "Samanlikn");

    public string NoDifference => Say("De to sier det samme.", "Dei to seier det same.");

    /// <summary>What an edit did to the receipts.</summary>
    public string AsksForReceipt(ChangeClass change) => change switch
    {
        ChangeClass.Material => Say("Kontorene ble bedt om ny kvittering.", "Kontora vart bedne om ny kvittering."),
        ChangeClass.Editorial => Say("Kvitteringene står.", "Kvitteringane står."),
        _ => "",
    };

    public string Consultations => Say("Høringer", "Høyringar");

    public string BackToConsultations => Say("Til høringene", "Til høyringane");

    public string ConsultationsLead(int awaiting) => awaiting == 0
        ? Say("Ingen høringer venter på svar fra dere.", "Ingen høyringar ventar på svar frå dykk.")
        : Say($"{Count(awaiting, "Én høring", "høringer")} venter på svar fra dere.", $"{Count(awaiting, "Éi høyring", "høyringar")} ventar på svar frå dykk.");

    public string NoConsultations => Say("Ingen høringer", "Ingen høyringar");

    public string NoConsultationsText => Say(
        "Før et utkast publiseres, kan den andre eieren spørres. Da står det her hos begge.",
        "Før eit utkast vert publisert, kan den andre eigaren spørjast. Då står det her hos båe.");

    public string AnsweredOf(int answered, int asked) => Say($"{answered} av {asked} har svart.", $"{answered} av {asked} har svart.");

    public string QuestionTitle => Say("Spørsmålet", "Spørsmålet");

    public string DraftTitle => Say("Utkastet", "Utkastet");

    public string AnswersTitle => Say("Svar", "Svar");

    public string OurAnswer => Say("Svaret vårt", "Svaret vårt");

    public string SendAnswer => Say("Send svaret", "Send svaret");

    public string AboutEarlierText => Say("Svaret gjelder en tidligere tekst.", "Svaret gjeld ein tidlegare tekst.");

    public string ObjectionHelp => Say("Kreves når dere er imot.", "Krevst når de er imot.");

    public string ConsultTitle => Say("Spør partneren", "Spør partnaren");

    public string ConsultLead => Say(
        "De du spør, ser utkastet før det er bestemt, og svarene følger med i vurderingen.",
        "Dei du spør, ser utkastet før det er avgjort, og svara følgjer med i vurderinga.");

    public string ConsultationField(string path) => path switch
    {
        "question" or "question.nb" => Say("Spørsmål på bokmål", "Spørsmål på bokmål"),
        "question.nn" => Say("Spørsmål på nynorsk", "Spørsmål på nynorsk"),
        _ when path.StartsWith("partners", StringComparison.Ordinal) => Say("Hvem som spørres", "Kven som vert spurd"),
        _ => FieldName(path),
    };

    public string OtherMunicipalities => Say("Andre kommuner", "Andre kommunar");

    public string OtherMunicipalitiesHelp => Say("Navn, komma mellom.", "Namn, komma mellom.");

    public string ConsultationDeadlineHelp => Say("Tomt betyr ti arbeidsdager.", "Tomt tyder ti arbeidsdagar.");

    public string AskPartners => Say("Send spørsmålet", "Send spørsmålet");

    public string Questions => Say("Spørsmål fra kontorene", "Spørsmål frå kontora");

    public string QuestionsLead => Say(
        "Begge eiere ser dem. Den som svarer først, har svart.",
        "Båe eigarane ser dei. Den som svarer først, har svart.");

    public string NoQuestions => Say("Ingen spørsmål venter", "Ingen spørsmål ventar");

    public string NoQuestionsText => Say("Når en Nav-leder ber om avklaring eller melder en hindring, står det her.", "Når ein Nav-leiar ber om avklaring eller melder ei hindring, står det her.");

    public string AnswerLabel => Say("Svar", "Svar");

    public string Coming => Say("På vei", "På veg");

    public string ComingLead => Say(
        "Det staten har publisert for kontoret deres, også det som ikke har nådd fram ennå.",
        "Det staten har publisert for kontoret dykkar, òg det som ikkje har nådd fram enno.");

    public string NothingComing => Say("Ingenting er på vei", "Ingenting er på veg");

    public string NothingComingText => Say("Når staten publiserer noe for kontoret, står det her samme dag.", "Når staten publiserer noko for kontoret, står det her same dag.");

    /// <summary>How far it has come.</summary>
    public string WhereItIs(bool given) => given ? Say("I oppdraget til kontoret", "I oppdraget til kontoret") : Say("På vei til kontoret", "På veg til kontoret");

    /// <summary>What a directive asks of the partner, only what it says.</summary>
    public IEnumerable<(string Name, string Value)> AsksOf(DirectiveContent content)
    {
        if (content.HasNok)
            yield return (FieldName("nok"), NokOf(content));
        if (content.FteDemand.Count > 0)
            yield return (FieldName("fte_demand"), FteOf(content));
        if (content.ConsequenceAssessment is not { } assessment)
            yield break;
        foreach (var (name, part) in new[] { ("economy", assessment.Economy), ("staffing", assessment.Staffing), ("tasks", assessment.Tasks), ("timing", assessment.Timing) })
        {
            if (part is { Answer: AssessmentAnswer.Some })
                yield return (FieldName($"assessment.{name}"), part.Text.Length > 0 ? part.Text : Begin(Of(part.Answer)));
        }
    }

    /// <summary><c>155 769 kr per kontor i 2027, betales av kommunen</c>.</summary>
    public string NokOf(DirectiveContent content) => !content.HasNok ? "" : Say(
        $"{Numbers.Kroner(content.Nok)} per kontor{(content.HasNokYear ? $" i {content.NokYear}" : "")}",
        $"{Numbers.Kroner(content.Nok)} per kontor{(content.HasNokYear ? $" i {content.NokYear}" : "")}");

    public string FteOf(DirectiveContent content) => string.Join(", ", content.FteDemand.Select(d =>
        d.HasFte ? Say($"{Numbers.Of(d.Fte)} årsverk", $"{Numbers.Of(d.Fte)} årsverk") : d.HasSharePct ? Say($"{Numbers.Of(d.SharePct)} % av bemanningen", $"{Numbers.Of(d.SharePct)} % av bemanninga") : "–"));

    public string AcknowledgeMany => Say("Kvitter for flere samtidig", "Kvitter for fleire samstundes");

    public string AcknowledgeManyLead => Say("Velg det du har lest. Hver kvittering gjelder versjonen som står her.", "Vel det du har lese. Kvar kvittering gjeld versjonen som står her.");

    public string AcknowledgeChosen => Say("Kvitter for de valgte", "Kvitter for dei valde");

    public string AllAcknowledged => Say("Alt er kvittert", "Alt er kvittert");

    public string AllAcknowledgedText => Say("Det som trenger kvittering, står her.", "Det som treng kvittering, står her.");

    public string NotAcknowledged(string titles) => Say(
        $"Dette ble nytt mens du leste, og er ikke kvittert: {titles}.", $"Dette vart nytt medan du las, og er ikkje kvittert: {titles}.");
}
