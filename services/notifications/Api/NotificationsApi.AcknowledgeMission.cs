using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<AcknowledgeMissionResponse> AcknowledgeMission(AcknowledgeMissionRequest request, ServerCallContext context) =>
        rpc.Write<AcknowledgeMissionRequest, AcknowledgeMissionResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            fields.Required("mission_key", request.MissionKey);
            fields.Required("content_hash", request.ContentHash);
            if (request.Version < 1)
            {
                fields.Add("version", ErrorReason.NumberOutOfRange, $"{request.Version}");
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var found = await LockedMission(tx, request.OfficeNumber, request.MissionKey);
            if (found.IsRefused)
            {
                return found.Refusal;
            }

            var locked = found.Value;
            if (Receipts.Refuse(locked.Newest, request.Version, request.ContentHash) is { } refusal)
            {
                return refusal;
            }

            if (await missions.SaveAcknowledgement(tx, locked))
            {
                await tx.Audit("mission.acknowledge", request.MissionKey, request.Version, digestAfter: request.ContentHash);
            }

            var mission = locked.Newest;
            var receipt = (await receipts.Of(tx.Connection, locked.OfficeId, tx.Caller.ActorId, tx.Cancel))[request.MissionKey];
            mission.Receipt = ReceiptOf(mission, receipt);
            return new AcknowledgeMissionResponse { Mission = mission };
        });
}
