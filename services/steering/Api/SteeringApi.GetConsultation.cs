using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Store;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.GetConsultationResponse> GetConsultation(Pb.GetConsultationRequest request, ServerCallContext context)
    {
        var viewer = Viewer.Of(Caller.Of(context));
        var fields = new Fields();
        fields.Required("consultation_id", request.ConsultationId);
        Refuse(fields);
        return rpc.Read<Pb.GetConsultationResponse>(context, async read =>
        {
            var shown = ConsultationId.TryParse(request.ConsultationId, out var id) ? await store.FindConsultation(read, viewer, id) : null;
            return shown is null
                ? ConsultationNotFound(request.ConsultationId)
                : new Pb.GetConsultationResponse { Consultation = ConsultationReply.Of(shown.Consultation, shown.Content, viewer.Node, read.Today) };
        });
    }
}
