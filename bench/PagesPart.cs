using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Bench;

/// <summary>Part <c>pages</c>: a NAV-leder's page with 200 missions beside the gRPC call it is made of, what travels for it, and 500 open pages that one publication reaches.</summary>
internal static class PagesPart
{
    private const string Office = "1783";
    private const string Municipality = "5035";
    private const int Missions = 200;
    private const int WarmUps = 20;
    private const int Rounds = 200;
    private const int OpenPages = 500;
    private const int Publications = 5;

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        var missions = await Fill(platform);
        var (page, shown) = await Page(platform);
        var bytes = await Bytes();
        var live = await Live(platform);
        var lines = new
        {
            missions,
            page_ms = page.Summary,
            compressed_bytes = bytes,
            open_pages = OpenPages,
            live_ms = new { p50 = Timing.Quantile(live, 0.5), p95 = Timing.Quantile(live, 0.95), max = live.Max() },
        };
        return new(lines, string.Create(CultureInfo.InvariantCulture, $"""
            {Rounds} readings by turns with the call, after a warm-up; {missions} missions at the office, {shown} on the page.

            | measure | p50 | p95 | the call in the same run, p50 / p95 | beyond the call, p95 | ratio, p50 |
            |---|---|---|---|---|---|
            | the NAV-leder's page with {missions} missions, through the gateway | {page.At(0.5):0.0} ms | {page.At(0.95):0.0} ms | {page.FloorAt(0.5):0.0} / {page.FloorAt(0.95):0.0} ms | {page.At(0.95) - page.FloorAt(0.95):0.0} ms | {page.At(0.5) / page.FloorAt(0.5):0.0} |

            | what travels for it the first time, compressed | bytes |
            |---|---|
            {string.Join('\n', bytes.Select(part => string.Create(CultureInfo.InvariantCulture, $"| {part.Key} | {part.Value} |")))}
            | all, beside the font | {bytes.Values.Sum()} |

            | {OpenPages} open pages | p50 | p95 | last |
            |---|---|---|---|
            | from publishing until a page's stream has it, {Publications} publications | {lines.live_ms.p50:0} ms | {lines.live_ms.p95:0} ms | {lines.live_ms.max:0} ms |
            """));
    }

    // Each of a period of its own, so that each is a mission of its own.
    private static async Task<int> Fill(Platform platform)
    {
        var steering = new SteeringService.SteeringServiceClient(platform.Gateway);
        var director = await platform.As($"municipal-director:{Municipality}");
        for (var n = await Count(platform); n < Missions; n++)
        {
            var content = Letters.Complete(Letters.Municipal(8 * n, Municipality, Office));
            content.Valid.From = $"{new DateOnly(2026, 1, 1).AddDays(n):yyyy-MM-dd}";
            await Letters.Publish(steering, content, director);
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (await Count(platform) < Missions)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        return await Count(platform);
    }

    private static async Task<int> Count(Platform platform) => (await List(platform, await platform.As($"office:{Office}"))).Missions.Count;

    private static async Task<ListMissionsResponse> List(Platform platform, Metadata leader) =>
        await new NotificationsService.NotificationsServiceClient(platform.Gateway).ListMissionsAsync(
            new ListMissionsRequest { OfficeNumber = Office, PageSize = 200 }, leader, DateTime.UtcNow.AddSeconds(10));

    private static async Task<(Timing Page, int Shown)> Page(Platform platform)
    {
        using var browser = await PageReader.SignIn($"office:{Office}");
        var leader = await platform.As($"office:{Office}");
        var (timing, shown) = (new Timing(), 0);
        for (var round = -WarmUps; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var html = (await browser.Get("/missions")).Text;
            var page = watch.Elapsed;
            watch.Restart();
            var missions = (await List(platform, leader)).Missions;
            var call = watch.Elapsed;
            shown = missions.Count(mission => html.Contains(mission.MissionKey, StringComparison.Ordinal));
            if (shown < missions.Count)
            {
                throw new InvalidOperationException($"The page shows {shown} of {missions.Count} missions.");
            }

            if (round >= 0)
            {
                timing.Add((page, call));
            }
        }

        return (timing, shown);
    }

    private static async Task<IReadOnlyDictionary<string, int>> Bytes()
    {
        using var browser = await PageReader.SignIn($"office:{Office}");
        var (html, bytes) = await browser.Get("/missions");
        var all = new Dictionary<string, int> { ["/missions"] = bytes };
        foreach (var part in PageReader.PartsOf(html))
        {
            all[part] = (await browser.Get(part)).Bytes;
        }

        return all;
    }

    private static async Task<List<double>> Live(Platform platform)
    {
        var offices = (await platform.AllOffices()).Select(office => office.Number).ToList();
        var browsers = new List<PageReader>();
        var streams = new List<StreamReader>();
        try
        {
            for (var n = 0; n < OpenPages; n++)
            {
                var browser = await PageReader.SignIn($"office:{offices[n % offices.Count]}/{1 + (n / offices.Count)}");
                browsers.Add(browser);
                streams.Add(await browser.Live((await browser.Get("/missions")).Text));
            }

            var steering = new SteeringService.SteeringServiceClient(platform.Gateway);
            var directorate = await platform.As("directorate");
            var times = new List<double>();
            for (var n = 0; n <= Publications; n++)
            {
                var content = Letters.National(0);
                content.Valid.From = $"{new DateOnly(2027, 1, 1).AddDays(Random.Shared.Next(9_000)):yyyy-MM-dd}";
                var watch = Stopwatch.StartNew();
                var arrivals = streams.Select(stream => Next(stream, watch)).ToList();
                var published = await Letters.Publish(steering, content, directorate);
                var arrived = await Task.WhenAll(arrivals).WaitAsync(TimeSpan.FromMinutes(2));
                // The first warms up.
                times.AddRange(n == 0 ? [] : arrived);
                var ends = streams.Select(stream => Next(stream, watch)).ToList();
                await steering.WithdrawDirectiveAsync(
                    new WithdrawDirectiveRequest { RequestId = Guid.NewGuid().ToString(), DirectiveId = published.DirectiveId, Etag = published.Etag, Reason = "Måling" },
                    directorate,
                    DateTime.UtcNow.AddSeconds(10));
                await Task.WhenAll(ends).WaitAsync(TimeSpan.FromMinutes(2));
            }

            return times;
        }
        finally
        {
            streams.ForEach(stream => stream.Dispose());
            browsers.ForEach(browser => browser.Dispose());
        }
    }

    // The end of the next event that is of the feed, which its id tells.
    private static async Task<double> Next(StreamReader stream, Stopwatch watch)
    {
        var any = false;
        while (await stream.ReadLineAsync() is { } line)
        {
            any |= line.StartsWith("id:", StringComparison.Ordinal);
            if (any && line.Length == 0)
            {
                return watch.Elapsed.TotalMilliseconds;
            }
        }

        throw new InvalidOperationException("A page's stream ended.");
    }
}
