using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring case</c>, <c>agenda</c> and <c>task</c>: what the owners have to settle, and how they do.</summary>
internal static class CaseCommands
{
    private static readonly Argument<string> Id = new("id") { Description = "Sakens id" };
    private static readonly Argument<int> Number = new("number") { Description = "Forslagets nummer" };
    private static readonly Argument<string> Office = new("office") { Description = "Kontorets nummer" };
    private static readonly Option<string?> AtOffice = new("--office") { Description = "Ved dette kontoret" };
    private static readonly Option<string?> Directive = new("--directive") { Description = "Om dette direktivet" };
    private static readonly Option<string?> Kind = new("--kind") { Description = "Av dette slaget, for eksempel CONTRADICTORY_ORDERS" };
    private static readonly Option<string?> State = new("--state") { Description = "OPEN, ESCALATED eller CLOSED; uten: de som ikke er avsluttet" };
    private static readonly Option<bool> Regional = new("--regional") { Description = "Bare regionale saker" };
    private static readonly Option<string?> WayOut = new("--way-out")
    {
        Description = "AMEND, WITHDRAW, ORDER_IN_TIME, SPLIT_TARGET_GROUP, ACCEPT_BOTH eller JOINT_TEXT",
        Required = true,
    };

    private static readonly Option<string[]> Amend = new("--amend")
    {
        Description = "DIREKTIV=ENDRING som proto-JSON, for eksempel d1={\"valid\":{\"from\":\"2027-07-01\",\"to\":\"2028-01-01\"}}",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Withdraw = new("--withdraw") { Description = "Direktiv som trekkes", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> Offices = new("--at") { Description = "Bare ved disse kontorene", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Begrunnelse" };
    private static readonly Option<string?> JointText = new("--joint-text") { Description = "Felles ordlyd, bokmål" };
    private static readonly Option<string?> JointTextNn = new("--joint-text-nn") { Description = "Felles ordlyd, nynorsk" };
    private static readonly Option<string?> Mandate = new("--mandate") { Description = "Delegasjonen eller vedtaket underskriften bygger på", Required = true };
    private static readonly Option<string?> Meeting = new("--meeting") { Description = "Dato for møtet det ble avtalt i; uten: skriftlig" };
    private static readonly Option<string?> MeetingDay = new("--meeting") { Description = "Dato for møtet", Required = true };
    private static readonly Option<bool> Reject = new("--reject") { Description = "Avvise i stedet for å undertegne" };
    private static readonly Option<string?> To = new("--to") { Description = "BOTH_OWNERS, REGIONAL_ARENA eller DISPUTE_BOARD", Required = true };
    private static readonly Option<string?> Why = new("--reason") { Description = "Begrunnelse", Required = true };
    private static readonly Option<string?> Text = new("--text") { Description = "Teksten", Required = true };
    private static readonly Option<string?> Outcome = new("--outcome") { Description = "INADMISSIBLE, AGREEMENT, FORWARDED eller BOARD_DECISION", Required = true };
    private static readonly Option<string?> Reference = new("--reference") { Description = "Saksnummer hos nemnda eller statsforvalteren" };
    private static readonly Option<string?> Note = new("--note") { Description = "Merknad" };
    private static readonly Option<string?> Date = new("--date") { Description = "Dagen for møtet; uten: i dag" };
    private static readonly Option<string?> Html = new("--html") { Description = "Skriv en side som kan skrives ut, til denne filen" };

    public static Command Build() => new("case", "Saker: det eierne må avklare")
    {
        Run.Command("list", "Liste sakene du er part i, de med nærmeste frist først", [AtOffice, Directive, Kind, State, Regional], ListAll),
        Run.Command("show", "Vise en sak med funn, forslag og tidslinje", [Id], Show),
        Run.Command("preview", "La dommeren vurdere en løsning før noen foreslår den", [Id, WayOut, Amend, Withdraw, Offices, Reason, JointText, JointTextNn], Preview),
        Run.Command(
            "propose", "Foreslå og undertegne en løsning",
            [Id, WayOut, Amend, Withdraw, Offices, Reason, JointText, JointTextNn, Mandate, Meeting], Propose),
        Run.Command("answer", "Undertegne eller avvise et forslag", [Id, Number, Reject, Reason, Mandate, Meeting], Answer),
        Run.Command("escalate", "Løfte saken til neste trinn", [Id, To, Why], Escalate),
        Run.Command("account", "Gi din framstilling av en tvist om en avtale", [Id, Text], Account),
        Run.Command("mediate", "Registrere hva statsforvalteren har gjort i en tvist", [Id, Outcome, Text, Reference], Mediate),
    };

    public static Command Agenda() => new("agenda", "Dagsorden for partnerskapsmøtet")
    {
        Run.Command("show", "Vise dagsorden for et kontor, eller lage en side som kan skrives ut", [Office, Date, Html], ShowAgenda),
        Run.Command("no-decision", "Registrere at møtet ikke tok noen beslutning i en sak", [Id, MeetingDay, Note], NoDecision),
    };

    public static Command Tasks() => new("task", "Oppgaver: det som venter på deg")
    {
        Run.Command("list", "Liste det som venter på deg, med nærmeste frist først", [], ListTasks),
    };

    private static async Task<int> ListAll(Run run)
    {
        var notifications = run.Session.Notifications;
        var filter = new CaseFilter
        {
            OfficeNumber = run.Get(AtOffice) ?? "",
            DirectiveId = run.Get(Directive) ?? "",
            Kind = run.Get(Kind) is { } kind ? Enums.Parse<FindingKind>("--kind", kind) : FindingKind.Unspecified,
            State = run.Get(State) is { } state ? Enums.Parse<CaseState>("--state", state) : CaseState.Unspecified,
            Regional = run.Get(Regional),
        };
        var response = await run.Session.All(new ListCasesRequest { Filter = filter }, (page, options) => notifications.ListCasesAsync(page, options));
        return run.Show(response, text => CaseText.List(text, response.Cases));
    }

    private static async Task<int> Show(Run run)
    {
        var response = await run.Session.Read(options => run.Session.Notifications.GetCaseAsync(new GetCaseRequest { CaseId = run.Get(Id) }, options));
        return run.Show(response, text => CaseText.Write(text, response.Case));
    }

    private static async Task<int> Preview(Run run)
    {
        var request = new PreviewResolutionRequest { CaseId = run.Get(Id), Resolution = Read(run) };
        var response = await run.Session.Read(options => run.Session.Notifications.PreviewResolutionAsync(request, options));
        return run.Show(response, text => CaseText.Write(text, response));
    }

    private static async Task<int> Propose(Run run)
    {
        var request = new ProposeResolutionRequest
        {
            RequestId = run.Session.RequestId(),
            CaseId = run.Get(Id),
            Resolution = Read(run),
            Mandate = run.Get(Mandate) ?? "",
            MeetingDate = run.Get(Meeting) ?? "",
        };
        var response = await run.Session.Write(options => run.Session.Notifications.ProposeResolutionAsync(request, options));
        return run.Show(response, text => CaseText.Write(text, response.Case));
    }

    private static async Task<int> Answer(Run run)
    {
        var request = new AnswerResolutionRequest
        {
            RequestId = run.Session.RequestId(),
            CaseId = run.Get(Id),
            ProposalNumber = run.Get(Number),
            Answer = run.Get(Reject) ? ResolutionAnswer.Reject : ResolutionAnswer.Sign,
            Mandate = run.Get(Mandate) ?? "",
            Reason = run.Get(Reason) ?? "",
            MeetingDate = run.Get(Meeting) ?? "",
        };
        var response = await run.Session.Write(options => run.Session.Notifications.AnswerResolutionAsync(request, options));
        return run.Show(response, text => CaseText.Write(text, response.Case));
    }

    private static async Task<int> Escalate(Run run)
    {
        var request = new EscalateCaseRequest
        {
            RequestId = run.Session.RequestId(),
            CaseId = run.Get(Id),
            To = Enums.Parse<ResolverClass>("--to", run.Get(To)!),
            Reason = run.Get(Why) ?? "",
        };
        var response = await run.Session.Write(options => run.Session.Notifications.EscalateCaseAsync(request, options));
        return run.Show(response, text => CaseText.Write(text, response.Case));
    }

    private static async Task<int> Account(Run run)
    {
        var request = new GiveAccountRequest { RequestId = run.Session.RequestId(), CaseId = run.Get(Id), Text = run.Get(Text) ?? "" };
        var response = await run.Session.Write(options => run.Session.Notifications.GiveAccountAsync(request, options));
        return run.Show(response, text => CaseText.Write(text, response.Case));
    }

    private static async Task<int> Mediate(Run run)
    {
        var request = new RecordMediationRequest
        {
            RequestId = run.Session.RequestId(),
            CaseId = run.Get(Id),
            Outcome = Enums.Parse<MediationOutcome>("--outcome", run.Get(Outcome)!),
            Text = run.Get(Text) ?? "",
            Reference = run.Get(Reference) ?? "",
        };
        var response = await run.Session.Write(options => run.Session.Notifications.RecordMediationAsync(request, options));
        return run.Show(response, text => CaseText.Write(text, response.Case));
    }

    private static async Task<int> ShowAgenda(Run run)
    {
        var request = new GetMeetingAgendaRequest { OfficeNumber = run.Get(Office), Date = run.Get(Date) ?? "" };
        var response = await run.Session.Read(options => run.Session.Notifications.GetMeetingAgendaAsync(request, options));
        if (run.Get(Html) is { } file)
            await File.WriteAllTextAsync(file, AgendaText.Page(run.Out, response.Agenda), run.Session.Cancel);
        return run.Show(response, text => AgendaText.Write(text, response.Agenda));
    }

    private static async Task<int> NoDecision(Run run)
    {
        var request = new RecordNoDecisionRequest
        {
            RequestId = run.Session.RequestId(),
            CaseId = run.Get(Id),
            MeetingDate = run.Get(MeetingDay) ?? "",
            Note = run.Get(Note) ?? "",
        };
        var response = await run.Session.Write(options => run.Session.Notifications.RecordNoDecisionAsync(request, options));
        return run.Show(response, text => CaseText.Write(text, response.Case));
    }

    private static async Task<int> ListTasks(Run run)
    {
        var notifications = run.Session.Notifications;
        var response = await run.Session.All(new ListTasksRequest(), (page, options) => notifications.ListTasksAsync(page, options));
        return run.Show(response, text => CaseText.List(text, response.Tasks));
    }

    private static Resolution Read(Run run) => new()
    {
        WayOut = Enums.Parse<WayOut>("--way-out", run.Get(WayOut)!),
        Amendments = { (run.Get(Amend) ?? []).Select(Amendment) },
        WithdrawnDirectiveIds = { run.Get(Withdraw) ?? [] },
        Reason = run.Get(Reason) ?? "",
        JointText = run.Get(JointText) is null && run.Get(JointTextNn) is null ? null : new() { Nb = run.Get(JointText) ?? "", Nn = run.Get(JointTextNn) ?? "" },
        OfficeNumbers = { run.Get(Offices) ?? [] },
    };

    private static DirectiveAmendment Amendment(string written) => written.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? new DirectiveAmendment { DirectiveId = written[..at], Changes = ContentOptions.Parse<Adaptation>(written[(at + 1)..], "--amend") }
        : throw new UsageException($"--amend: skriv DIREKTIV=ENDRING, ikke «{written}».");
}
