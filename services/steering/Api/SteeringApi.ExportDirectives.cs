using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Import;
using Samstyring.Steering.Store;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.ExportDirectivesResponse> ExportDirectives(Pb.ExportDirectivesRequest request, ServerCallContext context)
    {
        var issuer = IssuerOf(Caller.Of(context), null);
        var fields = new Fields();
        var query = Parse(fields, new Pb.ListDirectivesRequest { PageSize = request.PageSize, PageToken = request.PageToken, Filter = request.Filter });
        Refuse(fields);
        var own = query.Issuers?.Contains(issuer.Node) == false ? [] : (IReadOnlyList<Rules.Node>)[issuer.Node];
        return rpc.Read<Pb.ExportDirectivesResponse>(context, async read =>
        {
            var shown = await store.List(read, Viewer.Of(read.Caller), query with { Issuers = own, Limit = query.Limit + 1 });
            var page = shown.Take(query.Limit).ToList();
            var keys = await store.KeysOf(read, [.. page.Select(one => one.Id)]);
            var lines = page.Where(one => one.State != Pb.DirectiveState.Withdrawn || query.State == Pb.DirectiveState.Withdrawn)
                .Select(one => DirectiveCsv.Line(keys.GetValueOrDefault(one.Id) ?? one.Id.ToString(), one));
            return new Pb.ExportDirectivesResponse
            {
                Csv = string.Concat(query.After is null ? lines.Prepend(DirectiveCsv.Header) : lines),
                NextPageToken = shown.Count > query.Limit ? PageToken.Encode(page[^1].Id.ToString()) : "",
            };
        });
    }
}
