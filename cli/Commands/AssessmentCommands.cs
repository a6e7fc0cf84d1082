using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring assessment</c>: what a directive means for the partner, signed by who records it.</summary>
internal static class AssessmentCommands
{
    private static readonly Argument<string> Id = new("id") { Description = "Direktivets id" };
    private static readonly Option<string?> Etag = new("--etag") { Description = "Utgaven som endres; uten: den som gjelder nå" };
    private static readonly Option<string?> Change = new("--change") { Description = "MATERIAL eller EDITORIAL; kreves når en ny revisjon begynner" };
    private static readonly Option<string?> Lines = new("--lines") { Description = "Linjer som berøres, for eksempel MUNICIPAL; - for ingen" };
    private static readonly Option<string?> Orgs = new("--consulted") { Description = "Hvem som er spurt, for eksempel MUNICIPALITY:5035,COUNTY:5700; - for ingen" };
    private static readonly Option<string?> Conclusion = new("--conclusion") { Description = "NO_CONSEQUENCE, HANDLED eller OPEN" };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Begrunnelse; kreves med NO_CONSEQUENCE" };
    private static readonly Option<bool?> UserForum = new("--user-forum") { Description = "Om brukernes representanter er hørt: true eller false" };

    private static readonly (Option<string?> Option, Action<ConsequenceAssessment, AssessmentPart> Set)[] Parts =
    [
        Part("--economy", "økonomi", (a, part) => a.Economy = part),
        Part("--staffing", "bemanning", (a, part) => a.Staffing = part),
        Part("--tasks", "oppgaver", (a, part) => a.Tasks = part),
        Part("--ict", "IKT", (a, part) => a.Ict = part),
        Part("--timing", "tidspunkt", (a, part) => a.Timing = part),
    ];

    public static Command Build() => new("assessment", "Konsekvensvurdering: hva et direktiv betyr for partneren")
    {
        Run.Command(
            "record", "Føre og signere vurderingen i utkastet; svarer med det som mangler",
            [Id, ContentOptions.File, Lines, .. Parts.Select(p => p.Option), Orgs, Conclusion, Reason, UserForum, Etag, Change], Record),
    };

    private static async Task<int> Record(Run run)
    {
        var session = run.Session;
        var request = new RecordAssessmentRequest
        {
            RequestId = session.RequestId(),
            DirectiveId = run.Get(Id),
            Etag = run.Get(Etag) ?? await DirectiveCommands.CurrentEtag(run, run.Get(Id)),
            Assessment = await Read(run),
            ChangeClass = run.Get(Change) is { } change ? Enums.Parse<ChangeClass>("--change", change) : ChangeClass.Unspecified,
        };
        var response = await session.Write(options => session.Steering.RecordAssessmentAsync(request, options));
        return run.Show(response, text => AssessmentText.Recorded(text, response));
    }

    private static async Task<ConsequenceAssessment> Read(Run run)
    {
        var assessment = run.Get(ContentOptions.File) is { } file
            ? ContentOptions.Parse<ConsequenceAssessment>(await ContentOptions.ReadText(file, run.Session.Cancel), "content", "consequenceAssessment")
            : new ConsequenceAssessment();
        foreach (var (option, set) in Parts)
        {
            if (run.Get(option) is { } value)
                set(assessment, Answered(value));
        }
        if (run.Get(Lines) is { } lines)
            assessment.AffectedLines = new LineList { Lines = { Named(lines).Select(line => Enums.Parse<Line>("--lines", line)) } };
        if (run.Get(Orgs) is { } orgs)
            assessment.Consulted = new OrgList { Orgs = { Named(orgs).Select(org => ConsultationCommands.Org("--consulted", org)) } };
        if (run.Get(Conclusion) is { } conclusion)
            assessment.Conclusion = Enums.Parse<AssessmentConclusion>("--conclusion", conclusion);
        if (run.Get(Reason) is { } reason)
            assessment.Reason = reason;
        if (run.Get(UserForum) is { } consulted)
            assessment.UserForumConsulted = consulted;
        return assessment;
    }

    private static string[] Named(string list) => list == "-" ? [] : list.Split(',', StringSplitOptions.TrimEntries);

    private static AssessmentPart Answered(string text) => text == "-"
        ? new AssessmentPart { Answer = AssessmentAnswer.None }
        : new AssessmentPart { Answer = AssessmentAnswer.Some, Text = text };

    private static (Option<string?>, Action<ConsequenceAssessment, AssessmentPart>) Part(string name, string about, Action<ConsequenceAssessment, AssessmentPart> set) =>
        (new Option<string?>(name) { Description = $"Hva det betyr for {about}; - for ingenting" }, set);
}
