using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Identity;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Web.Layout;
using Samstyring.Web.Tests;
using Yarp.ReverseProxy.Forwarder;
using GatewayHost = Samstyring.Gateway.Refusal;
using Services = Samstyring.Testing.Platform;

[assembly: AssemblyFixture(typeof(WebPlatform))]

namespace Samstyring.Web.Tests;

/// <summary>The whole platform in this process as a browser meets it: issuer, gateway and pages on real ports, the services behind the gateway in memory.</summary>
public sealed class WebPlatform : IAsyncLifetime
{
    private readonly Lazy<Task<ExampleFeed>> feed;

    private WebApplicationFactory<Persona> identity = null!;
    private WebApplicationFactory<GatewayHost> gateway = null!;
    private WebApplicationFactory<App> web = null!;

    public WebPlatform() => feed = new(() => ExampleFeed.Write(this));

    /// <summary>The gateway's address, which is all that a browser knows.</summary>
    public static string Address { get; } = $"http://localhost:{FreePort()}";

    public Services Platform { get; private set; } = null!;

    public Browser Browser { get; private set; } = null!;

    /// <summary>The missions of the office that the pages are looked at with; written by the first who asks.</summary>
    public Task<ExampleFeed> Feed => feed.Value;

    public IServiceProvider Web => web.Services;

    public async ValueTask InitializeAsync()
    {
        var (issuer, pages, grpc) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        identity = Start<Persona>(host =>
        {
            Listen(host, issuer);
            host.UseSetting("Auth:Issuer", issuer);
            host.UseSetting("Clients:samstyring-web:RedirectUris:0", $"{Address}/login/callback");
            host.UseSetting("Clients:samstyring-web:PostLogoutRedirectUris:0", $"{Address}/");
        });
        void Trust(IWebHostBuilder host)
        {
            host.UseSetting("Auth:Issuer", issuer);
            host.UseSetting("Auth:MetadataAddress", $"{issuer}/.well-known/openid-configuration");
        }

        web = Start<App>(host =>
        {
            Trust(host);
            Listen(host, pages);
            host.UseSetting("Auth:PlainHttp", "true");
            host.UseSetting("Gateway:Address", grpc);
        });
        Platform = await Services.Start(Trust, ExampleFeed.Office);
        gateway = Start<GatewayHost>(host =>
        {
            Trust(host);
            Listen(host, Address, grpc);
            host.UseSetting("ReverseProxy:Clusters:web:Destinations:service:Address", pages);
            host.ConfigureTestServices(services => services.AddSingleton<IForwarderHttpClientFactory>(new InMemory(Platform)));
        });
        Browser = new Browser(Address);
    }

    public SteeringService.SteeringServiceClient Issuer(string persona) => new(Platform.Steering.With(Token(persona)));

    public NotificationsService.NotificationsServiceClient Reader(string persona) => new(Platform.Notifications.With(Token(persona)));

    /// <summary>Waits until a directive has been judged at this many offices.</summary>
    public Task<GetDirectiveStatusResponse> Judged(string directiveId, int offices) => Eventually.Is(
        async () => await Reader("auditor").GetDirectiveStatusAsync(new GetDirectiveStatusRequest { DirectiveId = directiveId, PageSize = 200 }, deadline: Situations.Soon()),
        status => status.Counts.Released + status.Counts.ReleasedWithFlag + status.Counts.Held == offices);

    /// <summary>The title under which the office sees a directive now; empty: not at all.</summary>
    public async Task<string> Title(string directiveId) =>
        (await Reader(ExampleFeed.Leader).ListMissionsAsync(new ListMissionsRequest { OfficeNumber = ExampleFeed.Office, PageSize = 200 }, deadline: Situations.Soon()))
            .Missions.FirstOrDefault(m => m.Sources.Any(s => s.DirectiveId == directiveId))?.Title.Nb ?? "";

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await web.DisposeAsync();
        await gateway.DisposeAsync();
        await Platform.DisposeAsync();
        await identity.DisposeAsync();
    }

    private string Token(string persona) => identity.Services.GetRequiredService<TokenIssuer>().Issue(Persona.Parse(persona, out var fault) ?? throw new InvalidOperationException(fault));

    private static WebApplicationFactory<T> Start<T>(Action<IWebHostBuilder> configure)
        where T : class
    {
        var factory = new WebApplicationFactory<T>().WithWebHostBuilder(host =>
        {
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            configure(host);
        });
        factory.UseKestrel();
        factory.StartServer();
        return factory;
    }

    // Both endpoints are said for every host: the settings that lie beside the tests are the gateway's, with its usual ports.
    private static void Listen(IWebHostBuilder host, string http, string grpc = "http://127.0.0.1:0")
    {
        host.UseSetting("Kestrel:Endpoints:Http:Url", http);
        host.UseSetting("Kestrel:Endpoints:Grpc:Url", grpc);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The gateway's way to the services, which have no ports here.</summary>
    private sealed class InMemory(Services platform) : IForwarderHttpClientFactory
    {
        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(context.ClusterId switch
        {
            "steering" => platform.Steering.Handler,
            "offices" => platform.Offices.Handler,
            "notifications" => platform.Notifications.Handler,
            _ => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false },
        });
    }
}
