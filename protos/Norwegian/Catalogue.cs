using System.Collections.Frozen;
using System.Text.Json;

namespace Samstyring.Norwegian;

/// <summary>What the codes of the catalogue are called: themes, actions, target groups, indicators, units, services and sources. An unknown code stays as it is.</summary>
public static class Catalogue
{
    private static readonly FrozenDictionary<string, (string Nb, string Nn)> Names = Read();
    private static readonly FrozenDictionary<string, string> Units = ReadUnits();
    private static readonly FrozenDictionary<string, IReadOnlyList<(string Code, string Nb, string Nn)>> Lists = ReadLists();

    /// <summary>A theme by its path, <c>FOLLOW_UP.YOUTH</c>: the name of its last part.</summary>
    public static string Theme(string path, bool nynorsk) => Name("themes", path, path[(path.LastIndexOf('.') + 1)..], nynorsk);

    public static string Action(string code, bool nynorsk) => Name("actions", code, code, nynorsk);

    public static string TargetGroup(string code, bool nynorsk) => Name("target_groups", code, code, nynorsk);

    public static string Indicator(string id, bool nynorsk) => Name("indicators", id, id, nynorsk);

    public static string Unit(string code, bool nynorsk) => Name("units", code, code, nynorsk);

    public static string Service(string code, bool nynorsk) => Name("services", code, code, nynorsk);

    public static string Source(string id, bool nynorsk) => Name("sources", id, id, nynorsk);

    /// <summary>The themes by their paths, in the order of the catalogue: a theme stands after the one it belongs to.</summary>
    public static IReadOnlyList<(string Code, string Name)> Themes(bool nynorsk) => All("themes", nynorsk);

    public static IReadOnlyList<(string Code, string Name)> Actions(bool nynorsk) => All("actions", nynorsk);

    public static IReadOnlyList<(string Code, string Name)> TargetGroups(bool nynorsk) => All("target_groups", nynorsk);

    public static IReadOnlyList<(string Code, string Name)> Indicators(bool nynorsk) => All("indicators", nynorsk);

    public static IReadOnlyList<(string Code, string Name)> Sources(bool nynorsk) => All("sources", nynorsk);

    /// <summary>The unit that an indicator is counted in; empty for an unknown one.</summary>
    public static string UnitOf(string indicator) => Units.GetValueOrDefault(indicator, "");

    private static List<(string Code, string Name)> All(string part, bool nynorsk) => [.. Lists[part].Select(e => (e.Code, nynorsk ? e.Nn : e.Nb))];

    private static FrozenDictionary<string, string> ReadUnits()
    {
        using var catalogues = Open();
        return catalogues.RootElement.GetProperty("indicators").EnumerateObject().ToFrozenDictionary(e => e.Name, e => e.Value.GetProperty("unit").GetString()!);
    }

    private static FrozenDictionary<string, IReadOnlyList<(string, string, string)>> ReadLists()
    {
        using var catalogues = Open();
        return ((string[])["themes", "actions", "target_groups", "indicators", "sources"]).ToFrozenDictionary(
            part => part,
            part => (IReadOnlyList<(string, string, string)>)catalogues.RootElement.GetProperty(part).EnumerateObject()
                .Select(e => (part == "themes" ? Path(catalogues.RootElement.GetProperty(part), e.Name) : e.Name, Words(e.Value)!.Value.Nb, Words(e.Value)!.Value.Nn)).ToList());
    }

    private static string Path(JsonElement themes, string code) =>
        themes.GetProperty(code).TryGetProperty("parent", out var parent) ? $"{Path(themes, parent.GetString()!)}.{code}" : code;

    private static JsonDocument Open()
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream("catalogues.json")!;
        return JsonDocument.Parse(stream);
    }

    private static string Name(string part, string whole, string code, bool nynorsk) =>
        Names.TryGetValue($"{part}/{whole}", out var name) || Names.TryGetValue($"{part}/{code}", out name) ? nynorsk ? name.Nn : name.Nb : whole;

    private static FrozenDictionary<string, (string Nb, string Nn)> Read()
    {
        using var catalogues = Open();
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
