using System.Globalization;
using System.Text.Json;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Import;

/// <summary>A list of units as NORG2 answers it, read.</summary>
/// <param name="UnusedFields">Names of fields that the register does not hold, in order.</param>
/// <param name="Faults">
/// Field paths begin with <c>rows[place in the file, from 1]</c>; <c>json</c>: the whole file. With any of them the units are not to be used.
/// </param>
public sealed record Norg2File(IReadOnlyList<StatedUnit> Units, IReadOnlyList<string> UnusedFields, IReadOnlyList<FieldFault> Faults)
{
    private const int MaxName = 200;

    private const int MaxType = 40;

    private static readonly HashSet<string> Used =
    [
        "enhetId", "navn", "enhetNr", "status", "type", "organisasjonsnummer", "orgNrTilKommunaltNavKontor", "underEtableringDato", "aktiveringsdato",
        "underAvviklingDato", "nedleggelsesdato",
    ];

    /// <summary>
    /// Reads a JSON array of units, each plain or as <c>{"enhet": unit, "overordnetEnhet": number}</c>. Every fault of every unit is found: a value that is
    /// missing, of the wrong kind or form, a number or an id that stands twice, stages of life in the wrong order, a status that the dates contradict on
    /// <paramref name="asOf"/>.
    /// </summary>
    public static Norg2File Read(string json, DateOnly asOf)
    {
        var fields = new Fields();
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() == 0)
            {
                fields.Add("json", ErrorReason.FieldMalformed, $"{document.RootElement.ValueKind}");
                return new Norg2File([], [], fields.Faults);
            }

            var unused = new SortedSet<string>(StringComparer.Ordinal);
            var units = document.RootElement.EnumerateArray().Select((unit, i) => Unit(unit, i + 1, asOf, fields, unused)).OfType<StatedUnit>().ToList();
            Repeated(units, unit => unit.Number, "enhetNr", fields);
            Repeated(units, unit => $"{unit.NorgId}", "enhetId", fields);
            return new Norg2File(units, [.. unused], fields.Faults);
        }
        catch (JsonException fault)
        {
            // Where it stopped, never what stood there.
            var place = string.Create(CultureInfo.InvariantCulture, $"{(fault.LineNumber ?? 0) + 1}:{(fault.BytePositionInLine ?? 0) + 1}");
            fields.Add("json", ErrorReason.FieldMalformed, place);
            return new Norg2File([], [], fields.Faults);
        }
    }

    private static StatedUnit? Unit(JsonElement element, int row, DateOnly asOf, Fields fields, SortedSet<string> unused)
    {
        var (at, before) = ($"rows[{row}]", fields.Faults.Count);
        if (element.ValueKind != JsonValueKind.Object)
        {
            fields.Add(at, ErrorReason.FieldMalformed, $"{element.ValueKind}");
            return null;
        }

        string? superior = null;
        if (element.TryGetProperty("enhet", out var inner))
        {
            unused.UnionWith(element.EnumerateObject().Select(property => property.Name).Where(name => name is not ("enhet" or "overordnetEnhet")));
            superior = Digits(element, at, "overordnetEnhet", 4, fields) is { Length: > 0 } number ? number : null;
            element = inner;
            if (element.ValueKind != JsonValueKind.Object)
            {
                fields.Add($"{at}.enhet", ErrorReason.FieldMalformed, $"{element.ValueKind}");
                return null;
            }
        }

        unused.UnionWith(element.EnumerateObject().Select(property => property.Name).Where(name => !Used.Contains(name)));
        var unit = new StatedUnit(
            row, Id(element, at, fields), Digits(element, at, "enhetNr", 4, fields, isRequired: true), Line(element, at, "navn", MaxName, fields),
            Line(element, at, "type", MaxType, fields), Status(element, at, fields), Digits(element, at, "organisasjonsnummer", 9, fields),
            Digits(element, at, "orgNrTilKommunaltNavKontor", 9, fields), superior,
            Date(element, at, "underEtableringDato", fields), Date(element, at, "aktiveringsdato", fields), Date(element, at, "underAvviklingDato", fields),
            Date(element, at, "nedleggelsesdato", fields));
        if (fields.Faults.Count > before)
        {
            return null;
        }

        (string Field, DateOnly? Day)[] stages =
        [
            ("underEtableringDato", unit.EstablishedFrom), ("aktiveringsdato", unit.ActiveFrom), ("underAvviklingDato", unit.ClosingFrom),
            ("nedleggelsesdato", unit.ClosedFrom),
        ];
        var dated = stages.Where(stage => stage.Day is not null).ToList();
        foreach (var (earlier, later) in dated.Zip(dated.Skip(1)).Where(pair => pair.First.Day > pair.Second.Day))
        {
            fields.Add($"{at}.{later.Field}", ErrorReason.PeriodReversed, $"{earlier.Day:yyyy-MM-dd}..{later.Day:yyyy-MM-dd}");
        }

        if (fields.Faults.Count == before && RegisterUpdateRules.IsContradicted(unit, asOf))
        {
            var dates = string.Join(", ", dated.Select(stage => $"{stage.Field} {stage.Day:yyyy-MM-dd}"));
            fields.Add($"{at}.status", ErrorReason.StatusContradictsDates, Text(element, at, "status", fields), ("dates", dates));
        }

        return unit;
    }

    private static long Id(JsonElement element, string at, Fields fields)
    {
        if (!element.TryGetProperty("enhetId", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            fields.Add($"{at}.enhetId", ErrorReason.FieldRequired);
        }
        else if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var id) || id <= 0)
        {
            fields.Add($"{at}.enhetId", ErrorReason.FieldMalformed, Short(value.GetRawText()));
        }
        else
        {
            return id;
        }

        return 0;
    }

    private static string Line(JsonElement element, string at, string field, int max, Fields fields)
    {
        var before = fields.Faults.Count;
        var text = Text(element, at, field, fields).Trim().Normalize();
        if (fields.Faults.Count == before)
        {
            Texts.Check(fields, $"{at}.{field}", fields.Required($"{at}.{field}", text), max);
        }

        return text;
    }

    private static OfficeStatus Status(JsonElement element, string at, Fields fields)
    {
        var before = fields.Faults.Count;
        var word = Text(element, at, "status", fields);
        if (RegisterUpdateRules.Statuses.TryGetValue(word, out var status) || fields.Faults.Count > before)
        {
            return status;
        }

        fields.Add($"{at}.status", word.Length == 0 ? ErrorReason.FieldRequired : ErrorReason.EnumUnknown, Short(word));
        return status;
    }

    private static string Digits(JsonElement element, string at, string field, int length, Fields fields, bool isRequired = false)
    {
        var before = fields.Faults.Count;
        var text = Text(element, at, field, fields);
        if (fields.Faults.Count == before && (text.Length == 0 ? isRequired : text.Length != length || !text.All(char.IsAsciiDigit)))
        {
            fields.Add($"{at}.{field}", text.Length == 0 ? ErrorReason.FieldRequired : ErrorReason.FieldMalformed, Short(text));
        }

        return text;
    }

    private static DateOnly? Date(JsonElement element, string at, string field, Fields fields) => fields.Date($"{at}.{field}", Text(element, at, field, fields));

    // Absent and null are the same; a value of another kind is a fault.
    private static string Text(JsonElement element, string at, string field, Fields fields)
    {
        if (!element.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return "";
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString()!;
        }

        fields.Add($"{at}.{field}", ErrorReason.FieldMalformed, Short(value.GetRawText()));
        return "";
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40];

    private static void Repeated(List<StatedUnit> units, Func<StatedUnit, string> key, string field, Fields fields)
    {
        foreach (var again in units.GroupBy(key).SelectMany(same => same.Skip(1)))
        {
            fields.Add($"rows[{again.Row}].{field}", ErrorReason.EntryRepeated, key(again));
        }
    }
}
