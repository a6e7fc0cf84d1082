using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Samstyring.Identity;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
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
    private string issuer = "";

    public WebPlatform() => feed = new(() => ExampleFeed.Write(this));

    /// <summary>The gateway's address, which is all that a browser knows.</summary>
    public static string Address { get; } = $"http://localhost:{FreePort()}";

    public Services Platform { get; private set; } = null!;

    public Browser Browser { get; private set; } = null!;

    /// <summary>Rpcs that the services behind the gateway do not answer now, each for the people of one unit: <c>PreviewDirective 1146</c>.</summary>
    public ConcurrentDictionary<string, bool> Unanswered { get; } = new();

    /// <summary>The same for what is answered when a test says so.</summary>
    public ConcurrentDictionary<string, Task> Delayed { get; } = new();

    /// <summary>The missions of the office that the pages are looked at with; written by the first who asks.</summary>
    public Task<ExampleFeed> Feed => feed.Value;

    public IServiceProvider Web => web.Services;

    public async ValueTask InitializeAsync()
    {
        issuer = $"http://127.0.0.1:{FreePort()}";
        var (pages, grpc) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        identity = Start<Persona>(host =>
        {
            Listen(host, issuer);
            host.UseSetting("Auth:Issuer", issuer);
            host.UseSetting("Clients:samstyring-web:RedirectUris:0", $"{Address}/login/callback");
            host.UseSetting("Clients:samstyring-web:RedirectUris:1", $"{Ingress.Address}/login/callback");
            host.UseSetting("Clients:samstyring-web:PostLogoutRedirectUris:0", $"{Address}/");
        });
        web = Pages(pages, grpc, host => host.UseSetting("Auth:PlainHttp", "true"));
        Platform = await Services.Start(host => host.TrustIssuer(issuer), ExampleFeed.Office);
        gateway = Gateway(Address, grpc, pages, host => host.UseSetting("Auth:PlainHttp", "true"));
        Browser = new Browser(Address);
    }

    /// <summary>Pages and a gateway as in operation, behind an ingress where TLS ends.</summary>
    /// <param name="gatewaySettings">What the gateway is set to beside its addresses.</param>
    /// <param name="pageSettings">What the pages are.</param>
    internal Ingress Behind(Action<IWebHostBuilder>? gatewaySettings = null, Action<IWebHostBuilder>? pageSettings = null)
    {
        var (http, pages, grpc) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        return new Ingress(http, Pages(pages, grpc, pageSettings), Gateway(http, grpc, pages, gatewaySettings));
    }

    /// <summary>Where the issuer's document is.</summary>
    public string Metadata => $"{issuer}/.well-known/openid-configuration";

    public SteeringService.SteeringServiceClient Issuer(string persona) => new(Platform.Steering.With(Token(persona)));

    public OfficesService.OfficesServiceClient Owner(string persona) => new(Platform.Offices.With(Token(persona)));

    public NotificationsService.NotificationsServiceClient Reader(string persona) => new(Platform.Notifications.With(Token(persona)));

    /// <summary>Waits until a directive has been judged at this many offices.</summary>
    public Task<GetDirectiveStatusResponse> Judged(string directiveId, int offices) => Eventually.Is(
        async () => await Reader("auditor").GetDirectiveStatusAsync(new GetDirectiveStatusRequest { DirectiveId = directiveId, PageSize = 200 }, deadline: Situations.Soon()),
        status => status.Counts.Released + status.Counts.ReleasedWithFlag + status.Counts.Held == offices);

    /// <summary>An event that the notifications service cannot handle, since it says nothing of the directive; answers its number as a dead letter.</summary>
    public async Task<string> DeadLetter(string directiveId)
    {
        var (id, mapped) = (Guid.NewGuid(), new DirectiveMapped { Version = 1, Directive = new Directive { DirectiveId = directiveId, Revision = 1 } });
        while (await Platform.Notifications.Deliver("offices.mapping", "offices", directiveId, 1, mapped, id) == "RETRY")
        {
        }

        return await Platform.Notifications.Scalar<string>("select id::text from dead_letter where body like @text", new { text = $"%{id}%" });
    }

    /// <summary>The title under which the office sees a directive now; empty: not at all.</summary>
    public async Task<string> Title(string directiveId) =>
        (await Reader(ExampleFeed.Leader).ListMissionsAsync(new ListMissionsRequest { OfficeNumber = ExampleFeed.Office, PageSize = 200 }, deadline: Situations.Soon()))
            .Missions.FirstOrDefault(m => m.Sources.Any(s => s.DirectiveId == directiveId))?.Title.Nb ?? "";

    public async ValueTask DisposeAsync()
    {
        var left = await Browser.Close("");
        Browser.Dispose();
        await web.DisposeAsync();
        await gateway.DisposeAsync();
        await Platform.DisposeAsync();
        await identity.DisposeAsync();
        _ = left.Count == 0 ? 0 : throw new InvalidOperationException($"A test has not closed its windows: {string.Join(", ", left)}");
    }

    private string Token(string persona) => identity.Services.GetRequiredService<TokenIssuer>().Issue(Persona.Parse(persona, out var fault) ?? throw new InvalidOperationException(fault));

    private WebApplicationFactory<App> Pages(string address, string grpc, Action<IWebHostBuilder>? configure) => Start<App>(host =>
    {
        host.UseSetting("Auth:Issuer", issuer);
        host.UseSetting("Auth:MetadataAddress", Metadata);
        Listen(host, address);
        host.UseSetting("Gateway:Address", grpc);
        configure?.Invoke(host);
    });

    private WebApplicationFactory<GatewayHost> Gateway(string address, string grpc, string pages, Action<IWebHostBuilder>? configure = null) => Start<GatewayHost>(host =>
    {
        host.TrustIssuer(issuer);
        host.WithoutRates();
        Listen(host, address, grpc);
        host.UseSetting("ReverseProxy:Clusters:web:Destinations:service:Address", pages);
        host.ConfigureTestServices(services => services.AddSingleton<IForwarderHttpClientFactory>(new InMemory(this)));
        configure?.Invoke(host);
    });

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
    private sealed class InMemory(WebPlatform pages) : IForwarderHttpClientFactory
    {
        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(context.ClusterId switch
        {
            "steering" => new Answering(pages.Platform.Steering.Handler, pages),
            "offices" => new Answering(pages.Platform.Offices.Handler, pages),
            "notifications" => new Answering(pages.Platform.Notifications.Handler, pages),
            _ => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
            },
        });
    }

    /// <summary>A service that is busy with other things when it is told to be.</summary>
    private sealed class Answering(HttpMessageHandler service, WebPlatform pages) : DelegatingHandler(service)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var call = $"{request.RequestUri!.Segments[^1]} {UnitOf(request)}";
            if (pages.Unanswered.ContainsKey(call))
                return Unavailable(request);
            if (pages.Delayed.TryGetValue(call, out var until))
                await until.WaitAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }

        private static string UnitOf(HttpRequestMessage request) =>
            request.Headers.Authorization is { Parameter: { } token } && new JsonWebToken(token).TryGetClaim("unit", out var unit) ? unit.Value : "";

        private static HttpResponseMessage Unavailable(HttpRequestMessage request)
        {
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Version = request.Version, Content = new ByteArrayContent([]) };
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
            answer.Headers.Add("grpc-status", $"{(int)StatusCode.Unavailable}");
            return answer;
        }
    }
}
