using System.Collections.Immutable;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Common.Telemetry;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;
using Case = Samstyring.Notifications.Coordination.Case;
using CloseReason = Samstyring.Notifications.Coordination.CloseReason;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<ProposeResolutionResponse> ProposeResolution(ProposeResolutionRequest request, ServerCallContext context) =>
        rpc.Write<ProposeResolutionRequest, ProposeResolutionResponse>(context, request, request.RequestId, async tx =>
        {
            var locked = await LockCase(tx, request.CaseId);
            if (locked.IsRefused)
            {
                return locked.Refusal;
            }

            var one = locked.Value;
            var fields = new Fields();
            var actor = CaseRequests.Signer(fields, tx.Caller, request.Mandate, request.MeetingDate, tx.Today);
            var resolution = CaseRequests.Resolution(fields, one, request.Resolution);
            var at = await OfficesOf(tx, fields, one, request.Resolution);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            if (Resolutions.Admits(one, resolution) is { } refused)
            {
                return refused;
            }

            var (check, message) = await CheckOf(tx, one, resolution, at);
            var revisions = await cases.Revisions(tx.Connection, one.Directives, tx.Cancel);
            var proposed = Resolutions.Propose(one, actor, resolution, at, check, revisions, tx.Now, tx.Today);
            if (proposed.IsRefused)
            {
                return proposed.Refusal;
            }

            await SaveCase(tx, "case.propose", proposed.Value.Case, proposed.Value.Settled, CloseReason.OwnersAgreed, Resolutions.SettlementOf);
            return new ProposeResolutionResponse
            {
                Case = await CaseAfter(tx, one.Id),
                ProposalNumber = proposed.Value.Case.Proposals.Length,
                Check = message,
            };
        });

    // Locks the offices of a case and then the case, as the gate does. What is decided is read after that.
    private async Task<Outcome<Case>> LockCase(Tx tx, string caseId)
    {
        var found = await CaseOf(tx, caseId);
        if (found.IsRefused)
        {
            return found;
        }

        await GateStore.LockOffices(tx, await caseStore.OfficeIds(tx, caseId));
        return (await caseStore.Lock(tx, caseId))!;
    }

    // Writes the case with its audit entry. Where it is settled now, the gate runs: what was held is released in the same transaction.
    private async Task SaveCase(
        Tx tx, string act, Case one, ImmutableArray<OfficeSigners> settled, CloseReason reason, Func<Case, DateOnly, Settlement> settlementOf)
    {
        await SaveCase(tx, act, one);
        if (settled.IsEmpty)
        {
            return;
        }

        var settlement = settlementOf(one, tx.Today);

        // A regional case is settled in each of the cases it collects.
        var settledIds = settled.Select(o => o.OfficeId).ToHashSet();
        var each = one.Regional
            ? (await cases.Members(tx.Connection, one.Id, tx.Cancel)).Where(m => settledIds.Contains(m.OfficeId)).Select(m => (m.Case, OfficeIds: new[] { m.OfficeId })).ToList()
            : [(one, settledIds.ToArray())];
        foreach (var (member, offices) in each)
        {
            await caseStore.Agree(tx, member, offices, reason, settlement);
            await gate.RunFor(tx, offices, member);
        }
    }

    private async Task SaveCase(Tx tx, string act, Case one)
    {
        using (Steps.Start("tx.state"))
        {
            await caseStore.Save(tx, one);
        }

        await tx.Audit(act, one.Id, one.Version + 1);
    }

    private async Task<V1.Case> CaseAfter(Tx tx, string caseId) =>
        await caseReply.Whole(tx.Connection, tx.Caller, (await caseStore.Lock(tx, caseId))!, tx.Cancel);
}
