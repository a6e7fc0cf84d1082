using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    private const int MaxAccount = 20_000;

    /// <inheritdoc/>
    public override Task<GiveAccountResponse> GiveAccount(GiveAccountRequest request, ServerCallContext context) =>
        rpc.Write<GiveAccountRequest, GiveAccountResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            CaseRequests.Text(fields, "text", request.Text, isRequired: true, MaxAccount);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var locked = await LockCase(tx, request.CaseId);
            if (locked.IsRefused)
            {
                return locked.Refusal;
            }

            if (await OwnerOf(tx, request.CaseId) is not { } org)
            {
                return Refusal.Of(ErrorReason.NotAParty, ("unit", tx.Caller.Unit));
            }

            var actor = Actor.By(tx.Caller);
            var given = Disputes.GiveAccount(locked.Value, org, actor, request.Text.Normalize(), tx.Now);
            if (given.IsRefused)
            {
                return given.Refusal;
            }

            await SaveCase(tx, "case.account", given.Value);
            return new GiveAccountResponse { Case = await CaseAfter(tx, request.CaseId) };
        });
}
