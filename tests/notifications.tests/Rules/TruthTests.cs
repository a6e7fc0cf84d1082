using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

public class TruthTests
{
    private static readonly Truth[] All = [Truth.False, Truth.Missing, Truth.Open, Truth.True];

    private static Condition C(Truth value) => value == Truth.Missing ? Condition.Missing(new Owed("d", value.ToString())) : Condition.Of(value);

    [Fact]
    public void And_EveryPair_FollowsTheTable()
    {
        foreach (var a in All)
        {
            foreach (var b in All)
            {
                var expected = a == Truth.False || b == Truth.False ? Truth.False
                    : a == Truth.Missing || b == Truth.Missing ? Truth.Missing
                    : a == Truth.Open || b == Truth.Open ? Truth.Open
                    : Truth.True;
                Assert.Equal(expected, (C(a) & C(b)).Value);
                Assert.Equal(expected, (C(a) && C(b)).Value);
            }
        }
    }

    [Fact]
    public void Or_EveryPair_FollowsTheTable()
    {
        foreach (var a in All)
        {
            foreach (var b in All)
            {
                var expected = a == Truth.True || b == Truth.True ? Truth.True
                    : a == Truth.Missing || b == Truth.Missing ? Truth.Missing
                    : a == Truth.Open || b == Truth.Open ? Truth.Open
                    : Truth.False;
                Assert.Equal(expected, (C(a) | C(b)).Value);
                Assert.Equal(expected, (C(a) || C(b)).Value);
            }
        }
    }

    [Theory]
    [InlineData(Truth.True, Truth.False)]
    [InlineData(Truth.False, Truth.True)]
    [InlineData(Truth.Missing, Truth.Missing)]
    [InlineData(Truth.Open, Truth.Open)]
    public void Not_SwapsTrueAndFalseOnly(Truth value, Truth expected) => Assert.Equal(expected, (!C(value)).Value);

    [Fact]
    public void Owed_OfBothSides_IsCollectedSortedWithoutRepeats()
    {
        var both = Condition.Missing(new Owed("b", "y"), new Owed("a", "x")) & Condition.Missing(new Owed("a", "x"), new Owed("c", "x"));
        Assert.Equal([new Owed("a", "x"), new Owed("c", "x"), new Owed("b", "y")], both.Owed);
        Assert.Empty((both & false).Owed);
    }
}
