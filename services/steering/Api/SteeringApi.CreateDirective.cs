using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.CreateDirectiveResponse> CreateDirective(Pb.CreateDirectiveRequest request, ServerCallContext context)
    {
        var issuer = IssuerOf(Caller.Of(context), request.Content);
        var fields = new Fields();
        fields.RequestId(request.RequestId);
        CheckContent(fields, request.Content);
        Refuse(fields);
        return rpc.Write<Pb.CreateDirectiveRequest, Pb.CreateDirectiveResponse>(context, request, request.RequestId, async tx =>
        {
            var content = AssessmentRules.Sign(request.Content, null, Signer(tx.Caller), tx.Now);
            var made = DirectiveRules.Create(new DirectiveId(Guid.CreateVersion7(tx.Now)), issuer, content, tx.Now);
            return new Pb.CreateDirectiveResponse { Directive = await Save(tx, "directive.create", null, made) };
        });
    }

    // A signature is the act of a person.
    private static string? Signer(Caller caller) => caller.Role == Role.System ? null : caller.ActorId;

    private static void CheckContent(Fields fields, Pb.DirectiveContent? content)
    {
        if (content is null)
        {
            fields.Add("content", ErrorReason.FieldRequired);
        }
        else
        {
            ContentRules.Check(fields, "content", content);
        }
    }
}
