using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring scope explain</c>: why an office is in or out of a scope.</summary>
internal static class ScopeCommand
{
    private static readonly Option<string> Scope = new("--scope") { Description = "Omfanget, for eksempel AND(COUNTY(5700), SERVES(2..))", Required = true };
    private static readonly Option<string> Office = new("--office") { Description = "Kontorets nummer, for eksempel 1783", Required = true };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "Slik registeret er denne dagen (2026-11-12); uten: i dag" };

    public static Command Build() => new("scope", "Omfang: hvorfor et kontor er med eller ikke")
    {
        Run.Command("explain", "Hva hver del av omfanget sier om kontoret", [Scope, Office, AsOf], Explain),
    };

    private static async Task<int> Explain(Run run)
    {
        var request = new ExplainScopeRequest { Scope = run.Get(Scope), OfficeNumber = run.Get(Office), AsOf = run.Get(AsOf) ?? "" };
        var response = await run.Session.Read(options => run.Session.Offices.ExplainScopeAsync(request, options));
        return run.Show(response, text => OfficeText.Explained(text, response));
    }
}
