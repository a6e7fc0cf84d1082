using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ExplainScopeResponse> ExplainScope(ExplainScopeRequest request, ServerCallContext context) =>
        rpc.Read<ExplainScopeResponse>(context, async read =>
        {
            var fields = new Fields();
            var scope = ParseScope(fields, "scope", request.Scope);
            var number = fields.Required("office_number", request.OfficeNumber);
            var day = fields.Date("as_of", request.AsOf) ?? read.Today;
            if (scope is null || fields.Any)
            {
                return fields.ToRefusal();
            }

            var office = await FindOffice(read, number, day);
            if (office.IsRefused)
            {
                return office.Refusal;
            }

            var findings = await store.Explain(read.Connection, scope, office.Value, day, "scope");
            return findings.Then<ExplainScopeResponse>(found => new ExplainScopeResponse
            {
                OfficeNumber = found.Facts.Number,
                OfficeName = found.Facts.Name,
                AsOf = $"{day:yyyy-MM-dd}",
                Explanation = ScopeExplanation.Of(found),
            });
        });
}
