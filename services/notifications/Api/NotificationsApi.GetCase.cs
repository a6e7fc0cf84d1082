using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.V1;
using Case = Samstyring.Notifications.Coordination.Case;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<GetCaseResponse> GetCase(GetCaseRequest request, ServerCallContext context) =>
        rpc.Read<GetCaseResponse>(context, async read =>
        {
            var found = await CaseOf(read, request.CaseId);
            return found.IsRefused
                ? found.Refusal
                : new GetCaseResponse { Case = await caseReply.Whole(read.Connection, read.Caller, found.Value, read.Cancel) };
        });

    // A case that the caller is no party to answers as a missing one.
    private async Task<Outcome<Case>> CaseOf(ReadContext read, string caseId)
    {
        if (caseId.Length == 0)
        {
            return Refusal.Fields([new FieldFault("case_id", ErrorReason.FieldRequired)]);
        }

        return await cases.Find(read.Connection, read.Caller, caseId, read.Cancel) is { } found
            ? found
            : Refusal.Of(ErrorReason.CaseNotFound, ("case_id", caseId));
    }
}
