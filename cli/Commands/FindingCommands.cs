using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Notifications.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring finding</c>: what does not fit together.</summary>
internal static class FindingCommands
{
    private static readonly Argument<string> Id = new("id") { Description = "Funnets id" };
    private static readonly Option<string?> Office = new("--office") { Description = "Ved dette kontoret" };
    private static readonly Option<string?> Directive = new("--directive") { Description = "Som nevner dette direktivet" };
    private static readonly Option<string?> Kind = new("--kind") { Description = "Av dette slaget, for eksempel CONTRADICTORY_ORDERS" };
    private static readonly Option<string?> State = new("--state") { Description = "OPEN, ESCALATED eller CLOSED; uten: de som ikke er lukket" };

    public static Command Build() => new("finding", "Funn: det som ikke går sammen")
    {
        Run.Command("list", "Liste funn som angår deg, de alvorligste først", [Office, Directive, Kind, State], ListAll),
        Run.Command("show", "Vise et funn med forklaring og eksempel", [Id], Show),
        Run.Command("facts", "Hente faktafilen som et funn er vurdert etter, for samstyring judge", [Id], Facts),
    };

    private static async Task<int> ListAll(Run run)
    {
        var notifications = run.Session.Notifications;
        var filter = new FindingFilter
        {
            OfficeNumber = run.Get(Office) ?? "",
            DirectiveId = run.Get(Directive) ?? "",
            Kind = run.Get(Kind) is { } kind ? Enums.Parse<FindingKind>("--kind", kind) : FindingKind.Unspecified,
            State = run.Get(State) is { } state ? Enums.Parse<FindingState>("--state", state) : FindingState.Unspecified,
        };
        var response = await run.Session.All(new ListFindingsRequest { Filter = filter }, (page, options) => notifications.ListFindingsAsync(page, options));
        return run.Show(response, text => FindingText.List(text, response.Findings));
    }

    private static async Task<int> Show(Run run)
    {
        var request = new GetFindingRequest { FindingId = run.Get(Id) };
        var response = await run.Session.Read(options => run.Session.Notifications.GetFindingAsync(request, options));
        return run.Show(response, text => FindingText.Write(text, response.Finding));
    }

    // The file itself, whatever the output: it is what the verb judge reads.
    private static async Task<int> Facts(Run run)
    {
        var request = new GetFindingFactsRequest { FindingId = run.Get(Id) };
        var response = await run.Session.Read(options => run.Session.Notifications.GetFindingFactsAsync(request, options));
        run.Out.Line(response.FactsJson);
        return Exit.Done;
    }
}
