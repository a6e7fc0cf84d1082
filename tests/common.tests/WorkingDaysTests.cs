using Samstyring.Norwegian;
using Xunit;

namespace Samstyring.Common.Tests;

public class WorkingDaysTests
{
    [Theory]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2028-04-16")]
    [InlineData("2038-04-25")]
    public void Easter_TestDays_AreRight(string day) => Assert.Equal(Day(day), WorkingDays.Easter(Day(day).Year));

    [Fact]
    public void Easter_FiveCenturies_AgreesWithASecondComputus()
    {
        for (var year = 1700; year < 2200; year++)
        {
            Assert.Equal(ByMeeusJonesButcher(year), WorkingDays.Easter(year));
        }
    }

    [Theory]
    [InlineData("2027-05-17")]
    [InlineData("2008-05-01")]
    public void Holidays_OnOneDay_CountOnce(string day)
    {
        Assert.True(WorkingDays.IsHoliday(Day(day)));
        Assert.Equal(0, WorkingDays.Between(Day(day).AddDays(-1), Day(day)));
    }

    [Theory]
    [InlineData("2026-12-24", true)]
    [InlineData("2026-12-31", true)]
    [InlineData("2027-03-24", true)]
    [InlineData("2027-03-25", false)]
    [InlineData("2027-03-26", false)]
    [InlineData("2027-03-29", false)]
    [InlineData("2027-05-06", false)]
    [InlineData("2027-05-17", false)]
    [InlineData("2027-01-01", false)]
    [InlineData("2026-12-25", false)]
    [InlineData("2026-11-21", false)]
    [InlineData("2026-11-22", false)]
    public void IsWorkingDay_Calendar(string day, bool expected) => Assert.Equal(expected, WorkingDays.IsWorkingDay(Day(day)));

    [Theory]
    [InlineData("2026-12-18", "2026-12-28", "2027-01-05")]
    [InlineData("2027-03-24", "2027-04-05", "2027-04-12")]
    [InlineData("2027-05-14", "2027-05-24", "2027-05-31")]
    public void Hold_TestDays_EndAsTheCalendarSays(string held, string blocking, string other)
    {
        Assert.Equal(Day(blocking), WorkingDays.Add(Day(held), 5));
        Assert.Equal(Day(other), WorkingDays.Add(Day(held), 10));
    }

    [Fact]
    public void Between_IsTheInverseOfAdd()
    {
        for (var day = Day("2026-11-01"); day < Day("2028-01-01"); day = day.AddDays(1))
        {
            for (var n = 0; n < 15; n++)
            {
                Assert.Equal(n, WorkingDays.Between(day, WorkingDays.Add(day, n)));
            }
        }
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");

    private static DateOnly ByMeeusJonesButcher(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
        var g = (b - ((b + 8) / 25) + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        int i = c / 4, k = c % 4;
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new(year, n / 31, (n % 31) + 1);
    }
}
