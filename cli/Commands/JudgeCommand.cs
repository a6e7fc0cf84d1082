using System.CommandLine;
using System.Text.Json;
using Samstyring.Cli.Text;
using Samstyring.Notifications.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring judge</c>: one judgement out of a file, with the platform's rules and nothing else.</summary>
internal static class JudgeCommand
{
    private static readonly Option<string> File = new("--file", "-f") { Description = "Faktafilen; - er standard inn", Required = true };

    public static Command Build() => Run.Command("judge", "Prøve reglene på en faktafil: hvilke funn, og hva porten ville gjort", [File], Judge);

    private static async Task<int> Judge(Run run)
    {
        var request = new JudgeFactsRequest { FactsJson = await ContentOptions.ReadText(run.Get(File)!, run.Session.Cancel) };
        var response = await run.Session.Read(options => run.Session.Notifications.JudgeFactsAsync(request, options));
        if (run.Json)
            run.Out.Line(response.AnswerJson.TrimEnd('\n'));
        else
            Write(run.Out, response.AnswerJson);
        return Exit.Done;
    }

    private static void Write(Out text, string answer)
    {
        using var json = JsonDocument.Parse(answer);
        foreach (var finding in json.RootElement.GetProperty("findings").EnumerateArray())
        {
            text.Line($"{Value(finding, "kind")} {Value(finding, "severity")} {Value(finding, "verdict")} {Value(finding, "office")}");
            if (finding.TryGetProperty("explanation", out var explanation))
                text.Paragraph(text.Say(Value(explanation, "nb"), Value(explanation, "nn")));
        }
        text.Table(
            ["Direktiv", "Kontor", text.Say("Avgjørelse", "Avgjerd"), text.Say("Holdt til", "Halde til")],
            [.. json.RootElement.GetProperty("gate").EnumerateArray().Select(g => (string[])
                [Value(g, "directive_id"), Value(g, "office"), Value(g, "decision"), Value(g, "held_until")])]);
        text.Line($"{json.RootElement.GetProperty("findings").GetArrayLength()} funn ({text.Say("regler", "reglar")} {Value(json.RootElement, "rule_version")})");
    }

    private static string Value(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.ToString() : "";
}
