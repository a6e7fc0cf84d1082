using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.WithdrawDirectiveResponse> WithdrawDirective(Pb.WithdrawDirectiveRequest request, ServerCallContext context)
    {
        var issuer = IssuerOf(Caller.Of(context), null);
        var fields = new Fields();
        CheckTarget(fields, request.RequestId, request.DirectiveId, request.Etag);
        ContentShape.CheckText(fields, "reason", fields.Required("reason", request.Reason), running: true);
        if (request.OfficeNumbers.Count > ContentShape.MaxList)
        {
            fields.Add("office_numbers", ErrorReason.FieldTooLong, $"{request.OfficeNumbers.Count}");
        }

        Refuse(fields);
        return rpc.Write<Pb.WithdrawDirectiveRequest, Pb.WithdrawDirectiveResponse>(context, request, request.RequestId, async tx =>
        {
            var found = await LoadOwn(tx, issuer, request.DirectiveId, request.Etag);
            var withdrawn = found.Then(d => request.OfficeNumbers.Count == 0
                ? DirectiveRules.Withdraw(d, request.Reason, tx.Now)
                : DirectiveRules.WithdrawAt(d, request.OfficeNumbers, request.Reason, tx.Now));
            return withdrawn.IsRefused
                ? withdrawn.Refusal
                : new Pb.WithdrawDirectiveResponse { Directive = await Save(tx, "directive.withdraw", found.Value, withdrawn.Value) };
        });
    }
}
