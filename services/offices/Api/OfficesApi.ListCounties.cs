using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    // Two lists in one reply: a page is filled with counties first and then with county units, and the token says in which of them it goes on.
    private const string InCounties = "county:";
    private const string InUnits = "unit:";

    public override Task<ListCountiesResponse> ListCounties(ListCountiesRequest request, ServerCallContext context) =>
        rpc.Read<ListCountiesResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var asOf = fields.Date("as_of", request.AsOf) ?? read.Today;
            var after = fields.PageToken(request.PageToken) ?? InCounties;
            var inUnits = after.StartsWith(InUnits, StringComparison.Ordinal);
            if (!inUnits && !after.StartsWith(InCounties, StringComparison.Ordinal))
            {
                fields.Add("page_token", ErrorReason.FieldMalformed, request.PageToken);
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var response = new ListCountiesResponse();
            if (!inUnits)
            {
                var counties = await store.Counties(read.Connection, asOf, after[InCounties.Length..], size + 1);
                response.Counties.AddRange(counties.Take(size));
                if (counties.Count > size)
                {
                    response.NextPageToken = PageToken.Encode(InCounties + counties[size - 1].Number);
                    return response;
                }
            }

            var room = size - response.Counties.Count;
            var afterUnit = inUnits ? after[InUnits.Length..] : "";
            var units = await store.CountyUnits(read.Connection, asOf, afterUnit, room + 1);
            response.CountyUnits.AddRange(units.Take(room));
            if (units.Count > room)
            {
                response.NextPageToken = PageToken.Encode(InUnits + (room > 0 ? units[room - 1].Number : afterUnit));
            }

            return response;
        });
}
