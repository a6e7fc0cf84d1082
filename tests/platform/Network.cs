namespace Samstyring.Testing;

/// <summary>Carries the relays' posts between hosts of this process by name: <c>http://offices/events/...</c>. A host can be cut off.</summary>
public sealed class Network : HttpMessageHandler
{
    private readonly Dictionary<string, HttpMessageInvoker> hosts = [];

    /// <summary>Names of hosts that do not answer now.</summary>
    public HashSet<string> Down { get; } = [];

    public void Add(string name, HttpMessageHandler host) => hosts[name] = new HttpMessageInvoker(host);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var name = request.RequestUri!.Host;
        return Down.Contains(name) ? throw new HttpRequestException($"{name} is down") : hosts[name].SendAsync(request, cancellationToken);
    }
}
