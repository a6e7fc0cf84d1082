using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Norwegian;
using Samstyring.Types.V1;

namespace Samstyring.Web;

/// <summary>Every word of the pages, bokmål and nynorsk side by side, in the form of the person who reads; and what the platform's values are called.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "A page says T.X of every text, whether or not it depends on the form.")]
internal sealed partial class Texts(Visitor visitor, Register register, TimeProvider clock)
{
    public bool Nynorsk => visitor.Nynorsk;

    /// <summary>The language of the page, for <c>lang</c>.</summary>
    public string Language => Nynorsk ? "nn" : "nb";

    public DateOnly Today => Dates.Today(clock);

    public string Of(System.Enum value) => Words.Of(value, Nynorsk);

    public string Of(LocalizedText? text) => Words.Of(text, Nynorsk);

    public string Of(OrgRef? org) => register.Name(org, Nynorsk);

    public string Office(string number) => register.Office(number);

    /// <summary>The word with a capital, where it begins a line.</summary>
    public string Begin(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The form a quoted text is in where it is not that of the page, for <c>lang</c>; null: that of the page.</summary>
    public string? LanguageOf(LocalizedText? text) => (Nynorsk, text) switch
    {
        (true, { Nn.Length: 0, Nb.Length: > 0 }) => "nb",
        (false, { Nb.Length: 0, Nn.Length: > 0 }) => "nn",
        _ => null,
    };

    public string Day(string date) => Dates.Day(date);

    public string Day(DateOnly day) => Dates.Day(day);

    public string Period(Period? period) => Dates.Period(period, Nynorsk);

    public string Instant(Timestamp? instant) => Dates.Instant(instant);

    /// <summary>The day of an instant.</summary>
    public string DayOf(Timestamp? instant) => instant is null ? "" : Dates.Day(Dates.DateOf(instant.ToDateTimeOffset()));

    /// <summary>How far a day is: <c>om 21 dager</c>; empty for a text that is no date.</summary>
    public string Until(string date) => Dates.Parse(date) is { } day ? Dates.Until(day, Today, Nynorsk) : "";

    public string Theme(string path) => Catalogue.Theme(path, Nynorsk);

    /// <summary>One, or how many.</summary>
    private static string Count(int count, string one, string many) => count == 1 ? one : $"{Numbers.Of(count)} {many}";

    private string Say(string nb, string nn) => Nynorsk ? nn : nb;
}
