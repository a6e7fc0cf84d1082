using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.RequestConsultationResponse> RequestConsultation(Pb.RequestConsultationRequest request, ServerCallContext context)
    {
        var issuer = IssuerOf(Caller.Of(context), null);
        var fields = new Fields();
        CheckTarget(fields, request.RequestId, request.DirectiveId, request.Etag);
        var deadline = ConsultationRules.Check(fields, request, issuer, Oslo.DateOf(clock.GetUtcNow()));
        Refuse(fields);
        return rpc.Write<Pb.RequestConsultationRequest, Pb.RequestConsultationResponse>(context, request, request.RequestId, async tx =>
        {
            var id = new ConsultationId(Guid.CreateVersion7(tx.Now));
            var found = await LoadOwn(tx, issuer, request.DirectiveId, request.Etag);
            var asked = found.Then(d => ConsultationRules.Request(d, id, request, deadline, tx.Now));
            return asked.IsRefused
                ? asked.Refusal
                : new Pb.RequestConsultationResponse
                {
                    Directive = await Save(tx, "consultation.request", found.Value, asked.Value),
                    Consultation = ConsultationReply.Of(asked.Value.Consultations[^1], asked.Value.Draft!.Content, issuer.Node, tx.Today),
                };
        });
    }
}
