using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Store;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.ListConsultationsResponse> ListConsultations(Pb.ListConsultationsRequest request, ServerCallContext context)
    {
        var viewer = Viewer.Of(Caller.Of(context));
        var fields = new Fields();
        var size = fields.PageSize(request.PageSize);
        var directive = Id(fields, "directive_id", request.DirectiveId);
        var after = After(fields, request.PageToken);
        Refuse(fields);
        return rpc.Read<Pb.ListConsultationsResponse>(context, async read =>
        {
            var shown = await store.Consultations(read, viewer, new ConsultationQuery(null, after, directive, request.AwaitingAnswer, size + 1));
            var response = new Pb.ListConsultationsResponse();
            response.Consultations.AddRange(shown.Take(size).Select(s => ConsultationReply.Of(s.Consultation, s.Content, viewer.Node, read.Today)));
            response.NextPageToken = shown.Count > size ? PageToken.Encode(shown[size - 1].Consultation.Id.ToString()) : "";
            return response;
        });
    }

    private static ConsultationId? After(Fields fields, string token)
    {
        if (fields.PageToken(token) is not { } key)
        {
            return null;
        }

        if (ConsultationId.TryParse(key, out var id))
        {
            return id;
        }

        fields.Add("page_token", ErrorReason.FieldMalformed, token);
        return null;
    }
}
