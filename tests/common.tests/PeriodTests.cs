using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Samstyring.Common.Tests;

public class PeriodTests
{
    private static readonly DateOnly Start = new(2027, 1, 1);

    [Fact]
    public void Period_ThatTouchesAnother_DoesNotOverlap() =>
        Assert.False(new Period(Start, Start.AddDays(1)).Overlaps(new Period(Start.AddDays(1), null)));

    [Fact]
    public void Period_LastDay_IsNotIncluded()
    {
        var january = new Period(Start, new DateOnly(2027, 2, 1));
        Assert.True(january.Contains(new DateOnly(2027, 1, 31)));
        Assert.False(january.Contains(new DateOnly(2027, 2, 1)));
    }

    [Fact]
    public void Period_WithoutEnds_HoldsEveryDay() => Assert.True(Period.Always.Contains(DateOnly.MinValue) && Period.Always.Contains(DateOnly.MaxValue));

    [Fact]
    public void Period_ReachesTo_OnlyUntilItsLastDay()
    {
        var week = new Period(Start, Start.AddDays(7));
        Assert.True(week.ReachesTo(Start.AddDays(6)));
        Assert.False(week.ReachesTo(Start.AddDays(7)));
    }

    [Fact]
    public void Intersect_OfAnyTwo_HoldsExactlyTheDaysOfBoth() => Prop.ForAll<Tuple<int, int, int, int>>(ends =>
    {
        var (first, second) = (Of(ends.Item1, ends.Item2), Of(ends.Item3, ends.Item4));
        var both = first.Intersect(second);
        return Enumerable.Range(-40, 80).Select(Start.AddDays).All(day => both.Contains(day) == (first.Contains(day) && second.Contains(day)));
    }).QuickCheckThrowOnFailure();

    private static Period Of(int from, int to) => new(from % 7 == 0 ? null : Start.AddDays(from % 30), to % 7 == 0 ? null : Start.AddDays(to % 30));
}
