using System.Globalization;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<ListFindingsResponse> ListFindings(ListFindingsRequest request, ServerCallContext context) =>
        rpc.Read<ListFindingsResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var (severity, id) = Place(fields, fields.PageToken(request.PageToken));
            var filter = request.Filter ?? new();
            Known(fields, "filter.kind", filter.Kind);
            Known(fields, "filter.state", filter.State);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var query = new FindingQuery("", filter.OfficeNumber, filter.DirectiveId, (short)filter.Kind, (short)filter.State);
            var rows = await findings.Page(read.Connection, read.Caller, query, severity, id, size + 1, read.Cancel);
            return new ListFindingsResponse
            {
                Findings = { await reply.Of(read.Connection, read.Caller, [.. rows.Take(size)], read.Cancel) },
                NextPageToken = rows.Count > size ? PageToken.Encode($"{rows[size - 1].Severity} {rows[size - 1].FindingId}") : "",
            };
        });

    private static (short Severity, string FindingId) Place(Fields fields, string? key)
    {
        if (key is null)
        {
            return (0, "");
        }

        var parts = key.Split(' ');
        if (parts.Length == 2 && short.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var severity))
        {
            return (severity, parts[1]);
        }

        fields.Add("page_token", ErrorReason.FieldMalformed, key);
        return (0, "");
    }

    internal static void Known<T>(Fields fields, string field, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            fields.Add(field, ErrorReason.EnumUnknown, value.ToString());
        }
    }
}
