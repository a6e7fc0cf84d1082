using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.V1;
using CloseReason = Samstyring.Notifications.Coordination.CloseReason;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<AnswerResolutionResponse> AnswerResolution(AnswerResolutionRequest request, ServerCallContext context) =>
        rpc.Write<AnswerResolutionRequest, AnswerResolutionResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            var actor = CaseRequests.Signer(fields, tx.Caller, request.Mandate, request.MeetingDate, tx.Today);
            Known(fields, "answer", request.Answer);
            if (request.Answer == ResolutionAnswer.Unspecified)
            {
                fields.Add("answer", ErrorReason.FieldRequired);
            }

            CaseRequests.Text(fields, "reason", request.Reason, isRequired: request.Answer == ResolutionAnswer.Reject);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var locked = await LockCase(tx, request.CaseId);
            if (locked.IsRefused)
            {
                return locked.Refusal;
            }

            var one = locked.Value;
            var revisions = await cases.Revisions(tx.Connection, one.Directives, tx.Cancel);
            var answered = Resolutions.Answer(one, actor, request.ProposalNumber, (Answer)request.Answer, request.Reason.Normalize(), revisions, tx.Now, tx.Today);
            if (answered.IsRefused)
            {
                return answered.Refusal;
            }

            await SaveCase(tx, "case.answer", answered.Value.Case, answered.Value.Settled, CloseReason.OwnersAgreed, Resolutions.SettlementOf);
            return new AnswerResolutionResponse { Case = await CaseAfter(tx, one.Id) };
        });
}
