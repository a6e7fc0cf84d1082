using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;
using CloseReason = Samstyring.Notifications.Coordination.CloseReason;
using Mediation = Samstyring.Notifications.Coordination.Mediation;
using MediationOutcome = Samstyring.Notifications.Coordination.MediationOutcome;
using ResolverClass = Samstyring.Notifications.Rules.ResolverClass;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    private const int MaxReference = 100;

    /// <inheritdoc/>
    public override Task<RecordMediationResponse> RecordMediation(RecordMediationRequest request, ServerCallContext context) =>
        rpc.Write<RecordMediationRequest, RecordMediationResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            Known(fields, "outcome", request.Outcome);
            if (request.Outcome == V1.MediationOutcome.Unspecified)
            {
                fields.Add("outcome", ErrorReason.FieldRequired);
            }

            CaseRequests.Text(fields, "text", request.Text, isRequired: true, MaxAccount);
            CaseRequests.Text(
                fields, "reference", request.Reference,
                isRequired: request.Outcome is V1.MediationOutcome.Forwarded or V1.MediationOutcome.BoardDecision, MaxReference);
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
            var mediation = new Mediation((MediationOutcome)request.Outcome, request.Text.Normalize(), request.Reference.Normalize(), tx.Now);
            var owners = await caseStore.Named(tx, one, ResolverClass.BothOwners);
            var mediated = Disputes.Mediate(one, DirectiveReader.Org(tx.Caller.Org), mediation, owners);
            if (mediated.IsRefused)
            {
                return mediated.Refusal;
            }

            var decided = mediation.Outcome == MediationOutcome.BoardDecision;
            var at = decided ? (await caseStore.OfficeIds(tx, one.Id)).Select(id => new OfficeSigners(id, "", [])) : [];
            await SaveCase(tx, "case.mediate", mediated.Value, [.. at], CloseReason.LegalDecision, (c, today) => Disputes.DecisionOf(c, mediation, today));
            if (mediation.Outcome == MediationOutcome.Inadmissible)
            {
                await gate.RunFor(tx, await caseStore.OfficeIds(tx, one.Id), mediated.Value);
            }

            return new RecordMediationResponse { Case = await CaseAfter(tx, one.Id) };
        });
}
