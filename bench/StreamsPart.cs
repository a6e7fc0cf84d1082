using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Samstyring.Notifications.V1;

namespace Samstyring.Bench;

/// <summary>Part <c>streams</c>: a release at all offices with a thousand feeds open, beside a bare broadcast of the same bytes to a thousand streams.</summary>
internal static class StreamsPart
{
    private const int Streams = 1000;
    private const int WarmUps = 2;
    private const int Releases = 10;

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        string[] holders = ["gateway", "notifications"];
        var before = holders.Sum(name => Processes.Resident(Processes.Id(name)));
        await using var publishing = await Publishing.Open(platform, Streams);
        var perStream = (holders.Sum(name => Processes.Resident(Processes.Id(name))) - before) / (double)Streams;
        await using var floor = await Broadcast.Open(Streams);
        var timing = new Timing();
        for (var i = -WarmUps; i < Releases; i++)
        {
            await publishing.Measure();
            var spread = publishing.Spread(0.99);
            var bare = await floor.Measure(publishing.Last!, 0.99);
            if (i >= 0)
            {
                timing.Add((spread, bare));
            }
        }

        return new(
            new { streams = Streams, spread_p99_ms = timing.Summary, kilobytes_per_stream = perStream },
            string.Create(CultureInfo.InvariantCulture, $"""
            {Releases} releases by turns with the floor, after a warm-up; {Streams} feeds open through the gateway, several of each office.

            | measure | p50 | p95 | floor in the same run, p50 / p95 | ratio, p50 | target |
            |---|---|---|---|---|---|
            | from the first reader that has it until 99 of 100 have it | {timing.At(0.5):0.0} ms | {timing.At(0.95):0.0} ms | {timing.FloorAt(0.5):0.0} / {timing.FloorAt(0.95):0.0} ms | {timing.At(0.5) / timing.FloorAt(0.5):0.0} | 2 |
            | memory of gateway and notifications per open stream | {perStream:0} KB | | | | 60 KB |

            The floor writes the same bytes to {Streams} streams of a bare gRPC service in the process that reads them.
            """));
    }

    // The service that does nothing but write.
    private sealed class Broadcast : IAsyncDisposable
    {
        private readonly WebApplication host;
        private readonly List<GrpcChannel> channels = [];
        private readonly ConcurrentBag<long> arrivals = [];
        private readonly CancellationTokenSource end = new();
        private TaskCompletionSource all = new();

        private Broadcast(WebApplication host) => this.host = host;

        public static async Task<Broadcast> Open(int streams)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
            builder.Services.AddGrpc();
            builder.Services.AddSingleton<Bare>();
            var host = builder.Build();
            host.MapGrpcService<Bare>();
            await host.StartAsync();
            var broadcast = new Broadcast(host);
            var channel = GrpcChannel.ForAddress(host.Urls.First(), new() { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
            broadcast.channels.Add(channel);
            var client = new NotificationsService.NotificationsServiceClient(channel);
            for (var i = 0; i < streams; i++)
            {
                var call = client.WatchMissions(new(), cancellationToken: broadcast.end.Token);
                await call.ResponseHeadersAsync;
                _ = broadcast.Follow(call, streams);
            }

            return broadcast;
        }

        public async Task<TimeSpan> Measure(WatchMissionsResponse message, double share)
        {
            arrivals.Clear();
            all = new(TaskCreationOptions.RunContinuationsAsynchronously);
            host.Services.GetRequiredService<Bare>().Release(message);
            await all.Task.WaitAsync(TimeSpan.FromSeconds(30));
            return Publishing.Spread([.. arrivals], share);
        }

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            channels.ForEach(channel => channel.Dispose());
            await host.DisposeAsync();
            end.Dispose();
        }

        private async Task Follow(AsyncServerStreamingCall<WatchMissionsResponse> call, int streams)
        {
            try
            {
                await foreach (var message in call.ResponseStream.ReadAllAsync(end.Token))
                {
                    arrivals.Add(Stopwatch.GetTimestamp());
                    if (arrivals.Count == streams)
                    {
                        all.TrySetResult();
                    }
                }
            }
            catch (Exception ended) when (end.IsCancellationRequested && ended is RpcException or OperationCanceledException)
            {
                // The measurement is over.
            }
        }
    }

    private sealed class Bare : NotificationsService.NotificationsServiceBase
    {
        private TaskCompletionSource<WatchMissionsResponse> next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release(WatchMissionsResponse message) =>
            Interlocked.Exchange(ref next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult(message);

        public override async Task WatchMissions(WatchMissionsRequest request, IServerStreamWriter<WatchMissionsResponse> responseStream, ServerCallContext context)
        {
            var comes = Volatile.Read(ref next).Task;
            await context.WriteResponseHeadersAsync([]);
            while (!context.CancellationToken.IsCancellationRequested)
            {
                var message = await comes.WaitAsync(context.CancellationToken);
                comes = Volatile.Read(ref next).Task;
                await responseStream.WriteAsync(message, context.CancellationToken);
            }
        }
    }
}
