using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Oracle;

/// <summary>
/// The judge against a naive second one, on tiny random worlds in which everything meets: the sets of findings are equal. SAMSTYRING_ORACLE_WORLDS makes a
/// longer run of it.
/// </summary>
public class OracleTests
{
    private static readonly HashSet<string> Kinds =
    [
        "K-01", "K-02", "K-03", "K-04", "K-05", "K-06", "K-07", "K-08", "K-09", "K-10", "K-11", "K-12", "K-13", "K-14", "K-15", "K-16", "K-17", "K-18", "K-19", "K-20",
        "K-21", "K-22", "K-23", "K-24", "K-25", "K-26", "K-27", "K-28", "K-29", "K-30", "K-31", "K-32", "K-33", "K-34", "K-35", "K-36",
    ];

    private static readonly int Count =
        int.TryParse(Environment.GetEnvironmentVariable("SAMSTYRING_ORACLE_WORLDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var worlds) ? worlds : 2000;

    [Fact]
    public void Findings_OfTinyWorlds_AreThoseOfTheOracle()
    {
        var seen = new Dictionary<string, int>();
        Prop.ForAll(TinyFacts.Any.ToArbitrary(), file =>
        {
            var json = file.Write();
            var expected = Oracle.Judge(json);
            var found = Found(json);
            foreach (var kind in found.Select(f => f[..4]))
            {
                seen[kind] = seen.GetValueOrDefault(kind) + 1;
            }

            return expected.SequenceEqual(found).Label(
                $"only the oracle: {string.Join("; ", Without(expected, found))}\nonly the judge: {string.Join("; ", Without(found, expected))}\n{json}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Count));

        // A kind that never occurred would have been compared with nothing.
        Assert.Equal(Kinds.Order(StringComparer.Ordinal), seen.Keys.Order(StringComparer.Ordinal));
    }

    // The same worlds each time, for who changes the rules on purpose (tests/mutation).
    internal static IEnumerable<string> Worlds(int count) => TinyFacts.Any.Sample(50, new Rnd(20261122, 1), count).Select(file => file.Write());

    // What the judge finds, as the oracle writes it.
    private static List<string> Found(string factsJson) => [.. Judge.Findings(FactsFile.Read(factsJson).Value.ToFacts())
        .Select(f => $"{Finding.Code(f.Kind)} {Compared.Identifier(f.Verdict)} S{(int)f.Severity} {string.Join(',', f.Directives.Select(d => d.Id))} {f.Office ?? "-"}")
        .Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Without(IEnumerable<string> all, IEnumerable<string> taken)
    {
        var left = taken.ToList();
        return all.Where(x => !left.Remove(x));
    }
}
