using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.V1;
using CaseAct = Samstyring.Notifications.Coordination.CaseAct;
using CaseEvent = Samstyring.Notifications.Coordination.CaseEvent;
using CaseState = Samstyring.Notifications.Coordination.CaseState;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<RecordNoDecisionResponse> RecordNoDecision(RecordNoDecisionRequest request, ServerCallContext context) =>
        rpc.Write<RecordNoDecisionRequest, RecordNoDecisionResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            fields.Required("meeting_date", request.MeetingDate);
            var day = fields.Date("meeting_date", request.MeetingDate);
            if (day > tx.Today)
            {
                fields.Add("meeting_date", ErrorReason.NumberOutOfRange, request.MeetingDate);
            }

            CaseRequests.Text(fields, "note", request.Note, isRequired: false);
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
            if (await OwnerOf(tx, one.Id) is not { } org)
            {
                return Refusal.Of(ErrorReason.NotAParty, ("unit", tx.Caller.Unit));
            }

            if (one.State == CaseState.Closed)
            {
                return Refusal.Of(ErrorReason.CaseClosed, ("case_id", one.Id));
            }

            await SaveCase(tx, "case.no_decision", one.With(new CaseEvent(tx.Now, CaseAct.NoDecision)
            {
                By = org,
                MeetingDate = day,
                Note = request.Note.Normalize(),
            }));
            return new RecordNoDecisionResponse { Case = await CaseAfter(tx, one.Id) };
        });
}
