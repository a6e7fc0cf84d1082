using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// The written form of facts: snake_case members, identifiers of enums in upper case, dates "2027-01-31", half-open periods, decimals as numbers or text.
/// An unknown member is refused, and so is an absent one that must be there.
/// </summary>
public static class FactsJson
{
    /// <summary>Reads and writes facts and catalogues.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmpty } },
    };

    // An empty list that means the same as an absent one is not written. Where the two differ the list is nullable.
    private static void LeaveOutEmpty(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.PropertyType is { IsGenericType: true } listed && listed.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            {
                property.ShouldSerialize = (_, value) => value is System.Collections.ICollection { Count: > 0 };
            }
            else if (property.PropertyType is { IsGenericType: true } dated && dated.GetGenericTypeDefinition() == typeof(Dated<>))
            {
                property.ShouldSerialize = (_, value) => value is IDated { IsEmpty: false };
            }
            else if (property.PropertyType == typeof(Org))
            {
                property.ShouldSerialize = (_, value) => value is Org { Kind.Length: > 0 };
            }
        }
    }
}

/// <summary>{"from", "to"}, half-open; an absent or null end is open.</summary>
internal sealed class DayRangeConverter : JsonConverter<DayRange>
{
    public override DayRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var period = JsonSerializer.Deserialize<Ends>(ref reader, options)!;
        return new(period.From ?? DateOnly.MinValue, period.To ?? DateOnly.MaxValue);
    }

    public override void Write(Utf8JsonWriter writer, DayRange value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer, new Ends(value.From == DateOnly.MinValue ? null : value.From, value.To == DateOnly.MaxValue ? null : value.To), options);

    private sealed record Ends(DateOnly? From = null, DateOnly? To = null);
}

/// <summary>A date, or an instant of which the date in Oslo counts.</summary>
internal sealed class InstantDateConverter : JsonConverter<DateOnly>
{
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? throw new JsonException("a date");
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : reader.TryGetDateTimeOffset(out var instant) ? Common.Oslo.DateOf(instant)
            : throw new JsonException($"\"{text}\" is neither a date nor an instant");
    }

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}

/// <summary>{"kind", "number"}.</summary>
internal sealed class OrgConverter : JsonConverter<Org>
{
    private static readonly string[] Kinds =
        ["DEPARTMENT", "DIRECTORATE", "COUNTY", "MUNICIPALITY", "CITY_DISTRICT", "COUNTY_GOVERNOR", "PARTNERSHIP", "KS"];

    public override Org Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var written = JsonSerializer.Deserialize<Written>(ref reader, options)!;
        return Kinds.Contains(written.Kind) ? new(written.Kind, written.Number ?? "") : throw new JsonException($"\"{written.Kind}\" is not a kind of organisation");
    }

    public override void Write(Utf8JsonWriter writer, Org value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Written(value.Kind, value.Number.Length == 0 ? null : value.Number), options);

    private sealed record Written(string Kind, string? Number = null);
}

/// <summary>{"source_id", "clause_ref"}, or the id alone.</summary>
internal sealed class SourceRefConverter : JsonConverter<SourceRef>
{
    public override SourceRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(reader.GetString()!);
        }

        var written = JsonSerializer.Deserialize<Written>(ref reader, options)!;
        return new(written.SourceId, written.ClauseRef);
    }

    public override void Write(Utf8JsonWriter writer, SourceRef value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Written(value.SourceId, value.ClauseRef), options);

    private sealed record Written(string SourceId, string? ClauseRef = null);
}

/// <summary>"NONE", "SOME", or {"answer", "text"}.</summary>
internal sealed class AssessmentPartConverter : JsonConverter<AssessmentPart>
{
    public override AssessmentPart Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(JsonSerializer.Deserialize<AssessmentAnswer>(ref reader, options));
        }

        var written = JsonSerializer.Deserialize<Written>(ref reader, options)!;
        return new(written.Answer, written.Text);
    }

    public override void Write(Utf8JsonWriter writer, AssessmentPart value, JsonSerializerOptions options)
    {
        if (value.Text is null)
        {
            JsonSerializer.Serialize(writer, value.Answer, options);
        }
        else
        {
            JsonSerializer.Serialize(writer, new Written(value.Answer, value.Text), options);
        }
    }

    private sealed record Written(AssessmentAnswer Answer, string? Text = null);
}

/// <summary>Something dated, whatever its value.</summary>
internal interface IDated
{
    bool IsEmpty { get; }
}

/// <summary>The value alone, or a list of {"value", "valid"}.</summary>
internal sealed class DatedConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Dated<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(DatedConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class DatedConverter<T> : JsonConverter<Dated<T>>
        where T : notnull
    {
        public override Dated<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            ImmutableArray<Row> rows = reader.TokenType == JsonTokenType.StartArray
                ? JsonSerializer.Deserialize<ImmutableArray<Row>>(ref reader, options)
                : [new Row(JsonSerializer.Deserialize<T>(ref reader, options)!)];
            return new Dated<T>([.. rows.Select(r => new DatedRow<T>(r.Value, r.Valid ?? DayRange.Always))]);
        }

        public override void Write(Utf8JsonWriter writer, Dated<T> value, JsonSerializerOptions options)
        {
            if (value.Rows is [{ } only] && only.Valid == DayRange.Always)
            {
                JsonSerializer.Serialize(writer, only.Value, options);
            }
            else
            {
                JsonSerializer.Serialize(writer, value.Rows.Select(r => new Row(r.Value, r.Valid == DayRange.Always ? null : r.Valid)), options);
            }
        }

        private sealed record Row(T Value, DayRange? Valid = null);
    }
}
