using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.UpdateDirectiveResponse> UpdateDirective(Pb.UpdateDirectiveRequest request, ServerCallContext context)
    {
        var issuer = IssuerOf(Caller.Of(context), request.Content);
        var fields = new Fields();
        CheckTarget(fields, request.RequestId, request.DirectiveId, request.Etag);
        CheckContent(fields, request.Content);
        Refuse(fields);
        return rpc.Write<Pb.UpdateDirectiveRequest, Pb.UpdateDirectiveResponse>(context, request, request.RequestId, async tx =>
        {
            var found = await LoadOwn(tx, issuer, request.DirectiveId, request.Etag);
            var changed = found.Then(d => DirectiveRules.Update(
                d, AssessmentRules.Sign(request.Content, d.Newest.Content, Signer(tx.Caller), tx.Now), request.ChangeClass, tx.Now));
            return changed.IsRefused
                ? changed.Refusal
                : new Pb.UpdateDirectiveResponse { Directive = await Save(tx, "directive.update", found.Value, changed.Value) };
        });
    }
}
