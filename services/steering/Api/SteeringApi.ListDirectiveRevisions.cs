using System.Globalization;
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
    public override Task<Pb.ListDirectiveRevisionsResponse> ListDirectiveRevisions(Pb.ListDirectiveRevisionsRequest request, ServerCallContext context)
    {
        var viewer = Viewer.Of(Caller.Of(context));
        var fields = new Fields();
        fields.Required("directive_id", request.DirectiveId);
        var size = fields.PageSize(request.PageSize);
        var before = Before(fields, request.PageToken);
        Refuse(fields);
        return rpc.Read<Pb.ListDirectiveRevisionsResponse>(context, async read =>
        {
            // A directive the viewer may read nothing of is missing, also on a later page.
            if (!DirectiveId.TryParse(request.DirectiveId, out var id) || await store.Find(read, viewer, id, 0) is null)
            {
                return NotFound(request.DirectiveId);
            }

            var shown = await store.Revisions(read, viewer, id, before, size + 1);
            var response = new Pb.ListDirectiveRevisionsResponse();
            response.Revisions.AddRange(shown.Take(size).Select(s => ToProto(s, viewer.Node)));
            response.NextPageToken = shown.Count > size ? PageToken.Encode(shown[size - 1].Revision.ToString(CultureInfo.InvariantCulture)) : "";
            return response;
        });
    }

    private static int Before(Fields fields, string token)
    {
        if (fields.PageToken(token) is not { } key)
        {
            return int.MaxValue;
        }

        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
        {
            fields.Add("page_token", ErrorReason.FieldMalformed, token);
        }

        return before;
    }
}
