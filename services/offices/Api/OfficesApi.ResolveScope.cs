using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ResolveScopeResponse> ResolveScope(ResolveScopeRequest request, ServerCallContext context) =>
        rpc.Read<ResolveScopeResponse>(context, async read =>
        {
            var fields = new Fields();
            var scope = ParseScope(fields, "scope", request.Scope);
            var period = request.Period is null ? new Period(read.Today, read.Today.AddDays(1)) : fields.Period("period", request.Period) ?? Period.Always;
            CheckIssuer(fields, request.Issuer);
            if (scope is null || fields.Any)
            {
                return fields.ToRefusal();
            }

            // Numbers are those of the first day the directive speaks of; of today where it has none.
            var day = period.From ?? read.Today;
            var resolved = await store.Resolve(read.Connection, scope, period, day, Reach.Of(request.Issuer, request.ServiceCode), "scope");
            return resolved.Then<ResolveScopeResponse>(
                result => new ResolveScopeResponse { Offices = { result.Offices }, BeyondIssuer = { result.BeyondIssuer } });
        });

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
