using System.Globalization;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ListRegisterUpdatesResponse> ListRegisterUpdates(ListRegisterUpdatesRequest request, ServerCallContext context) =>
        rpc.Read<ListRegisterUpdatesResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var before = int.MaxValue;
            if (fields.PageToken(request.PageToken) is { } token && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            {
                fields.Add("page_token", ErrorReason.FieldMalformed, request.PageToken);
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var listed = await updates.List(read.Connection, before, size + 1);
            var next = Cut(listed, size, update => update.RegisterUpdateId.ToString(CultureInfo.InvariantCulture));
            return new ListRegisterUpdatesResponse { Updates = { listed }, NextPageToken = next };
        });
}
