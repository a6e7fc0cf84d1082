using System.CommandLine;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring structure</c>: what offices, municipalities and their links become on a day ahead.</summary>
internal static class StructureCommand
{
    private static readonly Option<string> File = new("--file", "-f") { Description = "Endringen som proto-JSON; - er standard inn", Required = true };

    public static Command Build() => new("structure", "Endringer i kontor- og kommunestrukturen, lagt inn på forhånd")
    {
        Run.Command("record", "Legge inn en endring; den gjelder fra sin dag av seg selv", [File], Record),
    };

    private static async Task<int> Record(Run run)
    {
        var request = new RecordStructureChangeRequest
        {
            RequestId = run.Session.RequestId(),
            Change = ContentOptions.Parse<StructureChange>(await ContentOptions.ReadText(run.Get(File)!, run.Session.Cancel), "change"),
        };
        var response = await run.Session.Write(options => run.Session.Offices.RecordStructureChangeAsync(request, options));
        return run.Show(response, text =>
        {
            text.Line($"Endring {response.StructureChangeId} er lagt inn.");
            text.Field("Kontor", string.Join(", ", response.OfficeNumbers));
            text.Field(text.Say("Direktiver med ny rekkevidde", "Direktiv med ny rekkjevidd"), $"{response.DirectivesMapped}");
        });
    }
}
