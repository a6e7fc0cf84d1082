using System.Globalization;
using System.Text.RegularExpressions;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>Dates, numbers and intervals of a directive.</summary>
public static partial class ContentRules
{
    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    private static void CheckDates(Fields fields, string at, Pb.DirectiveContent content)
    {
        fields.Date($"{at}.decided_at", content.DecidedAt);
        fields.Date($"{at}.deadline", content.Deadline);
        fields.Period($"{at}.valid", content.Valid);
        fields.Period($"{at}.introduction", content.Introduction);
        if (content.Substitute is { } substitute)
        {
            fields.Date($"{at}.substitute.from", substitute.From);
        }

        if (content.Offer is { } offer)
        {
            fields.Period($"{at}.offer.dates", offer.Dates);
        }
    }

    private static void CheckQuantities(Fields fields, string at, Pb.DirectiveContent content)
    {
        CheckTarget(fields, $"{at}.target", content.Target);
        CheckStaffing(fields, at, content);
        CheckFrame(fields, $"{at}.frame", content.Frame);
        NotNegative(fields, $"{at}.effort_days", content.EffortDays);
        if (content.HasPriorityRank && content.PriorityRank < 1)
        {
            OutOfRange(fields, $"{at}.priority_rank", content.PriorityRank);
        }

        if (content.HasNok && content.Nok < 0)
        {
            OutOfRange(fields, $"{at}.nok", content.Nok);
        }

        if (content.HasNokYear)
        {
            CheckYear(fields, $"{at}.nok_year", content.NokYear);
        }
    }

    private static void CheckTarget(Fields fields, string at, Pb.Target? target)
    {
        if (target is null)
        {
            return;
        }

        var lo = fields.Decimal($"{at}.lo", target.Lo);
        var hi = fields.Decimal($"{at}.hi", target.Hi);
        if (lo > hi)
        {
            fields.Add(at, ErrorReason.IntervalReversed, $"{target.Lo}..{target.Hi}");
        }

        NotNegative(fields, $"{at}.tolerance", target.Tolerance);
    }

    private static void CheckGroup(Fields fields, string at, Pb.TargetGroup? group)
    {
        CheckCodeList(fields, $"{at}.groups", group is null ? [] : group.Groups);
        CheckInterval(fields, $"{at}.age", group?.Age, 150);
        CheckInterval(fields, $"{at}.duration_months", group?.DurationMonths, 1_200);
    }

    private static void CheckInterval(Fields fields, string at, Pb.IntInterval? interval, int most)
    {
        if (interval is null)
        {
            return;
        }

        if (interval.HasLo && (interval.Lo < 0 || interval.Lo > most))
        {
            OutOfRange(fields, $"{at}.lo", interval.Lo);
        }

        if (interval.HasHi && (interval.Hi < 0 || interval.Hi > most))
        {
            OutOfRange(fields, $"{at}.hi", interval.Hi);
        }

        if (interval.HasLo && interval.HasHi && interval.Lo > interval.Hi)
        {
            fields.Add(at, ErrorReason.IntervalReversed, $"{interval.Lo}..{interval.Hi}");
        }
    }

    private static void CheckStaffing(Fields fields, string at, Pb.DirectiveContent content)
    {
        for (var i = 0; i < content.FteDemand.Count; i++)
        {
            var (path, demand) = ($"{at}.fte_demand[{i}]", content.FteDemand[i]);
            Chosen(fields, $"{path}.pool", (int)demand.Pool);
            NotNegative(fields, $"{path}.fte", demand.Fte);
            NotNegative(fields, $"{path}.share_pct", demand.SharePct, most: 100);
            if (demand.Fte.Length == 0 && demand.SharePct.Length == 0)
            {
                fields.Add($"{path}.fte", ErrorReason.FieldRequired);
            }
            else if (demand.Fte.Length > 0 && demand.SharePct.Length > 0)
            {
                fields.Add($"{path}.share_pct", ErrorReason.FieldNotAllowed, demand.SharePct);
            }
        }

        for (var i = 0; i < content.FteDelta.Count; i++)
        {
            var (path, delta) = ($"{at}.fte_delta[{i}]", content.FteDelta[i]);
            Chosen(fields, $"{path}.employer", (int)delta.Employer);
            fields.Decimal($"{path}.fte", fields.Required($"{path}.fte", delta.Fte));
        }
    }

    private static void CheckFrame(Fields fields, string at, Pb.Frame? frame)
    {
        if (frame is null)
        {
            return;
        }

        if (frame.Year == 0)
        {
            fields.Add($"{at}.year", ErrorReason.FieldRequired);
        }
        else
        {
            CheckYear(fields, $"{at}.year", frame.Year);
        }

        var fte = NotNegative(fields, $"{at}.fte", frame.Fte);
        var freeFte = NotNegative(fields, $"{at}.free_fte", frame.FreeFte);
        if (frame.HasNok && frame.Nok < 0)
        {
            OutOfRange(fields, $"{at}.nok", frame.Nok);
        }

        if (frame.HasFreeNok && (frame.FreeNok < 0 || (frame.HasNok && frame.FreeNok > frame.Nok)))
        {
            OutOfRange(fields, $"{at}.free_nok", frame.FreeNok);
        }

        if (freeFte > fte)
        {
            fields.Add($"{at}.free_fte", ErrorReason.NumberOutOfRange, frame.FreeFte);
        }
    }

    private static void CheckInvolvement(Fields fields, string at, Pb.DirectiveContent content)
    {
        for (var i = 0; i < content.PartnerInvolvement.Count; i++)
        {
            var (path, partner) = ($"{at}.partner_involvement[{i}]", content.PartnerInvolvement[i]);
            if (partner.Partner is null)
            {
                fields.Add($"{path}.partner", ErrorReason.FieldRequired);
            }

            CheckOrg(fields, $"{path}.partner", partner.Partner);
            fields.Date($"{path}.informed_at", partner.InformedAt);
            fields.Date($"{path}.consulted_at", partner.ConsultedAt);
            fields.Date($"{path}.agreed_at", partner.AgreedAt);
        }

        for (var i = 0; i < content.Reporting.Count; i++)
        {
            CheckReporting(fields, $"{at}.reporting[{i}]", content.Reporting[i]);
        }

        for (var i = 0; i < (content.ConsequenceAssessment?.Consulted?.Orgs.Count ?? 0); i++)
        {
            CheckOrg(fields, $"{at}.consequence_assessment.consulted.orgs[{i}]", content.ConsequenceAssessment!.Consulted.Orgs[i]);
        }

        for (var i = 0; i < (content.Offer?.AnchoredBy.Count ?? 0); i++)
        {
            var kind = content.Offer!.AnchoredBy[i];
            if (Enum.IsDefined(kind) && kind is not (OrgKind.Unspecified or OrgKind.County or OrgKind.Municipality))
            {
                fields.Add($"{at}.offer.anchored_by[{i}]", ErrorReason.FieldNotAllowed, kind.ToString());
            }
        }
    }

    private static void CheckReporting(Fields fields, string at, Pb.Reporting reporting)
    {
        CheckCode(fields, $"{at}.indicator_id", reporting.IndicatorId);
        CheckCode(fields, $"{at}.system", reporting.System);
        fields.Period($"{at}.period", reporting.Period);
        fields.Date($"{at}.due", reporting.Due);
        NotNegative(fields, $"{at}.effort_days", reporting.EffortDays);
        if (reporting.Frequency.Length > 0 && !Duration().IsMatch(reporting.Frequency))
        {
            fields.Add($"{at}.frequency", ErrorReason.FieldMalformed, reporting.Frequency);
        }
    }

    private static decimal? NotNegative(Fields fields, string path, string value, decimal most = decimal.MaxValue)
    {
        var number = fields.Decimal(path, value);
        if (number < 0 || number > most)
        {
            fields.Add(path, ErrorReason.NumberOutOfRange, value);
            return null;
        }

        return number;
    }

    private static void Chosen(Fields fields, string path, int value)
    {
        if (value == 0)
        {
            fields.Add(path, ErrorReason.FieldRequired);
        }
    }

    private static void CheckYear(Fields fields, string path, int year)
    {
        if (year is < FirstYear or > LastYear)
        {
            OutOfRange(fields, path, year);
        }
    }

    private static void OutOfRange(Fields fields, string path, long value) =>
        fields.Add(path, ErrorReason.NumberOutOfRange, value.ToString(CultureInfo.InvariantCulture));

    // ISO 8601 duration in whole years, months, weeks and days, at least one of them.
    [GeneratedRegex(@"^P(?=\d)(\d{1,3}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,3}D)?$")]
    private static partial Regex Duration();
}
