using System.Globalization;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Store;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ApproveRegisterUpdateResponse> ApproveRegisterUpdate(ApproveRegisterUpdateRequest request, ServerCallContext context) =>
        rpc.Write<ApproveRegisterUpdateRequest, ApproveRegisterUpdateResponse>(context, request, request.RequestId, async tx =>
        {
            // Imports and mappings wait: what is approved is approved for the register as it is when it is written.
            await RegisterStore.LockForImport(tx.Connection, tx.Now);
            var found = await FindUndecided(tx, request.RegisterUpdateId);
            if (found.IsRefused)
            {
                return found.Refusal;
            }

            var (update, asOf, units, proposedBy) = found.Value;
            if (proposedBy == tx.Caller.ActorId)
            {
                return Refusal.Of(ErrorReason.ApproverIsProposer, ("register_update_id", $"{update.RegisterUpdateId}"));
            }

            var plan = await CompareUnits(tx, asOf, units);
            if (!plan.Differences.SequenceEqual(update.Differences))
            {
                return Refusal.Of(ErrorReason.RegisterUpdateStale, ("differences", plan.Differences.Count.ToString(CultureInfo.InvariantCulture)));
            }

            await updates.Decide(tx, update.RegisterUpdateId, RegisterUpdateState.Approved);
            await updates.Apply(tx, update.RegisterUpdateId, plan);
            var offices = await publisher.PublishChanged(tx);
            var mapped = await mapper.MapAll(tx, from: plan.Day);
            await tx.Audit("register.approve", $"{update.RegisterUpdateId}", 2);
            return new ApproveRegisterUpdateResponse
            {
                Update = (await updates.Find(tx.Connection, update.RegisterUpdateId))!.Update,
                OfficesChanged = offices,
                DirectivesMapped = mapped,
            };
        });

    // Locked: two who decide at once take turns, and the second finds it decided.
    private async Task<Outcome<StoredUpdate>> FindUndecided(Tx tx, int id)
    {
        if (await updates.Find(tx.Connection, id, andLock: true) is not { } found)
        {
            return UpdateNotFound(id);
        }

        return found.Update.State == RegisterUpdateState.Proposed
            ? found
            : Refusal.Of(ErrorReason.RegisterUpdateDecided, ("state", found.Update.State.ToString().ToUpperInvariant()));
    }
}
