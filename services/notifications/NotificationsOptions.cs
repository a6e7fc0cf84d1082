using System.ComponentModel.DataAnnotations;

namespace Samstyring.Notifications;

/// <summary>The configuration section <c>Notifications</c>, validated at start.</summary>
public sealed class NotificationsOptions
{
    /// <summary>How often it is looked for offices that have not been judged today.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan DayInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Most directives at offices that are judged in one transaction; offices beyond it are judged one by one right after. Some thousand of them take a second,
    /// and the handling of an event is given up after ten.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MostAtOnce { get; set; } = 5_000;

    /// <summary>Most the clocks of service and database may differ; beyond it no hold is ended.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "10000.00:00:00")]
    public TimeSpan MaxClockDifference { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often an open stream looks for entries it was not woken for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan StreamPoll { get; set; } = TimeSpan.FromSeconds(5);
}
