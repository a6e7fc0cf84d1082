using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Web;

/// <summary>The words of the NAV-leder's pages.</summary>
internal sealed partial class Texts
{
    public string Missions => Say("Oppdrag", "Oppdrag");

    public string MissionChanges => Say("Endringer", "Endringar");

    public string Deadlines => Say("Frister", "Fristar");

    public string Wheel => Say("Årshjul", "Årshjul");

    public string Print => Say("Utskrift", "Utskrift");

    public string MissionsOf(string office) => Say($"Oppdrag for {office}", $"Oppdrag for {office}");

    public string MissionCount(int count, int unacknowledged) => (count, unacknowledged) switch
    {
        (_, 0) => Say($"{Count(count, "Ett oppdrag", "oppdrag")}. Du har kvittert for alt som skal kvitteres.", $"{Count(count, "Eitt oppdrag", "oppdrag")}. Du har kvittert for alt som skal kvitterast."),
        _ => Say($"{Count(count, "Ett oppdrag", "oppdrag")}. {Count(unacknowledged, "Ett venter", "venter")} på kvittering fra deg.", $"{Count(count, "Eitt oppdrag", "oppdrag")}. {Count(unacknowledged, "Eitt ventar", "ventar")} på kvittering frå deg."),
    };

    public string NoMissions => Say("Ingen oppdrag ennå", "Ingen oppdrag enno");

    public string NoMissionsText => Say(
        "Når en av eierne sender kontoret noe, står det her med en gang. Du trenger ikke gjøre noe.",
        "Når ein av eigarane sender kontoret noko, står det her med éin gong. Du treng ikkje gjere noko.");

    public string ChangesWaiting(int count) => Say(
        count == 1 ? "Ett oppdrag er nytt eller endret siden du sist leste." : $"{count} oppdrag er nye eller endret siden du sist leste.",
        count == 1 ? "Eitt oppdrag er nytt eller endra sidan du sist las." : $"{count} oppdrag er nye eller endra sidan du sist las.");

    public string SeeChanges => Say("Se hva som er endret", "Sjå kva som er endra");

    /// <summary>The quiet line about what is held; nothing else is said of it.</summary>
    public string HeldMatters(int count, string themes, string latest) => Say(
        $"{Count(count, "Én sak", "saker")} under avklaring mellom eierne ({themes}){(latest.Length == 0 ? "" : $", senest {latest}")}.",
        $"{Count(count, "Éi sak", "saker")} under avklaring mellom eigarane ({themes}){(latest.Length == 0 ? "" : $", seinast {latest}")}.");

    public string ForInformation(int count) => Say($"Til orientering ({count})", $"Til orientering ({count})");

    public string MoreMissions(int count) => Say(
        count == 1 ? "Ett oppdrag til, i samme rekkefølge" : $"{count} oppdrag til, i samme rekkefølge",
        count == 1 ? "Eitt oppdrag til, i same rekkjefølgje" : $"{count} oppdrag til, i same rekkjefølgje");

    public string Owners(bool state, bool municipality) => (state, municipality) switch
    {
        (true, true) => Say("Begge eiere", "Båe eigarane"),
        (true, false) => Say("Stat", "Stat"),
        (false, true) => Say("Kommune", "Kommune"),
        _ => Say("Statsforvalteren", "Statsforvaltaren"),
    };

    public string NewMission => Say("Nytt", "Nytt");

    public string ChangedMission => Say("Endret", "Endra");

    public string Priority(int rank) => Say($"Prioritet {rank}", $"Prioritet {rank}");

    public string JointPriority(int rank) => Say($"Felles prioritet {rank}", $"Felles prioritet {rank}");

    public string DeadlineOn(string day) => Say($"Frist {day}", $"Frist {day}");

    public string ForWhom => Say("Gjelder", "Gjeld");

    public string Everybody => Say("alle", "alle");

    public string Target => Say("Mål", "Mål");

    public string When => Say("Periode", "Periode");

    public string Deadline => Say("Frist", "Frist");

    public string Responsible => Say("Ansvarlig", "Ansvarleg");

    public string ThemeLabel => Say("Tema", "Tema");

    public string Years(int? from, int? to) => (from, to) switch
    {
        ({ } lo, { } hi) => Say($"{lo}–{hi} år", $"{lo}–{hi} år"),
        ({ } lo, null) => Say($"fra {lo} år", $"frå {lo} år"),
        (null, { } hi) => Say($"til og med {hi} år", $"til og med {hi} år"),
        _ => "",
    };

    public string Months(int? from, int? to) => (from, to) switch
    {
        ({ } lo, { } hi) => Say($"{lo}–{hi} måneder i situasjonen", $"{lo}–{hi} månader i situasjonen"),
        ({ } lo, null) => Say($"minst {lo} måneder i situasjonen", $"minst {lo} månader i situasjonen"),
        (null, { } hi) => Say($"høyst {hi} måneder i situasjonen", $"høgst {hi} månader i situasjonen"),
        _ => "",
    };

    public string AtLeast(string value) => Say($"minst {value}", $"minst {value}");

    public string AtMost(string value) => Say($"høyst {value}", $"høgst {value}");

    public string Sources(int count) => Say(count == 1 ? "Kilde" : $"Kilder ({count})", count == 1 ? "Kjelde" : $"Kjelder ({count})");

    public string SourceSays(string issuer, Modality modality) => modality == Modality.Unspecified ? issuer : $"{issuer}: {Of(modality)}";

    public string Document => Say("Dokument", "Dokument");

    public string Clause(string clause) => Say($"punkt {clause}", $"punkt {clause}");

    public string Revision => Say("Utgave", "Utgåve");

    public string Relayed => Say("Bygger på", "Byggjer på");

    public string RelayedFrom(int count) => Say(
        count == 1 ? "ett direktiv lenger opp i linjen" : $"{count} direktiver lenger opp i linjen",
        count == 1 ? "eitt direktiv lenger opp i linja" : $"{count} direktiv lenger opp i linja");

    public string Force => Say("Styrke", "Styrke");

    public string Released => Say("Frigitt", "Frigjeve");

    public string WholeText => Say("Hele teksten", "Heile teksten");

    public string Flag(MissionFlag flag)
    {
        var who = Of(flag.Resolver?.Name);
        var until = flag.Until.Length == 0 ? "" : Say($" til {Day(flag.Until)}", $" til {Day(flag.Until)}");
        var by = who.Length == 0 ? "" : Say($" Avklares av {who}{until}.", $" Vert avklart av {who}{until}.");
        return $"{Begin(Of(flag.Kind))}.{by}";
    }

    public string FlagTitle => Say("Under avklaring mellom eierne", "Under avklaring mellom eigarane");

    public string FlagMeanwhile => Say("Oppdraget gjelder mens det avklares.", "Oppdraget gjeld medan det vert avklart.");

    public string SettledTitle(MissionSettlement settlement) => Say($"Avklart {Day(settlement.SettledOn)}", $"Avklart {Day(settlement.SettledOn)}");

    public string SettledBy(MissionSettlement settlement) => settlement.SignedBy.Count == 0
        ? Say("Avgjort av tvisteløsningsnemnda.", "Avgjort av tvisteløysingsnemnda.")
        : Say($"Undertegnet av {And(settlement.SignedBy.Select(o => Of(o)))}.", $"Underskrive av {And(settlement.SignedBy.Select(o => Of(o)))}.");

    public string Acknowledge(int version) => Say($"Kvitter for versjon {version}", $"Kvitter for versjon {version}");

    public string Acknowledged(int version, string day) => Say($"Du kvitterte for versjon {version} {day}", $"Du kvitterte for versjon {version} {day}");

    public string NewerThanRead(int version) => Say(
        $"Oppdraget ble endret mens du leste. Du har ikke kvittert. Les versjon {version} og kvitter for den.",
        $"Oppdraget vart endra medan du las. Du har ikkje kvittert. Les versjon {version} og kvitter for den.");

    public string Ask => Say("Be om avklaring", "Be om avklaring");

    public string AskText => Say(
        "Spørsmålet går til begge eierne og står på oppdraget. Den som svarer først, har svart. Oppdraget gjelder til det eventuelt endres.",
        "Spørsmålet går til båe eigarane og står på oppdraget. Den som svarer først, har svart. Oppdraget gjeld til det eventuelt vert endra.");

    public string AskLabel => Say("Hva er uklart?", "Kva er uklart?");

    public string AskSend => Say("Send spørsmålet", "Send spørsmålet");

    public string Report => Say("Meld hindring", "Meld hindring");

    public string ReportText => Say(
        "Fortell begge eierne hva som står i veien. Meldingen står på oppdraget til en av dem har svart.",
        "Fortel båe eigarane kva som står i vegen. Meldinga står på oppdraget til ein av dei har svart.");

    public string ReportLabel => Say("Hva står i veien?", "Kva står i vegen?");

    public string ReportSend => Say("Send meldingen", "Send meldinga");

    public string NoPersonalData => Say("Skriv ikke om enkeltpersoner.", "Skriv ikkje om enkeltpersonar.");

    public string Asked(MissionQuestion question) => question.Kind == QuestionKind.Obstacle
        ? Say($"Hindring meldt {DayOf(question.AskedAt)}", $"Hindring meld {DayOf(question.AskedAt)}")
        : Say($"Spurt {DayOf(question.AskedAt)}", $"Spurt {DayOf(question.AskedAt)}");

    public string AwaitingAnswer => Say("Venter på svar fra eierne.", "Ventar på svar frå eigarane.");

    public string Answered(MissionQuestion question) => Say(
        $"{Of(question.AnsweredBy)} svarte {DayOf(question.AnsweredAt)}", $"{Of(question.AnsweredBy)} svarte {DayOf(question.AnsweredAt)}");

    public string Ended(EndReason reason) => Say($"Avsluttet: {Of(reason)}", $"Avslutta: {Of(reason)}");

    public string Version(int version) => Say($"Versjon {version}", $"Versjon {version}");

    public string OpenMission => Say("Åpne oppdraget", "Opne oppdraget");

    public string NewLive(int count) => Say(
        count == 1 ? "Vis ett nytt oppdrag" : $"Vis {count} nye oppdrag",
        count == 1 ? "Vis eitt nytt oppdrag" : $"Vis {count} nye oppdrag");

    /// <summary>What came since the page was made; empty: nothing.</summary>
    public string LiveNews(int fresh, int changes)
    {
        var parts = new List<string>();
        if (fresh > 0)
            parts.Add(Say(Count(fresh, "ett nytt oppdrag", "nye oppdrag"), Count(fresh, "eitt nytt oppdrag", "nye oppdrag")));
        if (changes > 0)
            parts.Add(Say(Count(changes, "én endring", "endringer"), Count(changes, "éi endring", "endringar")));
        return parts.Count == 0 ? "" : $"{Begin(And(parts))}.";
    }

    public string Refresh => Say("Oppdater", "Oppdater");

    public string LiveEnded => Say("Listen er ikke lenger oppdatert. Last siden på nytt.", "Lista er ikkje lenger oppdatert. Last sida på nytt.");

    public string BackToMissions => Say("Til alle oppdrag", "Til alle oppdrag");

    public string And(IEnumerable<string> parts)
    {
        var list = parts.ToList();
        return list.Count < 2 ? string.Concat(list) : $"{string.Join(", ", list.SkipLast(1))} {Say("og", "og")} {list[^1]}";
    }
}
