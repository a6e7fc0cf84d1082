using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Store;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<GetOfficeResponse> GetOffice(GetOfficeRequest request, ServerCallContext context) =>
        rpc.Read<GetOfficeResponse>(context, async read =>
        {
            var fields = new Fields();
            var number = fields.Required("office_number", request.OfficeNumber);
            var asOf = fields.Date("as_of", request.AsOf) ?? read.Today;
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var (id, known) = await store.FindOffice(read.Connection, number, asOf);
            if (id is { } found)
            {
                return new GetOfficeResponse { Office = (await store.Offices(read.Connection, asOf, [found])).Single() };
            }

            if (known.Count == 0)
            {
                return Refusal.Of(ErrorReason.OfficeNotFound, ("office_number", number));
            }

            var instead = await store.OfficeSuccessors(read.Connection, number, asOf);
            fields.Add("office_number", ErrorReason.OfficeNumberExpired, number, OfficeStore.ExpiryDetails(number, known[0], asOf, instead));
            return fields.ToRefusal();
        });
}
