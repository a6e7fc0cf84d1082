using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.Import;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ImportOfficeProfilesResponse> ImportOfficeProfiles(ImportOfficeProfilesRequest request, ServerCallContext context) =>
        rpc.Write<ImportOfficeProfilesRequest, ImportOfficeProfilesResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            var file = ProfileCsv.Read(fields.Required("csv", request.Csv));
            CheckMandate(fields, tx.Caller, request.Mandate, isSigned: file.Rows.Any(row => row.Part.IsSigned));
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            return await import.Run(tx, file, request.ValidateOnly, facts =>
                WriterOf(facts, tx.Caller) is { } writer ? (writer, SignerOf(tx.Caller, writer, request.Mandate)) : null);
        });
}
