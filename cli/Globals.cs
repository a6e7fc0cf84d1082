using System.CommandLine;
using System.Globalization;

namespace Samstyring.Cli;

/// <summary>The options of every command; each but the last three also comes from the environment.</summary>
internal static class Globals
{
    public static readonly Option<string?> Server = Text("--server", "Adressen til gatewayen (SAMSTYRING_SERVER; http://localhost:8081)");
    public static readonly Option<string?> As = Text("--as", "Prøveperson hos utviklingsutstederen, for eksempel county:5700 (SAMSTYRING_AS)");
    public static readonly Option<string?> Issuer = Text("--issuer", "Adressen til utviklingsutstederen (SAMSTYRING_ISSUER)");
    public static readonly Option<string?> Token = Text("--token", "Tilgangstoken i stedet for --as (SAMSTYRING_TOKEN)");
    public static readonly Option<string?> Lang = Text("--lang", "Språk i utskriften: nb eller nn (SAMSTYRING_LANG)");
    public static readonly Option<bool> Json = new("--json") { Description = "Svaret som proto-JSON", Recursive = true };
    public static readonly Option<string?> Timeout = Text("--timeout", "Frist for hvert kall i sekunder (5 for lesing, 10 for skriving)");
    public static readonly Option<string?> RequestId = Text("--request-id", "Id for forespørselen: samme id gir samme virkning én gang");

    public static IReadOnlyList<Option> All { get; } = [Server, As, Issuer, Token, Lang, Json, Timeout, RequestId];

    private static Option<string?> Text(string name, string description) => new(name) { Description = description, Recursive = true };
}

/// <summary>What the options and the environment say together.</summary>
internal sealed record Settings(Uri Server, string? Persona, Uri? Issuer, string? Token, bool Nynorsk, bool Json, TimeSpan? Timeout, string? RequestId)
{
    public static Settings From(ParseResult parse) => new(
        Address(Value(parse, Globals.Server) ?? "http://localhost:8081", "--server"),
        Value(parse, Globals.As),
        Value(parse, Globals.Issuer) is { } issuer ? Address(issuer, "--issuer") : null,
        Value(parse, Globals.Token),
        Language(Value(parse, Globals.Lang)),
        parse.GetValue(Globals.Json),
        Seconds(parse.GetValue(Globals.Timeout)),
        parse.GetValue(Globals.RequestId));

    private static string? Value(ParseResult parse, Option<string?> option) =>
        parse.GetValue(option) ?? Environment.GetEnvironmentVariable("SAMSTYRING_" + option.Name[2..].ToUpperInvariant());

    private static Uri Address(string text, string option) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"{option}: «{text}» er ikke en adresse som http://localhost:8081.");

    private static bool Language(string? text) => text switch
    {
        null or "nb" => false,
        "nn" => true,
        _ => throw new UsageException($"--lang: «{text}» er ikke nb eller nn."),
    };

    private static TimeSpan? Seconds(string? text)
    {
        if (text is null)
            return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600
            ? TimeSpan.FromSeconds((double)seconds)
            : throw new UsageException($"--timeout: «{text}» er ikke et antall sekunder.");
    }
}
