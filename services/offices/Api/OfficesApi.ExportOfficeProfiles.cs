using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ExportOfficeProfilesResponse> ExportOfficeProfiles(ExportOfficeProfilesRequest request, ServerCallContext context) =>
        rpc.Read<ExportOfficeProfilesResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken);
            var scope = request.Scope.Length == 0 ? null : ParseScope(fields, "scope", request.Scope);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var only = await store.OfficesOf(read.Connection, read.Caller, read.Today);
            if (scope is not null)
            {
                var today = new Period(read.Today, read.Today.AddDays(1));
                var resolved = await store.Resolve(read.Connection, scope, today, read.Today, new Reach.Everything(), "scope");
                if (resolved.IsRefused)
                {
                    return resolved.Refusal;
                }

                only = [.. resolved.Value.Offices.Select(office => office.OfficeId).Where(id => only?.Contains(id) != false)];
            }

            var offices = (await store.Offices(read.Connection, read.Today, only, after ?? "", size + 1)).ToList();
            var next = Cut(offices, size, office => office.Number);
            var rows = await profiles.Messages(read.Connection, [.. offices.Select(office => office.OfficeId)], read.Today);
            var lines = offices.SelectMany(office => rows[office.OfficeId].Select(row => ProfileCsv.Line(office.Number, row.Part, row.Row, row.Source)));
            return new ExportOfficeProfilesResponse { Csv = string.Concat(after is null ? lines.Prepend(ProfileCsv.Header) : lines), NextPageToken = next };
        });
}
