using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Samstyring.Steering.V1;

namespace Samstyring.Bench;

/// <summary>
/// Part <c>load</c>: publications of mixed scope at a steady rate, each from the instant it was due until every feed in its reach shows it. The rate rises until the
/// 95th of a hundred takes more than four times as long as when nothing else is published.
/// </summary>
internal static class LoadPart
{
    private const int Alone = 40;
    private const double Longest = 4;
    private static readonly int[] Rates = [1, 2, 5, 10, 20, 50, 100];
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        await using var publishing = await Publishing.Open(platform);
        var counties = (await platform.AllOffices()).GroupBy(office => office.CountyUnit.Number).ToDictionary(county => county.Key, county => county.Select(office => office.Number).ToList());
        var mix = new Mix(counties);
        var idle = new List<double>();
        for (var i = -5; i < Alone; i++)
        {
            var run = await Run(publishing, mix, 1, TimeSpan.Zero);
            if (i >= 0)
            {
                idle.AddRange(run.Times);
            }
        }

        var limit = Longest * Timing.Quantile(idle, 0.95);
        var steps = new List<Step>();
        foreach (var rate in Rates)
        {
            var step = await Run(publishing, mix, (int)(rate * Window.TotalSeconds), Window);
            steps.Add(step with { Rate = rate });
            if (Timing.Quantile(step.Times, 0.95) > limit)
            {
                break;
            }
        }

        var rows = new StringBuilder();
        foreach (var step in steps)
        {
            rows.AppendLine(CultureInfo.InvariantCulture, $"| {step.Rate}/s | {Timing.Quantile(step.Times, 0.5):0} ms | {Timing.Quantile(step.Times, 0.95):0} ms | {Timing.Quantile(step.Times, 0.95) / (limit / Longest):0.0} | {step.Waiting} | {step.Drained.TotalSeconds:0.0} s |");
        }

        return new(
            new
            {
                idle_ms = new { p50 = Timing.Quantile(idle, 0.5), p95 = Timing.Quantile(idle, 0.95), samples = idle.Count },
                steps = steps.Select(step => new { rate = step.Rate, p50 = Timing.Quantile(step.Times, 0.5), p95 = Timing.Quantile(step.Times, 0.95), waiting = step.Waiting, drained_s = step.Drained.TotalSeconds }),
            },
            string.Create(CultureInfo.InvariantCulture, $"""
            {Window.TotalSeconds:0} s at each rate, from the instant each was due; of 20 directives 14 are for one office, 5 for a county and one for the whole country. {publishing.Offices} feeds open through the gateway.
            One at a time they take {Timing.Quantile(idle, 0.5):0} ms (p50) and {Timing.Quantile(idle, 0.95):0} ms (p95).

            | published at | p50 until visible | p95 | of the p95 alone; target {Longest:0} at 100/s | not yet visible when the last was sent | until all were |
            |---|---|---|---|---|---|
            {rows.ToString().TrimEnd()}
            """));
    }

    private static async Task<Step> Run(Publishing publishing, Mix mix, int count, TimeSpan window)
    {
        var letters = Enumerable.Range(0, count).Select(_ => mix.Next()).ToList();
        var drafts = new Directive[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => drafts[i] = await publishing.Draft(letters[i].Content));
        var (times, etags) = (new ConcurrentBag<double>(), new ConcurrentBag<(string Id, string Etag, int Offices)>());
        var watch = Stopwatch.StartNew();
        var sent = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            var (draft, offices, due) = (drafts[i], letters[i].Offices, window * i / count);
            if (due > watch.Elapsed)
            {
                await Task.Delay(due - watch.Elapsed);
            }

            sent.Add(Task.Run(async () =>
            {
                var etag = await publishing.Publish(draft, offices);
                times.Add((watch.Elapsed - due).TotalMilliseconds);
                etags.Add((draft.DirectiveId, etag, offices));
            }));
        }

        var (waiting, last) = (sent.Count(task => !task.IsCompleted), watch.Elapsed);
        await Task.WhenAll(sent);
        var drained = watch.Elapsed - last;
        await Parallel.ForEachAsync(etags, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (directive, _) => await publishing.Withdraw(directive.Id, directive.Etag, directive.Offices));
        return new(0, [.. times], waiting, drained);
    }

    private sealed record Step(int Rate, List<double> Times, int Waiting, TimeSpan Drained);

    // The same mix every time, in an order that does not put the large ones together.
    private sealed class Mix(Dictionary<string, List<string>> counties)
    {
        private readonly List<string> offices = [.. counties.Values.SelectMany(numbers => numbers)];
        private readonly List<string> names = [.. counties.Keys.Order(StringComparer.Ordinal)];
        private int next;

        public (DirectiveContent Content, int Offices) Next()
        {
            var n = next++;
            // Not the ones that name an indicator: there would be more to find with every directive.
            var content = Letters.Complete(Letters.National(4 * n));
            switch (n % 20)
            {
                case 10:
                    return (content, offices.Count);
                case var at when at % 4 == 1:
                    var county = names[n % names.Count];
                    content.Scope = $"COUNTY({county})";
                    return (content, counties[county].Count);
                default:
                    content.Scope = $"OFFICE({offices[n * 7 % offices.Count]})";
                    return (content, 1);
            }
        }
    }
}
