using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.AnswerConsultationResponse> AnswerConsultation(Pb.AnswerConsultationRequest request, ServerCallContext context)
    {
        var party = IssuerOf(Caller.Of(context), null);
        var fields = new Fields();
        fields.RequestId(request.RequestId);
        fields.Required("consultation_id", request.ConsultationId);
        fields.Required("text_digest", request.TextDigest);
        CheckAnswer(fields, request);
        Refuse(fields);
        return rpc.Write<Pb.AnswerConsultationRequest, Pb.AnswerConsultationResponse>(context, request, request.RequestId, async tx =>
        {
            var directive = ConsultationId.TryParse(request.ConsultationId, out var id) && await store.DirectiveOf(tx, id) is { } about ? await store.Load(tx, about) : null;
            var consultation = directive?.Consultations.First(c => c.Id == id);
            if (consultation is null || (consultation.Issuer != party.Node && !consultation.Partners.Contains(party.Org)))
            {
                return ConsultationNotFound(request.ConsultationId);
            }

            var answer = new Answer(party.Org, request.Answer, ContentShape.Nfc(request.Reason), tx.Now, tx.Caller.ActorId, request.TextDigest);
            var answered = ConsultationRules.Answer(directive!, consultation, answer);
            if (answered.IsRefused)
            {
                return answered.Refusal;
            }

            await Save(tx, "consultation.answer", directive, answered.Value);
            var shown = answered.Value.Consultations.First(c => c.Id == id);
            return new Pb.AnswerConsultationResponse { Consultation = ConsultationReply.Of(shown, answered.Value.Draft!.Content, party.Node, tx.Today) };
        });
    }

    private static Refusal ConsultationNotFound(string id) => Refusal.Of(ErrorReason.ConsultationNotFound, ("consultation_id", id));

    private static void CheckAnswer(Fields fields, Pb.AnswerConsultationRequest request)
    {
        if (request.Answer == Pb.ConsultationAnswer.Unspecified)
        {
            fields.Add("answer", ErrorReason.FieldRequired);
        }
        else if (!Enum.IsDefined(request.Answer))
        {
            fields.Add("answer", ErrorReason.EnumUnknown, $"{(int)request.Answer}");
        }

        if (request.Answer == Pb.ConsultationAnswer.Objects)
        {
            fields.Required("reason", request.Reason);
        }

        ContentShape.CheckText(fields, "reason", request.Reason, running: true);
    }
}
