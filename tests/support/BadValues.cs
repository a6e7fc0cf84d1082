namespace Samstyring.Testing;

/// <summary>The bad-input table by what a field holds: what is wrong with it, a value, and the reason it is refused for, wherever it comes from.</summary>
public static class BadValues
{
    private const string Text = "TEXT_FORBIDDEN_CHARACTER";
    private const string Malformed = "FIELD_MALFORMED";
    private const string Range = "NUMBER_OUT_OF_RANGE";
    private const string Long = "FIELD_TOO_LONG";

    /// <summary>A line of text.</summary>
    public static readonly (string Name, object Value, string Reason)[] Titles =
    [
        ("NUL", "a\0b", Text), ("tab", "a\tb", Text), ("line break", "a\nb", Text), ("escape", "a\u001b[31mb", Text), ("bidi override", "a\u202Eb", Text), ("bidi embedding", "a\u202Ab", Text),
        ("bidi isolate", "a\u2066b", Text), ("pop isolate", "a\u2069b", Text), ("right-to-left mark", "a\u200Fb", Text), ("Arabic letter mark", "a\u061Cb", Text), ("delete", "a\u007Fb", Text),
        ("C1 control", "a\u0085b", Text), ("replacement character", "a\uFFFDb", Text), ("201 characters", new string('a', 201), Long),
    ];

    /// <summary>Text of several lines.</summary>
    public static readonly (string Name, object Value, string Reason)[] Running =
    [
        ("NUL", "a\0b", Text), ("replacement character", "a\uFFFDb", Text), ("20 001 characters", new string('a', 20_001), Long),
    ];

    /// <summary>A day.</summary>
    public static readonly (string Name, object Value, string Reason)[] Dates =
    [
        ("29 February of a common year", "2027-02-29", Malformed), ("month 13", "2027-13-01", Malformed), ("two-digit year", "27-01-01", Malformed), ("no leading zeros", "2027-1-1", Malformed),
        ("with time", "2027-01-01T00:00:00Z", Malformed), ("Norwegian form", "01.01.2027", Malformed), ("space before", " 2027-01-01", Malformed), ("wide digits", "２０２７-01-01", Malformed),
        ("year 1", "0001-01-01", Range), ("year 9999", "9999-12-31", Range), ("SQL", "2027-01-01'; drop table directive; --", Malformed),
    ];

    /// <summary>A number.</summary>
    public static readonly (string Name, object Value, string Reason)[] Decimals =
    [
        ("NaN", "NaN", "NUMBER_NOT_FINITE"), ("infinity", "Infinity", "NUMBER_NOT_FINITE"), ("minus infinity", "-inf", "NUMBER_NOT_FINITE"), ("minus zero", "-0", Range), ("1e308", "1e308", Range),
        ("decimal comma", "1,5", Malformed), ("hexadecimal", "0x10", Malformed), ("sixteen digits", "1234567890123456", Range), ("wide digits", "１", Malformed), ("word", "mange", Malformed),
    ];

    /// <summary>Whom it reaches.</summary>
    public static readonly (string Name, object Value, string Reason)[] Scopes =
    [
        ("unknown form", "ALLE", "SCOPE_MALFORMED"), ("not closed", "OFFICE(1783", "SCOPE_MALFORMED"), ("empty list", "OFFICE()", "SCOPE_MALFORMED"), ("two in a row", "ALL ALL", "SCOPE_MALFORMED"),
        ("SQL", "OFFICE(1783) or 1=1", "SCOPE_MALFORMED"), ("unknown office", "OFFICE(9998)", "OFFICE_UNKNOWN"), ("unknown municipality", "MUNICIPALITY(9998)", "MUNICIPALITY_UNKNOWN"),
        ("former municipality", "MUNICIPALITY(0219)", "MUNICIPALITY_NUMBER_EXPIRED"), ("unknown county", "COUNTY(9998)", "COUNTY_UNKNOWN"), ("lost leading zero", "MUNICIPALITY(301)", "SCOPE_MALFORMED"),
    ];

    /// <summary>One of the words of a list.</summary>
    public static readonly (string Name, object Value, string Reason)[] Enums =
        [("unknown word", "FINNES_IKKE", "ENUM_UNKNOWN"), ("unspecified", "UNSPECIFIED", "ENUM_UNKNOWN"), ("number", "999", "ENUM_UNKNOWN"), ("small letters", "må", "ENUM_UNKNOWN")];
}
