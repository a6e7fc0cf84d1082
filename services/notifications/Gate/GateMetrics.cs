using System.Diagnostics.Metrics;
using Samstyring.Common.Telemetry;

namespace Samstyring.Notifications.Gate;

/// <summary>What the gate and the feeds count.</summary>
public static class GateMetrics
{
    /// <summary>How long it takes to judge the offices of one change.</summary>
    internal static readonly Histogram<double> JudgeDuration = Metrics.Meter.CreateHistogram<double>("samstyring.judge.duration", "s");

    /// <summary>Steps of directives at offices, by the state they came to.</summary>
    internal static readonly Counter<long> Decisions = Metrics.Meter.CreateCounter<long>("samstyring.gate.decisions", "{decision}");

    /// <summary>From the publication of a revision until it stands in the feeds it may stand in.</summary>
    internal static readonly Histogram<double> FeedLag = Metrics.Meter.CreateHistogram<double>("samstyring.feed.lag", "s");

    /// <summary>Open streams.</summary>
    internal static readonly UpDownCounter<long> Streams = Metrics.Meter.CreateUpDownCounter<long>("samstyring.feed.streams", "{stream}");

    /// <summary>Streams that went on from a token, by outcome: <c>resumed</c>, <c>refused</c>.</summary>
    internal static readonly Counter<long> Resumes = Metrics.Meter.CreateCounter<long>("samstyring.stream.resumes", "{stream}");

    /// <summary>How far the clocks of service and database are apart.</summary>
    internal static readonly Gauge<double> ClockDifference = Metrics.Meter.CreateGauge<double>("samstyring.clock.difference", "s");

    /// <summary>What waits in the database.</summary>
    public static readonly IReadOnlyList<DatabaseGauge> Gauges =
    [
        new("samstyring.holds.open", "{hold}", "select count(*)::float8 from gate where state = 5"),
        new("samstyring.holds.oldest_age", "s", "select coalesce(extract(epoch from now() - min(held_since)), 0)::float8 from gate where state = 5"),
        // On a Friday also those of Monday.
        new("samstyring.holds.due", "{hold}",
            """
            select count(*)::float8 from gate
            where state = 5 and held_until <= current_date + case extract(isodow from current_date) when 5 then 3 when 6 then 2 else 1 end
            """),
        // Anything but 0 is a directive that a leader could see and may not.
        new("samstyring.feed.unreleased", "{mission}",
            """
            select count(*)::float8 from mission_head h join mission_source s using (office_id, position)
            left join gate g using (office_id, directive_id, revision)
            where h.live and g.released_at is null
            """),
    ];
}
