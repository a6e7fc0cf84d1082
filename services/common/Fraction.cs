using System.Globalization;
using System.Numerics;

namespace Samstyring.Common;

/// <summary>
/// An exact fraction. Shares of a bill are fractions (6/13), and rounding them before the last step would lose kroner; what is equal on paper is equal here.
/// </summary>
public readonly record struct Fraction
{
    // Zero where nothing was assigned: the default is the number 0.
    private readonly BigInteger denominator;

    /// <summary>The quotient of two whole numbers.</summary>
    /// <param name="numerator">Any number.</param>
    /// <param name="denominator">Not zero.</param>
    /// <exception cref="DivideByZeroException"><paramref name="denominator"/> is zero.</exception>
    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException();
        }

        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (Numerator, this.denominator) = (numerator / divisor, numerator.IsZero ? BigInteger.Zero : denominator / divisor);
    }

    /// <summary>In lowest terms; carries the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>In lowest terms; positive.</summary>
    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    /// <summary>A decimal is a fraction of a power of ten, so nothing is lost.</summary>
    public static implicit operator Fraction(decimal value)
    {
        var scale = BigInteger.Pow(10, value.Scale);
        return new Fraction(new BigInteger(value * (decimal)scale), scale);
    }

    /// <summary>The sum.</summary>
    public static Fraction operator +(Fraction a, Fraction b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>The difference.</summary>
    public static Fraction operator -(Fraction a, Fraction b) =>
        new((a.Numerator * b.Denominator) - (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>The product.</summary>
    public static Fraction operator *(Fraction a, Fraction b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>The quotient.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="b"/> is zero.</exception>
    public static Fraction operator /(Fraction a, Fraction b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Whether it is more.</summary>
    public static bool operator >(Fraction a, Fraction b) => a.Numerator * b.Denominator > b.Numerator * a.Denominator;

    /// <summary>Whether it is less.</summary>
    public static bool operator <(Fraction a, Fraction b) => b > a;

    /// <summary>The distance from zero.</summary>
    public Fraction Abs() => new(BigInteger.Abs(Numerator), Denominator);

    /// <summary>The nearest whole number; a half goes away from zero.</summary>
    public long Round()
    {
        var twice = (BigInteger.Abs(Numerator) * 2) + Denominator;
        return (long)(Numerator.Sign * (twice / (Denominator * 2)));
    }

    /// <summary>With this many decimals, rounded as <see cref="Round"/> does: for show.</summary>
    public decimal ToDecimal(int decimals)
    {
        var scale = (decimal)BigInteger.Pow(10, decimals);
        return (this * scale).Round() / scale;
    }

    /// <summary>"6/13"; a whole number stands alone.</summary>
    public override string ToString() => Denominator.IsOne
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
