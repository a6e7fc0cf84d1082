using System.Collections.Frozen;
using System.Text.Json;

namespace Samstyring.Norwegian;

/// <summary>What the codes of the catalogue are called: themes, actions, target groups, indicators, units, services and sources. An unknown code stays as it is.</summary>
public static class Catalogue
{
    private static readonly FrozenDictionary<string, (string Nb, string Nn)> Names = Read();

    /// <summary>A theme by its path, <c>FOLLOW_UP.YOUTH</c>: the name of its last part.</summary>
    public static string Theme(string path, bool nynorsk) => Name("themes", path, path[(path.LastIndexOf('.') + 1)..], nynorsk);

    public static string Action(string code, bool nynorsk) => Name("actions", code, code, nynorsk);

    public static string TargetGroup(string code, bool nynorsk) => Name("target_groups", code, code, nynorsk);

    public static string Indicator(string id, bool nynorsk) => Name("indicators", id, id, nynorsk);

    public static string Unit(string code, bool nynorsk) => Name("units", code, code, nynorsk);

    public static string Service(string code, bool nynorsk) => Name("services", code, code, nynorsk);

    public static string Source(string id, bool nynorsk) => Name("sources", id, id, nynorsk);

    private static string Name(string part, string whole, string code, bool nynorsk) =>
        Names.TryGetValue($"{part}/{whole}", out var name) || Names.TryGetValue($"{part}/{code}", out name) ? nynorsk ? name.Nn : name.Nb : whole;

    private static FrozenDictionary<string, (string Nb, string Nn)> Read()
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream("catalogues.json")!;
        using var catalogues = JsonDocument.Parse(stream);
        return (from part in (string[])["themes", "actions", "target_groups", "indicators", "units", "services", "sources"]
                from entry in catalogues.RootElement.GetProperty(part).EnumerateObject()
                let name = Words(entry.Value)
                where name is not null
                select KeyValuePair.Create($"{part}/{entry.Name}", name.Value)).ToFrozenDictionary();
    }

    // Units are words themselves; a source has a title, the others a name.
    private static (string Nb, string Nn)? Words(JsonElement entry)
    {
        var words = entry.TryGetProperty("name", out var name) ? name : entry.TryGetProperty("title", out var title) ? title : entry;
        return words.TryGetProperty("nb", out var nb) ? (nb.GetString()!, words.GetProperty("nn").GetString()!) : null;
    }
}
