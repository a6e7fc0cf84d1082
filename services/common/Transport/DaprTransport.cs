using System.Net;
using Microsoft.Extensions.Options;

namespace Samstyring.Common.Transport;

/// <summary>Publishes through the Dapr sidecar's HTTP API: the transport past one machine, on any broker that Dapr supports.</summary>
public sealed class DaprTransport(HttpClient http, IOptions<EventOptions> options) : IEventTransport
{
    /// <inheritdoc />
    public async Task<(Delivery, string?)> Send(string subscriber, CloudEvent e, CancellationToken cancel)
    {
        var address = new Uri($"http://127.0.0.1:{options.Value.DaprPort}/v1.0/publish/{options.Value.DaprPubSub}/{e.Type}");
        using var response = await http.PostEvent(address, e, options.Value.Token, cancel);
        return response.StatusCode == HttpStatusCode.NoContent
            ? (Delivery.Taken, null)
            : (Delivery.Unreachable, $"The sidecar answered {(int)response.StatusCode}");
    }
}
