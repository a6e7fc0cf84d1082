using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Types.V1;

namespace Samstyring.Norwegian;

/// <summary>Days, periods and instants as people write them, in Oslo; the months are the same in both forms of Norwegian. A text that is no date stays as it is.</summary>
public static class Dates
{
    private static readonly string[] Months =
        ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"];

    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    /// <summary>The date in Oslo by a clock.</summary>
    public static DateOnly Today(TimeProvider clock) => DateOf(clock.GetUtcNow());

    /// <summary>The date in Oslo at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant));

    /// <summary>The day that is written <c>2026-11-12</c>.</summary>
    public static DateOnly? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The day as messages carry it, <c>2026-11-12</c>.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>12. november 2026</c>.</summary>
    public static string Day(string text) => Parse(text) is { } day ? Day(day) : text;

    /// <inheritdoc cref="Day(string)" />
    public static string Day(DateOnly day) => $"{day.Day}. {Months[day.Month - 1]} {day.Year}";

    /// <summary><c>12.11.2026</c>, for tables.</summary>
    public static string Short(string text) => Parse(text) is { } day ? Short(day) : text;

    /// <inheritdoc cref="Short(string)" />
    public static string Short(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day:dd}.{day:MM}.{day:yyyy}");

    /// <summary><c>november</c>.</summary>
    public static string Month(int month) => Months[month - 1];

    /// <summary>The week by ISO 8601 and the year it belongs to, which near New Year is not always that of the day.</summary>
    public static (int Year, int Week) Week(DateOnly day)
    {
        var noon = day.ToDateTime(TimeOnly.MinValue);
        return (ISOWeek.GetYear(noon), ISOWeek.GetWeekOfYear(noon));
    }

    /// <summary><c>12. november 2026 kl. 14.05</c>; empty: no instant.</summary>
    public static string Instant(Timestamp? instant)
    {
        if (instant is null)
            return "";
        var local = Local(instant.ToDateTimeOffset());
        return $"{Day(DateOnly.FromDateTime(local))} {Clock(local)}";
    }

    /// <summary><c>kl. 14.05</c>.</summary>
    public static string Clock(DateTimeOffset instant) => Clock(Local(instant));

    /// <summary>The days of a half-open period, written with the last day that is included.</summary>
    public static string Period(Period? period, bool nynorsk)
    {
        if (period is null)
            return "";
        var last = period.HasTo && Parse(period.To) is { } to ? Day(to.AddDays(-1)) : "";
        return (period.HasFrom, last.Length > 0) switch
        {
            (true, true) when Day(period.From) == last => last,
            (true, true) => $"{Day(period.From)} – {last}",
            (true, false) => nynorsk ? $"frå og med {Day(period.From)}" : $"fra og med {Day(period.From)}",
            (false, true) => $"til og med {last}",
            _ => nynorsk ? "utan tidsgrense" : "uten tidsgrense",
        };
    }

    /// <summary>How far a day is from today in words: <c>i dag</c>, <c>i morgen</c>, <c>om 21 dager</c>, <c>for 3 dager siden</c>.</summary>
    public static string Until(DateOnly day, DateOnly today, bool nynorsk) => (day.DayNumber - today.DayNumber, nynorsk) switch
    {
        (0, _) => "i dag",
        (1, false) => "i morgen",
        (1, true) => "i morgon",
        (-1, _) => "i går",
        ( > 0 and var days, false) => $"om {days} dager",
        ( > 0 and var days, true) => $"om {days} dagar",
        (var days, false) => $"for {-days} dager siden",
        (var days, true) => $"for {-days} dagar sidan",
    };

    /// <summary>The working days that are left of a term, the last day included: <c>3 av 5 arbeidsdager igjen</c>; <c>fristen er ute</c> after it.</summary>
    /// <param name="from">The day the term was set; day 0.</param>
    /// <param name="last">Its last day.</param>
    /// <param name="today">Which day it is.</param>
    /// <param name="nynorsk">In nynorsk.</param>
    public static string WorkingDaysLeft(DateOnly from, DateOnly last, DateOnly today, bool nynorsk)
    {
        if (last < today)
            return "fristen er ute";
        var (left, all) = (WorkingDays.Between(today, last), WorkingDays.Between(from, last));
        return nynorsk ? $"{left} av {all} arbeidsdagar att" : $"{left} av {all} arbeidsdager igjen";
    }

    private static DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Oslo).DateTime;

    private static string Clock(DateTime local) => $"kl. {local.Hour:00}.{local.Minute:00}";
}
