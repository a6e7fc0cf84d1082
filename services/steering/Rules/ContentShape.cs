using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Common;
using Samstyring.Errors.V1;

namespace Samstyring.Steering.Rules;

/// <summary>
/// What holds for every field of a message whatever it means, so that a field added later is guarded from its first day: enums known, lists and texts
/// within their limits, texts valid Unicode without characters that deceive a reader.
/// </summary>
public static class ContentShape
{
    /// <summary>Most characters of a title, a name or a code.</summary>
    public const int MaxName = 200;

    /// <summary>Most characters of a running text, and of a scope.</summary>
    public const int MaxText = 20_000;

    /// <summary>Most entries of a list.</summary>
    public const int MaxList = 1_000;

    // Instants that google.protobuf.Timestamp can hold: years 1 to 9999.
    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;

    // Fields that hold running text, where line breaks and any script's own marks belong.
    private static readonly HashSet<string> RunningText = ["text", "description", "reason", "value"];

    /// <summary>Adds a fault for every field below <paramref name="message"/> that is not well formed.</summary>
    /// <param name="fields">Takes the faults.</param>
    /// <param name="at">Path of the message in the request.</param>
    /// <param name="message">What to look at.</param>
    /// <param name="running">Whether its texts are running texts.</param>
    public static void Check(Fields fields, string at, IMessage message, bool running = false)
    {
        if (message is Timestamp instant)
        {
            CheckInstant(fields, at, instant);
            return;
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            // Most fields hold nothing, and their paths are not written.
            var value = field.Accessor.GetValue(message);
            if (value is null or "" or System.Collections.IList { Count: 0 } || (value is System.Enum && (int)value == 0))
            {
                continue;
            }

            var path = $"{at}.{field.Name}";
            var text = running || RunningText.Contains(field.Name);
            if (value is System.Collections.IList list)
            {
                CheckList(fields, path, field, list, text);
            }
            else
            {
                CheckValue(fields, path, field, value, text, inList: false);
            }
        }
    }

    /// <summary>The message with every text in NFC, the form that all text is stored in.</summary>
    public static T Normalise<T>(T message)
        where T : IMessage<T>, IDeepCloneable<T>
    {
        var clone = message.Clone();
        NormaliseTexts(clone);
        return clone;
    }

    /// <summary>Adds a fault when a text is too long or holds a character it may not hold; a null text is fine.</summary>
    public static void CheckText(Fields fields, string path, string text, bool running)
    {
        var limit = running || path.EndsWith(".scope", StringComparison.Ordinal) || path == "scope" ? MaxText : MaxName;
        var length = text.Length;
        // A character beyond the first plane is two of .NET's.
        if (length > limit && (length = text.EnumerateRunes().Count()) > limit)
        {
            fields.Add(path, ErrorReason.FieldTooLong, length.ToString(CultureInfo.InvariantCulture), ("limit", limit.ToString(CultureInfo.InvariantCulture)));
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (IsForbidden(rune, running))
            {
                fields.Add(path, ErrorReason.TextForbiddenCharacter, $"U+{rune.Value:X4}");
                return;
            }
        }
    }

    private static void CheckList(Fields fields, string path, FieldDescriptor field, System.Collections.IList list, bool text)
    {
        if (list.Count > MaxList)
        {
            fields.Add(
                path, ErrorReason.FieldTooLong, list.Count.ToString(CultureInfo.InvariantCulture), ("limit", MaxList.ToString(CultureInfo.InvariantCulture)));
            return;
        }

        for (var i = 0; i < list.Count; i++)
        {
            CheckValue(fields, $"{path}[{i}]", field, list[i]!, text, inList: true);
        }
    }

    private static void CheckValue(Fields fields, string path, FieldDescriptor field, object value, bool text, bool inList)
    {
        switch (value)
        {
            case string s when inList && s.Length == 0:
                fields.Add(path, ErrorReason.FieldRequired);
                break;
            case string s:
                CheckText(fields, path, s, text);
                break;
            case IMessage message:
                Check(fields, path, message, text);
                break;
            case System.Enum:
                CheckEnum(fields, path, field.EnumType, (int)value, inList);
                break;
            default:
                break;
        }
    }

    private static void CheckEnum(Fields fields, string path, EnumDescriptor type, int number, bool inList)
    {
        if (type.FindValueByNumber(number) is null)
        {
            fields.Add(path, ErrorReason.EnumUnknown, number.ToString(CultureInfo.InvariantCulture));
        }
        else if (number == 0 && inList)
        {
            fields.Add(path, ErrorReason.FieldRequired);
        }
    }

    private static void CheckInstant(Fields fields, string path, Timestamp instant)
    {
        if (instant.Seconds is < MinSeconds or > MaxSeconds || instant.Nanos is < 0 or > 999_999_999)
        {
            fields.Add(path, ErrorReason.NumberOutOfRange, $"{instant.Seconds}.{instant.Nanos}");
        }
    }

    // U+FFFD is what a decoder puts where bytes were not valid UTF-8: the writer's text is already lost.
    private static bool IsForbidden(Rune rune, bool running) =>
        rune.Value is 0 or 0xFFFD || (!running && (Rune.IsControl(rune) || IsDirectionMark(rune.Value)));

    private static bool IsDirectionMark(int value) =>
        value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static void NormaliseTexts(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var value = field.Accessor.GetValue(message);
            switch (value)
            {
                case string s when !Ascii.IsValid(s):
                    field.Accessor.SetValue(message, Nfc(s));
                    break;
                case Types.V1.Period period:
                    // An end that is an empty text is an open one, and is kept as such.
                    if (period.From.Length == 0)
                    {
                        period.ClearFrom();
                    }

                    if (period.To.Length == 0)
                    {
                        period.ClearTo();
                    }

                    break;
                case IMessage child:
                    NormaliseTexts(child);
                    break;
                case IList<string> texts:
                    for (var i = 0; i < texts.Count; i++)
                    {
                        texts[i] = Nfc(texts[i]);
                    }

                    break;
                case System.Collections.IList list when field.FieldType == FieldType.Message:
                    foreach (IMessage entry in list)
                    {
                        NormaliseTexts(entry);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>A text in NFC. A lone surrogate cannot be normalised; it reads as U+FFFD and is refused as that.</summary>
    public static string Nfc(string text) => Ascii.IsValid(text) ? text
        : text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text.Normalize(NormalizationForm.FormC)
        : new StringBuilder().AppendJoin("", text.EnumerateRunes()).ToString().Normalize(NormalizationForm.FormC);
}
