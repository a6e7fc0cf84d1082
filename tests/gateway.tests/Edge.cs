using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Gateway.Tests;
using Samstyring.Testing;

[assembly: AssemblyFixture(typeof(Edge))]

namespace Samstyring.Gateway.Tests;

/// <summary>The gateway on real ports, between a test's clients and three stub services.</summary>
public sealed class Edge : IAsyncLifetime
{
    private WebApplicationFactory<Refusal> gateway = null!;
    private GrpcChannel channel = null!;

    public BentIssuer Issuer { get; private set; } = null!;

    public StubNotifications Notifications { get; } = new();

    public StubWeb Web { get; private set; } = null!;

    public IReadOnlyDictionary<string, StubService> Stubs { get; private set; } = null!;

    public IServiceProvider Services => gateway.Services;

    public string HttpAddress { get; private set; } = "";

    public string GrpcAddress { get; private set; } = "";

    public CallInvoker Grpc => channel.CreateCallInvoker();

    public async ValueTask InitializeAsync()
    {
        Issuer = await BentIssuer.Start();
        Stubs = new Dictionary<string, StubService>
        {
            ["steering"] = await StubService.Start("steering", new StubSteering()),
            ["offices"] = await StubService.Start("offices", new StubOffices()),
            ["notifications"] = await StubService.Start("notifications", Notifications),
        };
        Web = await StubWeb.Start();
        gateway = Gateway(Stubs.ToDictionary(s => s.Key, s => s.Value.Address).Append(new("web", Web.Address)).ToDictionary());
        (HttpAddress, GrpcAddress) = Addresses(gateway);
        channel = GrpcChannel.ForAddress(GrpcAddress);
    }

    /// <param name="services">Where the services are.</param>
    /// <param name="configure">What it is set to beside that; without it nobody is refused for calling often.</param>
    public WebApplicationFactory<Refusal> Gateway(IReadOnlyDictionary<string, string> services, Action<IWebHostBuilder>? configure = null)
    {
        var factory = new WebApplicationFactory<Refusal>().WithWebHostBuilder(web =>
        {
            web.UseSetting("Logging:LogLevel:Default", "Critical");
            web.UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Critical");
            web.TrustIssuer(Issuer.Address);
            web.UseSetting("Auth:PlainHttp", "true");
            web.UseSetting("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0");
            web.UseSetting("Kestrel:Endpoints:Grpc:Url", "http://127.0.0.1:0");
            (configure ?? (host => host.WithoutRates()))(web);
            foreach (var (name, address) in services)
                web.UseSetting($"ReverseProxy:Clusters:{name}:Destinations:service:Address", address);
        });
        factory.UseKestrel();
        factory.StartServer();
        return factory;
    }

    public static (string Http, string Grpc) Addresses(WebApplicationFactory<Refusal> gateway)
    {
        // Kestrel binds the endpoints of the configuration in the order of their names.
        var addresses = gateway.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        return (addresses[1], addresses[0]);
    }

    public CallOptions Signed(DateTime? deadline = null, CancellationToken cancel = default) => SignedWith(Issuer.Good(), deadline, cancel);

    public static CallOptions SignedWith(string token, DateTime? deadline = null, CancellationToken cancel = default) =>
        new(new Metadata { { "authorization", $"Bearer {token}" } }, deadline, cancel);

    public IReadOnlyList<Arrival> ArrivalsAt(string path) => [.. Stubs.Values.SelectMany(s => s.Arrivals).Where(a => a.Path == path)];

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await gateway.DisposeAsync();
        foreach (var stub in Stubs.Values)
            await stub.DisposeAsync();
        await Web.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
