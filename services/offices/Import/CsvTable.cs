using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;

namespace Samstyring.Offices.Import;

/// <summary>Reads one file row by row and notes every value that cannot be used, with its place; reading goes on after a fault.</summary>
public sealed partial class CsvTable(string folder, string file, List<RowFault> faults)
{
    private CsvReader? reader;

    /// <summary>The columns of the header, in their order.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>The line of the row at hand.</summary>
    public long Line => reader!.LineNumber;

    /// <summary>Calls <paramref name="row"/> for every row; not at all when the file or one of the <paramref name="columns"/> is missing.</summary>
    public void ForEach(IReadOnlyList<string> columns, Action<CsvTable> row)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            faults.Add(new RowFault(file, 0, "", path, "the file is missing"));
            return;
        }

        var options = new CsvReaderOptions { Separator = ',', TrackLineNumbers = true, FieldCountMismatch = CsvFieldCountHandling.Throw };
        using var opened = CsvReader.FromFile(path, options);
        reader = opened;
        try
        {
            opened.ReadHeader();
            Columns = [.. opened.Headers];
            var missing = columns.Except(Columns).ToList();
            missing.ForEach(column => faults.Add(new RowFault(file, 1, column, "", "the column is missing")));
            while (missing.Count == 0 && opened.Read())
            {
                row(this);
            }
        }
        catch (CsvFormatException broken)
        {
            faults.Add(new RowFault(file, broken.LineNumber, "", "", broken.Message));
        }
    }

    /// <summary>The text of a column; may be empty.</summary>
    public string Text(string column) => reader!.GetString(column).Trim();

    /// <summary>The text of a column that may not be empty.</summary>
    public string Required(string column) => Text(column) is { Length: > 0 } text ? text : Fault(column, "", "a value is required");

    /// <summary>A number of exactly <paramref name="digits"/> digits, kept as text for its leading zeros.</summary>
    public string Digits(string column, int digits) =>
        Text(column) is var text && text.Length == digits && AllDigits().IsMatch(text) ? text : Fault(column, text, $"a number of {digits} digits is required");

    /// <summary>A municipality number of four digits, with a letter after it where the source tells an earlier use of the number apart.</summary>
    public string NumberKey(string column) =>
        Text(column) is var text && NumberWithUse().IsMatch(text) ? text : Fault(column, text, "a number of 4 digits is required, with a letter for an earlier use");

    /// <summary>As <see cref="Digits"/>, or empty.</summary>
    public string OptionalDigits(string column, int digits) => Text(column).Length == 0 ? "" : Digits(column, digits);

    /// <summary>A whole number that is not negative; null, noted as a fault, when it is not one.</summary>
    public int? Whole(string column)
    {
        if (int.TryParse(Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Fault(column, Text(column), "a whole number is required");
        return null;
    }

    /// <summary>As <see cref="Whole"/>; null without a fault when the column is empty.</summary>
    public int? OptionalWhole(string column) => Text(column).Length == 0 ? null : Whole(column);

    /// <summary>An ISO date; null when the column is empty.</summary>
    public DateOnly? OptionalDate(string column)
    {
        var text = Text(column);
        if (text.Length > 0 && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Fault(column, text, "a date such as 2016-01-01 is required");
            return null;
        }

        return text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>One of the words that stand for a value; default, noted as a fault, when it is another.</summary>
    public T? Word<T>(string column, IReadOnlyDictionary<string, T> words)
    {
        if (words.TryGetValue(Text(column), out var value))
        {
            return value;
        }

        Fault(column, Text(column), $"one of {string.Join(", ", words.Keys)} is required");
        return default;
    }

    /// <summary>Notes a fault of the row's column and answers an empty text.</summary>
    public string Fault(string column, string value, string reason)
    {
        faults.Add(new RowFault(file, reader!.LineNumber, column, value, reason));
        return "";
    }

    [GeneratedRegex("^[0-9]{4}[a-z]?$")]
    private static partial Regex NumberWithUse();

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex AllDigits();
}
