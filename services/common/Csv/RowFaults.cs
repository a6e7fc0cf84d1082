using System.Globalization;
using System.Text.RegularExpressions;
using Samstyring.Types.V1;

namespace Samstyring.Common.Csv;

/// <summary>Faults of a file by its rows, as responses carry them.</summary>
public static partial class RowFaults
{
    private const int MaxValue = 200;

    /// <summary>Faults whose field begins with <c>rows[n]</c>, in the order of the rows.</summary>
    /// <param name="faults">The faults.</param>
    /// <param name="columnOf">The column that shows a field, where it has another name.</param>
    public static IEnumerable<RowFault> Of(IEnumerable<FieldFault> faults, Func<string, string>? columnOf = null) =>
        faults.Select(fault => Of(fault, columnOf)).OrderBy(fault => fault.Row);

    /// <summary>The line that a field of a fault names.</summary>
    public static long LineOf(string field) => long.Parse(Place().Match(field).Groups["row"].Value, CultureInfo.InvariantCulture);

    private static RowFault Of(FieldFault fault, Func<string, string>? columnOf)
    {
        var field = Place().Match(fault.Field).Groups["field"].Value;
        return new RowFault
        {
            Row = LineOf(fault.Field),
            Field = columnOf is null ? field : columnOf(field),
            Value = fault.Value.Length <= MaxValue ? fault.Value : $"{fault.Value.AsSpan(0, char.IsHighSurrogate(fault.Value[MaxValue - 1]) ? MaxValue - 1 : MaxValue)}…",
            Reason = ReasonTexts.Name(fault.Reason),
            Text = new LocalizedText { Nb = ReasonTexts.Nb(fault), Nn = ReasonTexts.Nn(fault) },
        };
    }

    [GeneratedRegex(@"^rows\[(?<row>[0-9]+)\]\.?(?<field>.*)$", RegexOptions.Singleline)]
    private static partial Regex Place();
}
