using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Samstyring.Faults;

/// <summary>How the stub sidecar misbehaves.</summary>
/// <param name="Times">How often it delivers every event.</param>
/// <param name="Window">In windows of how many it shuffles them.</param>
internal sealed record Misbehaviour(int Times = 1, int Window = 1);

/// <summary>What a broker says to whoever publishes: it has it, it will not have it, or nothing, since the connection is gone.</summary>
internal enum BrokerAnswer { Taken, Refused, CutOff }

/// <summary>
/// A stub of the Dapr sidecar of all services: publishing over its HTTP API, subscriptions by <c>/dapr/subscribe</c>, the three answers. It keeps events in
/// memory only.
/// </summary>
internal sealed class Sidecar : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly WebApplication app;
    private readonly Machine machine;
    private readonly Misbehaviour misbehaviour;
    private readonly Random random;
    private readonly CancellationTokenSource end = new();
    private readonly Channel<(string Topic, byte[] Body)> events = Channel.CreateUnbounded<(string, byte[])>();
    private ILookup<string, (Service Service, string Route)> subscriptions = Array.Empty<(Service, string)>().ToLookup(_ => "");
    private volatile int busy;
    private Task delivering = Task.CompletedTask;

    private Sidecar(WebApplication app, Machine machine, Misbehaviour misbehaviour, int seed) =>
        (this.app, this.machine, this.misbehaviour, random) = (app, machine, misbehaviour, new Random(seed));

    public string Port => new Uri(app.Urls.Single()).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Events that were published.</summary>
    public int Published { get; private set; }

    /// <summary>Deliveries, by what was answered.</summary>
    public Dictionary<string, int> Answers { get; } = [];

    /// <summary>Each event at each subscriber that remembers events, with how often it was taken there.</summary>
    public ConcurrentDictionary<(string Service, string Event), int> Taken { get; } = [];

    /// <summary>Whether everything that was published has been delivered.</summary>
    public bool IsIdle => busy == 0 && events.Reader.Count == 0;

    /// <summary>Swallows every other event while this is set.</summary>
    public bool Swallows { get; set; }

    /// <summary>Takes events and delivers none of them while this is set: it says that it has them.</summary>
    public bool Holds { get; set; }

    /// <summary>What it says to whoever publishes.</summary>
    public BrokerAnswer Answering { get; set; }

    /// <summary>How often somebody was refused or cut off.</summary>
    public int TurnedAway { get; private set; }

    /// <summary>Events that were lost for good.</summary>
    public int Lost { get; private set; }

    /// <summary>Forgets what it holds, as a broker does whose storage is gone.</summary>
    public void Wipe()
    {
        while (events.Reader.TryRead(out var lost))
        {
            Lost += IsKept(lost.Topic) ? 1 : 0;
        }

        Holds = false;
    }

    public static async Task<Sidecar> Start(Machine machine, Misbehaviour misbehaviour, int seed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sidecar = new Sidecar(builder.Build(), machine, misbehaviour, seed);
        sidecar.app.MapPost("/v1.0/publish/{pubsub}/{topic}", async (string topic, HttpRequest request) =>
        {
            if (sidecar.Answering != BrokerAnswer.Taken)
            {
                sidecar.TurnedAway++;
                if (sidecar.Answering == BrokerAnswer.CutOff)
                {
                    request.HttpContext.Abort();
                }

                return Results.StatusCode(StatusCodes.Status500InternalServerError);
            }

            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            sidecar.Published++;
            if (sidecar.Loses(topic))
            {
                sidecar.Lost++;
            }
            else
            {
                await sidecar.events.Writer.WriteAsync((topic, body.ToArray()));
            }

            return Results.NoContent();
        });
        await sidecar.app.StartAsync();
        return sidecar;
    }

    /// <summary>Asks the services what they hear, and begins to deliver.</summary>
    public async Task Subscribe()
    {
        var all = new List<(string Topic, Service Service, string Route)>();
        foreach (var service in machine.Services.Values)
        {
            var hears = await Http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{service.HttpPort}/dapr/subscribe"));
            all.AddRange(hears.EnumerateArray().Select(s => (s.GetProperty("topic").GetString()!, service, s.GetProperty("route").GetString()!)));
        }

        subscriptions = all.ToLookup(s => s.Topic, s => (s.Service, s.Route));
        delivering = Deliver();
    }

    private static bool IsKept(string topic) => topic is not ("manifest" or "resend.requested");

    private bool Loses(string topic)
    {
        lock (random)
        {
            return Swallows && IsKept(topic) && random.Next(2) == 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await delivering;
        await app.DisposeAsync();
        end.Dispose();
    }

    private async Task Deliver()
    {
        var window = new List<(string Topic, byte[] Body)>();
        try
        {
            while (true)
            {
                await Wait.For(() => !Holds, TimeSpan.FromMinutes(1), "the sidecar to deliver");
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
                patience.CancelAfter(window.Count == 0 ? Timeout.Infinite : 300);
                try
                {
                    window.Add(await events.Reader.ReadAsync(patience.Token));
                    busy = window.Count;
                }
                catch (OperationCanceledException) when (!end.IsCancellationRequested)
                {
                    // No more comes: the window is delivered as it is.
                    await Deliver(window);
                    window.Clear();
                    busy = 0;
                    continue;
                }

                if (window.Count >= misbehaviour.Window)
                {
                    await Deliver(window);
                    window.Clear();
                    busy = 0;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task Deliver(List<(string Topic, byte[] Body)> window)
    {
        var deliveries = window.SelectMany(e => Enumerable.Repeat(e, misbehaviour.Times)).ToArray();
        lock (random)
        {
            random.Shuffle(deliveries);
        }

        await Parallel.ForEachAsync(deliveries.SelectMany(e => subscriptions[e.Topic].Select(to => (e.Topic, e.Body, to.Service, to.Route))),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = end.Token }, async (delivery, cancel) =>
            {
                for (var pause = 50; await Post(delivery.Topic, delivery.Service, delivery.Route, delivery.Body, cancel) is not ("SUCCESS" or "DROP"); pause *= 2)
                {
                    await Task.Delay(Math.Min(pause, 1_000), cancel);
                }
            });
    }

    private async Task<string> Post(string topic, Service service, string route, byte[] body, CancellationToken cancel)
    {
        var answer = await Events.Post(service, route, body, cancel);
        lock (Answers)
        {
            Answers[answer] = Answers.GetValueOrDefault(answer) + 1;
        }

        if (answer == "SUCCESS" && IsKept(topic))
        {
            using var e = JsonDocument.Parse(body);
            Taken.AddOrUpdate((service.Name, $"{e.RootElement.GetProperty("source")} {e.RootElement.GetProperty("id")}"), 1, (_, n) => n + 1);
        }

        return answer;
    }
}

/// <summary>Posts events to services, as transports do.</summary>
internal static class Events
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(15) };

    public static Task<string> Post(Service service, string topic, string body) => Post(service, $"/events/{topic}", Encoding.UTF8.GetBytes(body), CancellationToken.None);

    public static async Task<string> Post(Service service, string route, byte[] body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{service.HttpPort}{route}")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/cloudevents+json") } },
        };
        request.Headers.Add("dapr-api-token", service.EventsToken);
        try
        {
            using var response = await Http.SendAsync(request, cancel);
            return response.IsSuccessStatusCode
                ? (await response.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("status").GetString()!
                : $"HTTP {(int)response.StatusCode}";
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException || (gone is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return gone.GetType().Name;
        }
    }
}
