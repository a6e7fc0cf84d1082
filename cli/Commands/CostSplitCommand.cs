using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring cost-split</c>: what a change of one owner's staffing does to the other's share of the bill.</summary>
internal static class CostSplitCommand
{
    private static readonly Argument<string> Office = new("office") { Description = "Kontorets nummer, for eksempel 1783" };
    private static readonly Option<string> Employer = new("--employer") { Description = "Hvem som endrer bemanningen: STATE eller MUNICIPAL", Required = true };
    private static readonly Option<string> Delta = new("--delta") { Description = "Endringen i årsverk, for eksempel -3.0", Required = true };
    private static readonly Option<string?> From = new("--from") { Description = "Første dag; uten: den første i neste måned" };
    private static readonly Option<string?> Percent = new("--percent") { Description = "Faste andeler å prøve ut, for eksempel STATE=60,MUNICIPAL=40" };

    public static Command Build() => Run.Command(
        "cost-split", "Regne ut hva en bemanningsendring gjør med fordelingen av driftskostnadene, uten å lagre noe",
        [Office, Employer, Delta, From, Percent], Simulate);

    private static async Task<int> Simulate(Run run)
    {
        var request = new SimulateCostSplitRequest
        {
            OfficeNumber = run.Get(Office),
            Employer = Enums.Parse<Employer>("--employer", run.Get(Employer)!),
            FteDelta = run.Get(Delta),
            From = run.Get(From) ?? "",
        };
        foreach (var part in run.Get(Percent)?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            request.Percent.Add(part.Split('=') is [var party, var percent]
                ? new CostShare { Party = party, Percent = percent }
                : throw new UsageException($"--percent: «{part}» er ikke skrevet som STATE=60."));
        }
        var response = await run.Session.Read(options => run.Session.Offices.SimulateCostSplitAsync(request, options));
        return run.Show(response, text => CostSplitText.Write(text, response));
    }
}
