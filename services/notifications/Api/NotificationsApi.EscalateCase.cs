using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.V1;
using Org = Samstyring.Notifications.Rules.Org;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<EscalateCaseResponse> EscalateCase(EscalateCaseRequest request, ServerCallContext context) =>
        rpc.Write<EscalateCaseRequest, EscalateCaseResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            Known(fields, "to", request.To);
            if (request.To == ResolverClass.Unspecified)
            {
                fields.Add("to", ErrorReason.FieldRequired);
            }

            CaseRequests.Text(fields, "reason", request.Reason, isRequired: true);
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

            if (Disputes.Admits(one, (Rules.ResolverClass)request.To) is { } refused)
            {
                return refused;
            }

            var resolver = await caseStore.Named(tx, one, (Rules.ResolverClass)request.To);
            var next = CaseRules.Escalate(one, resolver, org, request.Reason.Normalize(), tx.Now, tx.Today);
            await SaveCase(tx, "case.escalate", next);
            await caseStore.Escalated(tx, one.Id);
            await gate.RunFor(tx, await caseStore.OfficeIds(tx, one.Id), next);
            return new EscalateCaseResponse { Case = await CaseAfter(tx, one.Id) };
        });

    // The owner that the caller acts for in the case; null: none of its owners.
    private async Task<Org?> OwnerOf(ReadContext read, string caseId)
    {
        var owners = (await cases.Offices(read.Connection, read.Caller, [caseId], read.Cancel))[caseId].SelectMany(o => o.ToSigners().Signers);
        return Actor.By(read.Caller).Of(owners);
    }
}
