using Xunit;

namespace Samstyring.Common.Tests;

public class OsloTests
{
    [Theory]
    [InlineData("2026-12-31T22:59:59Z", "2026-12-31")]
    [InlineData("2026-12-31T23:00:00Z", "2027-01-01")]
    [InlineData("2026-06-30T21:59:59Z", "2026-06-30")]
    [InlineData("2026-06-30T22:00:00Z", "2026-07-01")]
    public void Date_AtTheTurnOfTheDay_IsOslos(string instant, string date) =>
        Assert.Equal(DateOnly.ParseExact(date, "yyyy-MM-dd"), Oslo.DateOf(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2027-03-28")]
    [InlineData("2027-03-29")]
    [InlineData("2027-10-31")]
    [InlineData("2027-11-01")]
    public void Midnight_AroundTheChangeOfClocks_IsTheFirstInstantOfTheDay(string date)
    {
        var day = DateOnly.ParseExact(date, "yyyy-MM-dd");
        var midnight = Oslo.Midnight(day);
        Assert.Equal(day, Oslo.DateOf(midnight));
        Assert.Equal(day.AddDays(-1), Oslo.DateOf(midnight.AddTicks(-1)));
    }
}
