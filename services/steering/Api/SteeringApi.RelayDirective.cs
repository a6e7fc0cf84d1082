using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override async Task<Pb.RelayDirectiveResponse> RelayDirective(Pb.RelayDirectiveRequest request, ServerCallContext context)
    {
        var relayer = IssuerOf(Caller.Of(context), null);
        var fields = new Fields();
        if (request.Relays.Count is 0 or > ContentShape.MaxList)
        {
            var reason = request.Relays.Count == 0 ? ErrorReason.FieldRequired : ErrorReason.FieldTooLong;
            fields.Add("relays", reason, request.Relays.Count.ToString(CultureInfo.InvariantCulture));
        }

        Refuse(fields);
        var response = new Pb.RelayDirectiveResponse();
        foreach (var row in request.Relays)
        {
            // Each row is a transaction of its own: a batch that is cut off half-way is simply sent again.
            var outcome = await RelayOne(row, relayer, context);
            response.Results.Add(outcome.IsRefused
                ? new Pb.RelayResult { Refusal = ToProto(outcome.Refusal) }
                : new Pb.RelayResult { Directive = outcome.Value });
        }

        return response;
    }

    private async Task<Outcome<Pb.Directive>> RelayOne(Pb.Relay row, Issuer relayer, ServerCallContext context)
    {
        var fields = new Fields();
        fields.RequestId(row.RequestId);
        fields.Required("directive_id", row.DirectiveId);
        ContentShape.CheckText(fields, "scope", row.Scope, running: false);
        var scope = ContentRules.CheckScope(fields, "scope", row.Scope);
        Cascade.Check(fields, "adaptation", row.Adaptation);
        if (fields.Any)
        {
            return fields.ToRefusal();
        }

        return await rpc.TryWrite<Pb.Relay, Pb.Directive>(context, row, row.RequestId, async tx =>
        {
            var parent = DirectiveId.TryParse(row.DirectiveId, out var id) ? await store.Load(tx, id) : null;
            if (parent?.Published is null || !parent.Published.Readers.Contains(relayer.Node))
            {
                return NotFound(row.DirectiveId);
            }

            if (Cascade.Refuse(parent, relayer) is { } refusal)
            {
                return refusal;
            }

            var content = Cascade.Pass(parent, relayer, scope, row.Adaptation);
            var resolution = await Resolve(tx, relayer, content);
            if (resolution.IsRefused)
            {
                return resolution.Refusal;
            }

            var relayed = Cascade.Relay(parent, relayer, new DirectiveId(Guid.CreateVersion7(tx.Now)), content, resolution.Value!, tx.Now);
            return relayed.IsRefused ? relayed.Refusal : await SaveRelay(tx, parent, relayed.Value);
        });
    }

    private async Task<Pb.Directive> SaveRelay(Tx tx, Directive parent, Relayed relayed)
    {
        if (relayed.Parent.Version > parent.Version)
        {
            await Save(tx, "directive.receive", parent, relayed.Parent);
        }

        return await Save(tx, "directive.relay", null, relayed.Child);
    }

    private static Pb.RelayRefusal ToProto(Refusal refusal)
    {
        var status = RpcErrors.ToStatus(refusal);
        var info = status.Details[0].Unpack<ErrorInfo>();
        var (nb, nn) = ReasonTexts.Message(refusal);
        return new Pb.RelayRefusal
        {
            Code = status.Code,
            Reason = ReasonTexts.Name(refusal.Reason),
            Message = new LocalizedText { Nb = nb, Nn = nn },
            Fields = { info.Metadata },
        };
    }
}
