using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ListOfficesResponse> ListOffices(ListOfficesRequest request, ServerCallContext context) =>
        rpc.Read<ListOfficesResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken) ?? "";
            var asOf = fields.Date("as_of", request.AsOf) ?? read.Today;
            var scope = request.Scope.Length == 0 ? null : ParseScope(fields, "scope", request.Scope);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            int[]? only = null;
            if (scope is not null)
            {
                var resolved = await store.Resolve(read.Connection, scope, new Period(asOf, asOf.AddDays(1)), asOf, new Reach.Everything(), "scope");
                if (resolved.IsRefused)
                {
                    return resolved.Refusal;
                }

                only = [.. resolved.Value.Offices.Select(office => office.OfficeId)];
            }

            var offices = (await store.Offices(read.Connection, asOf, only, after, size + 1)).ToList();
            var next = Cut(offices, size, office => office.Number);
            var readable = await store.OfficesOf(read.Connection, read.Caller, read.Today);
            offices.ForEach(office => Withhold(office, readable));
            return new ListOfficesResponse { Offices = { offices }, NextPageToken = next };
        });
}
