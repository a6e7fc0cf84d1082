using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<GetFindingResponse> GetFinding(GetFindingRequest request, ServerCallContext context) =>
        rpc.Read<GetFindingResponse>(context, async read =>
        {
            if (request.FindingId.Length == 0)
            {
                return Refusal.Fields([new FieldFault("finding_id", ErrorReason.FieldRequired)]);
            }

            var query = new FindingQuery(FindingId: request.FindingId, AlsoClosed: true);
            var rows = await findings.Page(read.Connection, read.Caller, query, 0, "", 1, read.Cancel);
            return rows.Count == 0
                ? Refusal.Of(ErrorReason.FindingNotFound, ("finding_id", request.FindingId))
                : new GetFindingResponse { Finding = (await reply.Of(read.Connection, read.Caller, rows, read.Cancel))[0] };
        });
}
