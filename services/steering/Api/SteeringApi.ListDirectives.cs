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
    public override Task<Pb.ListDirectivesResponse> ListDirectives(Pb.ListDirectivesRequest request, ServerCallContext context)
    {
        var viewer = Viewer.Of(Caller.Of(context));
        var fields = new Fields();
        var query = Parse(fields, request);
        Refuse(fields);
        return rpc.Read<Pb.ListDirectivesResponse>(context, async read =>
        {
            var shown = await store.List(read, viewer, query with { Limit = query.Limit + 1 });
            var response = new Pb.ListDirectivesResponse();
            response.Directives.AddRange(shown.Take(query.Limit).Select(s => ToProto(s, viewer.Node)));
            response.NextPageToken = shown.Count > query.Limit ? PageToken.Encode(shown[query.Limit - 1].Id.ToString()) : "";
            return response;
        });
    }

    private static DirectiveQuery Parse(Fields fields, Pb.ListDirectivesRequest request)
    {
        var filter = request.Filter ?? new Pb.DirectiveFilter();
        ContentShape.Check(fields, "filter", filter);
        if (filter.IssuerOrg is { } org && !ContentRules.IsWellFormed(org))
        {
            fields.Add("filter.issuer_org", ErrorReason.FieldMalformed, Node.Write(org));
        }

        return new DirectiveQuery(
            filter.State,
            filter.Line,
            filter.Theme,
            fields.Date("filter.valid_on", filter.ValidOn),
            filter.IssuerOrg is null ? null : Node.Of(filter.IssuerOrg),
            Id(fields, "filter.derived_from", filter.DerivedFrom),
            filter.AwaitingRelay,
            Id(fields, "page_token", fields.PageToken(request.PageToken) ?? ""),
            fields.PageSize(request.PageSize));
    }

    private static DirectiveId? Id(Fields fields, string path, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (DirectiveId.TryParse(text, out var id))
        {
            return id;
        }

        fields.Add(path, ErrorReason.FieldMalformed, text);
        return null;
    }
}
