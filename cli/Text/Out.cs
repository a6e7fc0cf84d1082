using Samstyring.Norwegian;

namespace Samstyring.Cli.Text;

/// <summary>Readable output in one of the two forms of Norwegian.</summary>
internal sealed class Out(TextWriter writer, bool nynorsk)
{
    public bool Nynorsk => nynorsk;

    public string Of(Enum value) => Words.Of(value, nynorsk);

    public string Of(Samstyring.Types.V1.OrgRef? org) => Words.Of(org, nynorsk);

    public string Say(string nb, string nn) => nynorsk ? nn : nb;

    /// <summary>The text in the wanted form, or in the one there is.</summary>
    public string Of(Samstyring.Types.V1.LocalizedText? text) => Words.Of(text, nynorsk);

    public void Line(string text = "") => writer.WriteLine(text);

    /// <summary>A labelled line; nothing when there is no value.</summary>
    public void Field(string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            writer.WriteLine($"  {label + ":",-18} {value}");
    }

    /// <summary>Running text, broken at words and indented.</summary>
    public void Paragraph(string text, string indent = "  ")
    {
        const int width = 110;
        foreach (var paragraph in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = indent;
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > indent.Length && line.Length + word.Length > width)
                {
                    writer.WriteLine(line.TrimEnd());
                    line = indent;
                }
                line += word + " ";
            }
            writer.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>What is wrong with a file, row by row.</summary>
    public void Faults(string row, IEnumerable<Samstyring.Types.V1.RowFault> faults) =>
        Table([row, "Felt", "Verdi", "Feil"], faults.Select(fault => (string[])[$"{fault.Row}", fault.Field, fault.Value, $"{Of(fault.Text)} ({fault.Reason})"]));

    /// <summary>Columns as wide as their content, the last one open.</summary>
    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(head).ToList();
        var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
            writer.WriteLine(string.Join("  ", row.Select((cell, column) => column == head.Count - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd());
    }
}
