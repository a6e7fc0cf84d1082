using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Notifications.Api;

/// <summary>
/// What a draft that was never stored has to be for the judge to read it: enums known, dates, numbers and instants what they are called. Steering asks the same,
/// and more, of all that it stores.
/// </summary>
internal static class DraftShape
{
    // As google.protobuf.Timestamp has it: years 1 to 9999.
    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;

    private const int MaxList = 1_000;

    private static readonly HashSet<string> Dates = ["decided_at", "deadline", "due", "informed_at", "consulted_at", "agreed_at", "from"];
    private static readonly HashSet<string> Numbers = ["lo", "hi", "tolerance", "fte", "share_pct", "free_fte", "effort_days"];

    public static void Check(Fields fields, string at, IMessage message)
    {
        switch (message)
        {
            case Period period:
                fields.Period(at, period);
                return;
            case Timestamp instant when instant.Seconds is < MinSeconds or > MaxSeconds || instant.Nanos is < 0 or > 999_999_999:
                fields.Add(at, ErrorReason.NumberOutOfRange);
                return;
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (field.IsMap)
            {
                continue;
            }

            if (!field.IsRepeated)
            {
                Check(fields, $"{at}.{field.Name}", field, value);
            }
            else if (value is IList { Count: > MaxList } longer)
            {
                fields.Add($"{at}.{field.Name}", ErrorReason.FieldTooLong, longer.Count.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                var i = 0;
                foreach (var entry in (IList)value)
                {
                    Check(fields, $"{at}.{field.Name}[{i++}]", field, entry);
                }
            }
        }
    }

    private static void Check(Fields fields, string path, FieldDescriptor field, object? value)
    {
        switch (value)
        {
            case IMessage message:
                Check(fields, path, message);
                break;
            case System.Enum number when field.EnumType.FindValueByNumber(Convert.ToInt32(number, CultureInfo.InvariantCulture)) is null:
                fields.Add(path, ErrorReason.EnumUnknown, $"{number:D}");
                break;
            case string text when Dates.Contains(field.Name):
                fields.Date(path, text);
                break;
            case string text when Numbers.Contains(field.Name):
                fields.Decimal(path, text);
                break;
        }
    }
}
