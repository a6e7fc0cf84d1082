using System.Text.Json;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>
/// Every case of tests/corpus: a facts file NAME.json and beside it NAME.expected.json with all findings but those that are only counted. The folder is the
/// kind the case is about; a name that begins with "positive" holds a finding of that kind, one with "near-miss" none.
/// </summary>
public class CorpusTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static TheoryData<string> Cases => [.. Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories)
        .Where(path => !path.EndsWith(".expected.json", StringComparison.Ordinal))
        .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

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
