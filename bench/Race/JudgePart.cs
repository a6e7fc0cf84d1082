using System.Diagnostics;
using System.Globalization;
using Samstyring.Notifications.Rules;

namespace Samstyring.Bench.Race;

/// <summary>
/// Part <c>judge</c>: K-01, K-02 and K-03 at 450 offices with 2,000 active directives each, the judge against others that answer the same question. Every
/// answer of every peer is compared, as a set, with that of nested loops before any figure is given. One core each.
/// </summary>
internal static class JudgePart
{
    private const int Offices = 450;
    private const int Rounds = 5;
    private const string Indexed = "judge, indexed";
    private static readonly long Pairs = (long)Offices * Mix.Full.State * Mix.Full.Municipal;

    public static async Task<Section> Measure()
    {
        // Everything runs once on a small world first.
        await Race(new World(15, Mix.Full, zipf: true), rounds: 1);
        var uniform = await Race(new World(Offices, Mix.Full, zipf: false), Rounds);
        var zipf = await Race(new World(Offices, Mix.Full, zipf: true), Rounds);
        return new(
            new { offices = Offices, active_per_office = Mix.Full.All, pairs = Pairs, uniform = uniform.Figures, zipf = zipf.Figures },
            string.Create(CultureInfo.InvariantCulture, $"""
            {Offices} constructed offices x {Mix.Full.All:#,0} active directives, {Pairs / 1e6:0.0} M pairs of a state and a municipal one. Medians of
            {Rounds} interleaved rounds after a warm-up, one core each; what runs once a world is marked with a star. All answered the same set of (kind,
            verdict, office, two directives).

            Indicators named alike, {uniform.Hits:#,0} findings:

            {uniform.Table}

            Indicators named in proportion to 1/rank, {zipf.Hits:#,0} findings:

            {zipf.Table}

            The judge also tells what collides inside one line (K-21), which the others are not asked. "Indexed" leaves out what the judge reads of an office before
            its rules run, as the load, the indexes and the statistics of PostgreSQL are left out (analysed; the better of a B-tree and a GiST index is what
            counts) and the telling of the facts to CLIPS, {uniform.Telling.TotalSeconds:0.0} and {zipf.Telling.TotalSeconds:0.0} s. The scan reads each
            directive at each office once, {Offices * Mix.Full.All:#,0} rows in one array.
            """));
    }

    private static async Task<Result> Race(World world, int rounds)
    {
        await using var postgres = await PostgresPeer.Of(world);
        using var clips = await ClipsPeer.Of(world);
        var telling = TimeSpan.Zero;
        Predicates[] offices = [.. InMemory.Read(world)];
        Peer[] peers =
        [
            Peer.Of("judge, from the facts", rounds, () => InMemory.Judge(InMemory.Read(world)), InMemory.Hits),
            Peer.Of(Indexed, rounds, () => InMemory.Judge(offices), InMemory.Hits),
            Peer.Of("structs, nested loops", rounds, () => InMemory.BruteForce(world), hits => hits),
            Peer.Of("LINQ, nested loops", 1, () => InMemory.Linq(world), hits => hits),
            new("PostgreSQL, B-tree", rounds, () => Timed(postgres.Columns)),
            new("PostgreSQL, ranges and GiST", 1, () => Timed(postgres.Ranges)),
            new("CLIPS", 1, async () =>
            {
                var found = await clips.Find();
                telling = found.Telling;
                return (found.Time, found.Hits);
            }),
        ];
        var truth = InMemory.BruteForce(world).ToHashSet();
        var times = peers.ToDictionary(peer => peer.Name, _ => new List<double>());
        var scans = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            scans.Add(Enumerable.Range(0, 5).Select(_ => Timed(() => InMemory.Scan(world)).TotalMilliseconds).Min());
            foreach (var peer in peers.Where(peer => round < peer.Rounds))
            {
                var (time, hits) = await peer.Run();
                if (!truth.SetEquals(hits))
                {
                    throw new InvalidOperationException($"{peer.Name} does not answer what nested loops do.");
                }

                times[peer.Name].Add(time.TotalMilliseconds);
            }
        }

        return new(truth.Count, times, scans, telling);
    }

    private static async Task<(TimeSpan Time, IEnumerable<Hit> Hits)> Timed(Func<Task<List<Hit>>> run)
    {
        var watch = Stopwatch.StartNew();
        var hits = await run();
        return (watch.Elapsed, hits);
    }

    private static TimeSpan Timed(Func<long> run)
    {
        var watch = Stopwatch.StartNew();
        GC.KeepAlive(run());
        return watch.Elapsed;
    }

    /// <summary>Somebody who answers, and in how many rounds.</summary>
    private sealed record Peer(string Name, int Rounds, Func<Task<(TimeSpan Time, IEnumerable<Hit> Hits)>> Run)
    {
        public static Peer Of<T>(string name, int rounds, Func<T> run, Func<T, IEnumerable<Hit>> hits) => new(name, rounds, () =>
        {
            // What others left behind is not this one's.
            GC.Collect();
            var watch = Stopwatch.StartNew();
            var answer = run();
            var time = watch.Elapsed;
            return Task.FromResult((time, hits(answer)));
        });
    }

    private sealed record Result(int Hits, Dictionary<string, List<double>> Times, List<double> Scans, TimeSpan Telling)
    {
        private double Scan => Timing.Quantile(Scans, 0.5);

        private double Of(string name) => Timing.Quantile(Times[name], 0.5);

        public object Figures => new
        {
            findings = Hits,
            scan_ms = Scan,
            telling_ms = Telling.TotalMilliseconds,
            p50_ms = Times.ToDictionary(peer => peer.Key, peer => Of(peer.Key)),
            rounds = Times.ToDictionary(peer => peer.Key, peer => peer.Value.Count),
        };

        public string Table => string.Join('\n',
        [
            "| who | p50 | as a multiple of the judge from the facts | of the judge indexed | of the scan |",
            "|---|---|---|---|---|",
            .. Times.Keys.Select(name => Line(Times[name].Count == 1 ? name + " *" : name, Of(name))),
            Line("scan", Scan),
        ]);

        private string Line(string name, double time) => string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {time:#,0} ms | {time / Of(Times.Keys.First()):0.00} | {time / Of(Indexed):0.00} | {time / Scan:#,0} |");
    }
}
