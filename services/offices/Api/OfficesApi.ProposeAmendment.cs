using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<Pb.ProposeAmendmentResponse> ProposeAmendment(Pb.ProposeAmendmentRequest request, ServerCallContext context) =>
        rpc.Write<Pb.ProposeAmendmentRequest, Pb.ProposeAmendmentResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            fields.Required("agreement_id", request.AgreementId);
            fields.Required("clause_ref", request.ClauseRef);
            fields.Required("value", request.Value);
            var from = fields.Date("effective_from", fields.Required("effective_from", request.EffectiveFrom));
            if (request.Revision < 1)
            {
                fields.Add("revision", request.Revision == 0 ? ErrorReason.FieldRequired : ErrorReason.NumberOutOfRange, $"{request.Revision}");
            }

            CheckMandate(fields, tx.Caller, request.Mandate);
            if (from is not { } day || fields.Any)
            {
                return fields.ToRefusal();
            }

            if (await FindAgreement(tx, request.AgreementId, andLock: true) is not { } agreement)
            {
                return AgreementNotFound(request.AgreementId);
            }

            var (clause, value) = (request.ClauseRef.Normalize(), request.Value.Normalize());
            var proposed = SignerOf(tx.Caller, agreement.Newest.Parties, request.Mandate).Then(signer => AgreementRules.Propose(
                agreement, new ProposeAmendment(Guid.CreateVersion7(tx.Now), request.Revision, clause, value, day, signer, tx.Now)));
            if (proposed.IsRefused)
            {
                return proposed.Refusal;
            }

            await agreements.Save(tx, agreement, proposed.Value);
            await tx.Audit("amendment.propose", $"{proposed.Value.Id}", proposed.Value.Revision);
            await publisher.PublishChanged(tx, [agreement.OfficeId]);
            return new Pb.ProposeAmendmentResponse { Amendment = AgreementMessages.Of(agreement, proposed.Value) };
        });
}
