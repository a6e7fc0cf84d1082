using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.PublishDirectiveResponse> PublishDirective(Pb.PublishDirectiveRequest request, ServerCallContext context)
    {
        var issuer = IssuerOf(Caller.Of(context), null);
        var fields = new Fields();
        CheckTarget(fields, request.RequestId, request.DirectiveId, request.Etag);
        Refuse(fields);
        return rpc.Write<Pb.PublishDirectiveRequest, Pb.PublishDirectiveResponse>(context, request, request.RequestId, async tx =>
        {
            var found = await LoadOwn(tx, issuer, request.DirectiveId, request.Etag);
            if (found.IsRefused)
            {
                return found.Refusal;
            }

            var content = found.Value.Newest.Content;
            var resolution = await Resolve(tx, issuer, content);
            if (resolution.IsRefused)
            {
                return resolution.Refusal;
            }

            var referred = await store.Referred(tx, issuer, ReferenceRules.IdsIn(content));
            var published = DirectiveRules.Publish(found.Value, issuer, resolution.Value, referred, tx.Now);
            return published.IsRefused
                ? published.Refusal
                : new Pb.PublishDirectiveResponse
                {
                    Directive = await Save(tx, "directive.publish", found.Value, published.Value),
                    OfficeCount = published.Value.Published!.Reach.Offices.Count,
                };
        });
    }

    // What the register says about the scope during the directive's validity; null when the scope itself cannot be read, which the rules report.
    private async Task<Outcome<Resolution?>> Resolve(Tx tx, Issuer issuer, Pb.DirectiveContent content)
    {
        var scope = ContentRules.CheckScope(new Fields(), "", content.Scope);
        if (scope is null)
        {
            return (Resolution?)null;
        }

        var period = new Fields().Period("", content.Valid) is null ? null : content.Valid;
        var resolution = await offices.Resolve(scope, period, issuer.Org, content.ServiceCode, tx.Caller.Token, tx.Cancel);
        return resolution.IsRefused ? resolution.Refusal : resolution.Value;
    }
}
