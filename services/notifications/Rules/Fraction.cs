using System.Globalization;
using System.Numerics;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// An exact number. Shares, loads and parts of a year are compared as fractions, so that what is equal on paper is equal here; it is rounded for display only.
/// </summary>
public readonly record struct Fraction
{
    private readonly BigInteger numerator;
    private readonly BigInteger denominator;

    /// <summary>The quotient. Throws <see cref="DivideByZeroException"/> when the denominator is 0.</summary>
    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException();
        }

        var common = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (this.numerator, this.denominator) = (numerator / common, denominator / common);
    }

    // The default value is 0.
    private BigInteger Denominator => denominator.IsZero ? 1 : denominator;

    /// <summary>The number as it is written.</summary>
    public static implicit operator Fraction(decimal value)
    {
        var bits = decimal.GetBits(value);
        return new(new BigInteger(new decimal(bits[0], bits[1], bits[2], value < 0, 0)), BigInteger.Pow(10, value.Scale));
    }

    /// <summary>The whole number.</summary>
    public static implicit operator Fraction(int value) => new(value, 1);

    /// <summary>The sum.</summary>
    public static Fraction operator +(Fraction a, Fraction b) =>
        new((a.numerator * b.Denominator) + (b.numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>The difference.</summary>
    public static Fraction operator -(Fraction a, Fraction b) =>
        new((a.numerator * b.Denominator) - (b.numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>The product.</summary>
    public static Fraction operator *(Fraction a, Fraction b) => new(a.numerator * b.numerator, a.Denominator * b.Denominator);

    /// <summary>The quotient. Throws <see cref="DivideByZeroException"/> when <paramref name="b"/> is 0.</summary>
    public static Fraction operator /(Fraction a, Fraction b) => new(a.numerator * b.Denominator, a.Denominator * b.numerator);

    /// <summary>Whether it is more.</summary>
    public static bool operator >(Fraction a, Fraction b) => a.numerator * b.Denominator > b.numerator * a.Denominator;

    /// <summary>Whether it is less.</summary>
    public static bool operator <(Fraction a, Fraction b) => b > a;

    /// <summary>Without the sign.</summary>
    public Fraction Abs() => new(BigInteger.Abs(numerator), Denominator);

    /// <summary>Rounded to so many decimals, halves away from zero.</summary>
    public decimal Round(int decimals)
    {
        var scale = BigInteger.Pow(10, decimals);
        var twice = (2 * BigInteger.Abs(numerator) * scale) + Denominator;
        return (decimal)(numerator.Sign * (twice / (2 * Denominator))) / (decimal)scale;
    }

    /// <summary>"6/13"; a whole number stands alone.</summary>
    public override string ToString() => Denominator.IsOne
        ? numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{numerator}/{Denominator}");
}
