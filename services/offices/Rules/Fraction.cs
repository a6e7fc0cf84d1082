using System.Numerics;

namespace Samstyring.Offices.Rules;

/// <summary>An exact fraction. Shares of a bill are fractions (6/13), and rounding them before the last step would lose kroner.</summary>
public readonly record struct Fraction
{
    // Zero where nothing was assigned: the default is the number 0.
    private readonly BigInteger denominator;

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

    public static Fraction operator +(Fraction a, Fraction b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Fraction operator -(Fraction a, Fraction b) =>
        new((a.Numerator * b.Denominator) - (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <exception cref="DivideByZeroException"><paramref name="b"/> is zero.</exception>
    public static Fraction operator /(Fraction a, Fraction b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

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
}
