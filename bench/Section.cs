using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Samstyring.Bench;

/// <summary>What a part of the bench has measured: its figures as data, and the same to read.</summary>
/// <param name="Figures">Written as JSON.</param>
/// <param name="Text">Markdown without a heading.</param>
internal sealed record Section(object Figures, string Text)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>
    /// Puts the section into <c>latest.md</c> and <c>latest.json</c> in place of the part's earlier one. What other parts have measured stays, each with the
    /// day and the machine it was measured on.
    /// </summary>
    /// <param name="folder">Where the results are.</param>
    /// <param name="name">The part.</param>
    /// <param name="order">All parts, in the order in which they are read.</param>
    public async Task Write(string folder, string name, IReadOnlyList<string> order)
    {
        var (markdown, json) = (Path.Combine(folder, "latest.md"), Path.Combine(folder, "latest.json"));
        var texts = File.Exists(markdown) ? Texts(await File.ReadAllTextAsync(markdown)) : [];
        var figures = File.Exists(json) ? JsonNode.Parse(await File.ReadAllTextAsync(json))!.AsObject() : [];
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var machine = $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        texts[name] = $"Measured {date} on {machine}.\n\n{Text.Trim()}\n";
        figures[name] = new JsonObject { ["date"] = date, ["machine"] = machine, ["figures"] = JsonSerializer.SerializeToNode(Figures) };
        var page = new StringBuilder("# Measured\n");
        var data = new JsonObject();
        foreach (var part in order)
        {
            if (texts.TryGetValue(part, out var text))
            {
                page.Append(CultureInfo.InvariantCulture, $"\n## {part}\n\n{text}");
            }

            if (figures[part] is { } known)
            {
                data[part] = known.DeepClone();
            }
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(markdown, page.ToString());
        await File.WriteAllTextAsync(json, data.ToJsonString(Indented) + "\n");
    }

    private static Dictionary<string, string> Texts(string page) => page
        .Split("\n## ")
        .Skip(1)
        .Select(part => part.Split("\n\n", 2))
        .ToDictionary(part => part[0], part => part[1].Trim() + "\n");
}
