using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>Periods are half-open; a set of days is their union.</summary>
public class DaysTests
{
    private static readonly Days JanuaryAndMarch = Days.Of(Range("2027-01-01", "2027-02-01"), Range("2027-03-01", "2027-04-01"));

    [Theory]
    [InlineData("2026-12-31", false)]
    [InlineData("2027-01-01", true)]
    [InlineData("2027-01-31", true)]
    [InlineData("2027-02-01", false)]
    [InlineData("2027-03-31", true)]
    public void Contains_TheFirstDayAndNotTheOneAfterTheLast(string day, bool expected)
    {
        Assert.Equal(expected, JanuaryAndMarch.Contains(Day(day)));
        Assert.Equal(expected, JanuaryAndMarch.Ranges.Any(r => r.Contains(Day(day))));
    }

    [Theory]
    [InlineData("2027-01-01", true)]
    [InlineData("2027-01-02", false)]
    public void Period_ThatEndsWhereItBegins_HasNoDay(string to, bool empty)
    {
        Assert.Equal(empty, Range("2027-01-01", to).IsEmpty);
        Assert.Equal(empty, Days.Of(Range("2027-01-01", to)).IsEmpty);
    }

    [Theory]
    [InlineData("2027-01-20", "2027-02-10", "2027-01-01/2027-02-10")]
    [InlineData("2027-01-20", "2027-01-25", "2027-01-01/2027-02-01")]
    [InlineData("2027-02-01", "2027-02-10", "2027-01-01/2027-02-10")]
    [InlineData("2027-02-02", "2027-02-10", "2027-01-01/2027-02-01,2027-02-02/2027-02-10")]
    public void Union_OfPeriodsThatMeetOrTouch_IsOne(string from, string to, string expected) =>
        Assert.Equal(expected, Days.Of(Range(from, to)).Union(Days.Of(Range("2027-01-01", "2027-02-01"))).ToString());

    [Theory]
    [InlineData("2026-12-01", "2027-01-01")]
    [InlineData("2027-01-01", "2027-01-01")]
    [InlineData("2027-01-02", "2027-01-02")]
    [InlineData("2027-01-31", "2027-01-31")]
    [InlineData("2027-02-01", "2027-03-01")]
    [InlineData("2027-03-31", "2027-03-31")]
    [InlineData("2027-04-01", null)]
    public void FirstNotBefore_IsTheDayItselfOrTheNextOne(string asOf, string? expected) =>
        Assert.Equal(expected is null ? null : Day(expected), JanuaryAndMarch.FirstNotBefore(Day(asOf)));

    [Theory]
    [InlineData("2027-03-31", true)]
    [InlineData("2027-04-01", false)]
    public void Current_UntilTheLastDay(string asOf, bool expected) => Assert.Equal(expected, JanuaryAndMarch.IsCurrent(Day(asOf)));

    [Theory]
    [InlineData("2027-01-01", true)]
    [InlineData("2027-01-31", true)]
    [InlineData("2027-02-01", false)]
    public void Common_DaysThatHavePassed_AreNoMeeting(string asOf, bool expected)
    {
        var januaryAndApril = Days.Of(Range("2027-01-01", "2027-02-01"), Range("2027-04-01", "2027-05-01"));

        Assert.Equal(expected, JanuaryAndMarch.MeetsFrom(Day(asOf), januaryAndApril));
    }

    [Theory]
    [InlineData("2027-02-28", "2027-03-01", false)]
    [InlineData("2027-02-28", "2027-03-02", true)]
    [InlineData("2027-03-31", "2027-05-01", true)]
    [InlineData("2027-04-01", "2027-05-01", false)]
    public void Period_WithADayInCommon_IsMet(string from, string to, bool expected) => Assert.Equal(expected, JanuaryAndMarch.Meets(Range(from, to)));

    [Fact]
    public void Except_CutsThePeriodInTwo() => Assert.Equal(
        "2027-01-01/2027-01-10,2027-01-20/2027-02-01,2027-03-01/2027-04-01", JanuaryAndMarch.Except(Days.Of(Range("2027-01-10", "2027-01-20"))).ToString());

    [Theory]
    [InlineData("2026-12-31", "2026-10-01/2027-01-01")]
    [InlineData("2027-01-01", "2027-01-01/2027-04-01")]
    [InlineData("2027-03-31", "2027-01-01/2027-04-01")]
    [InlineData("2027-04-01", "2027-04-01/2027-07-01")]
    [InlineData("2027-08-15", "2027-07-01/2027-10-01")]
    [InlineData("2027-11-16", "2027-10-01/2028-01-01")]
    public void Quarter_IsThatOfTheCalendar(string day, string expected) => Assert.Equal(expected, DayRange.QuarterOf(Day(day)).ToString());
}
