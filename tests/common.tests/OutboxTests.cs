using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Samstyring.Common.Transport;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Common.Tests;

public class OutboxTests
{
    private static readonly IOptions<EventOptions> TwoHear = CommonDatabase.Subscribers(("offices", "topic", "http://offices"), ("audit", "topic", "http://audit"));

    [Fact]
    public async Task Event_WithTwoSubscribers_IsDeliveredOnceToEach()
    {
        await using var database = await CommonDatabase.Create();
        var transport = new Recorder();
        await Publish(database, 3);
        Assert.Equal(6, await Relay(database, transport).Drain(CancellationToken.None));
        Assert.Equal(0, await Relay(database, transport).Drain(CancellationToken.None));
        Assert.Equal(6, transport.Sent.Distinct().Count());
    }

    [Fact]
    public async Task Event_OfARolledBackTransaction_IsNeverSent()
    {
        await using var database = await CommonDatabase.Create();
        await using (var connection = await database.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await new Tx(connection, transaction, Caller.Platform, database.Time.GetUtcNow(), new EventSubscribers(TwoHear), CancellationToken.None)
                .Publish("topic", "a", 1, new LocalizedText { Nb = "a" });
        }

        Assert.Equal(0, await Relay(database, new Recorder()).Drain(CancellationToken.None));
    }

    [Fact]
    public async Task Subscriber_ThatDoesNotAnswer_GetsItLaterWhileOthersGetItNow()
    {
        await using var database = await CommonDatabase.Create();
        var transport = new Recorder { Answer = subscriber => subscriber == "audit" ? Delivery.Unreachable : Delivery.Taken };
        await Publish(database, 5);
        Assert.Equal(5, await Relay(database, transport).Drain(CancellationToken.None));
        Assert.Single(transport.Sent, s => s.Subscriber == "audit");

        transport.Answer = _ => Delivery.Taken;
        Assert.Equal(0, await Relay(database, transport).Drain(CancellationToken.None));
        database.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(5, await Relay(database, transport).Drain(CancellationToken.None));
    }

    [Fact]
    public async Task Subscriber_ThatWasAwayForLong_GetsAllWithinSecondsOfItsReturn()
    {
        await using var database = await CommonDatabase.Create();
        var transport = new Recorder { Answer = _ => Delivery.Unreachable };
        await Publish(database, 3);
        for (var i = 0; i < 10; i++)
        {
            await Relay(database, transport).Drain(CancellationToken.None);
            database.Time.Advance(TimeSpan.FromSeconds(6));
        }

        await Relay(database, transport).Drain(CancellationToken.None);
        transport.Answer = _ => Delivery.Taken;
        database.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(6, await Relay(database, transport).Drain(CancellationToken.None));
    }

    [Fact]
    public async Task Subscriber_ThatAsksToRetryOneEvent_GetsTheOthersAtOnce()
    {
        await using var database = await CommonDatabase.Create();
        var transport = new Recorder { AnswerSubject = subject => subject == "1" ? Delivery.Retry : Delivery.Taken };
        await Publish(database, 3);
        Assert.Equal(4, await Relay(database, transport).Drain(CancellationToken.None));
    }

    [Fact]
    public async Task Relays_Several_ShareTheWorkWithoutRepeats()
    {
        await using var database = await CommonDatabase.Create();
        var transport = new Recorder();
        await Publish(database, 400);
        var delivered = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Relay(database, transport).Drain(CancellationToken.None))));
        Assert.Equal(800, delivered.Sum());
        Assert.Equal(800, transport.Sent.Distinct().Count());
        Assert.Equal(800, transport.Sent.Count);
    }

    [Fact]
    public async Task Relay_ThatIsStopped_MarksWhatWasTaken()
    {
        await using var database = await CommonDatabase.Create();
        await Publish(database, 10);
        using var stop = new CancellationTokenSource();
        var (transport, taken) = (new Recorder(), 0);
        transport.BeforeSend = () =>
        {
            if (Interlocked.Increment(ref taken) == 6)
            {
                stop.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Relay(database, transport).Drain(stop.Token));

        Assert.Equal(6, transport.Sent.Count);
        Assert.Equal(14, await Relay(database, new Recorder()).Drain(CancellationToken.None));
    }

    [Fact]
    public async Task Relay_ThatDiesWhileSending_LeavesTheEventsDue()
    {
        await using var database = await CommonDatabase.Create();
        await Publish(database, 2);
        using var death = new CancellationTokenSource();
        var dying = new Recorder { Answer = _ => throw new OperationCanceledException() };
        dying.BeforeSend = death.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Relay(database, dying).Drain(death.Token));
        Assert.Equal(4, await Relay(database, new Recorder()).Drain(CancellationToken.None));
    }

    private static OutboxRelay Relay(CommonDatabase database, IEventTransport transport) =>
        new(database.Source, transport, new OutboxSignal(), new ServiceName("steering"), database.Time, NullLogger<OutboxRelay>.Instance);

    private static Task Publish(CommonDatabase database, int count) => database.Commit(
        async tx =>
        {
            for (var i = 0; i < count; i++)
            {
                await tx.Publish("topic", $"{i}", 1, new LocalizedText { Nb = $"{i}" });
            }
        },
        TwoHear);

    private sealed class Recorder : IEventTransport
    {
        public ConcurrentQueue<(string Subscriber, Guid Id)> Sent { get; } = [];

        public Func<string, Delivery> Answer { get; set; } = _ => Delivery.Taken;

        public Func<string, Delivery>? AnswerSubject { get; init; }

        public Action BeforeSend { get; set; } = () => { };

        public Task<(Delivery Delivery, string? Error)> Send(string subscriber, CloudEvent e, CancellationToken cancel)
        {
            BeforeSend();
            Sent.Enqueue((subscriber, e.Id));
            return Task.FromResult((AnswerSubject?.Invoke(e.Subject) ?? Answer(subscriber), (string?)"recorded"));
        }
    }
}
