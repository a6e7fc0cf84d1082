using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Errors.V1;

namespace Samstyring.Common.Csv;

/// <summary>
/// A field of a message as the text of a cell, and back. Values of enums are written without their prefix. A list is separated by semicolons, the fields of an
/// entry by colons, a list within an entry by spaces; a backslash takes the meaning from what follows it.
/// </summary>
public static class Cell
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    // Between the entries of a list and the fields of an entry; the entries of a list within one stand between spaces.
    private const string Separators = ";:";

    /// <summary>The text; empty for what is absent.</summary>
    public static string Write(FieldDescriptor field, IMessage row) => field.Accessor.GetValue(row) is IList list
        ? string.Join(';', list.Cast<object>().Select(entry => Entry(field, entry)))
        : field.HasPresence && !field.Accessor.HasValue(row) ? "" : Entry(field, field.Accessor.GetValue(row));

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

    private static string Entry(FieldDescriptor field, object value) => IsComposed(field)
        ? string.Join(':', Parts((IMessage)value))
        : field.IsRepeated ? Escape(Scalar(field, value)) : Scalar(field, value);

    private static object Parse(Fields fields, string at, FieldDescriptor field, string text)
    {
        if (!IsComposed(field))
        {
            return Value(fields, at, field, field.IsRepeated ? Unescape(text) : text);
        }

        var message = field.MessageType.Parser.ParseFrom([]);
        var parts = Split(text, ':').ToList();
        if (parts.Count > Width(field.MessageType))
        {
            fields.Add(at, ErrorReason.FieldMalformed, text);
            return message;
        }

        Fill(fields, at, message, parts, 0);
        return message;
    }

    // The fields of an entry stand in the order of their numbers; those of a message within it stand in its place.
    private static IEnumerable<string> Parts(IMessage message) => message.Descriptor.Fields.InFieldNumberOrder().SelectMany(field => field switch
    {
        { IsRepeated: true } => [string.Join(' ', ((IList)field.Accessor.GetValue(message)).Cast<object>().Select(entry => Escape(Scalar(field, entry))))],
        _ when IsComposed(field) => Parts((IMessage?)field.Accessor.GetValue(message) ?? field.MessageType.Parser.ParseFrom([])),
        _ when field.HasPresence && !field.Accessor.HasValue(message) => [""],
        _ => (IEnumerable<string>)[Escape(Scalar(field, field.Accessor.GetValue(message)))],
    });

    private static int Width(MessageDescriptor type) =>
        type.Fields.InFieldNumberOrder().Sum(field => IsComposed(field) && !field.IsRepeated ? Width(field.MessageType) : 1);

    private static int Fill(Fields fields, string at, IMessage message, List<string> parts, int next)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (next >= parts.Count)
            {
                break;
            }

            if (IsComposed(field) && !field.IsRepeated)
            {
                var inner = field.MessageType.Parser.ParseFrom([]);
                next = Fill(fields, at, inner, parts, next);
                if (inner.CalculateSize() > 0)
                {
                    field.Accessor.SetValue(message, inner);
                }

                continue;
            }

            var text = parts[next++];
            if (field.Accessor.GetValue(message) is IList list)
            {
                foreach (var entry in Split(text, ' '))
                {
                    list.Add(Value(fields, at, field, Unescape(entry)));
                }
            }
            else if (text.Length > 0 || !field.HasPresence)
            {
                field.Accessor.SetValue(message, Value(fields, at, field, Unescape(text)));
            }
        }

        return next;
    }

    // An instant is one value.
    private static bool IsComposed(FieldDescriptor field) => field.FieldType == FieldType.Message && field.MessageType != Timestamp.Descriptor;

    private static string Scalar(FieldDescriptor field, object value) => field.FieldType switch
    {
        FieldType.Enum => EnumNames.Of(field.EnumType).Write((int)value),
        FieldType.Bool => (bool)value ? "true" : "false",
        FieldType.Message => ((Timestamp)value).ToDateTimeOffset().ToString(Instant, CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static object Value(Fields fields, string at, FieldDescriptor field, string text)
    {
        switch (field.FieldType)
        {
            case FieldType.Enum:
                if (EnumNames.Of(field.EnumType).Read(text) is { } value)
                {
                    return value;
                }

                fields.Add(at, ErrorReason.EnumUnknown, text);
                return System.Enum.ToObject(field.EnumType.ClrType, 0);
            case FieldType.Bool when text is "true" or "false":
                return text == "true";
            case FieldType.Int32 when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                return number;
            case FieldType.Int64 when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                return number;
            case FieldType.Message when DateTimeOffset.TryParseExact(
                text, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && instant.Offset == TimeSpan.Zero:
                return instant.ToTimestamp();
            case FieldType.Bool or FieldType.Int32 or FieldType.Int64 or FieldType.Message:
                fields.Add(at, ErrorReason.FieldMalformed, text);
                return field.FieldType switch
                {
                    FieldType.Bool => false,
                    FieldType.Int32 => 0,
                    FieldType.Int64 => 0L,
                    _ => new Timestamp(),
                };
            default:
                return text;
        }
    }

    private static string Escape(string text) =>
        string.Concat(text.Select(c => c == '\\' || Separators.Contains(c, StringComparison.Ordinal) || char.IsWhiteSpace(c) ? $"\\{c}" : $"{c}"));

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
        var (start, end) = (0, 0);
        for (var i = 0; i <= text.Length && text.Length > 0; i++)
        {
            if (i < text.Length && text[i] == '\\')
            {
                end = Math.Min(++i + 1, text.Length);
            }
            else if (i == text.Length || text[i] == separator)
            {
                yield return text[start..end].TrimStart();
                (start, end) = (i + 1, i + 1);
            }
            else if (!char.IsWhiteSpace(text[i]))
            {
                end = i + 1;
            }
        }
    }

    // "SINGLE": the name without what all values of the enum begin with; the unspecified value is empty.
    private sealed class EnumNames
    {
        private const string Unspecified = "UNSPECIFIED";

        private static readonly ConcurrentDictionary<EnumDescriptor, EnumNames> All = new();

        private readonly FrozenDictionary<int, string> names;
        private readonly FrozenDictionary<string, object> values;

        private EnumNames(EnumDescriptor type)
        {
            var prefix = type.FindValueByNumber(0).Name[..^Unspecified.Length];
            names = type.Values.ToFrozenDictionary(value => value.Number, value => value.Number == 0 ? "" : value.Name[prefix.Length..]);
            values = names.ToFrozenDictionary(value => value.Value, value => System.Enum.ToObject(type.ClrType, value.Key));
        }

        public static EnumNames Of(EnumDescriptor type) => All.GetOrAdd(type, added => new EnumNames(added));

        public string Write(int number) => names.TryGetValue(number, out var name) ? name : $"{number}";

        public object? Read(string text) => values.GetValueOrDefault(text);
    }
}
