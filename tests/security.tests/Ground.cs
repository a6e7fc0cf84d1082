using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Samstyring.Security.Tests;
using Samstyring.Security.Tests.Access;
using Samstyring.Testing;
using Xunit;
using Yarp.ReverseProxy.Forwarder;
using GatewayHost = Samstyring.Gateway.Refusal;

[assembly: AssemblyFixture(typeof(Ground))]

namespace Samstyring.Security.Tests;

/// <summary>All services in this process, and a gateway on a real port before them; what they log is kept.</summary>
public sealed class Ground : IAsyncLifetime
{
    private readonly Lazy<Task<Objects>> objects;
    private WebApplicationFactory<GatewayHost> gateway = null!;
    private GrpcChannel channel = null!;
    private string address = "";
    private readonly Dictionary<string, HttpMessageInvoker> raw = [];

    private readonly Action<IWebHostBuilder> configure;

    public Ground()
        : this(_ => { })
    {
    }

    /// <summary>One beside that of all tests, whose hosts are set to something more.</summary>
    internal Ground(Action<IWebHostBuilder> configure)
    {
        this.configure = configure;
        objects = new(() => Access.Objects.Create(this));
    }

    /// <summary>What the callers are let at; made when somebody asks for it.</summary>
    public Task<Objects> Objects => objects.Value;

    public Platform Platform { get; private set; } = null!;

    public TestIssuer Issuer { get; private set; } = null!;

    public LogLines Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.Shared;
        Platform = await Platform.Start(
            host =>
            {
                host.ConfigureLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information));
                configure(host);
            },
            Places.Own);
        gateway = new WebApplicationFactory<GatewayHost>().WithWebHostBuilder(host =>
        {
            host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log));
            host.TrustIssuer(Issuer.Address);
            host.WithoutRates();
            host.UseSetting("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0");
            host.UseSetting("Kestrel:Endpoints:Grpc:Url", "http://127.0.0.1:0");
            host.ConfigureTestServices(services => services.AddSingleton<IForwarderHttpClientFactory>(new InMemory(Platform)));
        });
        gateway.UseKestrel();
        gateway.StartServer();
        // Kestrel binds the endpoints of the configuration in the order of their names.
        address = gateway.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        channel = GrpcChannel.ForAddress(address);
        raw["gateway"] = new(new SocketsHttpHandler());
        raw["steering"] = new(Platform.Steering.Handler);
        raw["offices"] = new(Platform.Offices.Handler);
        raw["notifications"] = new(Platform.Notifications.Handler);

        // Everybody has the issuer's keys before somebody asks with made-up ones.
        foreach (var (service, rpc) in new[] { ("steering", "ListDirectives"), ("offices", "ListOffices"), ("notifications", "ListTasks") })
        {
            foreach (var throughGateway in new[] { false, true })
            {
                await Eventually.Is(async () => (await Rpc.Named(rpc).Send(To(service, Issuer.Token("county", Places.County), throughGateway), [])).Code, code => code == StatusCode.OK);
            }
        }

        await Objects;
    }

    /// <summary>Calls one service with a token, directly or through the gateway; no token: none is sent.</summary>
    public CallInvoker To(string service, string token, bool throughGateway = false)
    {
        if (!throughGateway)
        {
            return service switch
            {
                "steering" => Platform.Steering.With(token),
                "offices" => Platform.Offices.With(token),
                _ => Platform.Notifications.With(token),
            };
        }

        return channel.Intercept(metadata =>
        {
            if (token.Length > 0)
            {
                metadata.Add("authorization", $"Bearer {token}");
            }

            // The audit trail is each service's own.
            metadata.Add("samstyring-service", service);
            return metadata;
        });
    }

    /// <summary>Where HTTP requests to a service, or to the gateway, go, and what takes them there: for bodies that no gRPC client would send.</summary>
    public (string Address, HttpMessageInvoker Http) Raw(string service, bool throughGateway) =>
        throughGateway ? (address, raw["gateway"]) : ("http://localhost", raw[service]);

    public async ValueTask DisposeAsync()
    {
        foreach (var invoker in raw.Values)
        {
            invoker.Dispose();
        }

        channel.Dispose();
        await gateway.DisposeAsync();
        await Platform.DisposeAsync();
    }

    /// <summary>The gateway's way to the services, which have no ports here.</summary>
    private sealed class InMemory(Platform platform) : IForwarderHttpClientFactory
    {
        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(context.ClusterId switch
        {
            "steering" => platform.Steering.Handler,
            "offices" => platform.Offices.Handler,
            "notifications" => platform.Notifications.Handler,
            _ => new SocketsHttpHandler(),
        });
    }
}
