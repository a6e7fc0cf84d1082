using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Common;
using Samstyring.Common.Csv;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Import;

/// <summary>A row of a file of directives.</summary>
/// <param name="Line">The line of the file it begins at; the header is 1.</param>
/// <param name="Key">The issuer's own key of it, NFC.</param>
/// <param name="Content">What its cells say; null when some cell cannot be read.</param>
/// <param name="Change">What the change of a published directive is.</param>
public sealed record DirectiveRow(long Line, string Key, Pb.DirectiveContent? Content, Pb.ChangeClass Change);

/// <summary>A file of directives as read.</summary>
/// <param name="Rows">Its rows, in their order.</param>
/// <param name="Columns">Fields of the content that the file has columns for.</param>
/// <param name="Faults">Field paths begin with <c>rows[line]</c>.</param>
public sealed record DirectiveFile(IReadOnlyList<DirectiveRow> Rows, IReadOnlyList<ContentColumn> Columns, IReadOnlyList<FieldFault> Faults);

/// <summary>Directives as CSV: a line for each, a column for every field of the content, in cells as <see cref="Cell"/> writes them.</summary>
public static class DirectiveCsv
{
    /// <summary>Most rows of a file.</summary>
    public const int MaxRows = 10_000;

    private const string Key = "key";
    private const string ChangeClass = "change_class";

    // For people, who are told there what is wrong with a row: it is not read.
    private const string Comment = "comment";

    private static readonly FieldDescriptor Change = Pb.Directive.Descriptor.FindFieldByName(ChangeClass);

    private static readonly string[] Columns = [Key, ChangeClass, .. ContentColumn.All.Select(column => column.Name)];

    /// <summary>The first line of a file.</summary>
    public static string Header { get; } = CsvRows.Line(Columns);

    /// <summary>A directive as a line.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="shown">Its newest revision. Of a published one the class says what the change was, and not what the next will be: it is left out.</param>
    public static string Line(string key, Shown shown)
    {
        var change = new Pb.Directive { ChangeClass = shown.State == Pb.DirectiveState.Draft ? shown.ChangeClass : Pb.ChangeClass.Unspecified };
        return CsvRows.Line([key, Cell.Write(Change, change), .. ContentColumn.All.Select(column => column.Write(shown.Content))]);
    }

    /// <summary>Reads a file as far as <see cref="CsvRows.Read"/> does; a file with more than <see cref="MaxRows"/> rows has a fault of <c>csv</c>.</summary>
    public static DirectiveFile Read(string text)
    {
        var (rows, fields, count) = (new List<DirectiveRow>(), new Fields(), 0);
        var headers = CsvRows.Read(fields, text, [.. Columns, Comment], [Key], (line, cell) =>
        {
            count++;
            if (count <= MaxRows)
            {
                rows.Add(ReadRow(fields, line, cell));
            }

            return count <= MaxRows;
        });
        if (count > MaxRows)
        {
            fields.Add("csv", ErrorReason.FieldTooLong, $"{count}", ("limit", $"{MaxRows}"));
        }

        return new DirectiveFile(rows, [.. ContentColumn.All.Where(column => headers.Contains(column.Name))], fields.Faults);
    }

    private static DirectiveRow ReadRow(Fields fields, long line, Func<string, string?> cell)
    {
        var (at, before) = ($"rows[{line}]", fields.Faults.Count);
        var key = ContentShape.Nfc(fields.Required($"{at}.{Key}", cell(Key)).Trim());
        ContentShape.CheckText(fields, $"{at}.{Key}", key, running: false);
        var change = new Pb.Directive();
        if (cell(ChangeClass)?.Trim() is { Length: > 0 } given)
        {
            Cell.Read(fields, $"{at}.{ChangeClass}", Change, change, given);
        }

        var content = new Pb.DirectiveContent();
        foreach (var column in ContentColumn.All)
        {
            if (cell(column.Name) is { Length: > 0 } text)
            {
                column.Read(fields, $"{at}.{column.Name}", content, text);
            }
        }

        return new DirectiveRow(line, key, fields.Faults.Count == before ? content : null, change.ChangeClass);
    }
}

/// <summary>A field of the content that is no message, by its path.</summary>
/// <param name="Name">The path as faults name it: <c>target.lo</c>.</param>
/// <param name="Path">The messages it lies in.</param>
/// <param name="Field">The field.</param>
/// <param name="List">
/// Where the field is a message that only holds a list, this list: being there and empty says something else than not being there, and is written as NONE.
/// </param>
public sealed record ContentColumn(string Name, IReadOnlyList<FieldDescriptor> Path, FieldDescriptor Field, FieldDescriptor? List)
{
    private const string EmptyList = "NONE";

    /// <summary>All of them, in the order of the contract. What only the platform sets has none.</summary>
    public static IReadOnlyList<ContentColumn> All { get; } = [.. Of(Pb.DirectiveContent.Descriptor, [])];

    /// <summary>
    /// The content without what says nothing: messages in which nothing is set, and texts that are given and empty. A file cannot tell those from what is not there.
    /// </summary>
    public static Pb.DirectiveContent Prune(Pb.DirectiveContent content)
    {
        var pruned = content.Clone();
        PruneFields(pruned);
        return pruned;
    }

    /// <summary>The text of the field; empty for what is absent.</summary>
    public string Write(Pb.DirectiveContent content)
    {
        if (Container(content) is not { } container)
        {
            return "";
        }

        if (List is null)
        {
            return Cell.Write(Field, container);
        }

        return Field.Accessor.GetValue(container) is not IMessage wrapper ? "" : Cell.Write(List, wrapper) is { Length: > 0 } text ? text : EmptyList;
    }

    /// <summary>Sets the field from a text that is not empty.</summary>
    public void Read(Fields fields, string at, Pb.DirectiveContent content, string text)
    {
        if ((Field.IsRepeated || List is not null) && text.Count(';') is >= ContentShape.MaxList and var entries)
        {
            fields.Add(at, ErrorReason.FieldTooLong, (entries + 1).ToString(CultureInfo.InvariantCulture), ("limit", $"{ContentShape.MaxList}"));
            return;
        }

        // A text is taken as it stands, the spaces around anything else mean nothing.
        var isText = Field is { IsRepeated: false, FieldType: FieldType.String };
        if (!isText && string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        var container = MakeContainer(content);
        if (List is null)
        {
            Cell.Read(fields, at, Field, container, isText || Field.IsRepeated ? text : text.Trim());
            return;
        }

        var wrapper = Field.MessageType.Parser.ParseFrom([]);
        Field.Accessor.SetValue(container, wrapper);
        if (text.Trim() != EmptyList)
        {
            Cell.Read(fields, at, List, wrapper, text);
        }
    }

    /// <summary>Makes the field in one content what it is in another.</summary>
    public void Copy(Pb.DirectiveContent from, Pb.DirectiveContent to)
    {
        if (Container(from) is { } given && (!Field.HasPresence || Field.Accessor.HasValue(given)))
        {
            var taken = MakeContainer(to);
            if (Field.Accessor.GetValue(taken) is System.Collections.IList list)
            {
                list.Clear();
                foreach (var entry in (System.Collections.IList)Field.Accessor.GetValue(given))
                {
                    list.Add(entry);
                }
            }
            else
            {
                Field.Accessor.SetValue(taken, Field.Accessor.GetValue(given));
            }
        }
        else if (Container(to) is { } had)
        {
            Field.Accessor.Clear(had);
        }
    }

    private static IEnumerable<ContentColumn> Of(MessageDescriptor type, IReadOnlyList<FieldDescriptor> path)
    {
        foreach (var field in type.Fields.InFieldNumberOrder().Where(field => field.Name != "indicator_definition_hash"))
        {
            var name = string.Join('.', path.Append(field).Select(step => step.Name));
            if (field.IsRepeated || field.FieldType != FieldType.Message || field.MessageType == Timestamp.Descriptor)
            {
                yield return new ContentColumn(name, path, field, null);
            }
            else if (ListIn(field) is { } list)
            {
                yield return new ContentColumn($"{name}.{list.Name}", path, field, list);
            }
            else
            {
                foreach (var inner in Of(field.MessageType, [.. path, field]))
                {
                    yield return inner;
                }
            }
        }
    }

    private static FieldDescriptor? ListIn(FieldDescriptor field) =>
        field.MessageType.Fields.InFieldNumberOrder() is [{ IsRepeated: true } only] ? only : null;

    private static void PruneFields(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            switch (field.Accessor.GetValue(message))
            {
                case string { Length: 0 } when field.HasPresence:
                    field.Accessor.Clear(message);
                    break;
                case IMessage inner and not Timestamp:
                    PruneFields(inner);
                    if (inner.CalculateSize() == 0 && ListIn(field) is null)
                    {
                        field.Accessor.Clear(message);
                    }

                    break;
                case System.Collections.IList list when field.FieldType == FieldType.Message:
                    foreach (IMessage entry in list)
                    {
                        PruneFields(entry);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private IMessage? Container(IMessage content)
    {
        IMessage? at = content;
        foreach (var step in Path)
        {
            at = at is null ? null : (IMessage?)step.Accessor.GetValue(at);
        }

        return at;
    }

    private IMessage MakeContainer(IMessage content)
    {
        var at = content;
        foreach (var step in Path)
        {
            if (step.Accessor.GetValue(at) is not IMessage inner)
            {
                inner = step.MessageType.Parser.ParseFrom([]);
                step.Accessor.SetValue(at, inner);
            }

            at = inner;
        }

        return at;
    }
}
