using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Samstyring.Common.Transport;

/// <summary>Posts events to each subscriber itself: the transport of one machine.</summary>
public sealed class DirectTransport(HttpClient http, IOptions<EventOptions> options) : IEventTransport
{
    /// <inheritdoc />
    public async Task<(Delivery, string?)> Send(string subscriber, CloudEvent e, CancellationToken cancel)
    {
        var to = options.Value.Subscribers.FirstOrDefault(s => s.Name == subscriber && s.Topic == e.Type);
        if (to is null)
        {
            return (Delivery.Unreachable, $"No subscriber '{subscriber}' of {e.Type} is configured");
        }

        using var response = await http.PostEvent(new Uri($"{to.Url.TrimEnd('/')}/events/{e.Type}"), e, options.Value.Token, cancel);
        if (!response.IsSuccessStatusCode)
        {
            return (Delivery.Unreachable, $"HTTP {(int)response.StatusCode}");
        }

        var answer = await response.Content.ReadFromJsonAsync<EventAnswer>(cancel);
        return answer?.Status == EventAnswer.Retry.Status ? (Delivery.Retry, "RETRY") : (Delivery.Taken, null);
    }
}

/// <summary>Answer of <c>POST /events/{topic}</c>, in Dapr's words.</summary>
/// <param name="Status">SUCCESS, RETRY or DROP.</param>
public sealed record EventAnswer([property: System.Text.Json.Serialization.JsonPropertyName("status")] string Status)
{
    /// <summary>It has taken effect, now or before.</summary>
    public static readonly EventAnswer Success = new("SUCCESS");

    /// <summary>Send it again later.</summary>
    public static readonly EventAnswer Retry = new("RETRY");

    /// <summary>It cannot be handled; it is kept as a dead letter.</summary>
    public static readonly EventAnswer Drop = new("DROP");
}

/// <summary>The post that both transports make.</summary>
internal static class EventPost
{
    internal static async Task<HttpResponseMessage> PostEvent(this HttpClient http, Uri address, CloudEvent e, string token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(e)) { Headers = { ContentType = new(CloudEvent.MediaType) } },
        };
        request.Headers.Add("dapr-api-token", token);
        if (e.TraceParent is not null)
        {
            request.Headers.Add("traceparent", e.TraceParent);
        }

        return await http.SendAsync(request, cancel);
    }
}
