using System.Text.Encodings.Web;
using System.Text.Json;

namespace Samstyring.Web.Pages.Operations;

/// <summary>An event that came to a service, for reading.</summary>
/// <param name="Facts">What its envelope says of it, by the names of CloudEvents; none: it cannot be read.</param>
/// <param name="Text">All of it, indented where it is JSON.</param>
public sealed record EventText(IReadOnlyList<(string Name, string Value)> Facts, string Text)
{
    private static readonly string[] Names = ["subject", "source", "id", "time", "samversion"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static EventText Of(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var facts = json.RootElement.ValueKind != JsonValueKind.Object ? [] : Names
                .Select(name => (Name: name, Value: json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : ""))
                .Where(fact => fact.Value.Length > 0).ToList();
            return new(facts, JsonSerializer.Serialize(json.RootElement, Indented));
        }
        catch (JsonException)
        {
            return new([], body);
        }
    }
}
