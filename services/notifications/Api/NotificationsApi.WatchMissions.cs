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
        var (office, from) = await rpc.Read<(OfficeHead, ResumeToken?)>(context, async read =>
        {
            var office = await Office(read.Connection, caller, request.OfficeNumber, read.Cancel);
            if (office.IsRefused)
            {
                return office.Refusal;
            }

            if (request.ResumeToken.Length == 0)
            {
                return (office.Value, null);
            }

            var token = await stream.Check(read.Connection, office.Value.OfficeId, request.ResumeToken, read.Cancel);
            GateMetrics.Resumes.Add(1, new KeyValuePair<string, object?>("samstyring.outcome", token.IsRefused ? "refused" : "resumed"));
            return token.Then<(OfficeHead, ResumeToken?)>(resume => (office.Value, resume));
        });
        var end = await stream.Follow(
            office,
            caller,
            from,
            Expiry(context),
            now => Access.SeesOffice(caller, now),
            message => responseStream.WriteAsync(message, context.CancellationToken),
            context.CancellationToken);
        throw RpcErrors.ToException(end);
    }

    private static DateTimeOffset Expiry(ServerCallContext context) => DateTimeOffset.FromUnixTimeSeconds(
        long.Parse(context.GetHttpContext().User.FindFirst("exp")!.Value, CultureInfo.InvariantCulture));
}
