using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Samstyring.Bench;

/// <summary>Part <c>rejudge</c>: every office judged again, as after a change of the rules, where two hundred directives are active at each.</summary>
internal static class RejudgePart
{
    private const int Rounds = 3;

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        var offices = await ActiveDirectives.Fill(platform);
        await using var connection = new NpgsqlConnection(Platform.Postgres + ";Database=notifications;Pooling=false");
        await connection.OpenAsync();
        var timing = new Timing();
        for (var round = 0; round < Rounds; round++)
        {
            timing.Add((await Judged(connection, offices), await PreviewPart.Rows(connection)));
        }

        return new(
            new { offices, active_per_office = ActiveDirectives.AtEachOffice, rejudge_ms = timing.Summary },
            string.Create(CultureInfo.InvariantCulture, $"""
            {offices} offices with at least {ActiveDirectives.AtEachOffice} constructed directives active at each; {Rounds} rounds.

            | measure | p50 | floor in the same run, p50 | ratio | target |
            |---|---|---|---|---|
            | judge every office again with other rules | {timing.At(0.5):0} ms | {timing.FloorAt(0.5):0.0} ms | {timing.At(0.5) / timing.FloorAt(0.5):0} | 10 |

            Timed from the first offices that are done, and reckoned for all of them: it is taken up within ten seconds and done some offices at a time. The floor reads which directives
            reach which offices, and the directives.
            """));
    }

    private static async Task<TimeSpan> Judged(NpgsqlConnection connection, int offices)
    {
        await using (var forget = new NpgsqlCommand("update office set judged_with = '0.0 0.0'", connection))
        {
            await forget.ExecuteNonQueryAsync();
        }

        await using var done = new NpgsqlCommand("select count(*)::int from office where judged_with <> '0.0 0.0'", connection);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var (first, watch) = (0, new Stopwatch());
        while (true)
        {
            var now = (int)(await done.ExecuteScalarAsync(patience.Token))!;
            if (now > 0 && !watch.IsRunning)
            {
                first = now;
                watch.Start();
            }

            if (now == offices)
            {
                return first == offices ? watch.Elapsed : watch.Elapsed * offices / (offices - first);
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
