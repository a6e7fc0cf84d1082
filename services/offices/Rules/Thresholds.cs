using Samstyring.Common;
using Samstyring.Errors.V1;

namespace Samstyring.Offices.Rules;

/// <summary>
/// The thresholds a partnership may set for itself (conflicts.md, section 12). Holds can be shortened, never lengthened: their greatest value is the default.
/// </summary>
public static class Thresholds
{
    private const decimal MaxNok = 1_000_000_000;

    // Least and greatest value, and how many decimals it may have.
    private static readonly Dictionary<string, (decimal Min, decimal Max, int Decimals)> Known = new()
    {
        ["hold_s1_working_days"] = (0, 5, 0),
        ["hold_s2_working_days"] = (0, 10, 0),
        ["capacity_blocking_ratio"] = (1, 10, 2),
        ["priority_top_ranks"] = (1, 100, 0),
        ["cost_shift_nok"] = (0, MaxNok, 0),
        ["cost_shift_share"] = (0, 1, 4),
        ["key_drift_pp"] = (0, 100, 2),
        ["key_drift_quarters"] = (1, 40, 0),
        ["key_review_months"] = (1, 120, 0),
        ["initiative_max_per_quarter"] = (0, 1_000, 0),
        ["change_capacity_days"] = (0, 10_000, 2),
        ["deadline_window_working_days"] = (0, 260, 0),
        ["deadline_min_effort_days"] = (0, 260, 2),
        ["offer_window_days"] = (0, 366, 0),
        ["receipt_working_days"] = (1, 260, 0),
        ["bypass_recurrence"] = (1, 100, 0),
        ["scorecard_balance_min"] = (0, 1, 2),
        ["detail_ratio_max"] = (1, 100, 2),
        ["detail_must_share_max"] = (0, 1, 2),
        ["detail_min_count"] = (1, 1_000, 0),
        ["regional_min_offices"] = (1, 1_000, 0),
    };

    /// <summary>Adds a fault for a name that is no threshold, and a value that it may not have; answers the value in its one written form.</summary>
    public static string Check(Fields fields, string at, string name, string value)
    {
        var number = fields.Decimal(at, fields.Required(at, value));
        if (!Known.TryGetValue(name, out var known))
        {
            fields.Add(at, ErrorReason.EnumUnknown, name);
        }
        else if (number < known.Min || number > known.Max || (number is { } read && decimal.Round(read, known.Decimals) != read))
        {
            fields.Add(at, ErrorReason.NumberOutOfRange, value);
        }

        return CostShares.Text(number ?? 0);
    }
}
