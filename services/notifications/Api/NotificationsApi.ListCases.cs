using Grpc.Core;
using Samstyring.Common;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context) =>
        rpc.Read<ListCasesResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken) ?? "";
            var filter = request.Filter ?? new();
            Known(fields, "filter.kind", filter.Kind);
            Known(fields, "filter.state", filter.State);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var query = new CaseQuery("", filter.OfficeNumber, filter.DirectiveId, (short)filter.Kind, (short)filter.State, filter.Regional);
            var rows = await cases.Page(read.Connection, read.Caller, query, after, size + 1, read.Cancel);
            return new ListCasesResponse
            {
                Cases = { await caseReply.Listed(read.Connection, read.Caller, [.. rows.Take(size).Select(r => r.Case)], read.Cancel) },
                NextPageToken = rows.Count > size ? PageToken.Encode(rows[size - 1].Place) : "",
            };
        });
}
