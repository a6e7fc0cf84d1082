using System.Collections;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Samstyring.Common;
using Samstyring.Errors.V1;

namespace Samstyring.Offices.Import;

/// <summary>A field of a row as the text of a cell, and back.</summary>
internal static class ProfileCell
{
    // Between the entries of a list, the fields of an entry, and the entries of a list within one.
    private const string Separators = ";: ";

    /// <summary>The text; empty for what is absent.</summary>
    public static string Write(FieldDescriptor field, IMessage row)
    {
        var value = field.Accessor.GetValue(row);
        return value is IList list ? string.Join(';', list.Cast<object>().Select(entry => Entry(field, entry))) : value is null ? "" : Entry(field, value);
    }

    /// <summary>Sets the field, and adds a fault for a text that is none of its values.</summary>
    public static void Read(Fields fields, string at, FieldDescriptor field, IMessage row, string text)
    {
        if (field.IsRepeated)
        {
            var list = (IList)field.Accessor.GetValue(row);
            foreach (var entry in Split(text, ';'))
            {
                list.Add(Parse(fields, at, field, entry));
            }
        }
        else
        {
            field.Accessor.SetValue(row, Parse(fields, at, field, text));
        }
    }

    // The fields of a message stand in the order of their numbers.
    private static string Entry(FieldDescriptor field, object value) => value is IMessage message
        ? string.Join(':', field.MessageType.Fields.InFieldNumberOrder().Select(inner => inner.Accessor.GetValue(message) is IList list
            ? string.Join(' ', list.Cast<object>().Select(entry => Escape(Scalar(inner, entry))))
            : Escape(Scalar(inner, inner.Accessor.GetValue(message)))))
        : field.IsRepeated ? Escape(Scalar(field, value)) : Scalar(field, value);

    private static object Parse(Fields fields, string at, FieldDescriptor field, string text)
    {
        if (field.FieldType != FieldType.Message)
        {
            return Value(fields, at, field, field.IsRepeated ? Unescape(text) : text);
        }

        var message = field.MessageType.Parser.ParseFrom([]);
        var (inner, parts) = (field.MessageType.Fields.InFieldNumberOrder(), Split(text, ':').ToList());
        if (parts.Count > inner.Count)
        {
            fields.Add(at, ErrorReason.FieldMalformed, text);
            return message;
        }

        for (var i = 0; i < parts.Count; i++)
        {
            if (inner[i].Accessor.GetValue(message) is IList list)
            {
                foreach (var entry in Split(parts[i], ' '))
                {
                    list.Add(Value(fields, at, inner[i], Unescape(entry)));
                }
            }
            else
            {
                inner[i].Accessor.SetValue(message, Value(fields, at, inner[i], Unescape(parts[i])));
            }
        }

        return message;
    }

    private static string Scalar(FieldDescriptor field, object value) => field.FieldType switch
    {
        FieldType.Enum => EnumName(field, Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        FieldType.Bool => (bool)value ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static object Value(Fields fields, string at, FieldDescriptor field, string text)
    {
        switch (field.FieldType)
        {
            case FieldType.Enum:
                var value = field.EnumType.Values.FirstOrDefault(value => EnumName(field, value.Number) == text);
                if (value is null)
                {
                    fields.Add(at, ErrorReason.EnumUnknown, text);
                }

                return Enum.ToObject(field.EnumType.ClrType, value?.Number ?? 0);
            case FieldType.Bool when text is "true" or "false":
                return text == "true";
            case FieldType.Int32 when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                return number;
            case FieldType.Bool or FieldType.Int32:
                fields.Add(at, ErrorReason.FieldMalformed, text);
                return field.FieldType == FieldType.Bool ? false : 0;
            default:
                return text;
        }
    }

    // "SINGLE": the name without what all values of the enum begin with; the unspecified value is empty.
    private static string EnumName(FieldDescriptor field, int number)
    {
        const string Unspecified = "UNSPECIFIED";
        var prefix = field.EnumType.FindValueByNumber(0).Name[..^Unspecified.Length];
        return number == 0 ? "" : field.EnumType.FindValueByNumber(number)?.Name[prefix.Length..] ?? $"{number}";
    }

    private static string Escape(string text) =>
        string.Concat(text.Select(c => c == '\\' || Separators.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));

    private static string Unescape(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            plain.Append(text[i] == '\\' && i + 1 < text.Length ? text[++i] : text[i]);
        }

        return plain.ToString();
    }

    // Splits where the separator stands without a backslash before it; what is within stays as written. An empty text has no entries.
    private static IEnumerable<string> Split(string text, char separator)
    {
        var start = 0;
        for (var i = 0; i <= text.Length && text.Length > 0; i++)
        {
            if (i < text.Length && text[i] == '\\')
            {
                i++;
            }
            else if (i == text.Length || text[i] == separator)
            {
                yield return text[start..Math.Min(i, text.Length)].Trim();
                start = i + 1;
            }
        }
    }
}
