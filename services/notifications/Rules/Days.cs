using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Samstyring.Notifications.Rules;

/// <summary>The days [From, To): To is the first day that is no longer included. The least and greatest date stand for an open end.</summary>
[JsonConverter(typeof(DayRangeConverter))]
public readonly record struct DayRange(DateOnly From, DateOnly To)
{
    /// <summary>Every day.</summary>
    public static DayRange Always { get; } = new(DateOnly.MinValue, DateOnly.MaxValue);

    /// <summary>Whether no day is included.</summary>
    public bool IsEmpty => From >= To;

    /// <summary>Whether the day is included.</summary>
    public bool Contains(DateOnly day) => From <= day && day < To;

    /// <summary>The days included in both.</summary>
    public DayRange Intersect(DayRange other) => new(Days.Later(From, other.From), To < other.To ? To : other.To);

    /// <summary>The calendar quarter of a day.</summary>
    public static DayRange QuarterOf(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month - ((day.Month - 1) % 3), 1);
        return new(first, first.AddMonths(3));
    }

    /// <summary>ISO form with an empty text for an open end, "2027-01-01/2028-01-01".</summary>
    public override string ToString() => $"{Text(From, DateOnly.MinValue)}/{Text(To, DateOnly.MaxValue)}";

    private static string Text(DateOnly day, DateOnly open) => day == open ? "" : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A set of days as a union of half-open periods: sorted, not overlapping, not touching.</summary>
public sealed class Days : IEquatable<Days>
{
    private Days(ImmutableArray<DayRange> ranges) => Ranges = ranges;

    /// <summary>No day.</summary>
    public static Days None { get; } = new([]);

    /// <summary>The periods, in the order of time.</summary>
    public ImmutableArray<DayRange> Ranges { get; }

    /// <summary>Whether no day is included.</summary>
    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>The first day that comes after all of them; the greatest date when the set has no end.</summary>
    public DateOnly End => IsEmpty ? DateOnly.MinValue : Ranges[^1].To;

    /// <summary>The union of the given periods; empty ones are left out.</summary>
    public static Days Of(params IEnumerable<DayRange> ranges)
    {
        var merged = ImmutableArray.CreateBuilder<DayRange>();
        foreach (var range in ranges.Where(r => !r.IsEmpty).OrderBy(r => r.From).ThenBy(r => r.To))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To)
            {
                merged[^1] = merged[^1] with { To = Later(range.To, merged[^1].To) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged.Count == 0 ? None : new(merged.ToImmutable());
    }

    /// <summary>The days included in both.</summary>
    public Days Intersect(Days other)
    {
        if (Ranges.Length != 1 || other.Ranges.Length != 1)
        {
            return Of(Ranges.SelectMany(r => other.Ranges.Select(r.Intersect)));
        }

        // Nearly always: most of what is judged has one period.
        var both = Ranges[0].Intersect(other.Ranges[0]);
        return both.IsEmpty ? None : both == Ranges[0] ? this : new([both]);
    }

    /// <summary>The days included in at least one.</summary>
    public Days Union(Days other) => IsEmpty ? other : other.IsEmpty ? this : Of(Ranges.Concat(other.Ranges));

    /// <summary>The days of this set that are not in the other.</summary>
    public Days Except(Days other) => other.Ranges.Aggregate(this, (left, cut) => Of(left.Ranges.SelectMany(r => new[]
    {
        r.Intersect(new(DateOnly.MinValue, cut.From)), r.Intersect(new(cut.To, DateOnly.MaxValue)),
    })));

    /// <summary>The days from <paramref name="first"/> on.</summary>
    public Days From(DateOnly first) => Intersect(Of(new DayRange(first, DateOnly.MaxValue)));

    /// <summary>Whether the day is included.</summary>
    public bool Contains(DateOnly day) => Ranges.Any(r => r.Contains(day));

    /// <summary>Whether some day is not before <paramref name="asOf"/> (the predicate "current").</summary>
    public bool IsCurrent(DateOnly asOf) => End > asOf;

    /// <summary>Whether some day is in the period.</summary>
    public bool Meets(DayRange period)
    {
        foreach (var range in Ranges)
        {
            if (!range.Intersect(period).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the two share a day that is not before <paramref name="asOf"/>.</summary>
    public bool MeetsFrom(DateOnly asOf, Days other)
    {
        foreach (var a in Ranges)
        {
            foreach (var b in other.Ranges)
            {
                if (a.Intersect(b) is { IsEmpty: false } both && both.To > asOf)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The first day not before <paramref name="asOf"/>, or null.</summary>
    public DateOnly? FirstNotBefore(DateOnly asOf)
    {
        foreach (var range in Ranges)
        {
            if (range.To > asOf)
            {
                return Later(range.From, asOf);
            }
        }

        return null;
    }

    /// <summary>The later of two days.</summary>
    public static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    /// <inheritdoc/>
    public bool Equals(Days? other) => other is not null && Ranges.SequenceEqual(other.Ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Days);

    /// <inheritdoc/>
    public override int GetHashCode() => Ranges.Aggregate(17, HashCode.Combine);

    /// <summary>The periods joined by ",".</summary>
    public override string ToString() => string.Join(",", Ranges);
}
