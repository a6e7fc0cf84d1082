using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Gateway.Tests;

/// <summary>What reached a stub service: the path and the headers, read before gRPC looks at the call.</summary>
public sealed record Arrival(string Service, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>One of the three services behind the gateway, on a port of its own. Methods nobody wrote here answer UNIMPLEMENTED from the generated base.</summary>
public sealed class StubService : IAsyncDisposable
{
    private readonly WebApplication app;

    private StubService(WebApplication app) => this.app = app;

    public ConcurrentQueue<Arrival> Arrivals { get; } = new();

    public string Address => app.Urls.Single();

    public static async Task<StubService> Start<TService>(string name, TService service) where TService : class
    {
        // Empty: the settings file of the gateway lies beside the tests and is not meant for the stubs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        var app = builder.Build();
        var stub = new StubService(app);
        app.Use((context, next) =>
        {
            stub.Arrivals.Enqueue(new Arrival(name, context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            return next(context);
        });
        app.MapGrpcService<TService>();
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

public sealed class StubSteering : SteeringService.SteeringServiceBase
{
    public static readonly byte[] Details = [8, 9, 18, 4, 0xC3, 0xA6, 0xC3, 0xB8];

    public override Task<CreateDirectiveResponse> CreateDirective(CreateDirectiveRequest request, ServerCallContext context) =>
        Task.FromResult(new CreateDirectiveResponse { Directive = new Directive { DirectiveId = "d-1", Content = request.Content } });

    public override Task<PublishDirectiveResponse> PublishDirective(PublishDirectiveRequest request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.FailedPrecondition, "Trukket tilbake, ikke publisérbar"), new Metadata { { "grpc-status-details-bin", Details } });

    public override async Task<GetDirectiveResponse> GetDirective(GetDirectiveRequest request, ServerCallContext context)
    {
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return new GetDirectiveResponse();
    }
}

public sealed class StubOffices : OfficesService.OfficesServiceBase
{
    public override Task<GetOfficeResponse> GetOffice(GetOfficeRequest request, ServerCallContext context) =>
        Task.FromResult(new GetOfficeResponse { Office = new Office { Number = request.OfficeNumber } });
}

/// <summary>Each watched office is a channel that the test writes to; closing it with an error cuts the connection as a killed process would.</summary>
public sealed class StubNotifications : NotificationsService.NotificationsServiceBase
{
    private readonly ConcurrentDictionary<string, Feed> feeds = new();

    public Feed this[string office] => feeds.GetOrAdd(office, _ => new Feed());

    public override async Task WatchMissions(WatchMissionsRequest request, IServerStreamWriter<WatchMissionsResponse> responseStream, ServerCallContext context)
    {
        var feed = this[request.OfficeNumber];
        using var ended = context.CancellationToken.Register(() => feed.Cancelled.TrySetResult());
        await foreach (var position in feed.Positions.Reader.ReadAllAsync(context.CancellationToken))
        {
            if (position < 0)
                context.GetHttpContext().Abort();
            else
                await responseStream.WriteAsync(new WatchMissionsResponse { Position = position }, context.CancellationToken);
        }
    }

    public sealed class Feed
    {
        public const long Crash = -1;

        public Channel<long> Positions { get; } = Channel.CreateUnbounded<long>();

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
