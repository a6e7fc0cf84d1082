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
    public override Task<Pb.GetDirectiveResponse> GetDirective(Pb.GetDirectiveRequest request, ServerCallContext context)
    {
        var viewer = Viewer.Of(Caller.Of(context));
        var fields = new Fields();
        fields.Required("directive_id", request.DirectiveId);
        if (request.Revision < 0)
        {
            fields.Add("revision", ErrorReason.NumberOutOfRange, $"{request.Revision}");
        }

        Refuse(fields);
        return rpc.Read<Pb.GetDirectiveResponse>(context, async read =>
        {
            var shown = DirectiveId.TryParse(request.DirectiveId, out var id) ? await store.Find(read, viewer, id, request.Revision) : null;
            return shown is null ? NotFound(request.DirectiveId) : new Pb.GetDirectiveResponse { Directive = ToProto(shown, viewer.Node) };
        });
    }
}
