using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<GetOfficeResponse> GetOffice(GetOfficeRequest request, ServerCallContext context) =>
        rpc.Read<GetOfficeResponse>(context, async read =>
        {
            var fields = new Fields();
            var number = fields.Required("office_number", request.OfficeNumber);
            var asOf = fields.Date("as_of", request.AsOf) ?? read.Today;
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            await read.Connection.PlanOnce(read.Cancel);
            var found = await FindOffice(read, number, asOf);
            if (found.IsRefused)
            {
                return found.Refusal;
            }

            var office = (await store.Offices(read.Connection, asOf, [found.Value])).Single();
            if (request.AsOf.Length > 0)
            {
                KeepDay(office.Profile, asOf);
            }

            Withhold(office, await store.OfficesOf(read.Connection, read.Caller, read.Today));
            return new GetOfficeResponse { Office = office };
        });

    // Rows without days of their own are about a year, or about every day.
    private static void KeepDay(OfficeProfile profile, DateOnly day)
    {
        foreach (var rows in OfficeProfile.Descriptor.Fields.InDeclarationOrder().Where(field => field is { IsRepeated: true, IsMap: false }))
        {
            if (rows.Accessor.GetValue(profile) is IList list && rows.FieldType == FieldType.Message)
            {
                foreach (var row in list.Cast<IMessage>().Where(row => !Holds(row, day)).ToList())
                {
                    list.Remove(row);
                }
            }
        }
    }

    private static bool Holds(IMessage row, DateOnly day)
    {
        var valid = row as Types.V1.Period ?? row.Descriptor.FindFieldByName("valid")?.Accessor.GetValue(row) as Types.V1.Period;
        return (new Fields().Period("valid", valid) ?? Period.Always).Contains(day);
    }
}
