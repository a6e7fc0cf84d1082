using Grpc.Core;
using Samstyring.Common;
using Samstyring.Common.Csv;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ProposeRegisterUpdateResponse> ProposeRegisterUpdate(ProposeRegisterUpdateRequest request, ServerCallContext context) =>
        rpc.Write<ProposeRegisterUpdateRequest, ProposeRegisterUpdateResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            var asOf = fields.Date("as_of", request.AsOf) ?? tx.Today;
            Texts.Check(fields, "source", fields.Required("source", request.Source), MaxDecision);
            var file = Norg2File.Read(fields.Required("json", request.Json), asOf);
            fields.AddRange(file.Faults.Where(fault => fault.Field == "json"));
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            if (file.Faults.Count > 0)
            {
                return new ProposeRegisterUpdateResponse { Faults = { RowFaults.Of(file.Faults) } };
            }

            await RegisterStore.LockForMapping(tx.Connection);
            var plan = await CompareUnits(tx, asOf, file.Units);
            var update = await updates.Propose(tx, asOf, new RegisterUpdate
            {
                AsOf = $"{asOf:yyyy-MM-dd}",
                Source = request.Source.Normalize(),
                Units = file.Units.Count,
                UnitsUnchanged = plan.Unchanged,
                Differences = { plan.Differences },
                NotUsed = { plan.NotUsed },
                UnusedFields = { file.UnusedFields },
                ProposedBy = tx.Caller.Org,
            }, file.Units);
            await tx.Audit("register.propose", $"{update.RegisterUpdateId}", 1);
            return new ProposeRegisterUpdateResponse { Update = update };
        });

    // Nothing is written backwards: what a file says of a day that has passed holds from today.
    private async Task<UpdatePlan> CompareUnits(ReadContext read, DateOnly asOf, IReadOnlyList<StatedUnit> units)
    {
        var day = asOf > read.Today ? asOf : read.Today;
        return RegisterUpdateRules.Compare(await updates.Load(read.Connection, day), asOf, units);
    }
}
