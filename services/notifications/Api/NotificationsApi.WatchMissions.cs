using System.Globalization;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override async Task WatchMissions(WatchMissionsRequest request, IServerStreamWriter<WatchMissionsResponse> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        bool MaySee(OfficeHead office) => Access.SeesOffice(caller, office);
        var (office, from) = request is { OfficeNumber.Length: > 0, ResumeToken.Length: > 0 }
            ? await Resume(caller, request, MaySee, context.CancellationToken)
            : (await rpc.Read(context, read => Office(read.Connection, caller, request.OfficeNumber, read.Cancel)), null);
        var end = await stream.Follow(
            office,
            caller,
            from,
            Expiry(context),
            MaySee,
            message => responseStream.WriteAsync(message, context.CancellationToken),
            context.CancellationToken);
        throw RpcErrors.ToException(end);
    }

    private async Task<(OfficeHead Office, ResumeToken? From)> Resume(
        Caller caller, WatchMissionsRequest request, Func<OfficeHead, bool> maySee, CancellationToken cancel)
    {
        var resumed = await stream.Resume(caller, request.OfficeNumber, request.ResumeToken, maySee, cancel);
        GateMetrics.Resumes.Add(1, new KeyValuePair<string, object?>("samstyring.outcome", resumed.IsRefused ? "refused" : "resumed"));
        return resumed.IsRefused ? throw RpcErrors.ToException(resumed.Refusal) : resumed.Value;
    }

    private static DateTimeOffset Expiry(ServerCallContext context) => DateTimeOffset.FromUnixTimeSeconds(
        long.Parse(context.GetHttpContext().User.FindFirst("exp")!.Value, CultureInfo.InvariantCulture));
}
