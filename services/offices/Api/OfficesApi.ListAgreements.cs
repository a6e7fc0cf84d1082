using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Store;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ListAgreementsResponse> ListAgreements(ListAgreementsRequest request, ServerCallContext context) =>
        rpc.Read<ListAgreementsResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var token = fields.PageToken(request.PageToken);
            var asOf = fields.Date("as_of", request.AsOf) ?? read.Today;
            var after = Guid.Empty;
            if (token is not null && !Guid.TryParse(token, out after))
            {
                fields.Add("page_token", ErrorReason.FieldMalformed, request.PageToken);
            }

            if (!Enum.IsDefined(request.Type))
            {
                fields.Add("type", ErrorReason.EnumUnknown, $"{request.Type}");
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var offices = await store.OfficesOf(read.Connection, read.Caller, read.Today);
            if (request.OfficeNumber.Length > 0)
            {
                var office = await FindOffice(read, request.OfficeNumber, asOf);
                if (office.IsRefused)
                {
                    return office.Refusal;
                }

                offices = offices?.Contains(office.Value) == false ? [] : [office.Value];
            }

            var ids = (await agreements.Ids(read.Connection, offices, request.Type, after, size + 1)).ToList();
            var next = Cut(ids, size, id => $"{id}");
            var listed = (await agreements.Load(read.Connection, [.. ids], read.Today))
                .Select(agreement => AgreementMessages.Of(agreement, agreement.On(asOf) ?? agreement.Newest));
            return new ListAgreementsResponse { Agreements = { listed }, NextPageToken = next };
        });
}
