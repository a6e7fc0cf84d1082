using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web;

/// <summary>The words of what owners receive, pass on and settle between them.</summary>
internal sealed partial class Texts
{
    public string Inbox => Say("Innboks", "Innboks");

    public string Cases => Say("Saker", "Saker");

    public string Offices => Say("Kontor", "Kontor");

    public string Audit => Say("Revisjonsspor", "Revisjonsspor");

    public string InboxLead(int waiting) => waiting == 0
        ? Say("Ingenting venter på å bli sendt videre.", "Ingenting ventar på å verte sendt vidare.")
        : Say($"{Count(waiting, "Ett styringssignal", "styringssignaler")} venter på å bli sendt videre.", $"{Count(waiting, "Eitt styringssignal", "styringssignal")} ventar på å verte sendt vidare.");

    public string ToRelay => Say("Mottatt og ikke sendt videre", "Motteke og ikkje sendt vidare");

    public string NothingToRelay => Say("Alt er sendt videre", "Alt er sendt vidare");

    public string NothingToRelayText => Say("Det som kommer til dere, står her til dere har sendt det til kontorene.", "Det som kjem til dykk, står her til de har sendt det til kontora.");

    public string SignaturesWait(int count) => Say(
        $"{Count(count, "Én underskrift", "underskrifter")} venter på deg.", $"{Count(count, "Éi underskrift", "underskrifter")} ventar på deg.");

    public string SignaturesWaiting => Say("Underskrifter som venter", "Underskrifter som ventar");

    /// <summary>The first three by name.</summary>
    public string FirstOffices(IEnumerable<string> numbers) => string.Join(", ", numbers.Take(3).Select(Office));

    public string WaitsForYou => Say("Venter på deg", "Ventar på deg");

    public string NothingWaits => Say("Ingenting venter på deg", "Ingenting ventar på deg");

    public string NothingWaitsText => Say("Saker og spørsmål som venter, står her.", "Saker og spørsmål som ventar, står her.");

    public string RelayUnchanged => Say("Send de valgte videre uendret", "Send dei valde vidare uendra");

    public string Adapt => Say("Tilpass først", "Tilpass først");

    public string AdaptTitle => Say("Tilpass og send videre", "Tilpass og send vidare");

    public string AdaptLead => Say(
        "Det du lar stå tomt, blir som avsenderen skrev det. Avsenderens tekst følger med som kilde.",
        "Det du lèt stå tomt, vert som avsendaren skreiv det. Teksten til avsendaren følgjer med som kjelde.");

    public string AdaptOffices => Say("Bare ved disse kontorene. Ingen valgt betyr alle.", "Berre ved desse kontora. Ingen vald tyder alle.");

    public string AdaptWhatItSays => Say("Slik står det hos avsenderen", "Slik står det hos avsendaren");

    public string Relay => Say("Send videre", "Send vidare");

    public string RelayResult => Say("Sendt videre", "Sendt vidare");

    public string RelayedOf(int done, int all) => Say(
        done == all ? $"{done} av {all} er sendt videre." : $"{done} av {all} er sendt videre. {all - done} lot seg ikke sende: se årsaken.",
        done == all ? $"{done} av {all} er sende vidare." : $"{done} av {all} er sende vidare. {all - done} lét seg ikkje sende: sjå årsaka.");

    public string ChooseSome => Say("Velg minst ett før du sender videre.", "Vel minst eitt før du sender vidare.");

    public string BackToInbox => Say("Til innboksen", "Til innboksen");

    public string From(OrgRef? org) => Say($"fra {Of(org)}", $"frå {Of(org)}");

    /// <summary>What stands above a list of cases; how many there are in all is not known where there are several pages.</summary>
    public string CasesLead(int count, bool more) => (count, more) switch
    {
        (_, true) => Say($"Saker som venter på avklaring, {count} på denne siden.", $"Saker som ventar på avklaring, {count} på denne sida."),
        (0, _) => Say("Ingen saker venter på avklaring.", "Ingen saker ventar på avklaring."),
        _ => Say($"{Count(count, "Én sak", "saker")} venter på avklaring.", $"{Count(count, "Éi sak", "saker")} ventar på avklaring."),
    };

    public string NoCases => Say("Ingen saker", "Ingen saker");

    public string NoCasesText => Say(
        "En sak oppstår når to styringssignaler ikke kan gjelde samtidig. Da står den her hos begge.",
        "Ei sak oppstår når to styringssignal ikkje kan gjelde samstundes. Då står ho her hos båe.");

    public string ShowClosed => Say("Vis avsluttede saker", "Vis avslutta saker");

    public string ShowOpen => Say("Vis åpne saker", "Vis opne saker");

    public string BackToCases => Say("Til sakene", "Til sakene");

    public string WhatItIsAbout => Say("Hva saken gjelder", "Kva saka gjeld");

    public string SettledByLabel => Say("Avklares av", "Vert avklart av");

    public string SeverityLabel => Say("Alvor", "Alvor");

    /// <summary>What it is about and where: <c>Motstridende pålegg ved Nav Sola: åpningstid</c>. The theme tells cases of one kind apart.</summary>
    public string CaseTitle(Case c)
    {
        var what = c.Kind == FindingKind.Unspecified ? Begin(Theme(c.Theme)) : Begin(Of(c.Kind));
        var theme = c.Kind == FindingKind.Unspecified || c.Theme.Length == 0 ? "" : $": {Theme(c.Theme)}";
        return what + theme.Insert(0, c.Offices.Count switch
        {
            0 => "",
            1 => Say($" ved {c.Offices[0].OfficeName}", $" ved {c.Offices[0].OfficeName}"),
            _ => Say($" ved {c.Offices.Count} kontor", $" ved {c.Offices.Count} kontor"),
        });
    }

    public string OpenedOn(string day) => Say($"Åpnet {day}", $"Opna {day}");

    public string Admissibility => Say("Kan saken behandles?", "Kan saka handsamast?");

    public string AdmissibleTerm => Say("Spørsmålet er et vilkår i avtalen mellom partene", "Spørsmålet er eit vilkår i avtalen mellom partane");

    public string AdmissibleAccounts(int given, int parties) => Say($"Partene har skrevet sin framstilling ({given} av {parties})", $"Partane har skrive si framstilling ({given} av {parties})");

    public string AdmissibleTried(int proposals) => proposals == 0
        ? Say("Ingen har lagt fram et forslag lokalt", "Ingen har lagt fram noko framlegg lokalt")
        : Say($"Det er prøvd løst lokalt ({Count(proposals, "ett forslag", "forslag")})", $"Det er prøvd løyst lokalt ({Count(proposals, "eitt framlegg", "framlegg")})");

    public string DisputeRule => Say("Forskrift om tvisteløsning § 1", "Forskrift om tvisteløysing § 1");

    public string DisputeRules => Say("Forskrift om tvisteløsning", "Forskrift om tvisteløysing");

    public string Met => Say("Oppfylt:", "Oppfylt:");

    public string NotMet => Say("Ikke oppfylt:", "Ikkje oppfylt:");

    public string ConflictMatrix => Say("Åpne saker etter tema og eier", "Opne saker etter tema og eigar");

    /// <summary>Between whom a case stands: within one line, or between the owners.</summary>
    public string Between(IReadOnlyCollection<Line> lines) => (lines.Contains(Line.State), lines.Contains(Line.Municipal)) switch
    {
        (true, true) => Say("Mellom eierne", "Mellom eigarane"),
        (true, false) => Say("Innen staten", "Innanfor staten"),
        (false, true) => Say("Innen kommunen", "Innanfor kommunen"),
        _ => Say("Om kontoret", "Om kontoret"),
    };

    public string WithoutTheme => Say("Uten tema", "Utan tema");

    /// <summary>Until when it should be settled, and how far that is.</summary>
    public string CaseDeadline(Case c) => c.Deadline.Length == 0 ? Say("Uten frist", "Utan frist") : $"{Day(c.Deadline)} ({Until(c.Deadline)})";

    public string SideBySide => Say("Side ved side", "Side ved side");

    public string TableOf(string what) => Say($"Tabell: {what}", $"Tabell: {what}");

    public string FieldLabel => Say("Hva det gjelder", "Kva det gjeld");

    public string Differs => Say("Ulikt", "Ulikt");

    public string EqualFields(int count) => Say($"{Count(count, "Ett likt felt", "like felt")}", $"{Count(count, "Eitt likt felt", "like felt")}");

    public string SeeDirective => Say("Se hele teksten", "Sjå heile teksten");

    public string Shielded => Say("Teksten kan ikke vises for deg.", "Teksten kan ikkje visast for deg.");

    public string PublishedOn(string day) => Say($"Publisert {day}", $"Publisert {day}");

    public string WhatItMeans => Say("Hva det betyr", "Kva det tyder");

    public string ForExample => Say("For eksempel", "Til dømes");

    /// <summary>A concrete case in words: a day, an office, a person, numbers that cannot both hold.</summary>
    public string WitnessOf(Witness witness)
    {
        var person = witness.PersonGroups.Count > 0 ? And(witness.PersonGroups.Select(g => Catalogue.TargetGroup(g, Nynorsk))) : Say("en bruker", "ein brukar");
        var parts = new[]
        {
            witness.Day.Length == 0 ? "" : Day(witness.Day),
            witness.OfficeNumber.Length == 0 ? "" : Say($"ved {Office(witness.OfficeNumber)}", $"ved {Office(witness.OfficeNumber)}"),
            witness.MunicipalityNumber.Length == 0 ? "" : Say($"for innbyggerne i {Of(Municipality(witness.MunicipalityNumber))}", $"for innbyggjarane i {Of(Municipality(witness.MunicipalityNumber))}"),
            witness.HasPersonAge ? $"{person}, {witness.PersonAge} år" : witness.PersonGroups.Count > 0 ? person : "",
            witness.Numbers.Count == 0 ? "" : string.Join(Say(" mot ", " mot "), witness.Numbers.Select(Bound)),
        };
        return string.Join(", ", parts.Where(p => p.Length > 0));
    }

    public string WaysOut => Say("Veier ut", "Vegar ut");

    public string WaysOutLead => Say(
        "Velg en vei. Du ser om den løser saken før du foreslår den.",
        "Vel ein veg. Du ser om han løyser saka før du foreslår han.");

    public string WayName(WayOut way) => way switch
    {
        WayOut.Withdraw => Say("Trekk det ene", "Trekk det eine"),
        WayOut.OrderInTime => Say("Ta det etter hverandre", "Ta det etter kvarandre"),
        WayOut.SplitTargetGroup => Say("Del målgruppen", "Del målgruppa"),
        WayOut.AcceptBoth => Say("La begge stå", "Lat båe stå"),
        WayOut.JointText => Say("Skriv en felles ordlyd", "Skriv ei felles ordlyding"),
        _ => Say("Endre det ene", "Endre det eine"),
    };

    public string WayText(WayOut way) => way switch
    {
        WayOut.Withdraw => Say("Avsenderen trekker det ved kontoret.", "Avsendaren trekkjer det ved kontoret."),
        WayOut.OrderInTime => Say("Det ene får en annen periode.", "Det eine får ein annan periode."),
        WayOut.SplitTargetGroup => Say("Hvert gjelder for sine.", "Kvart gjeld for sine."),
        WayOut.AcceptBoth => Say("Begge kan gjennomføres, av en grunn dere er enige om.", "Båe kan gjennomførast, av ein grunn de er samde om."),
        WayOut.JointText => Say("Begge står, lest sammen slik dere skriver.", "Båe står, lesne saman slik de skriv."),
        _ => Say("Avsenderen publiserer det dere blir enige om.", "Avsendaren publiserer det de vert samde om."),
    };

    public string WhichDirective => Say("Hvilket", "Kva for eit");

    public string TrySolution => Say("Se om det løser saken", "Sjå om det løyser saka");

    public string ProposeSolution => Say("Foreslå og undertegn", "Foreslå og skriv under");

    public string MandateHelp => Say("Delegasjonen eller vedtaket underskriften din bygger på.", "Delegasjonen eller vedtaket som underskrifta di byggjer på.");

    public string Solves => Say("Løser saken. Ingen nye funn.", "Løyser saka. Ingen nye funn.");

    public string DoesNotSolve => Say("Løser ikke saken.", "Løyser ikkje saka.");

    public string MakesNew(int count) => Say($"Gir {Count(count, "ett nytt funn", "nye funn")}.", $"Gjev {Count(count, "eitt nytt funn", "nye funn")}.");

    public string NeedsSignaturesOf(string names) => Say($"Må undertegnes av {names}.", $"Må skrivast under av {names}.");

    public string Proposals => Say("Forslag", "Framlegg");

    public string NoProposals => Say("Ingen har foreslått noe ennå.", "Ingen har foreslått noko enno.");

    public string ProposalTitle(Proposal p) => Say($"Forslag {p.Number}: {WayName(p.Resolution.WayOut)}", $"Framlegg {p.Number}: {WayName(p.Resolution.WayOut)}");

    public string ProposedBy(Proposal p) => Say($"Foreslått av {Of(p.ProposedBy)} {DayOf(p.ProposedAt)}", $"Gjort framlegg av {Of(p.ProposedBy)} {DayOf(p.ProposedAt)}");

    public string AnswerBy(string day) => Say($"Svar innen {Day(day)}.", $"Svar innan {Day(day)}.");

    public string SignatureWaits => Say("Venter på underskrift", "Ventar på underskrift");

    public string SignedOn(Signature s) => s.Answer == ResolutionAnswer.Reject
        ? Say($"Avvist {DayOf(s.At)}", $"Avvist {DayOf(s.At)}")
        : Say($"Undertegnet {DayOf(s.At)}", $"Underskrive {DayOf(s.At)}");

    public string ToCarryOut => Say("Avtalt, og avsenderen må nå gjøre det", "Avtalt, og avsendaren må no gjere det");

    public string AnswerProposal => Say("Svar på forslaget", "Svar på framlegget");

    public string Sign => Say("Undertegn", "Skriv under");

    public string SignConsequence(int offices) => Say(
        $"Når alle har undertegnet, er saken avklart ved {Count(offices, "ett kontor", "kontor")}, og det som var holdt tilbake, slipper fram.",
        $"Når alle har skrive under, er saka avklart ved {Count(offices, "eitt kontor", "kontor")}, og det som var halde tilbake, slepp fram.");

    public string Reject => Say("Avvis", "Avvis");

    public string RejectHelp => Say("Bare når du avviser.", "Berre når du avviser.");

    public string NextRung => Say("Løft saken", "Løft saka");

    public string EscalateLead(string to) => Say($"Saken går videre til {to}. Det kan ikke gjøres om.", $"Saka går vidare til {to}. Det kan ikkje gjerast om.");

    public string AccountTitle => Say("Vår framstilling", "Vår framstilling");

    public string AccountLead => Say("Skriv hvordan dere ser saken. Den andre parten og statsforvalteren leser den.", "Skriv korleis de ser saka. Den andre parten og statsforvaltaren les det.");

    public string Send => Say("Send", "Send");

    public string MediationTitle => Say("Mekling", "Mekling");

    public string MediationLead => Say(
        "Er spørsmålet et vilkår i avtalen, har begge skrevet, og er det prøvd lokalt? Ellers går saken tilbake.",
        "Er spørsmålet eit vilkår i avtalen, har båe skrive, og er det prøvd lokalt? Elles går saka tilbake.");

    public string OutcomeLabel => Say("Utfall", "Utfall");

    public string TextLabel => Say("Tekst", "Tekst");

    public string ReferenceLabel => Say("Saksnummer", "Saksnummer");

    public string Log => Say("Hva som har skjedd", "Kva som har skjedd");

    public string EventOf(CaseEvent e) => string.Join(" ", new[]
    {
        Begin(Of(e.Act)),
        e.Org is null ? "" : Say($"av {Of(e.Org)}", $"av {Of(e.Org)}"),
        e.ProposalNumber == 0 ? "" : Say($"(forslag {e.ProposalNumber})", $"(framlegg {e.ProposalNumber})"),
        e.ResolverClass == ResolverClass.Unspecified ? "" : Say($"til {Of(e.ResolverClass)}", $"til {Of(e.ResolverClass)}"),
        e.CloseReason == CloseReason.Unspecified ? "" : $"({Of(e.CloseReason)})",
        e.MeetingDate.Length == 0 ? "" : Say($"i møte {Day(e.MeetingDate)}", $"i møte {Day(e.MeetingDate)}"),
    }.Where(p => p.Length > 0));

    public string ClosedBecause(Case c) => Say($"Saken er avsluttet: {Of(c.CloseReason)}.", $"Saka er avslutta: {Of(c.CloseReason)}.");

    public string Agenda => Say("Dagsorden", "Dagsorden");

    public string AgendaTitle(string office, string day) => Say($"Partnerskapsmøte, {office}, {day}", $"Partnarskapsmøte, {office}, {day}");

    public string LastRung => Say("Saken er på siste trinn.", "Saka er på siste steg.");

    public string AsItIs => Say("Som det er", "Som det er");

    public string AllFindings(int count) => Say($"Alle {count} funn i saken", $"Alle {count} funn i saka");

    public string At(string office) => Say($"ved {office}", $"ved {office}");

    public string ResolutionField(string path) => path switch
    {
        "resolution.joint_text.nb" => Say("Felles ordlyd på bokmål", "Felles ordlyding på bokmål"),
        "resolution.joint_text.nn" => Say("Felles ordlyd på nynorsk", "Felles ordlyding på nynorsk"),
        "resolution.reason" => FieldName("reason"),
        "mandate" => FieldName("mandate"),
        _ when path.Contains(".changes.valid", StringComparison.Ordinal) => FieldName("valid"),
        _ when path.Contains(".changes", StringComparison.Ordinal) => Say("Det som skal endres", "Det som skal endrast"),
        _ => WhichDirective,
    };

    /// <summary>What an agreed change says, only what it changes.</summary>
    public IEnumerable<(string Name, string Value)> ChangesOf(Steering.V1.Adaptation? changes) => changes is null ? [] : new (string, string)[]
    {
        (FieldName("title"), Of(changes.Title)),
        (FieldName("text"), Of(changes.Text)),
        (FieldName("bindingness"), changes.Bindingness == Steering.V1.Bindingness.Unspecified ? "" : Of(changes.Bindingness)),
        (FieldName("modality"), changes.Modality == Steering.V1.Modality.Unspecified ? "" : Of(changes.Modality)),
        (FieldName("target_group"), changes.TargetGroup is null ? "" : Pages.Directives.DirectiveWords.Group(changes.TargetGroup, Nynorsk)),
        (FieldName("valid"), changes.Valid is null ? "" : Period(changes.Valid)),
        (FieldName("deadline"), changes.HasDeadline ? Day(changes.Deadline) : ""),
    }.Where(fact => fact.Item2.Length > 0);

    public string TaskDue(string due, bool overdue) => due.Length == 0 ? "" : overdue
        ? Say($"Fristen var {Day(due)}", $"Fristen var {Day(due)}")
        : Say($"Frist {Day(due)} ({Until(due)})", $"Frist {Day(due)} ({Until(due)})");

    private static OrgRef Municipality(string number) => new() { Kind = OrgKind.Municipality, Number = number };

    // "<= 2 DAY" is a bound of the judge.
    private string Bound(string written) => written.Split(' ') is [var sign, var number, .. var unit]
        ? string.Join(' ', new[] { sign switch { "<=" => AtMost(Numbers.Of(number)), ">=" => AtLeast(Numbers.Of(number)), _ => Numbers.Of(number) } }.Concat(unit.Select(u => Catalogue.Unit(u, Nynorsk))))
        : written;
}
