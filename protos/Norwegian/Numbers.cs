using System.Globalization;

namespace Samstyring.Norwegian;

/// <summary>Numbers as people write them: no-break space between thousands, comma, and the minus sign U+2212.</summary>
public static class Numbers
{
    private static readonly NumberFormatInfo Form = new()
    {
        NumberGroupSeparator = "\u00A0",
        NumberDecimalSeparator = ",",
        NumberGroupSizes = [3],
        NegativeSign = "\u2212",
    };

    /// <summary><c>1 234,5</c>; four digits are grouped too.</summary>
    public static string Of(decimal number) => number.ToString("#,0.######", Form);

    /// <summary>A decimal as messages carry it, <c>1234.5</c>; a text that is no number stays as it is.</summary>
    public static string Of(string number) =>
        decimal.TryParse(number, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? Of(value) : number;

    /// <summary><c>155 769 kr</c>.</summary>
    public static string Kroner(decimal amount) => $"{Of(amount)}\u00A0kr";

    /// <summary><c>37,5 %</c>.</summary>
    public static string Percent(decimal percent) => $"{Of(percent)}\u00A0%";
}
