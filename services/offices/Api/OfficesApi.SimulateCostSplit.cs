using System.Globalization;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using CostSplit = Samstyring.Offices.Rules.CostSplit;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<SimulateCostSplitResponse> SimulateCostSplit(SimulateCostSplitRequest request, ServerCallContext context) =>
        rpc.Read<SimulateCostSplitResponse>(context, async read =>
        {
            var fields = new Fields();
            var number = fields.Required("office_number", request.OfficeNumber);
            var delta = fields.Decimal("fte_delta", fields.Required("fte_delta", request.FteDelta));
            var from = fields.Date("from", request.From) ?? new DateOnly(read.Today.Year, read.Today.Month, 1).AddMonths(1);
            if (request.Employer is not (Employer.State or Employer.Municipal))
            {
                fields.Add("employer", request.Employer == Employer.Unspecified ? ErrorReason.FieldRequired : ErrorReason.EnumUnknown, $"{request.Employer}");
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var dayBefore = from.AddDays(-1);
            var office = await FindOffice(read, number, dayBefore);
            if (office.IsRefused)
            {
                return office.Refusal;
            }

            if (await store.OfficesOf(read.Connection, read.Caller, read.Today) is { } own && !own.Contains(office.Value))
            {
                return Foreign(await agreements.Owners(read.Connection, office.Value, read.Today, read.Today));
            }

            var facts = await store.CostFacts(read.Connection, office.Value, dayBefore);
            var tryOut = request.Percent.Count == 0
                ? []
                : CostShares.Parse(fields, "percent", request.Percent, [.. facts.Municipalities.Select(municipality => municipality.Number)]);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var change = new StaffingChange(request.Employer, delta!.Value, from);
            return CostSplit.Simulate(facts, change, tryOut).Then<SimulateCostSplitResponse>(keys => new SimulateCostSplitResponse
            {
                OfficeNumber = number,
                From = $"{from:yyyy-MM-dd}",
                NokPerYear = facts.Terms!.Items.Sum(item => item.NokPerYear),
                Months = CostShares.Text(CostSplit.MonthsLeft(from).ToDecimal(2)),
                Splits = { keys.Select(ToMessage) },
            });
        });

    private static V1.CostSplit ToMessage(KeyCost key) => new()
    {
        Type = key.Type,
        Current = key.IsCurrent,
        Shares =
        {
            key.Parties.Select(party => new CostSplitShare
            {
                Party = party.Party,
                PercentBefore = Percent(party.Before),
                PercentAfter = Percent(party.After),
                NokBefore = party.NokBefore,
                NokAfter = party.NokAfter,
                NokChange = party.NokAfter - party.NokBefore,
                NokChangeThisYear = party.ThisYear,
            }),
        },
    };

    private static string Percent(Fraction share) => (share * 100m).ToDecimal(2).ToString("0.00", CultureInfo.InvariantCulture);
}
