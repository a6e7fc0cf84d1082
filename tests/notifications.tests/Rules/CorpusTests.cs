using System.Text.Json;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>
/// Every case of tests/corpus: a facts file NAME.json and beside it NAME.expected.json with all findings but those that are only counted. The folder is the
/// kind the case is about; a name that begins with "positive" holds a finding of that kind, one with "near-miss" none. What people read of all its findings
/// stands in the folder's explanations.txt, as it was last approved.
/// </summary>
public class CorpusTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static TheoryData<string> Cases => [.. Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories)
        .Where(path => !path.EndsWith(".expected.json", StringComparison.Ordinal))
        .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Kinds => [.. Directory.EnumerateDirectories(Root).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_IsAnsweredAsExpected(string name)
    {
        var path = Path.Combine(Root, name);
        var expected = JsonSerializer.Deserialize<Expectation>(await File.ReadAllTextAsync(Path.ChangeExtension(path, ".expected.json"), TestContext.Current.CancellationToken), FactsJson.Options)!;
        var file = await Read(path);
        var found = Judge.Findings(file.ToFacts()).Where(f => f.Severity != Severity.Info).Select(Expected.Of).ToList();
        var kind = Path.GetDirectoryName(name)!;

        Assert.Equal(expected.Findings.Select(f => f.Key).Order(StringComparer.Ordinal), found.Select(f => f.Key).Order(StringComparer.Ordinal));
        Assert.All(expected.Findings.Where(f => f.WindowFrom is not null), f => Assert.Equal(f.WindowFrom, found.Single(x => x.Key == f.Key).WindowFrom));
        Assert.Equal(Path.GetFileName(name).StartsWith("positive", StringComparison.Ordinal), found.Any(f => f.Kind == kind));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_ExplainsItselfInBothForms_AndIsAnsweredWithTheSameBytes(string name)
    {
        var file = await Read(Path.Combine(Root, name));
        var answer = FactsAnswer.Text(file);

        Assert.Equal(answer, FactsAnswer.Text(FactsFile.Read(file.Write()).Value));
        using var json = JsonDocument.Parse(answer);
        Assert.All(json.RootElement.GetProperty("findings").EnumerateArray(), f => Assert.All(["nb", "nn"], form =>
            Assert.True(f.GetProperty("explanation").GetProperty(form).GetString()!.Length > 40)));
    }

    /// <summary>
    /// Every word and number that the judge says of a kind's cases, in both forms. When a text is meant to change, read the new one and put what the failing test
    /// leaves beside its copy, explanations.txt.actual, in the place of tests/corpus/KIND/explanations.txt.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Explanations_OfAKind_AreTheApprovedOnes(string kind)
    {
        var path = Path.Combine(Root, kind, "explanations.txt");
        var approved = File.Exists(path) ? await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken) : [];
        List<string> said = [];
        foreach (var name in Cases.Select(row => row.Data).Where(name => Path.GetDirectoryName(name) == kind))
        {
            said.AddRange(Said(Path.GetFileNameWithoutExtension(name), await Read(Path.Combine(Root, name))));
        }

        var same = approved.Zip(said).TakeWhile(line => line.First == line.Second).Count();
        if (same < Math.Max(approved.Length, said.Count))
        {
            await File.WriteAllLinesAsync($"{path}.actual", said, TestContext.Current.CancellationToken);
            var (was, now) = (approved.ElementAtOrDefault(same) ?? "", said.ElementAtOrDefault(same) ?? "");
            var alike = Math.Max(0, was.Zip(now).TakeWhile(character => character.First == character.Second).Count() - 40);
            Assert.Fail($"""
                {kind}/explanations.txt, line {same + 1}, of {said.Take(same + 1).LastOrDefault(line => line.StartsWith("== ", StringComparison.Ordinal))}
                approved: {was[alike..]}
                now said: {now[alike..]}
                """);
        }
    }

    // "== positive-01: K-07 CONFLICT S1 s1 5501 MUNICIPAL", then the numbers of the witness and the two explanations, a line each.
    private static IEnumerable<string> Said(string name, FactsFile file)
    {
        using var answer = JsonDocument.Parse(FactsAnswer.Of(file));
        foreach (var finding in answer.RootElement.GetProperty("findings").EnumerateArray())
        {
            string Text(string property) => finding.GetProperty(property).GetString() ?? "-";
            string List(string property, string separator) => string.Join(separator, finding.GetProperty(property).EnumerateArray().Select(item => item.GetString()));
            yield return $"== {name}: {Text("kind")} {Text("verdict")} {Text("severity")} {List("directives", ",")} {Text("office")} {Text("witness_class")}";
            yield return $"numbers: {List("witness", "; ")}".TrimEnd();
            yield return $"nb: {finding.GetProperty("explanation").GetProperty("nb").GetString()}";
            yield return $"nn: {finding.GetProperty("explanation").GetProperty("nn").GetString()}";
            yield return "";
        }
    }

    private static async Task<FactsFile> Read(string path)
    {
        var read = FactsFile.Read(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.True(!read.IsRefused, read.IsRefused ? $"{path}: {string.Join("; ", read.Refusal.Faults)}" : "");
        return read.Value;
    }

    internal sealed record Expectation(IReadOnlyList<Expected> Findings);

    internal sealed record Expected(
        string Kind, string Verdict, string Severity, IReadOnlyList<string> Directives, string? Office, string? WitnessClass = null, DateOnly? WindowFrom = null)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public string Key => $"{Kind} {Verdict} {Severity} {string.Join(',', Directives.Order(StringComparer.Ordinal))} {Office ?? "-"} {WitnessClass ?? "-"}";

        public static Expected Of(Finding f) => new(
            Finding.Code(f.Kind), Compared.Identifier(f.Verdict), $"S{(int)f.Severity}", [.. f.Directives.Select(d => d.Id)], f.Office, f.WitnessClass, f.Witness.Day);
    }
}
