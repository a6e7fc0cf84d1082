using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<Pb.SignAmendmentResponse> SignAmendment(Pb.SignAmendmentRequest request, ServerCallContext context) =>
        rpc.Write<Pb.SignAmendmentRequest, Pb.SignAmendmentResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            fields.Required("agreement_id", request.AgreementId);
            fields.Required("amendment_id", request.AmendmentId);
            CheckMandate(fields, tx.Caller, request.Mandate);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            if (await FindAgreement(tx, request.AgreementId, andLock: true) is not { } agreement)
            {
                return AgreementNotFound(request.AgreementId);
            }

            if (!Guid.TryParse(request.AmendmentId, out var id))
            {
                return Refusal.Of(ErrorReason.AmendmentNotFound, ("amendment_id", request.AmendmentId));
            }

            var signed = SignerOf(tx.Caller, agreement.Newest.Parties, request.Mandate)
                .Then(signer => AgreementRules.Sign(agreement, id, signer, tx.Now));
            if (signed.IsRefused)
            {
                return signed.Refusal;
            }

            await agreements.SaveSignature(tx, agreement, signed.Value);
            await tx.Audit("amendment.sign", $"{id}", signed.Value.Revision);
            await publisher.PublishChanged(tx, [agreement.OfficeId]);
            return new Pb.SignAmendmentResponse { Amendment = AgreementMessages.Of(agreement, signed.Value) };
        });
}
