using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    private const string Links = "municipalities";

    public override Task<GetOfficeHistoryResponse> GetOfficeHistory(GetOfficeHistoryRequest request, ServerCallContext context) =>
        rpc.Read<GetOfficeHistoryResponse>(context, async read =>
        {
            var fields = new Fields();
            var number = fields.Required("office_number", request.OfficeNumber);
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken);
            var asOf = fields.Date("as_of", request.AsOf);
            var knownOn = fields.Date("known_on", request.KnownOn);
            foreach (var path in request.Parts?.Paths.Where(path => path != Links && ProfilePart.Named(path) is null) ?? [])
            {
                fields.Add("parts", ErrorReason.EnumUnknown, path);
            }

            if (!int.TryParse(after ?? "0", out var skip) || skip < 0)
            {
                fields.Add("page_token", ErrorReason.FieldMalformed, request.PageToken);
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var found = await FindOffice(read, number, read.Today);
            if (found.IsRefused && asOf is { } then)
            {
                // An office that is no more has a history all the same.
                found = await FindOffice(read, number, then);
            }

            if (found.IsRefused)
            {
                return found.Refusal;
            }

            var readable = await store.OfficesOf(read.Connection, read.Caller, read.Today);
            var withheld = readable?.Contains(found.Value) == false;
            var rows = (await profiles.LinkHistory(read.Connection, found.Value, read.Today))
                .Concat(await profiles.History(read.Connection, found.Value, read.Today))
                .Where(row => request.Parts is null or { Paths.Count: 0 } || request.Parts.Paths.Contains(row.Part))
                .Where(row => !(withheld && row.Part == "staffing"))
                .Where(row => asOf is not { } day || (new Fields().Period("valid", row.Valid) ?? Period.Always).Contains(day))
                .Where(row => knownOn is not { } day || WasKnown(row, Oslo.Midnight(day.AddDays(1))))
                .ToList();
            var response = new GetOfficeHistoryResponse
            {
                Rows = { rows.Skip(skip).Take(size) },
                NextPageToken = rows.Count > skip + size ? PageToken.Encode($"{skip + size}") : "",
            };
            response.WithheldFields.AddRange(withheld ? ["profile.staffing"] : []);
            return response;
        });

    private static bool WasKnown(OfficeHistoryRow row, DateTimeOffset before) =>
        row.RecordedAt.ToDateTimeOffset() < before && !(row.ReplacedAt?.ToDateTimeOffset() < before);
}
