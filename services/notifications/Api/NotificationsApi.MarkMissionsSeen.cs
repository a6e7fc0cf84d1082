using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    private const int MaxSeen = 1000;

    /// <inheritdoc/>
    public override Task<MarkMissionsSeenResponse> MarkMissionsSeen(MarkMissionsSeenRequest request, ServerCallContext context) =>
        rpc.Write<MarkMissionsSeenRequest, MarkMissionsSeenResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            if (request.Missions.Count is 0 or > MaxSeen)
            {
                fields.Add("missions", request.Missions.Count == 0 ? ErrorReason.FieldRequired : ErrorReason.FieldTooLong, $"{request.Missions.Count}");
            }

            for (var i = 0; i < Math.Min(request.Missions.Count, MaxSeen); i++)
            {
                fields.Required($"missions[{i}].mission_key", request.Missions[i].MissionKey);
                if (request.Missions[i].Version < 1)
                {
                    fields.Add($"missions[{i}].version", ErrorReason.NumberOutOfRange, $"{request.Missions[i].Version}");
                }
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var office = await Office(tx.Connection, tx.Caller, request.OfficeNumber, tx.Cancel);
            if (office.IsRefused)
            {
                return office.Refusal;
            }

            var officeId = office.Value.OfficeId;
            if (await receipts.Missing(tx, officeId, request.Missions) is { } missing)
            {
                return Refusal.Of(ErrorReason.MissionNotFound, ("mission_key", missing.MissionKey), ("version", $"{missing.Version}"));
            }

            if (await missions.SaveSeen(tx, officeId, request.Missions) > 0)
            {
                await tx.Audit("mission.seen", office.Value.Number, request.Missions.Count);
            }

            return new MarkMissionsSeenResponse();
        });
}
