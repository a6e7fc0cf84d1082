using CsvHelper;
using Samstyring.Errors.V1;

namespace Samstyring.Common.Csv;

/// <summary>
/// Rows under a header, as a spreadsheet writes them (RFC 4180): read with a comma or, when the header line has one, a semicolon between the cells, written with
/// a comma. A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and read without.
/// </summary>
public static class CsvRows
{
    /// <summary>After as many faults reading ends: nobody mends more at a time.</summary>
    public const int MaxFaults = 1_000;

    private const string Formula = "=+-@\t\r";
    private const int MaxColumnName = 100;

    /// <summary>Calls <paramref name="row"/> for every row, to the end of the file or <see cref="MaxFaults"/>.</summary>
    /// <param name="fields">Takes the faults, none so far; their paths begin with <c>rows[line]</c>, the header is line 1.</param>
    /// <param name="text">The file.</param>
    /// <param name="columns">Columns a file may have, in any order; another one is a fault of the header, and then no row is read.</param>
    /// <param name="needed">Those it must have.</param>
    /// <param name="row">Gets the line a row begins at, and its cells by column, null for a column that the file does not have; false ends the reading.</param>
    /// <returns>The columns the file has.</returns>
    public static IReadOnlyList<string> Read(
        Fields fields, string text, IReadOnlyCollection<string> columns, IEnumerable<string> needed, Func<long, Func<string, string?>, bool> row)
    {
        var file = text.TrimStart('\uFEFF');
        var header = file.AsSpan(0, file.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : file.Length);
        var options = new CsvReaderOptions
        {
            Separator = header.Contains(';') ? ';' : ',',
            TrackLineNumbers = true,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        };
        using var reader = CsvReader.FromText(file, options);
        List<string> headers = [];
        try
        {
            reader.ReadHeader();
            headers = [.. reader.Headers.Select(name => name.Trim())];
            foreach (var column in needed.Except(headers))
            {
                fields.Add($"rows[1].{column}", ErrorReason.FieldRequired);
            }

            foreach (var column in headers.Except(columns).Take(MaxFaults))
            {
                fields.Add($"rows[1].{(column.Length <= MaxColumnName ? column : column[..MaxColumnName])}", ErrorReason.FieldNotAllowed, column);
            }

            foreach (var column in columns.Where(known => headers.Count(known.Equals) > 1))
            {
                fields.Add($"rows[1].{column}", ErrorReason.EntryRepeated, column);
            }

            if (fields.Any)
            {
                return headers;
            }

            var places = headers.Index().ToDictionary(column => column.Item, column => column.Index);
            string? At(string column) => places.TryGetValue(column, out var place) ? Plain(reader.GetString(place)) : null;
            while (fields.Faults.Count < MaxFaults && reader.Read() && row(reader.LineNumber, At))
            {
            }
        }
        catch (CsvFormatException broken)
        {
            fields.Add($"rows[{broken.LineNumber}]", ErrorReason.FieldMalformed, broken.Message);
        }

        return headers;
    }

    /// <summary>Cells as a line of a file.</summary>
    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(cell => Quote(IsFormula(cell) ? $"'{cell}" : cell))) + "\r\n";

    private static string Plain(string cell) => cell.StartsWith('\'') && IsFormula(cell) ? cell[1..] : cell;

    // However many apostrophes stand before it, so that what is written is read as it was.
    private static bool IsFormula(string cell) => cell.AsSpan().TrimStart('\'') is [var first, ..] && Formula.Contains(first, StringComparison.Ordinal);

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
