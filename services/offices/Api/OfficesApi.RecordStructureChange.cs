using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    private const int MaxDecision = 500;

    public override Task<RecordStructureChangeResponse> RecordStructureChange(RecordStructureChangeRequest request, ServerCallContext context) =>
        rpc.Write<RecordStructureChangeRequest, RecordStructureChangeResponse>(context, request, request.RequestId, async tx =>
        {
            var (change, fields) = (request.Change ?? new StructureChange(), new Fields());
            var effective = ParseChange(fields, change, tx.Today);
            if (effective is not { } day || fields.Any)
            {
                return fields.ToRefusal();
            }

            // Imports and mappings wait: what is decided here is decided on what holds when it is written.
            await RegisterStore.LockForImport(tx.Connection, tx.Now);
            await CheckNumbers(tx, change, day, fields);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var decided = StructureRules.Decide(await structure.Load(tx.Connection, day), change);
            if (decided.IsRefused)
            {
                return decided.Refusal;
            }

            var (id, offices) = await structure.Save(tx, day, change, decided.Value);
            await publisher.PublishChanged(tx, offices);
            var mapped = await mapper.MapAll(tx, from: day);
            await tx.Audit("structure.record", $"{id}", 1);
            return new RecordStructureChangeResponse
            {
                StructureChangeId = id,
                OfficeNumbers = { decided.Value.ClosedOffices.Select(o => o.Number).Concat(decided.Value.Offices.Select(o => o.Number)).Order(StringComparer.Ordinal) },
                DirectivesMapped = mapped,
            };
        });

    private static DateOnly? ParseChange(Fields fields, StructureChange change, DateOnly today)
    {
        fields.Required("change.effective_from", change.EffectiveFrom);
        var day = change.EffectiveFrom.Length == 0 ? null : fields.Date("change.effective_from", change.EffectiveFrom);
        if (day <= today)
        {
            fields.Add("change.effective_from", ErrorReason.DayNotAhead, change.EffectiveFrom);
        }

        Texts.Check(fields, "change.decided_by", fields.Required("change.decided_by", change.DecidedBy), MaxDecision);
        Texts.Check(fields, "change.source", fields.Required("change.source", change.Source), MaxDecision);
        if (change.EndedMunicipalityNumbers.Count + change.Municipalities.Count + change.ClosedOfficeNumbers.Count + change.Offices.Count == 0)
        {
            fields.Add("change.offices", ErrorReason.FieldRequired);
        }

        foreach (var (office, i) in change.Offices.Select((office, i) => (office, i)))
        {
            Texts.Check(fields, $"change.offices[{i}].name", office.Name, MaxMandate);
        }

        foreach (var (municipality, i) in change.Municipalities.Select((municipality, i) => (municipality, i)))
        {
            Texts.Check(fields, $"change.municipalities[{i}].name", municipality.Name, MaxMandate);
        }

        return day;
    }

    // Numbers that have to hold on the day.
    private async Task CheckNumbers(Tx tx, StructureChange change, DateOnly day, Fields fields)
    {
        for (var i = 0; i < change.EndedMunicipalityNumbers.Count; i++)
        {
            await store.CheckNumber(tx.Connection, ScopeForm.Municipality, change.EndedMunicipalityNumbers[i], day, $"change.ended_municipality_numbers[{i}]", fields);
        }

        for (var i = 0; i < change.ClosedOfficeNumbers.Count; i++)
        {
            await store.CheckNumber(tx.Connection, ScopeForm.Office, change.ClosedOfficeNumbers[i], day, $"change.closed_office_numbers[{i}]", fields);
        }

        for (var i = 0; i < change.Offices.Count; i++)
        {
            if (change.Offices[i].CountyUnitNumber is { Length: > 0 } unit)
            {
                await store.CheckNumber(tx.Connection, ScopeForm.County, unit, day, $"change.offices[{i}].county_unit_number", fields);
            }
        }
    }
}
