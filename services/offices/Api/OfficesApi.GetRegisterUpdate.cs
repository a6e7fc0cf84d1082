using System.Globalization;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<GetRegisterUpdateResponse> GetRegisterUpdate(GetRegisterUpdateRequest request, ServerCallContext context) =>
        rpc.Read<GetRegisterUpdateResponse>(context, async read =>
            await updates.Find(read.Connection, request.RegisterUpdateId) is { } found
                ? new GetRegisterUpdateResponse { Update = found.Update }
                : UpdateNotFound(request.RegisterUpdateId));

    private static Refusal UpdateNotFound(int id) =>
        Refusal.Of(ErrorReason.RegisterUpdateNotFound, ("register_update_id", id.ToString(CultureInfo.InvariantCulture)));
}
