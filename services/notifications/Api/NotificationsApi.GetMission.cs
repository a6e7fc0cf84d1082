using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<GetMissionResponse> GetMission(GetMissionRequest request, ServerCallContext context) =>
        rpc.Read<GetMissionResponse>(context, async read =>
        {
            var fields = new Fields();
            fields.Required("mission_key", request.MissionKey);
            if (request.Version < 0)
            {
                fields.Add("version", ErrorReason.NumberOutOfRange, $"{request.Version}");
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var office = await Office(read.Connection, read.Caller, request.OfficeNumber, read.Cancel);
            if (office.IsRefused)
            {
                return office.Refusal;
            }

            if (await feed.Find(read.Connection, office.Value.OfficeId, request.MissionKey, request.Version, read.Cancel) is not { } mission)
            {
                return Refusal.Of(ErrorReason.MissionNotFound, ("mission_key", request.MissionKey));
            }

            await AddReceipts(read, office.Value.OfficeId, [mission]);
            return new GetMissionResponse { Mission = mission };
        });
}
