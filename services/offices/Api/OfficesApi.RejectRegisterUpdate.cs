using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<RejectRegisterUpdateResponse> RejectRegisterUpdate(RejectRegisterUpdateRequest request, ServerCallContext context) =>
        rpc.Write<RejectRegisterUpdateRequest, RejectRegisterUpdateResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            Texts.Check(fields, "note", fields.Required("note", request.Note), MaxDecision);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var found = await FindUndecided(tx, request.RegisterUpdateId);
            if (found.IsRefused)
            {
                return found.Refusal;
            }

            await updates.Decide(tx, request.RegisterUpdateId, RegisterUpdateState.Rejected, request.Note.Normalize());
            await tx.Audit("register.reject", $"{request.RegisterUpdateId}", 2);
            return new RejectRegisterUpdateResponse { Update = (await updates.Find(tx.Connection, request.RegisterUpdateId))!.Update };
        });
}
