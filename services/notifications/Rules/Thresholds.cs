using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>The thresholds of conflicts.md section 12. Data of each partnership; a deviation is signed by both owners. Holds can be shortened, never lengthened.</summary>
public sealed record Thresholds(ImmutableSortedDictionary<string, decimal> Values)
{
    /// <summary>The defaults of the specification.</summary>
    public static Thresholds Default { get; } = new(new Dictionary<string, decimal>
    {
        ["hold_s1_working_days"] = 5,
        ["hold_s2_working_days"] = 10,
        ["capacity_blocking_ratio"] = 1.15m,
        ["priority_top_ranks"] = 1,
        ["cost_shift_nok"] = 50_000,
        ["cost_shift_share"] = 0.01m,
        ["key_drift_pp"] = 5.0m,
        ["key_drift_quarters"] = 2,
        ["key_review_months"] = 12,
        ["initiative_max_per_quarter"] = 3,
        ["change_capacity_days"] = 40,
        ["deadline_window_working_days"] = 3,
        ["deadline_min_effort_days"] = 3,
        ["offer_window_days"] = 30,
        ["receipt_working_days"] = 10,
        ["bypass_recurrence"] = 3,
        ["scorecard_balance_min"] = 0.25m,
        ["detail_ratio_max"] = 3.0m,
        ["detail_must_share_max"] = 0.80m,
        ["detail_min_count"] = 10,
        ["regional_min_offices"] = 3,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>The value of a threshold. Throws when there is none of that name.</summary>
    public decimal this[string name] => Values[name];

    /// <summary>These with deviations. A name that is not a threshold is left out; a hold that is longer than the default is cut to it.</summary>
    public Thresholds With(IEnumerable<KeyValuePair<string, decimal>> deviations) => new(Values.SetItems(deviations
        .Where(d => Default.Values.ContainsKey(d.Key))
        .Select(d => d.Key.StartsWith("hold_", StringComparison.Ordinal) ? new(d.Key, Math.Min(d.Value, Default.Values[d.Key])) : d)));
}
