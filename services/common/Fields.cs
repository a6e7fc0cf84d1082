using System.Globalization;
using System.Text.RegularExpressions;
using Samstyring.Errors.V1;

namespace Samstyring.Common;

/// <summary>
/// Reads the fields of a request and collects every fault on the way, so that a caller hears all of them at once.
/// A method that finds a fault notes it and answers null or a harmless default; the caller asks <see cref="Any"/> before it uses what was read.
/// </summary>
public sealed partial class Fields
{
    /// <summary>Entries a page holds when the caller names no size.</summary>
    public const int DefaultPageSize = 50;

    /// <summary>Most entries a page holds; larger sizes are read as this.</summary>
    public const int MaxPageSize = 200;

    private const int MaxRequestId = 100;

    private readonly List<FieldFault> faults = [];

    /// <summary>Whether a fault has been found.</summary>
    public bool Any => faults.Count > 0;

    /// <summary>The faults so far, in the order they were found.</summary>
    public IReadOnlyList<FieldFault> Faults => faults;

    /// <summary>The refusal that names all of them.</summary>
    public Refusal ToRefusal() => Refusal.Fields([.. faults]);

    /// <summary>Notes a fault.</summary>
    public void Add(string field, ErrorReason reason, string value = "", params (string Key, string Value)[] details) =>
        faults.Add(new FieldFault(field, reason, value, details.Length == 0 ? null : details.ToDictionary(d => d.Key, d => d.Value)));

    /// <summary>Notes faults found elsewhere.</summary>
    public void AddRange(IEnumerable<FieldFault> more) => faults.AddRange(more);

    /// <summary>A text that must be there.</summary>
    public string Required(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Add(field, ErrorReason.FieldRequired);
        }

        return value ?? "";
    }

    /// <summary>The id of a changing call: required, at most 100 characters.</summary>
    public void RequestId(string value)
    {
        if (Required("request_id", value).Length > MaxRequestId)
        {
            Add("request_id", ErrorReason.FieldTooLong, $"{value.Length}");
        }
    }

    /// <summary>A date, ISO 8601; null when it is absent or at fault. Years outside 1900-2199 are faults.</summary>
    public DateOnly? Date(string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            Add(field, ErrorReason.FieldMalformed, value);
            return null;
        }

        if (date.Year is < 1900 or > 2199)
        {
            Add(field, ErrorReason.NumberOutOfRange, value);
            return null;
        }

        return date;
    }

    /// <summary>
    /// A decimal with a point and no exponent; null when it is absent or at fault. NaN and infinities are <see cref="ErrorReason.NumberNotFinite"/>,
    /// more than 15 digits before or 9 after the point, and minus zero, out of range.
    /// </summary>
    public decimal? Decimal(string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (NotFinite().IsMatch(value))
        {
            Add(field, ErrorReason.NumberNotFinite, value);
            return null;
        }

        if (!DecimalForm().IsMatch(value))
        {
            Add(field, WideDecimal().IsMatch(value) ? ErrorReason.NumberOutOfRange : ErrorReason.FieldMalformed, value);
            return null;
        }

        return decimal.Parse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    /// <summary>A period with both ends read; null when both are absent or one is at fault. An end on or before the start is reversed.</summary>
    public Period? Period(string field, Types.V1.Period? value)
    {
        if (value is null)
        {
            return null;
        }

        var before = faults.Count;
        var from = Date($"{field}.from", value.From);
        var to = Date($"{field}.to", value.To);
        if (from >= to)
        {
            Add(field, ErrorReason.PeriodReversed, $"{value.From}..{value.To}");
        }

        return faults.Count == before ? new Period(from, to) : null;
    }

    /// <summary>A page size: 0 is <see cref="DefaultPageSize"/>, more than <see cref="MaxPageSize"/> is that, negative is a fault.</summary>
    public int PageSize(int value)
    {
        if (value < 0)
        {
            Add("page_size", ErrorReason.NumberOutOfRange, value.ToString(CultureInfo.InvariantCulture));
        }

        return value <= 0 ? DefaultPageSize : Math.Min(value, MaxPageSize);
    }

    /// <summary>A page token this platform made; null when it is absent or at fault.</summary>
    public string? PageToken(string value)
    {
        if (value.Length == 0)
        {
            return null;
        }

        if (Common.PageToken.TryDecode(value, out var key))
        {
            return key;
        }

        Add("page_token", ErrorReason.FieldMalformed, value);
        return null;
    }

    [GeneratedRegex(@"^[+-]?(nan|inf|infinity|∞)$", RegexOptions.IgnoreCase)]
    private static partial Regex NotFinite();

    // Not minus zero: it would be stored as another text than it is read as.
    [GeneratedRegex(@"^(?!-0+(\.0+)?$)-?[0-9]{1,15}(\.[0-9]{1,9})?$")]
    private static partial Regex DecimalForm();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$")]
    private static partial Regex WideDecimal();
}
