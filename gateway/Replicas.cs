using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Samstyring.Gateway;

/// <summary>
/// Takes every address behind a service's name as a replica of its own, so that calls are spread over all of them: a connection of HTTP/2 lasts, and one that
/// a load balancer of connections had placed would carry everything to one replica. A name that nobody knows yet stays as it is: the gateway starts before its
/// services, and answers UNAVAILABLE for them until they are there.
/// </summary>
/// <param name="lookUp">The addresses of a name.</param>
/// <param name="every">How often names are looked up again.</param>
internal sealed class Replicas(Func<string, CancellationToken, Task<IPAddress[]>> lookUp, TimeSpan every) : IDestinationResolver
{
    /// <summary>As long may a new replica wait for its first call.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var replicas = await Task.WhenAll(destinations.Select(named => Of(named.Key, named.Value, cancellationToken)));
        return new(replicas.SelectMany(r => r).ToDictionary(), new CancellationChangeToken(new CancellationTokenSource(every).Token));
    }

    private async Task<IEnumerable<KeyValuePair<string, DestinationConfig>>> Of(string name, DestinationConfig destination, CancellationToken cancel)
    {
        var address = new Uri(destination.Address);
        if (address.HostNameType != UriHostNameType.Dns)
            return [new(name, destination)];
        try
        {
            var found = await lookUp(address.DnsSafeHost, cancel);
            return found.Length == 0 ? [new(name, destination)] : found.Select(ip => new KeyValuePair<string, DestinationConfig>($"{name}[{ip}]", At(destination, address, ip)));
        }
        catch (SocketException)
        {
            return [new(name, destination)];
        }
    }

    // The name stays in the Host header: certificates and virtual hosts go by it.
    private static DestinationConfig At(DestinationConfig destination, Uri address, IPAddress ip) => destination with
    {
        Address = new UriBuilder(address) { Host = $"{ip}" }.Uri.AbsoluteUri,
        Host = destination.Host ?? address.Authority,
    };
}
