using System.Globalization;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    private const int MaxScopePage = 1_000;

    public override Task<ResolveScopeResponse> ResolveScope(ResolveScopeRequest request, ServerCallContext context) =>
        rpc.Read<ResolveScopeResponse>(context, async read =>
        {
            var fields = new Fields();
            var scope = ParseScope(fields, "scope", request.Scope);
            var period = request.Period is null ? new Period(read.Today, read.Today.AddDays(1)) : fields.Period("period", request.Period) ?? Period.Always;
            CheckIssuer(fields, request.Issuer);
            var page = ParsePage(fields, request);
            if (scope is null || fields.Any)
            {
                return fields.ToRefusal();
            }

            // Numbers are those of the first day the directive speaks of; of today where it has none.
            var day = period.From ?? read.Today;
            var resolved = await store.Resolve(read.Connection, scope, period, day, Reach.Of(request.Issuer, request.ServiceCode), "scope", page);
            return resolved.Then<ResolveScopeResponse>(result => new ResolveScopeResponse
            {
                Offices = { result.Offices },
                BeyondIssuer = { result.BeyondIssuer },
                NextPageToken = result.Last is { } last ? PageToken.Encode(last.ToString(CultureInfo.InvariantCulture)) : "",
            });
        });

    private static ScopePage? ParsePage(Fields fields, ResolveScopeRequest request)
    {
        if (request.PageSize < 0)
        {
            fields.Add("page_size", ErrorReason.NumberOutOfRange, $"{request.PageSize}");
        }

        var after = 0;
        if (fields.PageToken(request.PageToken) is { } key && !int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            fields.Add("page_token", ErrorReason.FieldMalformed, request.PageToken);
        }

        // A token without a size goes on with pages of the largest.
        return request.PageSize <= 0 && after == 0 ? null
            : new ScopePage(after, request.PageSize <= 0 ? MaxScopePage : Math.Min(request.PageSize, MaxScopePage));
    }

    private static void CheckIssuer(Fields fields, OrgRef? issuer)
    {
        if (issuer is null)
        {
            return;
        }

        if (!Enum.IsDefined(issuer.Kind) || issuer.Kind is OrgKind.Unspecified)
        {
            fields.Add("issuer.kind", issuer.Kind is OrgKind.Unspecified ? ErrorReason.FieldRequired : ErrorReason.EnumUnknown, $"{issuer.Kind}");
        }
        else if (issuer.Kind is not (OrgKind.Department or OrgKind.Directorate or OrgKind.Ks))
        {
            fields.Required("issuer.number", issuer.Number);
        }
    }
}
