using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Samstyring.Common.Reconciliation;
using Samstyring.Common.Transport;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Common.Tests;

/// <summary>Steering says, offices hears, and what is between them loses things.</summary>
public class ReconciliationTests
{
    [Fact]
    public async Task Event_TakenAndLost_IsSentAgainAfterTheNextManifest()
    {
        await using var two = await Two.Create();
        two.Loses = subject => subject is "b" or "d";
        await two.Say(("a", 1), ("b", 1), ("c", 1), ("d", 1), ("b", 2));
        Assert.Equal(["a@1", "c@1"], await two.Heard());

        two.Loses = _ => false;
        two.Pass(ResendHandler.OnItsWay + TimeSpan.FromSeconds(1));
        await two.Reconcile();

        Assert.Equal(["a@1", "b@2", "c@1", "d@1"], await two.Heard());
        Assert.Equal(4, two.Effects);
    }

    [Fact]
    public async Task Event_ThatMayBeOnItsWay_IsNotSentAgain()
    {
        await using var two = await Two.Create();
        two.Loses = _ => true;
        await two.Say(("a", 1));
        two.Loses = _ => false;

        await two.Reconcile();

        Assert.Empty(await two.Heard());
    }

    [Fact]
    public async Task Sums_ThatAgree_AskForNothing()
    {
        await using var two = await Two.Create();
        await two.Say(("a", 1), ("b", 3));
        two.Pass(TimeSpan.FromMinutes(1));

        await two.Reconcile();

        Assert.DoesNotContain(Topics.ResendRequested, two.Sent);
        Assert.Contains(Topics.Manifest, two.Sent);
    }

    [Fact]
    public async Task Consumer_FromBeforeThereWereSums_LearnsThemWithoutASecondEffect()
    {
        await using var two = await Two.Create();
        await two.Say(("a", 1), ("b", 1));
        await two.Offices.Execute("delete from inbox_head");
        two.Pass(TimeSpan.FromMinutes(1));

        await two.Reconcile();

        Assert.Equal(["a@1", "b@1"], await two.Heard());
        Assert.Equal(2, two.Effects);
    }

    [Fact]
    public async Task Event_ThatCannotBeRead_IsADeadLetterOnce()
    {
        await using var two = await Two.Create();
        two.Bends = body => body.Replace("""{"nb":"a"}""", "7", StringComparison.Ordinal);
        await two.Say(("a", 1));
        two.Pass(TimeSpan.FromMinutes(1));

        await two.Reconcile();

        Assert.Equal(1, await two.Offices.Scalar<int>("select count(*) from dead_letter"));
    }

    [Fact]
    public async Task Producer_OlderThanItsConsumer_SaysSoAndUndoesNothing()
    {
        await using var two = await Two.Create();
        await two.Say(("a", 1), ("a", 2), ("b", 1));
        await two.Steering.Execute("update outbox_head set version = 1, sum = subject_sum('a', 1) where subject = 'a'; delete from outbox_head where subject = 'b'");
        two.Pass(TimeSpan.FromMinutes(1));

        await two.Reconcile();

        Assert.Contains(two.Reported, line => line.StartsWith("REVISION_AHEAD: offices has heard 2 newer versions of topic", StringComparison.Ordinal));
        Assert.Equal(["a@2", "b@1"], await two.Heard());
    }

    [Fact]
    public async Task Everything_Lost_IsHeardInTheEnd()
    {
        await using var two = await Two.Create();
        two.Loses = _ => true;
        await two.Say([.. Enumerable.Range(0, 200).Select(i => ($"{i}", (long)i))]);
        two.Loses = _ => false;

        for (var manifest = 0; manifest < 256 / ManifestHandler.MostBuckets && (await two.Heard()).Count < 200; manifest++)
        {
            two.Pass(TimeSpan.FromMinutes(1));
            await two.Reconcile();
        }

        Assert.Equal(200, (await two.Heard()).Count);
    }

    private sealed class Two : IEventTransport, IAsyncDisposable
    {
        private readonly Writer writer = new();
        private readonly ErrorLines<ResendHandler> lines = new();
        private readonly ConcurrentQueue<string> sent = new();
        private IReadOnlyDictionary<string, EventEndpoint> endpoints = null!;
        private OutboxRelay relay = null!;
        private Manifests manifests = null!;

        public CommonDatabase Steering { get; private init; } = null!;

        public CommonDatabase Offices { get; private init; } = null!;

        public Func<string, bool> Loses { get; set; } = _ => false;

        public Func<string, string> Bends { get; set; } = body => body;

        public int Effects => writer.Handled;

        public IEnumerable<string> Sent => sent;

        public IEnumerable<string> Reported => lines.Lines;

        public static async Task<Two> Create()
        {
            var two = new Two { Steering = await CommonDatabase.Create(), Offices = await CommonDatabase.Create() };
            var hears = CommonDatabase.Subscribers(("offices", "topic", ""), ("offices", Topics.Manifest, ""));
            var asks = CommonDatabase.Subscribers(("steering", Topics.ResendRequested, ""));
            var signal = new OutboxSignal();
            var name = new ServiceName("steering");
            two.endpoints = new Dictionary<string, EventEndpoint>
            {
                ["steering"] = Endpoint(two.Steering, hears, new ResendHandler(name, two.lines)),
                ["offices"] = Endpoint(two.Offices, asks, two.writer, new ManifestHandler(two.Parts(), new EventSubscribers(asks), new ServiceName("offices"), two.Offices.Time)),
            };
            two.relay = new(two.Steering.Source, two, signal, name, two.Steering.Time, NullLogger<OutboxRelay>.Instance);
            two.manifests = new(two.Steering.Source, two, new EventSubscribers(hears), name, hears, two.Steering.Time, NullLogger<Manifests>.Instance);
            return two;
        }

        public async Task Say(params (string Subject, long Version)[] events)
        {
            await Steering.Commit(
                async tx =>
                {
                    foreach (var (subject, version) in events)
                    {
                        await tx.Publish("topic", subject, version, new LocalizedText { Nb = subject });
                    }
                },
                CommonDatabase.Subscribers(("offices", "topic", "")));
            await relay.Drain(CancellationToken.None);
        }

        public async Task Reconcile()
        {
            await manifests.Send(CancellationToken.None);
            await relay.Drain(CancellationToken.None);
        }

        public void Pass(TimeSpan time)
        {
            Steering.Time.Advance(time);
            Offices.Time.Advance(time);
        }

        public async Task<IReadOnlyList<string>> Heard() =>
            (await Offices.Scalar<string>("select coalesce(string_agg(subject || '@' || version, ' ' order by subject), '') from inbox_head")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public async Task<(Delivery Delivery, string? Error)> Send(string subscriber, CloudEvent e, CancellationToken cancel)
        {
            sent.Enqueue(e.Type);
            if (Loses(e.Subject))
            {
                return (Delivery.Taken, null);
            }

            var body = Bends(JsonSerializer.Serialize(e));
            var http = new DefaultHttpContext { Request = { Body = new MemoryStream(Encoding.UTF8.GetBytes(body)) } };
            http.Request.Headers["dapr-api-token"] = ServiceFixture<CommonDatabase>.EventToken;
            var answer = (EventAnswer)((IValueHttpResult)await endpoints[subscriber].Receive(e.Type, http)).Value!;
            return (answer == EventAnswer.Retry ? Delivery.Retry : Delivery.Taken, null);
        }

        public async ValueTask DisposeAsync()
        {
            await Steering.DisposeAsync();
            await Offices.DisposeAsync();
        }

        private static EventEndpoint Endpoint(CommonDatabase database, IOptions<EventOptions> options, params EventHandler[] handlers) => new(
            database.Source, handlers, new EventSubscribers(options), new OutboxSignal(), options, database.Time, NullLogger<EventEndpoint>.Instance);

        private ServiceProvider Parts() => new ServiceCollection().AddSingleton<EventHandler>(writer).AddSingleton<IEventTransport>(this).BuildServiceProvider();
    }

    private sealed class ErrorLines<T> : ILogger<T>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }
    }

    private sealed class Writer() : EventHandler<LocalizedText>("topic")
    {
        public int Handled { get; private set; }

        public override async Task Handle(CloudEvent e, LocalizedText message, Tx tx)
        {
            await tx.Audit("handled", e.Subject, e.Version);
            Handled++;
        }
    }
}
