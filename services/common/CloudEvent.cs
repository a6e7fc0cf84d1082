using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samstyring.Common;

/// <summary>A CloudEvent 1.0 in structured JSON. <see cref="Data"/> is the proto JSON of the topic's message.</summary>
/// <param name="Id">Unique in its source; a repeated delivery has the same one.</param>
/// <param name="Source">The producing service, <c>/samstyring/steering</c>.</param>
/// <param name="Type">The topic.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Data">The message.</param>
/// <param name="Version">Rises with every change of the subject; the extension attribute <c>samversion</c>.</param>
/// <param name="TraceParent">W3C trace context of the change; null where there was none.</param>
public sealed record CloudEvent(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("time")] DateTimeOffset Time,
    [property: JsonPropertyName("data")] JsonElement Data,
    [property: JsonPropertyName("samversion")] long Version,
    [property: JsonPropertyName("traceparent"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceParent = null)
{
    /// <summary>Media type of the structured form.</summary>
    public const string MediaType = "application/cloudevents+json";

    /// <summary>The version of the specification.</summary>
    [JsonPropertyName("specversion")]
    public string SpecVersion { get; } = "1.0";

    /// <summary>Media type of the data.</summary>
    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; } = "application/json";
}

/// <summary>The topics, one per event.</summary>
public static class Topics
{
    /// <summary>A published directive with its whole state.</summary>
    public const string SteeringDirective = "steering.directive";

    /// <summary>A question to partners about a draft.</summary>
    public const string SteeringConsultation = "steering.consultation";

    /// <summary>A directive with the offices it reaches.</summary>
    public const string OfficesMapping = "offices.mapping";

    /// <summary>The head of a service's audit trail.</summary>
    public const string AuditHead = "audit.head";

    /// <summary>An office with its whole state.</summary>
    public const string OfficesOffice = "offices.office";

    /// <summary>Sums of what a producer has last said of each subject of a topic.</summary>
    public const string Manifest = "manifest";

    /// <summary>What a consumer has heard where its sums differ.</summary>
    public const string ResendRequested = "resend.requested";
}
