using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Samstyring.Notifications.V1;

namespace Samstyring.Web.Pages.Leader;

/// <summary>
/// What comes after a page was made, as server-sent events with the feed's resume token as event id. A mission that the page shows is replaced in place; new ones
/// are counted and wait for a click. A connection that was cut begins at the page's position again: replacing a mission by the same one changes nothing, and
/// the count has to hold what came before the cut.
/// </summary>
internal static class MissionLive
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    public static async Task Watch(HttpContext http, string after, Platform platform, Visitor visitor, Texts texts, HtmlRenderer renderer)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        // A proxy passes the head on with the first bytes of the body; without them the browser would take itself to be connecting until something happens.
        await http.Response.WriteAsync(": \n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        var fresh = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using var watch = platform.Notifications.WatchMissions(new WatchMissionsRequest { OfficeNumber = visitor.Unit, ResumeToken = after }, new CallOptions());
            var next = watch.ResponseStream.MoveNext(http.RequestAborted);
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(KeepAlive, http.RequestAborted)) != next)
                {
                    await http.Response.WriteAsync(": \n\n", http.RequestAborted);
                    continue;
                }
                if (!await next)
                    return;
                var entry = watch.ResponseStream.Current;
                next = watch.ResponseStream.MoveNext(http.RequestAborted);
                // A receipt of the other leader, or the end of what was there, shows nothing.
                if (entry.Mission is not { } mission)
                    continue;
                if (seen.Add(mission.MissionKey) && mission.Version == 1)
                    fresh.Add(mission.MissionKey);
                // What an event brings beside the mission is what is announced: a change leaves the word of new ones standing.
                var changed = fresh.Contains(mission.MissionKey) ? "" : await Changed(renderer, platform, visitor, mission);
                await Send(http, entry.ResumeToken, changed + (fresh.Count > 0 ? await Link(renderer, texts.NewLive(fresh.Count)) : ""));
            }
        }
        catch (RpcException end) when (end.StatusCode is StatusCode.OutOfRange or StatusCode.InvalidArgument or StatusCode.Unauthenticated)
        {
            await Send(http, "", await Link(renderer, texts.LiveEnded));
        }
        catch (Exception end) when (end is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled or StatusCode.Unavailable })
        {
            // The page was closed, or the platform is away for a while: the browser asks again.
        }
    }

    // Whichever of the two the page shows is replaced. Whoever watches has a receipt of one's own, which the feed does not carry.
    private static async Task<string> Changed(HtmlRenderer renderer, Platform platform, Visitor visitor, Mission mission)
    {
        var current = (await platform.Notifications.GetMissionAsync(new GetMissionRequest { OfficeNumber = visitor.Unit, MissionKey = mission.MissionKey })).Mission;
        var parameters = new Dictionary<string, object?> { [nameof(MissionItem.Mission)] = current, [nameof(MissionItem.Swap)] = "outerMorph" };
        return await Render<MissionItem>(renderer, parameters) + await Render<MissionRow>(renderer, parameters);
    }

    private static Task<string> Link(HtmlRenderer renderer, string text) => Render<LiveLink>(renderer, new() { [nameof(LiveLink.Text)] = text });

    private static Task<string> Render<T>(HtmlRenderer renderer, Dictionary<string, object?> parameters) where T : IComponent =>
        renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());

    private static async Task Send(HttpContext http, string id, string html)
    {
        var lines = string.Concat(html.ReplaceLineEndings("\n").Split('\n').Select(line => $"data: {line}\n"));
        await http.Response.WriteAsync($"id: {id}\n{lines}\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
