using System.Collections.Immutable;
using System.Globalization;
using Samstyring.Norwegian;
using Samstyring.Notifications.Rules;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Notifications.Store;

/// <summary>An office, as stored, with its municipal owners (<see cref="ProfileReader.MunicipalOwners"/>). What is known of it from mappings only has no message. Own: the reading transaction has written it.</summary>
public sealed record OfficeRow(
    int OfficeId, string Number, string Name, string CountyUnit, string[] Municipalities, byte[]? Office, long FeedPosition, bool Own);

/// <summary>A directive at an office, as stored; its days are PostgreSQL's text of a datemultirange, "{[2027-01-01,2028-01-01)}". Own: the reading transaction has written it.</summary>
public sealed record MappingRow(int OfficeId, string DirectiveId, string Days, string[] Concerned, bool Withdrawn, bool Settled, bool Own);

/// <summary>Reads an office and what reaches it into what the rules look at.</summary>
public static class OfficeReader
{
    /// <summary>The office as the rules see it.</summary>
    public static Office Read(OfficeRow row, ImmutableArray<Reach> reaches)
    {
        var office = row.Office is null ? null : Pb.Office.Parser.ParseFrom(row.Office);
        Owner? county = row.CountyUnit.Length == 0 ? null : new(row.CountyUnit, office?.CountyUnit?.Name is { Length: > 0 } name ? name : $"Nav fylke {row.CountyUnit}");
        return new(
            row.Number,
            row.Name,
            county,
            [.. row.Municipalities.Where(number => !MunicipalOwner.IsCityDistrict(number)).Select(number => new Owner(number, office?.Municipalities.FirstOrDefault(m => m.Number == number)?.Name ?? number))],
            reaches)
        {
            Profile = office is null ? Profile.Of(row.Number) : ProfileReader.Read(office),
        };
    }

    /// <summary>How a directive reaches an office.</summary>
    public static Reach Read(MappingRow row) => new(row.DirectiveId, ParseDays(row.Days), [.. row.Concerned], row.Withdrawn);

    /// <summary>Reads PostgreSQL's text of a datemultirange.</summary>
    public static Days ParseDays(string text) => Days.Of(text.Trim('{', '}').Split("),", StringSplitOptions.RemoveEmptyEntries).Select(range =>
    {
        var ends = range.Trim('[', '(', ')').Split(',');
        return new DayRange(Parse(ends[0], DateOnly.MinValue), Parse(ends[1], DateOnly.MaxValue));
    }));

    /// <summary>The days as PostgreSQL reads them.</summary>
    public static string Write(Days days) => "{" + string.Join(',', days.Ranges.Select(r =>
        (r.From == DateOnly.MinValue ? "(" : "[" + Iso(r.From)) + "," + (r.To == DateOnly.MaxValue ? "" : Iso(r.To)) + ")")) + "}";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Parse(string day, DateOnly open) => day.Length == 0 ? open : DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
