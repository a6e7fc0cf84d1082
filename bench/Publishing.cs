using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Bench;

/// <summary>Publication of a national directive until the last of all offices' open feeds shows it.</summary>
internal sealed class Publishing : IAsyncDisposable
{
    private readonly SteeringService.SteeringServiceClient steering;
    private readonly Metadata directorate;
    private readonly ConcurrentDictionary<string, Arrival> arrivals = new();
    private readonly List<AsyncServerStreamingCall<WatchMissionsResponse>> feeds = [];
    private readonly CancellationTokenSource end = new();
    private IReadOnlyList<long> times = [];
    private int caughtUp;

    private Publishing(SteeringService.SteeringServiceClient steering, Metadata directorate) => (this.steering, this.directorate) = (steering, directorate);

    /// <summary>How many feeds are open.</summary>
    public int Offices => feeds.Count;

    /// <summary>A message that the last publication brought to a feed.</summary>
    public WatchMissionsResponse? Last { get; private set; }

    /// <summary>Opens every office's feed through the gateway, each as its own NAV-leder; of some several, when more streams are wanted than there are offices.</summary>
    public static async Task<Publishing> Open(Platform platform, int streams = 0)
    {
        var publishing = new Publishing(new SteeringService.SteeringServiceClient(platform.Gateway), await platform.As("directorate"));
        var offices = (await platform.AllOffices()).Select(office => office.Number).ToList();
        var numbers = Enumerable.Range(0, Math.Max(streams, offices.Count)).Select(n => offices[n % offices.Count]).ToList();
        var notifications = new NotificationsService.NotificationsServiceClient(platform.Gateway);
        foreach (var number in numbers)
        {
            var call = notifications.WatchMissions(new WatchMissionsRequest { OfficeNumber = number }, await platform.As($"office:{number}"));
            publishing.feeds.Add(call);
            _ = publishing.Follow(call, publishing.feeds.Count);
        }

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Volatile.Read(ref publishing.caughtUp) < numbers.Count)
        {
            await timer.WaitForNextTickAsync(publishing.end.Token);
        }

        return publishing;
    }

    /// <summary>Publishes a national directive and waits for every feed; then withdraws it and waits again, so that the next begins as this one did.</summary>
    /// <param name="letter">The directive; null: one in which there is nothing to find.</param>
    public async Task<TimeSpan> Measure(DirectiveContent? letter = null)
    {
        var draft = await Draft(letter ?? Letters.Complete(Letters.National(0)));
        var id = draft.DirectiveId;
        var released = arrivals[id] = new Arrival(feeds.Count);
        var watch = Stopwatch.StartNew();
        var published = await steering.PublishDirectiveAsync(
            new PublishDirectiveRequest { RequestId = Guid.NewGuid().ToString(), DirectiveId = id, Etag = draft.Etag },
            directorate,
            DateTime.UtcNow.AddSeconds(10));
        await released.All.WaitAsync(TimeSpan.FromSeconds(60));
        var elapsed = watch.Elapsed;
        times = released.Times;
        await Withdraw(id, published.Directive.Etag, feeds.Count);
        return elapsed;
    }

    /// <summary>Writes a draft, whose publication <see cref="Publish"/> is.</summary>
    public async Task<Directive> Draft(DirectiveContent letter) => (await steering.CreateDirectiveAsync(
        new CreateDirectiveRequest { RequestId = Guid.NewGuid().ToString(), Content = letter }, directorate, DateTime.UtcNow.AddSeconds(30))).Directive;

    /// <summary>Publishes a draft; the task ends with its newest etag when this many feeds show it.</summary>
    public async Task<string> Publish(Directive draft, int offices)
    {
        var released = arrivals[draft.DirectiveId] = new Arrival(offices);
        var published = await steering.PublishDirectiveAsync(
            new PublishDirectiveRequest { RequestId = Guid.NewGuid().ToString(), DirectiveId = draft.DirectiveId, Etag = draft.Etag }, directorate, DateTime.UtcNow.AddSeconds(30));
        await released.All.WaitAsync(TimeSpan.FromMinutes(2));
        arrivals.TryRemove(draft.DirectiveId, out _);
        return published.Directive.Etag;
    }

    /// <summary>Withdraws a directive; the task ends when this many feeds show that.</summary>
    public async Task Withdraw(string directiveId, string etag, int offices)
    {
        var ended = arrivals[directiveId] = new Arrival(offices);
        await steering.WithdrawDirectiveAsync(
            new WithdrawDirectiveRequest { RequestId = Guid.NewGuid().ToString(), DirectiveId = directiveId, Etag = etag, Reason = "Målt" }, directorate, DateTime.UtcNow.AddSeconds(30));
        await ended.All.WaitAsync(TimeSpan.FromMinutes(2));
        arrivals.TryRemove(directiveId, out _);
    }

    /// <summary>From the first reader that had the last publication until this share of them had it.</summary>
    public TimeSpan Spread(double share) => Spread(times, share);

    /// <summary>From the first of some instants until this share of them.</summary>
    public static TimeSpan Spread(IReadOnlyList<long> times, double share) => Stopwatch.GetElapsedTime(
        times.Min(), (long)Timing.Quantile([.. times.Select(t => (double)(t - times.Min()))], share) + times.Min());

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        foreach (var call in feeds)
        {
            call.Dispose();
        }

        end.Dispose();
    }

    private async Task Follow(AsyncServerStreamingCall<WatchMissionsResponse> call, int feed)
    {
        try
        {
            await foreach (var message in call.ResponseStream.ReadAllAsync(end.Token))
            {
                if (message.CaughtUp)
                {
                    Interlocked.Increment(ref caughtUp);
                }

                foreach (var source in message.Mission?.Sources ?? [])
                {
                    if (arrivals.TryGetValue(source.DirectiveId, out var arrival))
                    {
                        Last = message;
                        arrival.Add(feed);
                    }
                }
            }
        }
        catch (Exception ended) when (end.IsCancellationRequested && ended is RpcException or OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    // Of one directive: a mission that several share comes again with each of them.
    private sealed class Arrival(int wanted)
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Dictionary<int, long> times = [];

        public Task All => all.Task;

        public IReadOnlyList<long> Times
        {
            get
            {
                lock (times)
                {
                    return [.. times.Values];
                }
            }
        }

        public void Add(int feed)
        {
            lock (times)
            {
                if (times.Count < wanted && times.TryAdd(feed, Stopwatch.GetTimestamp()) && times.Count == wanted)
                {
                    all.TrySetResult();
                }
            }
        }
    }
}
