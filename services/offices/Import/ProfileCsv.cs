using Google.Protobuf;
using Google.Protobuf.Reflection;
using Samstyring.Common;
using Samstyring.Common.Csv;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Import;

/// <summary>A row of a file of profiles.</summary>
/// <param name="Line">Line in the file; the header is 1.</param>
public sealed record ProfileLine(long Line, string OfficeNumber, ProfilePart Part, IMessage Row, string Source);

/// <summary>A file of profiles as read.</summary>
/// <param name="Faults">Field paths begin with <c>rows[line]</c>.</param>
public sealed record ProfileFile(IReadOnlyList<ProfileLine> Rows, IReadOnlyList<FieldFault> Faults);

/// <summary>
/// Profiles as CSV: one line per row of a part, a column for every field that some part has, in cells as <see cref="Cell"/> writes them.
/// </summary>
public static class ProfileCsv
{
    private const int MaxSource = 200;

    private static readonly string[] Needed = ["office_number", "part"];

    private static readonly string[] Columns =
        ["office_number", "part", "valid_from", "valid_to", .. ProfilePart.All.SelectMany(FieldsOf).Select(field => field.Name).Distinct(), "source"];

    /// <summary>The first line of a file.</summary>
    public static string Header { get; } = CsvRows.Line(Columns);

    /// <summary>A row as a line.</summary>
    public static string Line(string officeNumber, ProfilePart part, IMessage row, string source)
    {
        var valid = row as Types.V1.Period ?? row.Descriptor.FindFieldByName("valid")?.Accessor.GetValue(row) as Types.V1.Period;
        var cells = FieldsOf(part).ToDictionary(field => field.Name, field => Cell.Write(field, row));
        return CsvRows.Line(Columns.Select(column => column switch
        {
            "office_number" => officeNumber,
            "part" => part.Name,
            "valid_from" => valid?.From ?? "",
            "valid_to" => valid?.To ?? "",
            "source" => source,
            _ => cells.GetValueOrDefault(column, ""),
        }));
    }

    /// <summary>Reads a file to its end, whatever is wrong on the way.</summary>
    public static ProfileFile Read(string text)
    {
        var (rows, fields) = (new List<ProfileLine>(), new Fields());
        CsvRows.Read(fields, text, Columns, Needed, (line, cell) =>
        {
            if (ReadLine(fields, line, column => cell(column)?.Trim() ?? "") is { } row)
            {
                rows.Add(row);
            }

            return true;
        });
        return new ProfileFile(rows, fields.Faults);
    }

    /// <summary>The column of a field that a rule names: days have columns of their own.</summary>
    public static string ColumnOf(string field) => field switch
    {
        "valid" or "valid.from" => "valid_from",
        "valid.to" => "valid_to",
        _ => field,
    };

    private static ProfileLine? ReadLine(Fields fields, long line, Func<string, string> cell)
    {
        var (at, before) = ($"rows[{line}]", fields.Faults.Count);
        var number = fields.Required($"{at}.office_number", cell("office_number"));
        var name = fields.Required($"{at}.part", cell("part"));
        if (ProfilePart.Named(name) is not { } part)
        {
            fields.Add($"{at}.part", ErrorReason.EnumUnknown, name);
            return null;
        }

        var row = part.Row.Parser.ParseFrom([]);
        var own = FieldsOf(part).ToDictionary(field => field.Name);
        foreach (var column in Columns.Where(column => cell(column).Length > 0))
        {
            if (own.TryGetValue(column, out var field))
            {
                Cell.Read(fields, $"{at}.{column}", field, row, cell(column));
            }
            else if (column is not ("office_number" or "part" or "source") && !(part.IsDated && column is ("valid_from" or "valid_to")))
            {
                fields.Add($"{at}.{column}", ErrorReason.FieldNotAllowed, cell(column));
            }
        }

        if (part.IsDated)
        {
            var valid = row as Types.V1.Period ?? new Types.V1.Period();
            if (cell("valid_from") is { Length: > 0 } from)
            {
                valid.From = from;
            }

            if (cell("valid_to") is { Length: > 0 } to)
            {
                valid.To = to;
            }

            row.Descriptor.FindFieldByName("valid")?.Accessor.SetValue(row, valid);
        }

        Texts.Check(fields, $"{at}.source", cell("source"), MaxSource);
        return fields.Faults.Count == before ? new ProfileLine(line, number, part, row, cell("source").Normalize()) : null;
    }

    // Days have columns of their own; who has signed is not anybody's to write.
    private static IEnumerable<FieldDescriptor> FieldsOf(ProfilePart part) => part.Row == Types.V1.Period.Descriptor
        ? []
        : part.Row.Fields.InFieldNumberOrder().Where(field => field.Name is not ("valid" or "approved_by" or "signed_by"));
}
