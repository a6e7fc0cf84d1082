using System.Text;
using Samstyring.Errors.V1;

namespace Samstyring.Common;

/// <summary>Texts that people write and the platform keeps.</summary>
public static class Texts
{
    /// <summary>Adds a fault for a text that is too long, or has control or direction characters or what was left of broken Unicode.</summary>
    public static void Check(Fields fields, string field, string text, int max)
    {
        if (text.Length > max)
        {
            fields.Add(field, ErrorReason.FieldTooLong, $"{text.Length}");
        }

        if (text.EnumerateRunes().Select(rune => (Rune?)rune).FirstOrDefault(rune => IsForbidden(rune!.Value)) is { } forbidden)
        {
            fields.Add(field, ErrorReason.TextForbiddenCharacter, $"U+{forbidden.Value:X4}");
        }
    }

    private static bool IsForbidden(Rune rune) => rune.Value switch
    {
        '\n' or '\r' or '\t' => false,
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFD => true,
        _ => Rune.IsControl(rune),
    };
}
