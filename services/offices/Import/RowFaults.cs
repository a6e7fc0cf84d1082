using System.Globalization;
using System.Text.RegularExpressions;
using Samstyring.Common;
using Samstyring.Types.V1;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Import;

/// <summary>Faults of a file by its rows, as responses carry them.</summary>
internal static partial class RowFaults
{
    /// <summary>Faults whose field begins with <c>rows[n]</c>, in the order of the rows.</summary>
    public static IEnumerable<Pb.RowFault> Of(IEnumerable<FieldFault> faults) => faults.Select(Of).OrderBy(fault => fault.Row);

    // rows[17].valid.from is column valid_from of line 17.
    private static Pb.RowFault Of(FieldFault fault)
    {
        var place = Place().Match(fault.Field);
        var field = place.Groups["field"].Value;
        return new Pb.RowFault
        {
            Row = long.Parse(place.Groups["row"].Value, CultureInfo.InvariantCulture),
            Field = field is "valid" or "valid.from" ? "valid_from" : field == "valid.to" ? "valid_to" : field,
            Value = fault.Value,
            Reason = ReasonTexts.Name(fault.Reason),
            Text = new LocalizedText { Nb = ReasonTexts.Nb(fault), Nn = ReasonTexts.Nn(fault) },
        };
    }

    [GeneratedRegex(@"^rows\[(?<row>[0-9]+)\]\.?(?<field>.*)$")]
    private static partial Regex Place();
}
