namespace Samstyring.Common;

/// <summary>
/// Days from <see cref="From"/> up to, and not including, <see cref="To"/>; a null end is open. Half-open periods that touch do not overlap, and
/// their lengths add up. Days are those of Europe/Oslo.
/// </summary>
/// <param name="From">First day; null: since ever.</param>
/// <param name="To">First day after; null: without end.</param>
public readonly record struct Period(DateOnly? From, DateOnly? To)
{
    /// <summary>Every day.</summary>
    public static readonly Period Always = new(null, null);

    /// <summary>Whether no day is in it.</summary>
    public bool IsEmpty => From >= To;

    /// <summary>Whether <paramref name="day"/> is in it.</summary>
    public bool Contains(DateOnly day) => !(day < From) && !(day >= To);

    /// <summary>Whether some day is in both.</summary>
    public bool Overlaps(Period other) => !Intersect(other).IsEmpty;

    /// <summary>The days in both; may be empty.</summary>
    public Period Intersect(Period other) => new(
        From is null ? other.From : other.From is null || From > other.From ? From : other.From,
        To is null ? other.To : other.To is null || To < other.To ? To : other.To);

    /// <summary>Whether it has a day on or after <paramref name="day"/>.</summary>
    public bool ReachesTo(DateOnly day) => !IsEmpty && !(To <= day);

    /// <inheritdoc />
    public override string ToString() => $"[{From:yyyy-MM-dd}, {To:yyyy-MM-dd})";
}
