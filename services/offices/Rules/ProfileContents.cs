using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Rules;

/// <summary>
/// Reads a row of a profile as somebody has written it: every fault of it, and its normal form, in which equal rows are equal.
/// </summary>
/// <param name="facts">The office it is for.</param>
/// <param name="fields">Takes the faults.</param>
/// <param name="from">First day of the change: a row begins on it where it does not say, and never before it. Null: rows say for themselves.</param>
public sealed partial class ProfileContents(ProfileFacts facts, Fields fields, DateOnly? from)
{
    private const int MaxName = 200;
    private const int MaxEntries = 1_000;
    private const decimal MaxFte = 10_000;

    /// <summary>The rows of some parts of a profile that are without fault.</summary>
    /// <param name="at">Where the profile stands, for faults.</param>
    /// <param name="source">What all of them rest on.</param>
    public IReadOnlyList<WantedRow> Read(string at, IReadOnlyList<ProfilePart> parts, OfficeProfile profile, string source)
    {
        var rows = new List<WantedRow>();
        foreach (var part in parts)
        {
            var written = part.RowsOf(profile);
            Limit($"{at}.{part.Name}", written.Count);
            for (var i = 0; i < written.Count; i++)
            {
                var place = $"{at}.{part.Name}[{(written[i] is Threshold threshold ? threshold.Name : i)}]";
                if (Read(place, part, written[i]) is { } row)
                {
                    rows.Add(new WantedRow(place, row, source));
                }
            }
        }

        return rows;
    }

    /// <summary>The row; null when it has a fault.</summary>
    /// <param name="at">Where it stands, for faults.</param>
    /// <param name="part">The part it is of.</param>
    /// <param name="written">The message of the part; stays as it is.</param>
    public ProfileRow? Read(string at, ProfilePart part, IMessage written)
    {
        var before = fields.Faults.Count;
        var row = part.Row.Parser.ParseFrom(written.ToByteString());
        var days = DaysOf(at, row);
        var municipality = row switch
        {
            SubOffice place => ReadSubOffice(at, place, days),
            ProvidedService service => ReadService(at, service, days),
            DataProcessingAgreement agreement => ReadDataProcessing(at, agreement, days),
            BudgetDecision budget => ReadBudget(at, budget, days),
            _ => null,
        };
        switch (row)
        {
            case Membership network:
                (network.NetworkId, network.Name) = (Code($"{at}.network_id", network.NetworkId), Text($"{at}.name", network.Name));
                break;
            case ServiceArea area:
                (area.ServiceAreaId, area.Name) = (Code($"{at}.service_area_id", area.ServiceAreaId), Text($"{at}.name", area.Name));
                break;
            case LeadershipPeriod leadership:
                ReadLeadership(at, leadership);
                break;
            case Responsibility responsibility:
                Theme($"{at}.theme", responsibility.Theme);
                Known($"{at}.leader", responsibility.Leader);
                break;
            case Staffing staffing:
                ReadStaffing(at, staffing);
                break;
            case ChangeCapacity capacity:
                capacity.Days = Number($"{at}.days", capacity.Days);
                break;
            case Pilot pilot:
                ReadPilot(at, pilot);
                break;
            case JointPlan plan:
                ReadPlan(at, plan);
                break;
            case ScorecardIndicator indicator:
                indicator.IndicatorId = Code($"{at}.indicator_id", indicator.IndicatorId);
                if (indicator.OwnerLine is not (Line.State or Line.Municipal or Line.Joint))
                {
                    var reason = indicator.OwnerLine == Line.Unspecified ? ErrorReason.FieldRequired : ErrorReason.EnumUnknown;
                    fields.Add($"{at}.owner_line", reason, $"{indicator.OwnerLine}");
                }

                break;
            case Threshold threshold:
                threshold.Value = Thresholds.Check(fields, at, threshold.Name, threshold.Value);
                threshold.SignedBy.Clear();
                break;
        }

        return fields.Faults.Count == before ? new ProfileRow(part, row, municipality, days) : null;
    }

    // Days stand beside the content. A plan and a budget calendar are about a year; a threshold about every day from when it is agreed.
    private Period DaysOf(string at, IMessage row)
    {
        switch (row)
        {
            case JointPlan plan:
                return Year($"{at}.year", plan.Year);
            case BudgetDecision budget:
                var frame = fields.Date($"{at}.frame_decision", budget.FrameDecision);
                var decision = fields.Date($"{at}.budget_decision", budget.BudgetDecision_);
                return (decision ?? frame) is { } day ? Year(at, day.Year) : Period.Always;
            case Threshold:
                return Period.Always;
        }

        var field = row.Descriptor.FindFieldByName("valid");
        var place = field is null ? at : $"{at}.valid";
        var valid = fields.Period(place, field is null ? (Types.V1.Period)row : (Types.V1.Period?)field.Accessor.GetValue(row)) ?? Period.Always;
        if (row is Types.V1.Period own)
        {
            own.ClearFrom();
            own.ClearTo();
        }

        field?.Accessor.Clear(row);
        if (from is { } first && valid.From < first)
        {
            fields.Add($"{place}.from", ErrorReason.FieldNotAllowed, $"{valid.From:yyyy-MM-dd}");
        }

        return from is null ? valid : valid with { From = valid.From ?? from };
    }

    private Period Year(string at, int year)
    {
        if (year is < 1900 or > 2199)
        {
            fields.Add(at, year == 0 ? ErrorReason.FieldRequired : ErrorReason.NumberOutOfRange, $"{year}");
            return Period.Always;
        }

        return new Period(new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1));
    }

    private int? ReadSubOffice(string at, SubOffice place, Period days)
    {
        place.Name = Text($"{at}.name", fields.Required($"{at}.name", place.Name));
        var municipality = Municipality($"{at}.municipality_number", fields.Required($"{at}.municipality_number", place.MunicipalityNumber), days);
        place.MunicipalityNumber = "";
        return municipality;
    }

    private int? ReadService(string at, ProvidedService service, Period days)
    {
        Registered($"{at}.service_code", service.ServiceCode, facts.Codes.Services.Contains);
        service.ClauseRef = Text($"{at}.clause_ref", service.ClauseRef);
        var municipality = Municipality($"{at}.municipality_number", service.MunicipalityNumber, days);
        service.MunicipalityNumber = "";
        return municipality;
    }

    private int? ReadDataProcessing(string at, DataProcessingAgreement agreement, Period days)
    {
        Registered($"{at}.system", agreement.System, facts.Codes.Systems.Contains);
        var municipality = Municipality($"{at}.municipality_number", fields.Required($"{at}.municipality_number", agreement.MunicipalityNumber), days);
        agreement.MunicipalityNumber = "";
        return municipality;
    }

    private int? ReadBudget(string at, BudgetDecision budget, Period days)
    {
        if (budget.FrameDecision.Length == 0 && budget.BudgetDecision_.Length == 0)
        {
            fields.Add($"{at}.budget_decision", ErrorReason.FieldRequired);
        }

        if (budget.FrameDecision.Length == 0)
        {
            budget.ClearFrameDecision();
        }

        if (budget.BudgetDecision_.Length == 0)
        {
            budget.ClearBudgetDecision_();
        }

        budget.Party ??= new OrgRef();
        if (budget.Party.Kind == OrgKind.Municipality)
        {
            var municipality = Municipality($"{at}.party.number", fields.Required($"{at}.party.number", budget.Party.Number), days);
            budget.Party.Number = "";
            return municipality;
        }

        var owner = facts.Owners.FirstOrDefault(owner => owner.Org.Equals(budget.Party));
        if (owner is null)
        {
            var reason = budget.Party.Kind == OrgKind.Unspecified ? ErrorReason.FieldRequired : ErrorReason.PartyNotOwner;
            fields.Add($"{at}.party", reason, budget.Party.Number, ("day", $"{facts.Today:yyyy-MM-dd}"));
        }

        return owner is { Kind: OrgKind.CityDistrict } district ? district.Id : null;
    }

    // One leader, or one for each line; each has an employer, and in a DUAL office the two leaders are those of the two lines.
    private void ReadLeadership(string at, LeadershipPeriod leadership)
    {
        Known($"{at}.model", leadership.Model);
        var isDual = leadership.Model == LeadershipModel.Dual;
        RecipientRole[] roles = isDual ? [RecipientRole.StateLeader, RecipientRole.MunicipalLeader] : [RecipientRole.NavLeader];
        for (var i = 0; i < leadership.Leaders.Count; i++)
        {
            var leader = leadership.Leaders[i];
            Known($"{at}.leaders[{i}].employer", leader.Employer);
            if (leadership.Leaders.Take(i).Any(other => other.Role == leader.Role))
            {
                fields.Add($"{at}.leaders[{i}].role", ErrorReason.EntryRepeated, $"{leader.Role}");
            }
            else if (!roles.Contains(leader.Role))
            {
                fields.Add($"{at}.leaders[{i}].role", ErrorReason.FieldNotAllowed, $"{leader.Role}");
            }
        }

        if (roles.Any(role => leadership.Leaders.All(leader => leader.Role != role)))
        {
            fields.Add($"{at}.leaders", ErrorReason.FieldRequired);
        }

        Sort(leadership.Leaders, (one, other) => one.Role.CompareTo(other.Role));
    }

    private void ReadStaffing(string at, Staffing staffing)
    {
        Known($"{at}.employer", staffing.Employer);
        staffing.Fte = Number($"{at}.fte", staffing.Fte, MaxFte);
        if (staffing.FollowUpFte.Length == 0)
        {
            staffing.ClearFollowUpFte();
            return;
        }

        staffing.FollowUpFte = Number($"{at}.follow_up_fte", staffing.FollowUpFte, MaxFte);
        if (Value(staffing.FollowUpFte) > Value(staffing.Fte))
        {
            fields.Add($"{at}.follow_up_fte", ErrorReason.NumberOutOfRange, staffing.FollowUpFte);
        }
    }

    private void ReadPilot(string at, Pilot pilot)
    {
        pilot.PilotId = Code($"{at}.pilot_id", pilot.PilotId);
        for (var i = 0; i < pilot.ExemptThemes.Count; i++)
        {
            Theme($"{at}.exempt_themes[{i}]", pilot.ExemptThemes[i]);
            if (pilot.ExemptThemes.Take(i).Contains(pilot.ExemptThemes[i]))
            {
                fields.Add($"{at}.exempt_themes[{i}]", ErrorReason.EntryRepeated, pilot.ExemptThemes[i]);
            }
        }

        // It would be nobody's to write; as two pilots it is each line's own.
        if (facts.Codes.OwnersOf(pilot.ExemptThemes).Count > 1)
        {
            fields.Add($"{at}.exempt_themes", ErrorReason.FieldNotAllowed, string.Join(", ", pilot.ExemptThemes));
        }

        Sort(pilot.ExemptThemes, string.CompareOrdinal);
    }

    private void ReadPlan(string at, JointPlan plan)
    {
        plan.PlanId = Code($"{at}.plan_id", plan.PlanId);
        plan.ApprovedBy.Clear();
        plan.SignedBy.Clear();
        Limit($"{at}.elements", plan.Elements.Count);
        Limit($"{at}.exceptions", plan.Exceptions.Count);
        Limit($"{at}.ranking", plan.Ranking.Count);
        for (var i = 0; i < plan.Elements.Count; i++)
        {
            Code($"{at}.elements[{i}].element_id", plan.Elements[i].ElementId);
            Distinct($"{at}.elements[{i}].element_id", plan.Elements.Take(i + 1).Select(element => element.ElementId));
            Limit($"{at}.elements[{i}].directive_ids", plan.Elements[i].DirectiveIds.Count);
            for (var j = 0; j < plan.Elements[i].DirectiveIds.Count; j++)
            {
                Code($"{at}.elements[{i}].directive_ids[{j}]", plan.Elements[i].DirectiveIds[j]);
                Distinct($"{at}.elements[{i}].directive_ids[{j}]", plan.Elements[i].DirectiveIds.Take(j + 1));
            }
        }

        for (var i = 0; i < plan.Exceptions.Count; i++)
        {
            Code($"{at}.exceptions[{i}].directive_id", plan.Exceptions[i].DirectiveId);
            Distinct($"{at}.exceptions[{i}].directive_id", plan.Exceptions.Take(i + 1).Select(exception => exception.DirectiveId));
            plan.Exceptions[i].Reason = Text($"{at}.exceptions[{i}].reason", fields.Required($"{at}.exceptions[{i}].reason", plan.Exceptions[i].Reason));
        }

        for (var i = 0; i < plan.Ranking.Count; i++)
        {
            Code($"{at}.ranking[{i}]", plan.Ranking[i]);
            Distinct($"{at}.ranking[{i}]", plan.Ranking.Take(i + 1));
        }

        Sort(plan.Elements, (one, other) => string.CompareOrdinal(one.ElementId, other.ElementId));
        Sort(plan.Exceptions, (one, other) => string.CompareOrdinal(one.DirectiveId, other.DirectiveId));
    }

    // Null also for an empty number, which names none.
    private int? Municipality(string at, string number, Period days)
    {
        if (number.Length == 0)
        {
            return null;
        }

        var served = facts.Municipalities.FirstOrDefault(municipality => municipality.Numbers.Contains(number));
        if (served is null || !Days.Cover(served.Days, days))
        {
            fields.Add(at, ErrorReason.MunicipalityNotServed, number);
        }

        return served?.Id;
    }

    private string Number(string at, string text, decimal max = decimal.MaxValue)
    {
        var number = fields.Decimal(at, fields.Required(at, text));
        if (number < 0 || number > max)
        {
            fields.Add(at, ErrorReason.NumberOutOfRange, text);
        }

        return number is { } read ? CostShares.Text(read) : text;
    }

    private static decimal? Value(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private void Theme(string at, string theme) => Registered(at, theme, facts.Codes.Themes.ContainsKey);

    private void Registered(string at, string code, Func<string, bool> isKnown)
    {
        if (fields.Required(at, code).Length > 0 && !isKnown(code))
        {
            fields.Add(at, ErrorReason.GroupUnknown, code, ("id", code));
        }
    }

    // Codes that scopes and plans name: what a scope can be written with.
    private string Code(string at, string code)
    {
        if (fields.Required(at, code).Length > 0 && !CodeForm().IsMatch(code))
        {
            fields.Add(at, ErrorReason.FieldMalformed, code);
        }

        return code;
    }

    private string Text(string at, string text)
    {
        Texts.Check(fields, at, text, MaxName);
        return text.Normalize();
    }

    private void Known<T>(string at, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value) || EqualityComparer<T>.Default.Equals(value, default))
        {
            fields.Add(at, Enum.IsDefined(value) ? ErrorReason.FieldRequired : ErrorReason.EnumUnknown, Enum.IsDefined(value) ? "" : $"{value}");
        }
    }

    // Whether the last was named before.
    private void Distinct(string at, IEnumerable<string> codes)
    {
        var list = codes.ToList();
        if (list.Take(list.Count - 1).Contains(list[^1]))
        {
            fields.Add(at, ErrorReason.EntryRepeated, list[^1]);
        }
    }

    private void Limit(string at, int count)
    {
        if (count > MaxEntries)
        {
            fields.Add(at, ErrorReason.FieldTooLong, $"{count}");
        }
    }

    // Where order makes no difference, one order is the written one.
    private static void Sort<T>(RepeatedField<T> entries, Comparison<T> compare)
    {
        List<T> sorted = [.. entries];
        sorted.Sort(compare);
        entries.Clear();
        entries.AddRange(sorted);
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")]
    private static partial Regex CodeForm();
}
