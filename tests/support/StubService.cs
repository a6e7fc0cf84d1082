using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Samstyring.Testing;

/// <summary>What reached a stub service: the path and the headers, read before gRPC looks at the call.</summary>
public sealed record Arrival(string Service, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>A gRPC server of stubs on a port of its own, which remembers what reached it. Methods that a stub does not write answer UNIMPLEMENTED.</summary>
public sealed class StubService : IAsyncDisposable
{
    private readonly WebApplication app;

    private StubService(WebApplication app) => this.app = app;

    /// <summary>Every call, in the order they came.</summary>
    public ConcurrentQueue<Arrival> Arrivals { get; } = new();

    /// <summary>Where it answers HTTP/2 without TLS.</summary>
    public string Address => app.Urls.Single();

    /// <summary>Starts a server of one service.</summary>
    public static Task<StubService> Start<TService>(string name, TService service) where TService : class =>
        Start(name, services => services.AddSingleton(service), app => app.MapGrpcService<TService>());

    /// <summary>Starts a server of the services that are mapped.</summary>
    public static async Task<StubService> Start(string name, Action<IServiceCollection> add, Action<IEndpointRouteBuilder> map)
    {
        // Empty: a settings file that lies beside the tests is not meant for stubs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        // How large a message may be is the business of who stands before it.
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        add(builder.Services);
        var app = builder.Build();
        var stub = new StubService(app);
        app.Use((context, next) =>
        {
            stub.Arrivals.Enqueue(new Arrival(name, context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            return next(context);
        });
        map(app);
        await app.StartAsync();
        return stub;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => app.DisposeAsync();
}
