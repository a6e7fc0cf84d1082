using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<GetFindingFactsResponse> GetFindingFacts(GetFindingFactsRequest request, ServerCallContext context) =>
        rpc.Read<GetFindingFactsResponse>(context, async read =>
        {
            if (request.FindingId.Length == 0)
            {
                return Refusal.Fields([new FieldFault("finding_id", ErrorReason.FieldRequired)]);
            }

            var query = new FindingQuery(FindingId: request.FindingId, AlsoClosed: true);
            return (await findings.Page(read.Connection, read.Caller, query, 0, "", 1, read.Cancel)).SingleOrDefault() switch
            {
                null => Refusal.Of(ErrorReason.FindingNotFound, ("finding_id", request.FindingId)),
                { State: (short)FindingState.Closed } => Refusal.Of(ErrorReason.FindingClosed, ("finding_id", request.FindingId)),

                // Known from what reaches it alone: the register has yet to tell of the office.
                { Office: null } row => Refusal.Of(ErrorReason.OfficeNotFound, ("office_number", row.Number)),
                var row => new GetFindingFactsResponse { FactsJson = (await previews.File(read.Connection, row.OfficeId, Oslo.DateOf(read.Now), read.Cancel)).Write() },
            };
        });
}
