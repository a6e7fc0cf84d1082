using System.Text;

namespace Samstyring.Web.Pages.Directives;

/// <summary>
/// A file as it was handed in, with what is wrong with each row in a column at its end. The cells stay as they were written; the column is not read when the file
/// is handed in again.
/// </summary>
internal static class CommentedFile
{
    /// <summary>The column. One that the file has from the time before gives way to the new one.</summary>
    public const string Column = "comment";

    private const string Formula = "=+-@\t\r";

    /// <summary>The file with the comments.</summary>
    /// <param name="csv">The file.</param>
    /// <param name="comments">What is said of the row that stands at a line; the header is line 1.</param>
    public static string Of(string csv, ILookup<long, string> comments)
    {
        var header = csv[..(csv.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : csv.Length)];
        var separator = header.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        var file = new StringBuilder();
        var (earlier, columns, ofHeader) = (-1, 0, new List<string>());
        foreach (var (line, lines, cells) in Rows(csv, separator))
        {
            if (line == 1)
                earlier = cells.FindIndex(cell => cell.Trim().Trim('"').Trim() == Column);
            if (earlier >= 0 && earlier < cells.Count)
                cells.RemoveAt(earlier);
            // An empty line is no row.
            if (cells is [""])
            {
                Write(cells);
                continue;
            }
            var said = Enumerable.Range(line, lines).SelectMany(at => comments[at]).ToList();
            // The column would have another name if it said what is wrong with the header: the row below does.
            if (line == 1)
                (columns, ofHeader, said) = (cells.Count, said, [Column]);
            else
                (said, ofHeader) = ([.. ofHeader, .. said], []);
            Write([.. cells, Cell(string.Join(' ', said))]);
        }
        if (ofHeader.Count > 0)
            Write([.. Enumerable.Repeat("", columns), Cell(string.Join(' ', ofHeader))]);
        return file.ToString();

        void Write(IReadOnlyList<string> cells) => file.AppendJoin(separator, cells).Append("\r\n");
    }

    // What a spreadsheet would take for a formula has an apostrophe before it.
    private static string Cell(string text) =>
        text.Length == 0 ? "" : $"\"{(Formula.Contains(text[0], StringComparison.Ordinal) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // The line each row begins at, how many it has, and its cells with their quotation marks.
    private static IEnumerable<(int Line, int Lines, List<string> Cells)> Rows(string csv, char separator)
    {
        var (line, begins, start, quoted) = (1, 1, 0, false);
        var cells = new List<string>();
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            // A quotation mark within a quoted cell stands twice; one that does not begin a cell quotes nothing.
            if (c == '"' && quoted && i + 1 < csv.Length && csv[i + 1] == '"')
                i++;
            else if (c == '"')
                quoted = !quoted && i == start;
            var ends = c == '\n' || (c == '\r' && !(i + 1 < csv.Length && csv[i + 1] == '\n'));
            if (ends)
                line++;
            if (quoted || (c != separator && !ends))
                continue;
            cells.Add(csv[start..i].TrimEnd('\r'));
            start = i + 1;
            if (ends)
            {
                yield return (begins, line - begins, cells);
                (begins, cells) = (line, []);
            }
        }

        if (start < csv.Length || cells.Count > 0)
        {
            cells.Add(csv[start..]);
            yield return (begins, line - begins + 1, cells);
        }
    }
}
