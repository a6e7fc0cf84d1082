using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Text;

/// <summary>Days and instants as people write them; the months are the same in both forms of Norwegian.</summary>
internal static class Dates
{
    private static readonly string[] Months =
        ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"];

    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    /// <summary><c>12. november 2026</c>; a text that is no date stays as it is.</summary>
    public static string Day(string text) => Parse(text) is { } day ? Day(day) : text;

    public static string Instant(Timestamp? instant)
    {
        if (instant is null)
            return "";
        var local = TimeZoneInfo.ConvertTime(instant.ToDateTimeOffset(), Oslo);
        return $"{Day(DateOnly.FromDateTime(local.DateTime))} kl. {local.Hour:00}.{local.Minute:00}";
    }

    /// <summary>The days of a half-open period, written with the last day that is included.</summary>
    public static string Period(Period? period, Out text)
    {
        if (period is null)
            return "";
        var last = period.HasTo && Parse(period.To) is { } to ? Day(to.AddDays(-1)) : "";
        return (period.HasFrom, last.Length > 0) switch
        {
            (true, true) when Day(period.From) == last => last,
            (true, true) => $"{Day(period.From)} – {last}",
            (true, false) => text.Say($"fra og med {Day(period.From)}", $"frå og med {Day(period.From)}"),
            (false, true) => text.Say($"til og med {last}", $"til og med {last}"),
            _ => text.Say("uten tidsgrense", "utan tidsgrense"),
        };
    }

    private static string Day(DateOnly day) => $"{day.Day}. {Months[day.Month - 1]} {day.Year}";

    private static DateOnly? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
