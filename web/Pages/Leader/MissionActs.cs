using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Samstyring.Notifications.V1;

namespace Samstyring.Web.Pages.Leader;

/// <summary>What a NAV-leder does with a mission. Each act ends on the page it began at; the same request_id twice is one act.</summary>
internal static class MissionActs
{
    public static void MapMissions(this WebApplication app)
    {
        var leader = app.MapGroup("/missions").RequireAuthorization(new AuthorizeAttribute { Roles = Roles.Leader });
        leader.MapPost("/seen", Seen);
        leader.MapPost("/acknowledge", AcknowledgeMany);
        leader.MapPost("/{key}/acknowledge", Acknowledge);
        leader.MapPost("/{key}/ask", (string key, IFormCollection form, Platform platform, Visitor visitor) => Write(key, form, visitor, obstacle: false, async text =>
            await platform.Notifications.AskForClarificationAsync(new() { RequestId = form["request_id"], OfficeNumber = visitor.Unit, MissionKey = key, Text = text })));
        leader.MapPost("/{key}/report", (string key, IFormCollection form, Platform platform, Visitor visitor) => Write(key, form, visitor, obstacle: true, async text =>
            await platform.Notifications.ReportObstacleAsync(new() { RequestId = form["request_id"], OfficeNumber = visitor.Unit, MissionKey = key, Text = text })));
        leader.MapGet("/live", MissionLive.Watch);
    }

    private static async Task<IResult> Seen(IFormCollection form, Platform platform, Visitor visitor)
    {
        var versions = from one in form["seen"]
                       let parts = one?.Split('@') ?? []
                       where parts.Length == 2
                       select new MissionVersion { MissionKey = parts[0], Version = int.TryParse(parts[1], out var version) ? version : 0 };
        await platform.Notifications.MarkMissionsSeenAsync(new() { RequestId = form["request_id"], OfficeNumber = visitor.Unit, Missions = { versions } });
        return Results.LocalRedirect("/missions/changes");
    }

    private static async Task<IResult> Acknowledge(string key, IFormCollection form, Platform platform, Visitor visitor)
    {
        var request = new AcknowledgeMissionRequest
        {
            RequestId = form["request_id"],
            OfficeNumber = visitor.Unit,
            MissionKey = key,
            Version = int.TryParse(form["version"], out var version) ? version : 0,
            ContentHash = form["content_hash"].ToString(),
        };
        if (!await TryAcknowledge(platform, request))
            return Results.LocalRedirect($"/missions/{key}?newer=true");
        return Results.LocalRedirect(form["back"] == $"/missions/{key}" ? $"/missions/{key}" : $"/missions#m-{key}");
    }

    // Each stands or falls alone: one that has become newer is left for reading.
    private static async Task<IResult> AcknowledgeMany(IFormCollection form, Platform platform, Visitor visitor)
    {
        var newer = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parts in form["mission"].OfType<string>().Select(one => one.Split('@')).Where(parts => parts.Length == 3))
        {
            var request = new AcknowledgeMissionRequest
            {
                RequestId = $"{form["request_id"]}/{parts[0]}",
                OfficeNumber = visitor.Unit,
                MissionKey = parts[0],
                Version = int.TryParse(parts[1], out var version) ? version : 0,
                ContentHash = parts[2],
            };
            if (!await TryAcknowledge(platform, request))
                newer.Add(request.MissionKey);
        }
        return newer.Count == 0
            ? Results.LocalRedirect("/missions")
            : new RazorComponentResult<AcknowledgeMany>(new Dictionary<string, object?> { [nameof(Leader.AcknowledgeMany.Refused)] = newer }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
    }

    // False: there is a newer version than the one that was read, or none any more.
    private static async Task<bool> TryAcknowledge(Platform platform, AcknowledgeMissionRequest request)
    {
        try
        {
            await platform.Notifications.AcknowledgeMissionAsync(request);
            return true;
        }
        catch (RpcException refusal) when (Refused.Of(refusal, nynorsk: false).Reason is "MISSION_VERSION_SUPERSEDED" or "CONTENT_HASH_MISMATCH" or "MISSION_ENDED")
        {
            return false;
        }
    }

    private static async Task<IResult> Write(string key, IFormCollection form, Visitor visitor, bool obstacle, Func<string, Task> act)
    {
        try
        {
            await act(form["text"].ToString());
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
        {
            var refused = Refused.Of(refusal, visitor.Nynorsk);
            return new RazorComponentResult<MissionPage>(new Dictionary<string, object?>
            {
                [nameof(MissionPage.Key)] = key,
                [nameof(MissionPage.Typed)] = form["text"].ToString(),
                [nameof(MissionPage.Fault)] = refused.Fields.GetValueOrDefault("text", refused.Message),
                [nameof(MissionPage.Obstacle)] = obstacle,
                [nameof(MissionPage.RequestId)] = form["request_id"].ToString(),
            })
            { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
        return Results.LocalRedirect($"/missions/{key}");
    }
}
