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
            var found = await Find(read, request.FindingId);
            return found.IsRefused
                ? found.Refusal
                : new GetFindingResponse { Finding = (await reply.Of(read.Connection, read.Caller, [found.Value], read.Cancel))[0] };
        });

    // Also a closed one.
    private async Task<Outcome<StoredFinding>> Find(ReadContext read, string findingId)
    {
        if (findingId.Length == 0)
        {
            return Refusal.Fields([new FieldFault("finding_id", ErrorReason.FieldRequired)]);
        }

        var query = new FindingQuery(FindingId: findingId, AlsoClosed: true);
        var rows = await findings.Page(read.Connection, read.Caller, query, 0, "", 1, read.Cancel);
        return rows.Count == 0 ? Refusal.Of(ErrorReason.FindingNotFound, ("finding_id", findingId)) : rows[0];
    }
}
