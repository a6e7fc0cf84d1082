using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Samstyring.Notifications.V1;

namespace Samstyring.Web.Pages.Leader;

/// <summary>
/// What comes after a page was made, as server-sent events with the feed's resume token as event id. A mission that the page shows is replaced in place; new ones
/// are counted and wait for a click; both are announced together, no oftener than <see cref="Quiet"/>. A browser whose connection was cut says the last event it
/// had: what the page has is read again to be counted, and only what came after it is sent.
/// </summary>
internal static class MissionLive
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    // Whoever listens to the page reads something else meanwhile.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    public static async Task Watch(HttpContext http, string after, Platform platform, Visitor visitor, Texts texts, HtmlRenderer renderer)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        // A proxy passes the head on with the first bytes of the body; without them the browser would take itself to be connecting until something happens.
        await http.Response.WriteAsync(": \n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        var had = http.Request.Headers["Last-Event-ID"].ToString();
        var news = new News();
        try
        {
            using var watch = platform.Notifications.WatchMissions(new WatchMissionsRequest { OfficeNumber = visitor.Unit, ResumeToken = after }, new CallOptions());
            var next = watch.ResponseStream.MoveNext(http.RequestAborted);
            // The text is of all that came since the page was made, so the same one again changes nothing there, and is not announced again after a cut.
            var (said, quiet) = ("", had.Length == 0 ? Task.CompletedTask : Task.Delay(Quiet, http.RequestAborted));
            while (true)
            {
                var say = texts.LiveNews(news.Fresh, news.Changes);
                if (say != said && quiet.IsCompleted)
                {
                    await Send(http, null, await Render<LiveNews>(renderer, new() { [nameof(LiveNews.Text)] = say }));
                    (said, quiet) = (say, Task.Delay(Quiet, http.RequestAborted));
                }
                var idle = Task.Delay(KeepAlive, http.RequestAborted);
                var first = say == said ? await Task.WhenAny(next, idle) : await Task.WhenAny(next, idle, quiet);
                if (first == idle)
                    await http.Response.WriteAsync(": \n\n", http.RequestAborted);
                if (first != next)
                    continue;
                if (!await next)
                    return;
                var entry = watch.ResponseStream.Current;
                next = watch.ResponseStream.MoveNext(http.RequestAborted);
                // A receipt of the other leader, or the end of what was there, shows nothing.
                if (entry.Mission is { } mission)
                {
                    var isShown = news.Take(mission);
                    if (had.Length == 0)
                        await Send(http, entry.ResumeToken, (isShown ? await Changed(renderer, platform, visitor, mission) : "") + await Link(renderer, texts, news.Fresh));
                }
                if (entry.ResumeToken == had || entry.CaughtUp)
                    had = "";
                if (entry.CaughtUp)
                    await Tell(http, "live", TimeSpan.FromSeconds(0.5));
            }
        }
        catch (RpcException end) when (end.StatusCode is StatusCode.OutOfRange or StatusCode.InvalidArgument or StatusCode.Unauthenticated)
        {
            await Send(http, "", await Render<LiveLink>(renderer, new() { [nameof(LiveLink.Text)] = texts.LiveEnded, [nameof(LiveLink.Waits)] = true })
                + await Render<LiveNews>(renderer, new() { [nameof(LiveNews.Text)] = texts.LiveEnded }));
        }
        catch (RpcException away) when (away.StatusCode == StatusCode.Unavailable)
        {
            await Tell(http, "lost", TimeSpan.FromSeconds(2));
        }
        catch (Exception end) when (end is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            // The page was closed.
        }
    }

    // Whichever of the two the page shows is replaced. Whoever watches has a receipt of one's own, which the feed does not carry.
    private static async Task<string> Changed(HtmlRenderer renderer, Platform platform, Visitor visitor, Mission mission)
    {
        var current = (await platform.Notifications.GetMissionAsync(new GetMissionRequest { OfficeNumber = visitor.Unit, MissionKey = mission.MissionKey })).Mission;
        var parameters = new Dictionary<string, object?> { [nameof(MissionItem.Mission)] = current, [nameof(MissionItem.Swap)] = "outerMorph" };
        return await Render<MissionItem>(renderer, parameters) + await Render<MissionRow>(renderer, parameters);
    }

    private static Task<string> Link(HtmlRenderer renderer, Texts texts, int fresh) => Render<LiveLink>(
        renderer, new() { [nameof(LiveLink.Text)] = fresh == 0 ? texts.Refresh : texts.NewLive(fresh), [nameof(LiveLink.Waits)] = fresh > 0 });

    private static Task<string> Render<T>(HtmlRenderer renderer, Dictionary<string, object?> parameters) where T : IComponent =>
        renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());

    // Without an id it leaves the browser where it is in the feed.
    private static async Task Send(HttpContext http, string? id, string html)
    {
        var lines = string.Concat(html.ReplaceLineEndings("\n").Split('\n').Select(line => $"data: {line}\n"));
        await http.Response.WriteAsync($"{(id is null ? "" : $"id: {id}\n")}{lines}\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    // Whether the feed is whole, and how long the browser waits before it asks again when the stream ends.
    private static async Task Tell(HttpContext http, string name, TimeSpan retry)
    {
        await http.Response.WriteAsync($"event: {name}\nretry: {retry.TotalMilliseconds:0}\ndata:\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <summary>What has come since the page was made.</summary>
    private sealed class News
    {
        private readonly HashSet<string> fresh = new(StringComparer.Ordinal), seen = new(StringComparer.Ordinal);

        /// <summary>New missions, which the page does not show.</summary>
        public int Fresh => fresh.Count;

        /// <summary>Changes of those it shows.</summary>
        public int Changes { get; private set; }

        /// <summary>Whether it is a change of one that the page shows.</summary>
        public bool Take(Mission mission)
        {
            if (seen.Add(mission.MissionKey) && mission.Version == 1)
                fresh.Add(mission.MissionKey);
            if (!fresh.Contains(mission.MissionKey))
            {
                Changes++;
                return true;
            }
            if (mission.State == MissionState.Ended)
                fresh.Remove(mission.MissionKey);
            return false;
        }
    }
}
