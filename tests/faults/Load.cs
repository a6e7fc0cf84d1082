using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Faults;

/// <summary>A command that was accepted.</summary>
/// <param name="Act">What it did: <c>create</c>, <c>update</c>, <c>publish</c>, <c>revise</c>, <c>withdraw</c>.</param>
/// <param name="Kind">What the directive is.</param>
/// <param name="Place">Where.</param>
/// <param name="RequestId">Its request_id.</param>
/// <param name="Trace">The trace it was sent in.</param>
/// <param name="Tries">How often it was sent until somebody answered.</param>
/// <param name="Directive">The directive, as it was answered.</param>
/// <param name="Again">Sends it once more and answers the bytes of the response.</param>
/// <param name="Response">The bytes of the response.</param>
internal sealed record Command(
    string Act, Kind Kind, Place Place, string RequestId, string Trace, int Tries, Directive Directive, Func<Task<byte[]>> Again, byte[] Response);

/// <summary>Writers, readers and an importing client, all of them from one seed.</summary>
internal sealed class Load(Machine machine, IReadOnlyList<Place> places, int seed) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopWriting = new();
    private readonly CancellationTokenSource stopReading = new();
    private readonly List<Task> writers = [];
    private readonly List<Task> readers = [];
    private const int MostOnTheirWay = 30;
    private static readonly TimeSpan LongestHoldingBack = TimeSpan.FromSeconds(15);
    private static int number;
    private volatile int onTheirWay = int.MaxValue;
    private int repeating;

    /// <summary>Accepted commands in the order of their answers.</summary>
    public ConcurrentQueue<Command> Accepted { get; } = [];

    /// <summary>Answers that no caller should see.</summary>
    public ConcurrentQueue<string> Unexpected { get; } = [];

    /// <summary>What callers were answered while something was broken, by status.</summary>
    public ConcurrentDictionary<StatusCode, int> Refused { get; } = new();

    /// <summary>The request that is under way in each trace.</summary>
    public ConcurrentDictionary<string, string> UnderWay { get; } = new();

    /// <summary>The request that was sent in a trace; null: none, as far as it is known yet.</summary>
    public string? RequestOf(string trace) => UnderWay.GetValueOrDefault(trace) ?? Accepted.LastOrDefault(c => c.Trace == trace)?.RequestId;

    public List<Reader> Readers { get; } = [];

    /// <summary>Directives that are published beside the load.</summary>
    public List<Guid> Outside { get; } = [];

    /// <summary>Whether writers wait while many events are on their way, so that a slow machine is not buried by them.</summary>
    public bool HoldsBack { get; set; } = true;

    /// <summary>Writers of drafts beside the others, one after the other without a pause: commands that nobody else sees.</summary>
    public int Drafters { get; init; }

    /// <summary>Files imported, by outcome.</summary>
    public int Imported { get; private set; }

    /// <summary>Begins: a writer at each place, a reader at the first five, and one that imports profiles.</summary>
    public async Task Start()
    {
        foreach (var place in places.Take(5))
        {
            var reader = new Reader(machine, place, await machine.As(place.Leader));
            Readers.Add(reader);
            readers.Add(reader.Follow(stopReading.Token));
        }

        for (var i = 0; i < places.Count; i++)
        {
            var random = new Random(HashCode.Combine(seed, i));
            var place = places[i];
            writers.Add(Task.Run(() => Write(place, random)));
        }

        for (var i = 0; i < Drafters; i++)
        {
            var place = places[i % places.Count];
            writers.Add(Task.Run(() => Draft(place)));
        }

        writers.Add(Task.Run(Import));
        writers.Add(Task.Run(Count));
        await Wait.For(() => Readers.All(r => r.CaughtUp), TimeSpan.FromSeconds(20), "readers to have caught up");
    }

    /// <summary>Waits until so many more commands have been accepted.</summary>
    public Task More(int commands)
    {
        var before = Accepted.Count;
        return Wait.For(() => Accepted.Count >= before + commands, TimeSpan.FromSeconds(90), $"{commands} more accepted commands");
    }

    /// <summary>Waits until the platform keeps pace: so soon after a start, what is slow is not the fault.</summary>
    public Task Settled() => Wait.Until(() => onTheirWay < MostOnTheirWay / 3, TimeSpan.FromSeconds(60));

    /// <summary>Waits until whoever was not answered has been: what has been committed already and is asked for again has its effect before the next death.</summary>
    public Task Answered() => Wait.Until(() => Volatile.Read(ref repeating) == 0, TimeSpan.FromSeconds(30));

    /// <summary>Lets every writer end what it is at, until it has an answer.</summary>
    public async Task StopWriting()
    {
        await stopWriting.CancelAsync();
        await Task.WhenAll(writers);
    }

    /// <summary>Creates and publishes one directive, as a writer does.</summary>
    public async Task<Directive> Publish(Kind kind, Place place)
    {
        return await Publish(kind, place, await Create(kind, place));
    }

    private Task<Directive> Create(Kind kind, Place place)
    {
        var n = Interlocked.Increment(ref number);
        return Send<CreateDirectiveRequest, CreateDirectiveResponse>("create", kind, place,
            id => new() { RequestId = id, Content = Letters.Of(kind, place, n) }, (c, r, o) => c.CreateDirectiveAsync(r, o), r => r.Directive);
    }

    public Task<Directive> Publish(Kind kind, Place place, Directive draft) => Send<PublishDirectiveRequest, PublishDirectiveResponse>("publish", kind, place,
        id => new() { RequestId = id, DirectiveId = draft.DirectiveId, Etag = draft.Etag }, (c, r, o) => c.PublishDirectiveAsync(r, o), r => r.Directive);

    public Task<Directive> Withdraw(Kind kind, Place place, Directive directive) => Send<WithdrawDirectiveRequest, WithdrawDirectiveResponse>("withdraw", kind, place,
        id => new() { RequestId = id, DirectiveId = directive.DirectiveId, Etag = directive.Etag, Reason = "Feilprøving" }, (c, r, o) => c.WithdrawDirectiveAsync(r, o), r => r.Directive);

    public async ValueTask DisposeAsync()
    {
        await stopWriting.CancelAsync();
        await stopReading.CancelAsync();
        await Task.WhenAll(readers);
        stopWriting.Dispose();
        stopReading.Dispose();
    }

    private async Task Write(Place place, Random random)
    {
        var published = new Queue<(Kind Kind, Directive Directive)>();
        await Pause(random.Next(2_000));
        while (!stopWriting.IsCancellationRequested)
        {
            try
            {
                var kind = random.Next(12) switch { 0 => Kind.Order, 1 => Kind.Ban, _ => Kind.Statutory };
                var directive = await Publish(kind, place);
                if (random.Next(4) == 0)
                {
                    var revised = await Send<UpdateDirectiveRequest, UpdateDirectiveResponse>("revise", kind, place,
                        id => new() { RequestId = id, DirectiveId = directive.DirectiveId, Etag = directive.Etag, Content = Changed(directive.Content), ChangeClass = ChangeClass.Material },
                        (c, r, o) => c.UpdateDirectiveAsync(r, o), r => r.Directive);
                    directive = await Publish(kind, place, revised);
                }

                published.Enqueue((kind, directive));

                // Orders and bans do not stay long, or the gate of every office would be shut.
                if (published.Count > (published.Peek().Kind == Kind.Statutory ? 4 : 1))
                {
                    var (old, gone) = published.Dequeue();
                    await Withdraw(old, place, gone);
                }
            }
            catch (Exception wrong) when (wrong is RpcException or TimeoutException)
            {
                Unexpected.Enqueue(wrong.Message);
                published.Clear();
            }

            await Pause(random.Next(2_000, 5_000));
            var since = Stopwatch.GetTimestamp();
            while (HoldsBack && onTheirWay > MostOnTheirWay && Stopwatch.GetElapsedTime(since) < LongestHoldingBack && !stopWriting.IsCancellationRequested)
            {
                await Pause(200);
            }
        }
    }

    private async Task Draft(Place place)
    {
        while (!stopWriting.IsCancellationRequested)
        {
            try
            {
                var draft = await Create(Kind.Statutory, place);
                await Send<UpdateDirectiveRequest, UpdateDirectiveResponse>("update", Kind.Statutory, place,
                    id => new() { RequestId = id, DirectiveId = draft.DirectiveId, Etag = draft.Etag, Content = Changed(draft.Content) },
                    (c, r, o) => c.UpdateDirectiveAsync(r, o), r => r.Directive);
            }
            catch (Exception wrong) when (wrong is RpcException or TimeoutException)
            {
                Unexpected.Enqueue(wrong.Message);
            }
        }
    }

    private async Task Count()
    {
        while (!stopWriting.IsCancellationRequested)
        {
            try
            {
                onTheirWay = (await Task.WhenAll(new[] { "steering", "offices" }.Select(name => machine.Scalar<int>(
                    name, "select count(*)::int from outbox_delivery where delivered_at is null")))).Sum();
            }
            catch (NpgsqlException)
            {
                // The database is away; it is counted again.
            }

            await Pause(500);
        }
    }

    // Until it is time to stop.
    private Task Pause(int milliseconds) => Task.Delay(milliseconds, stopWriting.Token).ContinueWith(_ => { }, TaskScheduler.Default);

    private static DirectiveContent Changed(DirectiveContent content)
    {
        var changed = content.Clone();
        changed.Text.Nb += " Endret.";
        return changed;
    }

    // What the county exported is imported again: nothing changes, and it asks for the same locks as one that changes all.
    private async Task Import()
    {
        var offices = new OfficesService.OfficesServiceClient(machine.Offices.Channel);
        var headers = await machine.As($"county:{places[0].County}");
        while (!stopWriting.IsCancellationRequested)
        {
            try
            {
                var file = await offices.ExportOfficeProfilesAsync(new() { Scope = $"OFFICE({places[0].Office})" }, headers, DateTime.UtcNow.AddSeconds(5));
                await offices.ImportOfficeProfilesAsync(new() { RequestId = Guid.NewGuid().ToString(), Csv = file.Csv, ValidateOnly = false }, headers, DateTime.UtcNow.AddSeconds(10));
                Imported++;
            }
            catch (RpcException refused)
            {
                Note(refused);
            }

            await Pause(1_000);
        }
    }

    // Sends until somebody answers: a client that is not answered asks again with the same request_id.
    private async Task<Directive> Send<TRequest, TResponse>(
        string act, Kind kind, Place place, Func<string, TRequest> make,
        Func<SteeringService.SteeringServiceClient, TRequest, CallOptions, AsyncUnaryCall<TResponse>> call, Func<TResponse, Directive> directive)
        where TResponse : IMessage<TResponse>
    {
        var id = Guid.NewGuid().ToString();
        var request = make(id);
        var client = new SteeringService.SteeringServiceClient(machine.Steering.Channel);
        var (trace, until) = (ActivityTraceId.CreateRandom().ToString(), DateTime.UtcNow.AddSeconds(60));
        var headers = new Metadata { { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" } };
        foreach (var header in await machine.As(place.Persona(kind)))
        {
            headers.Add(header);
        }

        UnderWay[trace] = id;
        var tries = 1;
        try
        {
            for (; ; tries++)
            {
                try
                {
                    var response = await call(client, request, new CallOptions(headers, DateTime.UtcNow.AddSeconds(10)));
                    Accepted.Enqueue(new(
                        act, kind, place, id, trace, tries, directive(response),
                        async () => (await call(client, request, new CallOptions(headers, DateTime.UtcNow.AddSeconds(10)))).ToByteArray(), response.ToByteArray()));
                    UnderWay.TryRemove(trace, out _);
                    return directive(response);
                }
                catch (RpcException refused) when (MayRepeat(refused) && DateTime.UtcNow < until)
                {
                    Note(refused);
                    _ = tries == 1 ? Interlocked.Increment(ref repeating) : 0;
                    await Task.Delay(100);
                }
            }
        }
        finally
        {
            _ = tries > 1 ? Interlocked.Decrement(ref repeating) : 0;
        }
    }

    private static bool MayRepeat(RpcException refused) =>
        refused.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Aborted;

    private void Note(RpcException refused)
    {
        Refused.AddOrUpdate(refused.StatusCode, 1, (_, n) => n + 1);
        if (!MayRepeat(refused))
        {
            Unexpected.Enqueue($"{refused.StatusCode}: {refused.Status.Detail}");
        }
    }
}

/// <summary>A leader's open feed: resumes where it was after every break, and writes down which positions it was given.</summary>
internal sealed class Reader(Machine machine, Place place, Metadata headers)
{
    private string token = "";
    private long last = -1;

    public Place Place => place;

    public bool CaughtUp { get; private set; }

    public int Seen { get; private set; }

    public int Resumes { get; private set; }

    public List<string> Gaps { get; } = [];

    public List<string> Repeats { get; } = [];

    public List<string> Foreign { get; } = [];

    /// <summary>Everything that was shown as going on: directive and revision.</summary>
    public HashSet<(string DirectiveId, int Revision)> Shown { get; } = [];

    public long Position => last;

    public Dictionary<StatusCode, int> Ends { get; } = [];

    public List<TimeSpan> Away { get; } = [];

    public async Task Follow(CancellationToken end)
    {
        var client = new NotificationsService.NotificationsServiceClient(machine.Notifications.Channel);
        long? broke = null;
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var call = client.WatchMissions(new WatchMissionsRequest { OfficeNumber = place.Office, ResumeToken = token }, headers, cancellationToken: end);
                await foreach (var message in call.ResponseStream.ReadAllAsync(end))
                {
                    if (broke is { } since)
                    {
                        (broke, Resumes) = (null, Resumes + 1);
                        Away.Add(Stopwatch.GetElapsedTime(since));
                    }

                    Take(message);
                }
            }
            catch (Exception over) when (over is RpcException or OperationCanceledException or IOException)
            {
                if (end.IsCancellationRequested)
                {
                    return;
                }

                if (over is RpcException refused)
                {
                    Ends[refused.StatusCode] = Ends.GetValueOrDefault(refused.StatusCode) + 1;
                }

                broke ??= Stopwatch.GetTimestamp();
                await Task.Delay(Random.Shared.Next(100, 1_000), CancellationToken.None);
            }
        }
    }

    private void Take(WatchMissionsResponse message)
    {
        token = message.ResumeToken;
        if (message.CaughtUp)
        {
            // The end of the snapshot, or of what a resumed stream had missed.
            if (last >= 0 && message.Position != last)
            {
                Gaps.Add($"{place.Office}: caught up at {message.Position} after {last}");
            }

            (CaughtUp, last) = (true, message.Position);
            return;
        }

        if (message.Mission is { } mission)
        {
            Show(mission);
        }

        if (!CaughtUp)
        {
            return;
        }

        Seen++;
        (message.Position <= last ? Repeats : message.Position > last + 1 ? Gaps : []).Add($"{place.Office}: {message.Position} after {last}");
        last = message.Position;
    }

    private void Show(Mission mission)
    {
        if (mission.OfficeNumber != place.Office)
        {
            Foreign.Add($"{place.Office}: a mission of {mission.OfficeNumber}");
        }

        if (mission.State != MissionState.Ended)
        {
            Shown.UnionWith(mission.Sources.Select(s => (s.DirectiveId, s.Revision)));
        }
    }
}
