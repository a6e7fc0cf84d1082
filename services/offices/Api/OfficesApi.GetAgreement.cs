using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.Store;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<GetAgreementResponse> GetAgreement(GetAgreementRequest request, ServerCallContext context) =>
        rpc.Read<GetAgreementResponse>(context, async read =>
        {
            var fields = new Fields();
            fields.Required("agreement_id", request.AgreementId);
            var asOf = fields.Date("as_of", request.AsOf) ?? read.Today;
            var knownOn = fields.Date("known_on", request.KnownOn);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var now = await FindAgreement(read, request.AgreementId);
            var known = knownOn is { } day ? now?.KnownBefore(Oslo.Midnight(day.AddDays(1))) : now;
            if (known is null)
            {
                return AgreementNotFound(request.AgreementId);
            }

            var response = new GetAgreementResponse { Revisions = { known.Revisions.Reverse().Select(revision => AgreementMessages.Of(known, revision)) } };
            if (known.On(asOf) is { } holding)
            {
                response.Agreement = AgreementMessages.Of(known, holding);
            }

            return response;
        });
}
