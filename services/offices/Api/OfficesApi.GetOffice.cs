using Grpc.Core;
using Samstyring.Common;
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

            var found = await FindOffice(read, number, asOf);
            if (found.IsRefused)
            {
                return found.Refusal;
            }

            var office = (await store.Offices(read.Connection, asOf, [found.Value])).Single();
            Withhold(office, await store.OfficesOf(read.Connection, read.Caller, read.Today));
            return new GetOfficeResponse { Office = office };
        });
}
