using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<GetFindingFactsResponse> GetFindingFacts(GetFindingFactsRequest request, ServerCallContext context) =>
        rpc.Read<GetFindingFactsResponse>(context, async read =>
        {
            var found = await Find(read, request.FindingId);
            if (found.IsRefused)
            {
                return found.Refusal;
            }

            return found.Value switch
            {
                { State: (short)FindingState.Closed } => Refusal.Of(ErrorReason.FindingClosed, ("finding_id", request.FindingId)),

                // Known from what reaches it alone: the register has yet to tell of the office.
                { Office: null } row => Refusal.Of(ErrorReason.OfficeNotFound, ("office_number", row.Number)),
                var row => new GetFindingFactsResponse { FactsJson = (await previews.File(read.Connection, row.OfficeId, Oslo.DateOf(read.Now), read.Cancel)).Write() },
            };
        });
}
