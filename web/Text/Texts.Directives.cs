using Google.Protobuf.WellKnownTypes;
using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Web;

/// <summary>The words of those who write, publish and follow directives.</summary>
internal sealed partial class Texts
{
    public string Directives => Say("Styringssignaler", "Styringssignal");

    public string NewDirective => Say("Nytt styringssignal", "Nytt styringssignal");

    public string EditDirective => Say("Endre styringssignal", "Endre styringssignal");

    public string BackToDirectives => Say("Til styringssignalene", "Til styringssignala");

    public string Filter => Say("Vis et utvalg", "Vis eit utval");

    public string AllOfThem => Say("Alle", "Alle");

    public string Show => Say("Vis", "Vis");

    public string StateLabel => Say("Tilstand", "Tilstand");

    public string YearLabel => Say("År", "År");

    public string TitleLabel => Say("Tittel", "Tittel");

    public string AtTheOffices => Say("Ved kontorene", "Ved kontora");

    public string NextStep => Say("Neste steg", "Neste steg");

    public string NoDirectives => Say("Ingen styringssignaler her", "Ingen styringssignal her");

    public string NoDirectivesText => Say(
        "Det dere skriver, står her. Før du publiserer, ser du hva det treffer hos den andre eieren.",
        "Det de skriv, står her. Før du publiserer, ser du kva det råkar hos den andre eigaren.");

    public string WithoutTitle => Say("Uten tittel", "Utan tittel");

    public string GoOnWriting => Say("Skriv videre", "Skriv vidare");

    public string Follow => Say("Følg med på hva som skjer", "Følg med på kva som skjer");

    public string NextPage => Say("Neste side", "Neste side");

    public string DraftSaved => Say("Utkastet er lagret. Ingen andre enn dere ser det.", "Utkastet er lagra. Ingen andre enn de ser det.");

    public string MendThis => Say("Du må rette dette først", "Du må rette dette først");

    public string ChangedMeanwhile => Say(
        "Noen hos dere har endret utkastet mens du skrev. Slik står det hos dem der det er ulikt ditt. Lagrer du nå, er det ditt som gjelder.",
        "Nokon hos dykk har endra utkastet medan du skreiv. Slik står det hos dei der det er ulikt ditt. Lagrar du no, er det ditt som gjeld.");

    public string StepWhat => Say("Hva", "Kva");

    public string StepWhom => Say("Hvem", "Kven");

    public string StepWhen => Say("Når", "Når");

    public string StepForce => Say("Hvor sterkt", "Kor sterkt");

    public string StepConsequence => Say("Hva det betyr for partneren", "Kva det betyr for partnaren");

    public string OneFormIsEnough => Say("Én målform er nok. Den andre vises der den finnes.", "Éi målform er nok. Den andre vert vist der ho finst.");

    public string ChooseOne => Say("Velg", "Vel");

    public string None => Say("Ingen", "Ingen");

    public string NotAnswered => Say("Ikke besvart", "Ikkje svart på");

    public string NotAWholeNumber => Say("Skriv et helt tall.", "Skriv eit heilt tal.");

    public string ActionHelp => Say("Det som skal eller ikke skal gjøres. Slik finner vi motsetninger.", "Det som skal eller ikkje skal gjerast. Slik finn vi motsetnader.");

    public string ScopeNumbersHelp => Say("For kommuner eller kontor ved navn. Komma mellom.", "For kommunar eller kontor ved namn. Komma mellom.");

    public string ScopeMore => Say("Unntak og uttrykk", "Unntak og uttrykk");

    public string ScopeExpressionHelp => Say("Når omfanget er et uttrykk, for eksempel EXCEPT(COUNTY(5700), SERVES(2..)).", "Når omfanget er eit uttrykk, til dømes EXCEPT(COUNTY(5700), SERVES(2..)).");

    public string TargetGroupHelp => Say("Ingen valgt betyr alle.", "Ingen vald tyder alle.");

    public string RecipientHelp => Say("Går det gjennom et ledd, sender det leddet det videre til kontorene.", "Går det gjennom eit ledd, sender det leddet det vidare til kontora.");

    public string BindingnessHelp => Say("Det kontoret må, det eieren vil, eller det eieren rår til.", "Det kontoret må, det eigaren vil, eller det eigaren rår til.");

    public string DocumentHelp => Say("Navnet på brevet eller vedtaket.", "Namnet på brevet eller vedtaket.");

    public string ClauseHelp => Say("Punktet i dokumentet.", "Punktet i dokumentet.");

    public string LegalBasisHelp => Say("Kreves for lovkrav og tilsyn.", "Krevst for lovkrav og tilsyn.");

    public string ConsequenceLead => Say(
        "Staten og kommunen eier kontoret sammen. Si hva dette betyr for den andre, også når svaret er ingenting.",
        "Staten og kommunen eig kontoret saman. Sei kva dette betyr for den andre, òg når svaret er ingenting.");

    public string SignAssessment => Say("Jeg undertegner vurderingen", "Eg skriv under på vurderinga");

    public string ChangeClassHelp => Say("En vesentlig endring ber om ny kvittering ved kontorene.", "Ei vesentleg endring ber om ny kvittering ved kontora.");

    public string AssessmentText(string part) => Say($"{FieldName($"assessment.{part}")}: hva", $"{FieldName($"assessment.{part}")}: kva");

    public string SaveDraft => Say("Lagre utkast", "Lagre utkast");

    public string GoOnToPublish => Say("Lagre og gå videre til publisering", "Lagre og gå vidare til publisering");

    public string PreviewNow => Say("Forhåndsvis", "Førehandsvis");

    public string PreviewTitle => Say("Slik vil det gå", "Slik vil det gå");

    public string Recalculating => Say("Beregner på nytt …", "Reknar på nytt …");

    public string PreviewEmpty => Say(
        "Når du har valgt kontor, ser du her hva som vil skje ved hvert av dem. Ingenting sendes.",
        "Når du har valt kontor, ser du her kva som vil skje ved kvart av dei. Ingenting vert sendt.");

    public string PreviewLacks => Say("Vi kan ikke regne det ut ennå.", "Vi kan ikkje rekne det ut enno.");

    public string PreviewUnanswered => Say(
        "Vi får ikke regnet ut akkurat nå hva som vil skje. Ingenting av det som er skrevet, er borte.",
        "Vi får ikkje rekna ut akkurat no kva som vil skje. Ingenting av det som er skrive, er borte.");

    public string PreviewLine(int offices, int free, int flagged, int held) => Say(
        $"Treffer {Numbers.Of(offices)} kontor: {Numbers.Of(free)} frie, {Numbers.Of(flagged)} får flagg, {Numbers.Of(held)} holdes tilbake.",
        $"Råkar {Numbers.Of(offices)} kontor: {Numbers.Of(free)} frie, {Numbers.Of(flagged)} får flagg, {Numbers.Of(held)} vert haldne tilbake.");

    public string WhenRelayed => Say("Slik går det når det er sendt videre til kontorene.", "Slik går det når det er sendt vidare til kontora.");

    public string NoCollisions => Say("Kolliderer ikke med noe kontorene har fra før.", "Kolliderer ikkje med noko kontora har frå før.");

    public string AtOffices(int count) => Say($"ved {Count(count, "ett kontor", "kontor")}", $"ved {Count(count, "eitt kontor", "kontor")}");

    public string AndMore(int count) => Say($" og {Numbers.Of(count)} til", $" og {Numbers.Of(count)} til");

    public string Missing(int count) => Say($"{Count(count, "Én opplysning", "opplysninger")} mangler", $"{Count(count, "Éi opplysning", "opplysningar")} manglar");

    public string PublishTitle => Say("Publiser", "Publiser");

    public string BackToEdit => Say("Tilbake til utkastet", "Tilbake til utkastet");

    public string PublishTo(int offices) => Say($"Publiser til {Count(offices, "ett kontor", "kontor")}", $"Publiser til {Count(offices, "eitt kontor", "kontor")}");

    public string ChangedSincePreview => Say("Endret siden forhåndsvisning", "Endra sidan førehandsvisinga");

    /// <summary>A sentence without its full stop for each way in which it goes otherwise now; none: nothing has changed.</summary>
    public IReadOnlyList<string> SincePreview((IReadOnlyList<string> Held, IReadOnlyList<string> Flagged, IReadOnlyList<string> Free) offices)
    {
        var lines = new List<string>();
        if (offices.Held.Count > 0)
            lines.Add(Say($"{OfficeNames(offices.Held)} holdes nå tilbake", $"{OfficeNames(offices.Held)} vert no {(offices.Held.Count == 1 ? "halde" : "haldne")} tilbake"));
        if (offices.Flagged.Count > 0)
            lines.Add(Say($"{OfficeNames(offices.Flagged)} får nå flagg", $"{OfficeNames(offices.Flagged)} får no flagg"));
        if (offices.Free.Count > 0)
            lines.Add(Say($"{OfficeNames(offices.Free)} er nå {(offices.Free.Count == 1 ? "fritt" : "frie")}", $"{OfficeNames(offices.Free)} er no {(offices.Free.Count == 1 ? "fritt" : "frie")}"));
        return lines;
    }

    /// <summary>The first of them by name, and how many more there are.</summary>
    public string OfficeNames(IReadOnlyCollection<string> numbers)
    {
        const int named = 6;
        return numbers.Count > named ? string.Join(", ", numbers.Take(named).Select(Office)) + AndMore(numbers.Count - named) : And(numbers.Select(Office));
    }

    public string NotYet => Say("Ikke ennå", "Ikkje enno");

    public string PublishedAlready => Say("Dette er publisert.", "Dette er publisert.");

    public string WithdrawTitle => Say("Trekk tilbake", "Trekk tilbake");

    public string WithdrawNow => Say("Trekk det tilbake nå", "Trekk det tilbake no");

    public string WithdrawConsequence(int released, int flagged) => released + flagged == 0
        ? Say("Ingen kontor har det i oppdraget sitt. Grunnen blir stående ved det.", "Ingen kontor har det i oppdraget sitt. Grunnen vert ståande ved det.")
        : Say(
            $"Det avsluttes ved {Count(released + flagged, "ett kontor", "kontor")} som har det i oppdraget sitt. De ser grunnen.",
            $"Det vert avslutta ved {Count(released + flagged, "eitt kontor", "kontor")} som har det i oppdraget sitt. Dei ser grunnen.");

    public string WithdrawnBecause(string day, string reason) => Say($"Trukket {day}: {reason}", $"Trekt {day}: {reason}");

    public string BackToStatus => Say("Tilbake", "Tilbake");

    public string Regret => Say("La det stå", "Lat det stå");

    /// <summary>The same where there is little room.</summary>
    public string RevisionIn(int revision, Timestamp? publishedAt) =>
        publishedAt is null ? RevisionOf(revision, "") : $"{RevisionOf(revision, "")}, {Dates.Short(Dates.DateOf(publishedAt.ToDateTimeOffset()))}";

    public string RevisionOf(int revision, string day) => Say(
        $"Revisjon {revision}{(day.Length == 0 ? "" : $", publisert {day}")}", $"Revisjon {revision}{(day.Length == 0 ? "" : $", publisert {day}")}");

    public string RelayedBy(int count, string names) => count == 0
        ? Say("Ingen har sendt det videre ennå.", "Ingen har sendt det vidare enno.")
        : Say($"Sendt videre av {names}.", $"Sendt vidare av {names}.");

    public string NotAtOfficesYet => Say("Ikke ved noe kontor ennå", "Ikkje ved noko kontor enno");

    public string WaitsForRelay => Say(
        "Det er stilt til et ledd som sender det videre til kontorene sine.",
        "Det er stilt til eit ledd som sender det vidare til kontora sine.");

    public string WaitsForJudging => Say("Det kontrolleres nå. Siden oppdateres av seg selv.", "Det vert kontrollert no. Sida vert oppdatert av seg sjølv.");

    public string StatusLine(IReadOnlyCollection<OfficeStatus> offices) => Say(
        $"{Count(offices.Count, "Ett kontor", "kontor")}. Kvittert ved {Numbers.Of(offices.Count(o => o.Acknowledged is { Persons: > 0 }))}.",
        $"{Count(offices.Count, "Eitt kontor", "kontor")}. Kvittert ved {Numbers.Of(offices.Count(o => o.Acknowledged is { Persons: > 0 }))}.");

    /// <summary><c>20 kontor, 18 frigitt, 2 holdt tilbake, 5 kvittert</c>: only what there is.</summary>
    public string CountsLine(StatusCounts c) => string.Join(", ", new[]
    {
        Say(Count(c.Offices, "ett kontor", "kontor"), Count(c.Offices, "eitt kontor", "kontor")),
        c.Released == 0 ? "" : Say($"{c.Released} frigitt", $"{c.Released} frigjeve"),
        c.ReleasedWithFlag == 0 ? "" : Say($"{c.ReleasedWithFlag} med flagg", $"{c.ReleasedWithFlag} med flagg"),
        c.Held == 0 ? "" : Say($"{c.Held} holdt tilbake", $"{c.Held} halde tilbake"),
        c.Withdrawn == 0 ? "" : Say($"{c.Withdrawn} trukket", $"{c.Withdrawn} trekt"),
        c.Acknowledged == 0 ? "" : Say($"{c.Acknowledged} kvittert", $"{c.Acknowledged} kvittert"),
    }.Where(part => part.Length > 0));

    public string OfficeLabel => Say("Kontor", "Kontor");

    public string WaitsFor => Say("Venter på", "Ventar på");

    public string SeenLabel => Say("Sett", "Sett");

    public string AcknowledgedLabel => Say("Kvittert", "Kvittert");

    public string HeldUntil(string day) => Say($"Avklaring innen {day}.", $"Avklaring innan {day}.");

    public string FindingNumber(int number) => Say($"Funn {number}", $"Funn {number}");

    public string ReceiptOf(ReceiptCount? count) => count is { Persons: > 0 } ? DayOf(count.FirstAt) : "–";

    public string CountyUnknown => Say("Uten kjent fylke", "Utan kjent fylke");

    public string ChangeIt => Say("Endre", "Endre");

    public string ScopeKind(string kind) => kind switch
    {
        "OWN" => Say("Alle våre kontor", "Alle våre kontor"),
        "ALL" => Say("Alle kontor i landet", "Alle kontor i landet"),
        "COUNTY" => Say("Kontorene i disse Nav fylkene", "Kontora i desse Nav fylka"),
        "MUNICIPALITY" => Say("Kontorene som betjener disse kommunene", "Kontora som tener desse kommunane"),
        "OFFICE" => Say("Disse kontorene", "Desse kontora"),
        _ => Say("Et uttrykk", "Eit uttrykk"),
    };

    /// <summary>What people call a field of a directive.</summary>
    public string FieldName(string field) => field switch
    {
        "title.nb" or "title" => Say("Tittel på bokmål", "Tittel på bokmål"),
        "title.nn" => Say("Tittel på nynorsk", "Tittel på nynorsk"),
        "text.nb" or "text" => Say("Tekst på bokmål", "Tekst på bokmål"),
        "text.nn" => Say("Tekst på nynorsk", "Tekst på nynorsk"),
        "theme" => Say("Tema", "Tema"),
        "action_code" => Say("Handling", "Handling"),
        "indicator_id" => Say("Indikator", "Indikator"),
        "direction" => Say("Retning", "Retning"),
        "target.lo" => Say("Måltall, minst", "Måltal, minst"),
        "target.hi" => Say("Måltall, høyst", "Måltal, høgst"),
        "target" => Say("Måltall", "Måltal"),
        "priority_rank" => Say("Prioritet hos dere", "Prioritet hos dykk"),
        "scope.kind" => Say("Hvilke kontor", "Kva kontor"),
        "scope" => Say("Uttrykk", "Uttrykk"),
        "scope.counties" => Say("Nav fylke", "Nav fylke"),
        "scope.numbers" => Say("Kommuner eller kontor", "Kommunar eller kontor"),
        "scope.except" => Say("Unntatt disse kontorene", "Unnateke desse kontora"),
        "target_group.groups" or "target_group" => Say("Målgruppe", "Målgruppe"),
        "target_group.age.lo" => Say("Alder fra", "Alder frå"),
        "target_group.age.hi" => Say("Alder til og med", "Alder til og med"),
        "recipient_role" => Say("Stilt til", "Stilt til"),
        "valid.from" => Say("Gjelder fra", "Gjeld frå"),
        "valid.to" => Say("Gjelder til og med", "Gjeld til og med"),
        "valid" => Say("Gjelder", "Gjeld"),
        "deadline" => Say("Frist", "Frist"),
        "horizon" => Say("Tidshorisont", "Tidshorisont"),
        "decided_at" => Say("Vedtatt", "Vedteke"),
        "bindingness" => Say("Styrke", "Styrke"),
        "modality" => Say("Skal, bør eller kan", "Skal, bør eller kan"),
        "level" => Say("Nivå", "Nivå"),
        "document_type" => Say("Type dokument", "Type dokument"),
        "document_id" => Say("Dokument", "Dokument"),
        "clause_ref" => Say("Punkt", "Punkt"),
        "legal_basis" => Say("Hjemmel", "Heimel"),
        "legal_basis.clause_ref" => Say("Paragraf", "Paragraf"),
        "assessment.economy" => Say("Økonomi", "Økonomi"),
        "assessment.staffing" => Say("Bemanning", "Bemanning"),
        "assessment.tasks" => Say("Oppgaver", "Oppgåver"),
        "assessment.ict" => Say("IKT", "IKT"),
        "assessment.timing" => Say("Tid", "Tid"),
        "assessment.lines" => Say("Hvem det berører", "Kven det gjeld"),
        "assessment.conclusion" => Say("Konklusjon", "Konklusjon"),
        "assessment.reason" => Say("Begrunnelse", "Grunngjeving"),
        "nok" => Say("Beløp", "Beløp"),
        "fte_demand" => Say("Bemanning det krever", "Bemanning det krev"),
        "change_class" => Say("Hva slags endring", "Kva slags endring"),
        "reason" => Say("Begrunnelse", "Grunngjeving"),
        "mandate" => Say("Fullmakt", "Fullmakt"),
        _ when field.StartsWith("consequence_assessment", StringComparison.Ordinal) => Say("Hva det betyr for partneren", "Kva det betyr for partnaren"),
        _ when field.StartsWith("partner_involvement", StringComparison.Ordinal) => Say("Involvering av partneren", "Involvering av partnaren"),
        _ => Say("Opplysning", "Opplysning"),
    };

    /// <summary>A directive in words, only what it says.</summary>
    public IEnumerable<(string Name, string Value)> FactsOf(DirectiveContent content) => new (string, string)[]
    {
        (FieldName("bindingness"), content.Bindingness == Bindingness.Unspecified ? "" : $"{Of(content.Bindingness)}{(content.Modality == Modality.Unspecified ? "" : $", {Of(content.Modality)}")}"),
        (FieldName("action_code"), Pages.Directives.DirectiveWords.Action(content, Nynorsk)),
        (FieldName("indicator_id"), content.IndicatorId.Length == 0 ? "" : Catalogue.Indicator(content.IndicatorId, Nynorsk)),
        (FieldName("direction"), content.Direction == Direction.Unspecified ? "" : Of(content.Direction)),
        (FieldName("target"), Pages.Directives.DirectiveWords.Target(content, Nynorsk)),
        (FieldName("target_group"), content.TargetGroup is null ? "" : Pages.Directives.DirectiveWords.Group(content.TargetGroup, Nynorsk)),
        (FieldName("valid"), Period(content.Valid)),
        (FieldName("deadline"), Day(content.Deadline)),
        (ThemeLabel, content.Theme.Length == 0 ? "" : Theme(content.Theme)),
        (FieldName("document_id"), Pages.Directives.DirectiveWords.Source(content, Nynorsk)),
        (FieldName("legal_basis"), Pages.Directives.DirectiveWords.LegalBasis(content, Nynorsk)),
    }.Where(fact => fact.Item2.Length > 0);

    public string ColorOf(Severity severity) => severity switch
    {
        Severity.Blocking => "danger",
        Severity.NeedsClarification => "warning",
        Severity.Warning => "info",
        _ => "neutral",
    };

    public string IconOf(Severity severity) => severity switch
    {
        Severity.Blocking => "pause",
        Severity.NeedsClarification => "flag",
        Severity.Warning => "warning",
        _ => "info",
    };

    public string ColorOf(DirectiveState state) => state switch
    {
        DirectiveState.Published => "success",
        DirectiveState.Draft => "info",
        _ => "neutral",
    };

    public string IconOf(DirectiveState state) => state switch
    {
        DirectiveState.Published => "check",
        DirectiveState.Draft => "info",
        _ => "strike",
    };

    public string ColorOf(GateState state) => state switch
    {
        GateState.Released or GateState.Resolved => "success",
        GateState.ReleasedWithFlag or GateState.Expired => "warning",
        GateState.Held => "danger",
        _ => "neutral",
    };

    public string IconOf(GateState state) => state switch
    {
        GateState.Released or GateState.Resolved => "check",
        GateState.ReleasedWithFlag or GateState.Expired => "flag",
        GateState.Held => "pause",
        GateState.Withdrawn => "strike",
        _ => "clock",
    };
}
