using System.ComponentModel.DataAnnotations;
using Samstyring.Notifications.Gate;

namespace Samstyring.Notifications;

/// <summary>The configuration section <c>Notifications</c>, validated at start.</summary>
public sealed class NotificationsOptions
{
    /// <summary>Working days a certain S1 holds a directive. Holds can be shortened, never lengthened.</summary>
    [Range(1, 5)]
    public int HoldBlockingWorkingDays { get; set; } = 5;

    /// <summary>Working days every other finding holds a directive, and the longest any hold lasts.</summary>
    [Range(1, 10)]
    public int HoldOtherWorkingDays { get; set; } = 10;

    /// <summary>How often it is looked for offices that have not been judged today.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan DayInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most the clocks of service and database may differ; beyond it no hold is ended.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "10000.00:00:00")]
    public TimeSpan MaxClockDifference { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often an open stream looks for entries it was not woken for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan StreamPoll { get; set; } = TimeSpan.FromSeconds(5);

    internal HoldDays HoldDays => new(HoldBlockingWorkingDays, HoldOtherWorkingDays);
}
