using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

public class PersonTests
{
    [Theory]
    [InlineData(18, 30, 24)]
    [InlineData(24, 24, 24)]
    [InlineData(25, 30, 25)]
    [InlineData(18, 23, 23)]
    [InlineData(null, 20, 20)]
    [InlineData(30, null, 30)]
    [InlineData(null, null, 24)]
    public void Nearest_IsTheWishOrTheEndNextToIt(int? lo, int? hi, int expected) => Assert.Equal(expected, new IntInterval(lo, hi).Nearest(24));

    [Theory]
    [InlineData(18, 17, true)]
    [InlineData(18, 18, false)]
    [InlineData(null, 18, false)]
    public void Interval_IsClosed(int? lo, int? hi, bool empty) => Assert.Equal(empty, new IntInterval(lo, hi).IsEmpty);

    [Fact]
    public void Interval_InCommon_IsBoundByTheNarrower()
    {
        Assert.Equal(new IntInterval(20, 25), new IntInterval(18, 25).Intersect(new(20, 30)));
        Assert.Equal(new IntInterval(20, 25), new IntInterval(null, 25).Intersect(new(20)));
        Assert.Equal(new IntInterval(18, 25), new IntInterval(18, 25).Intersect(new()));
    }

    [Fact]
    public void Common_MonthsOfASituation_MustMeet()
    {
        Assert.Equal(6, Common(new(3, 12), new(6)).Person!.DurationMonths);
        Assert.Equal(7, Common(new(3, 12), new(7)).Person!.DurationMonths);
        Assert.Equal(Truth.False, Common(new(3, 5), new(6)).Truth);
    }

    private static (Truth Truth, Person? Person) Common(IntInterval one, IntInterval other) =>
        Person.Common(Catalogues.Newest, [(new([], DurationMonths: one), []), (new([], DurationMonths: other), [])]);
}
