using System.Text.RegularExpressions;
using Xunit;

namespace Samstyring.House.Tests;

/// <summary>The documents about security name tests that exist, and count what stands in them.</summary>
public partial class SecurityDocsTests
{
    private const string Security = "docs/security.md";
    private const string Asvs = "docs/asvs.md";

    // As the overview calls them, and how a row begins that is one; the first is every other row.
    private static readonly (string Kind, string Beginning)[] Kinds =
        [("met, shown by a test", ""), ("met, no test", "no test: "), ("not applicable", "not applicable: "), ("open", "open: ")];

    [Theory]
    [InlineData(Security)]
    [InlineData(Asvs)]
    public void Test_NamedInTheDocument_Exists(string document)
    {
        var named = TestsNamedIn(House.Read(document)).ToList();
        var existing = House.Under("tests/", ".cs").SelectMany(f => MethodOrClass().Matches(House.Read(f)).Select(m => m.Groups[1].Value)).ToHashSet();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(existing));
    }

    [Fact]
    public void Requirement_Every_StandsOnceAndSaysHowItIsMet()
    {
        var rows = Rows();
        Assert.Equal(NumberedLine().Count(House.Read(Asvs)), rows.Count);
        Assert.Empty(rows.GroupBy(row => row.Number).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Empty(rows.Where(row => row.Kind == Kinds[0].Kind && !TestsNamedIn(row.How).Any()).Select(row => $"{row.Number} names no test and does not say so"));
    }

    [Fact]
    public void Counts_OfTheOverview_AreThoseOfTheRows()
    {
        var rows = Rows();
        var counted = Kinds.Select(k => k.Kind).Append("all")
            .Select(kind => $"{kind}: {Count(rows, kind, "1")} and {Count(rows, kind, "2")}");
        var written = OverviewLine().Matches(House.Read(Security)).Select(m => $"{m.Groups[1].Value}: {m.Groups[2].Value} and {m.Groups[3].Value}");
        Assert.Equal(counted, written);
    }

    private static int Count(IEnumerable<Row> rows, string kind, string level) => rows.Count(row => row.Level == level && (kind == "all" || row.Kind == kind));

    private static List<Row> Rows() =>
        [.. RequirementLine().Matches(House.Read(Asvs)).Select(m => new Row(m.Groups[1].Value, m.Groups[2].Value, KindOf(m.Groups[3].Value), m.Groups[3].Value))];

    private static string KindOf(string how) => Kinds.Last(k => how.StartsWith(k.Beginning, StringComparison.Ordinal)).Kind;

    // What is all capitals is a reason.
    private static IEnumerable<string> TestsNamedIn(string text) =>
        TestName().Matches(text).Select(m => m.Groups[1].Value).Where(name => name.Any(char.IsAsciiLetterLower)).Distinct();

    private sealed record Row(string Number, string Level, string Kind, string How);

    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*(?:_[A-Z][A-Za-z0-9]*)+|[A-Z][A-Za-z0-9]*Tests)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\b(?:public (?:async )?(?:void|Task)|class) (\w+)")]
    private static partial Regex MethodOrClass();

    [GeneratedRegex(@"^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|\n]+ \| ([^|\n]+) \|$", RegexOptions.Multiline)]
    private static partial Regex RequirementLine();

    [GeneratedRegex(@"^\| *\d+\.\d+", RegexOptions.Multiline)]
    private static partial Regex NumberedLine();

    [GeneratedRegex(@"^\| ([a-z, ]+) \| (\d+) \| (\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex OverviewLine();
}
