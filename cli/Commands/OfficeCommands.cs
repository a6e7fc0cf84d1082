using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring office</c>: the register of NAV offices.</summary>
internal static class OfficeCommands
{
    private static readonly Argument<string> Number = new("number") { Description = "Kontorets nummer, for eksempel 1783" };
    private static readonly Argument<string> Expression = new("scope") { Description = "Omfang, for eksempel COUNTY(5700)" };
    private static readonly Option<string?> Scope = new("--scope") { Description = "Bare kontor i dette omfanget" };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "Slik registeret er denne dagen (2026-11-12); uten: i dag" };
    private static readonly Option<string?> From = new("--from") { Description = "Første dag" };
    private static readonly Option<string?> To = new("--to") { Description = "Dagen etter siste dag" };

    public static Command Build() => new("office", "Nav-kontor: vise, liste, og finne hvilke et omfang når")
    {
        Run.Command("show", "Vise et kontor", [Number, AsOf], Show),
        Run.Command("list", "Liste kontor", [Scope, AsOf], ListAll),
        Run.Command("resolve", "Finne kontorene i et omfang", [Expression, From, To], Resolve),
    };

    private static async Task<int> Show(Run run)
    {
        var request = new GetOfficeRequest { OfficeNumber = run.Get(Number), AsOf = run.Get(AsOf) ?? "" };
        var response = await run.Session.Read(options => run.Session.Offices.GetOfficeAsync(request, options));
        return run.Show(response, text => OfficeText.Write(text, response.Office));
    }

    private static async Task<int> ListAll(Run run)
    {
        var offices = run.Session.Offices;
        var request = new ListOfficesRequest { Scope = run.Get(Scope) ?? "", AsOf = run.Get(AsOf) ?? "" };
        var response = await run.Session.All(request, (page, options) => offices.ListOfficesAsync(page, options));
        return run.Show(response, text => OfficeText.List(text, response.Offices));
    }

    private static async Task<int> Resolve(Run run)
    {
        var request = new ResolveScopeRequest { Scope = run.Get(Expression) };
        if (run.Get(From) is { } from)
            (request.Period ??= new Period()).From = from;
        if (run.Get(To) is { } to)
            (request.Period ??= new Period()).To = to;
        var response = await run.Session.Read(options => run.Session.Offices.ResolveScopeAsync(request, options));
        return run.Show(response, text => OfficeText.Resolved(text, response));
    }
}
