using FsCheck;
using FsCheck.Fluent;
using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Tests.Rules;

public sealed class FractionTests
{
    [Fact]
    public void Fraction_IsInLowestTermsWithTheSignAbove()
    {
        Assert.Equal(new Fraction(-3, 8), new Fraction(6, -16));
        Assert.Equal((-3, 8), ((int)new Fraction(6, -16).Numerator, (int)new Fraction(6, -16).Denominator));
    }

    [Fact]
    public void Fraction_Default_IsZero() => Assert.Equal((new Fraction(0, 5), (Fraction)0.00m), (default, default));

    [Fact]
    public void Fraction_OfNothing_Throws() => Assert.Throws<DivideByZeroException>(() => new Fraction(1, 0));

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(-1, 2, -1)]
    [InlineData(5, 4, 1)]
    [InlineData(-7, 4, -2)]
    [InlineData(10, 1, 10)]
    public void Round_GoesToTheNearest_HalvesAwayFromZero(int numerator, int denominator, long expected) =>
        Assert.Equal(expected, new Fraction(numerator, denominator).Round());

    [Fact]
    public void ToDecimal_KeepsTheDecimalsAskedFor() => Assert.Equal(46.15m, (new Fraction(6, 13) * 100m).ToDecimal(2));

    [Fact]
    public void Decimals_BecomeExactFractions() => Prop.ForAll<decimal>(value => ((Fraction)value - value) == default)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Arithmetic_DividingUndoesMultiplying() => Prop.ForAll<int, int>((a, b) =>
        b == 0 || (((Fraction)a * b) / b) == (Fraction)a).QuickCheckThrowOnFailure();
}
