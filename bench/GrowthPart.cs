using System.Diagnostics;
using System.Globalization;
using Samstyring.Bench.Race;
using Samstyring.Notifications.Rules;

namespace Samstyring.Bench;

/// <summary>Part <c>growth</c>: how the time of judging in memory grows with the offices, and with what is active at an office.</summary>
internal static class GrowthPart
{
    private const int Rounds = 5;
    private const int Active = 200;
    private const int OfficesLookedAt = 10;
    private static readonly int[] Offices = [250, 1_000, 4_000];
    private static readonly int[] ActiveAtEach = [50, 200, 800];

    public static Task<Section> Measure()
    {
        var many = Offices.Select(n => new World(n, Mix.Of(Active), zipf: true)).ToList();
        var deep = ActiveAtEach.Select(n => new World(OfficesLookedAt, Mix.Of(n), zipf: true)).ToList();
        var (all, one, rules) = (Empty(), Empty(), Empty());
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < 3; i++)
            {
                var timed = (Time(() => InMemory.Read(many[i]).Sum(office => Content.Find(office).Count())), New(deep[i], ready: false), New(deep[i], ready: true));
                if (round >= 0)
                {
                    all[i].Add(timed.Item1);
                    one[i].Add(timed.Item2);
                    rules[i].Add(timed.Item3);
                }
            }
        }

        double[] found = [.. deep.Select(world => Asked(world).Average(x => Found(At(world, x.Office, x.New), x.New)))];
        double[][] medians = [.. new[] { all, one, rules }.Select(series => series.Select(times => Timing.Quantile(times, 0.5)).ToArray())];
        return Task.FromResult(new Section(
            new { offices = Offices, all_ms = medians[0], active_per_office = ActiveAtEach, one_findings = found, one_ms = medians[1], one_rules_ms = medians[2] },
            string.Create(CultureInfo.InvariantCulture, $"""
            Medians of {Rounds} interleaved rounds after a warm-up, in memory, constructed facts, indicators named in proportion to 1/rank. The findings are
            counted office by office and not kept.

            | judging | {Offices[0]} offices | {Offices[1]:#,0} | {Offices[2]:#,0} | growth, 16 times the offices | target |
            |---|---|---|---|---|---|
            | K-01 to K-03 and the same inside one line at all offices, {Active} active each | {medians[0][0]:0} ms | {medians[0][1]:0} ms | {medians[0][2]:0} ms | {medians[0][2] / medians[0][0]:0.0} x | 16 x |

            | judging one new directive, all kinds | {ActiveAtEach[0]} active | {ActiveAtEach[1]} | {ActiveAtEach[2]} | growth, 16 times the directives | target |
            |---|---|---|---|---|---|
            | from the facts | {medians[1][0]:0.00} ms | {medians[1][1]:0.00} ms | {medians[1][2]:0.00} ms | {medians[1][2] / medians[1][0]:0.0} x | 1.5 x |
            | findings that name it | {found[0]:0.0} | {found[1]:0.0} | {found[2]:0.0} | {found[2] / found[0]:0.0} x | |
            | the rules alone, the office read before | {medians[2][0]:0.00} ms | {medians[2][1]:0.00} ms | {medians[2][2]:0.00} ms | {medians[2][2] / medians[2][0]:0.0} x | 1.5 x |
            """)));
    }

    // Per office, over all offices of the world: the municipality's last directive is the new one.
    private static double New(World world, bool ready)
    {
        var asked = Asked(world);
        var read = ready ? asked.Select(x => At(world, x.Office, x.New)).ToList() : null;
        return Time(() => asked.Select((x, i) => Found(read?[i] ?? At(world, x.Office, x.New), x.New)).Sum()) / asked.Count;
    }

    private static List<(Office Office, string New)> Asked(World world) => [.. world.Facts.Offices.Select(office => (office, office.Reaches[^1].DirectiveId))];

    private static int Found(Predicates at, string asked) => Judge.Findings(at).Count(f => f.Names(asked));

    private static Predicates At(World world, Office office, string asked) => new Predicates(world.Facts, office).About(new HashSet<string> { asked });

    private static double Time(Func<int> run)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        GC.KeepAlive(run());
        return watch.Elapsed.TotalMilliseconds;
    }

    private static List<double>[] Empty() => [[], [], []];
}
