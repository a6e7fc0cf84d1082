using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ListMunicipalitiesResponse> ListMunicipalities(ListMunicipalitiesRequest request, ServerCallContext context) =>
        rpc.Read<ListMunicipalitiesResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken) ?? "";
            var asOf = fields.Date("as_of", request.AsOf) ?? read.Today;
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var municipalities = (await store.Municipalities(read.Connection, asOf, request.WithoutOffice, after, size + 1)).ToList();
            var next = Cut(municipalities, size, municipality => municipality.Number);
            return new ListMunicipalitiesResponse { Municipalities = { municipalities }, NextPageToken = next };
        });
}
