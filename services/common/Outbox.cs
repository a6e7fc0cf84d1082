using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Samstyring.Common.Telemetry;
using Samstyring.Common.Transport;

namespace Samstyring.Common;

/// <summary>Wakes the relay of this process when an event has been committed; others find it by polling.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim wake = new(0, 1);

    /// <summary>There is something to send.</summary>
    public void Set()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // The relay has been woken already and will see this event too.
        }
    }

    /// <inheritdoc />
    public void Dispose() => wake.Dispose();

    internal Task Wait(TimeSpan atMost, CancellationToken cancel) => wake.WaitAsync(atMost, cancel);
}

/// <summary>
/// Sends what the outbox holds. A batch is claimed with <c>FOR UPDATE SKIP LOCKED</c> and sent inside the claiming transaction, so that a dead relay frees its
/// claim at once; several relays share the work. Events of a subject may overtake each other: consumers keep the highest version.
/// </summary>
public sealed partial class OutboxRelay(
    NpgsqlDataSource database, IEventTransport transport, OutboxSignal signal, ServiceName service, TimeProvider clock, ILogger<OutboxRelay> logger)
    : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(5);

    // What is to be tried again waits for the batch that is under way.
    private static readonly TimeSpan BatchLimit = TimeSpan.FromSeconds(2);

    // A subscriber that is away is asked again this often, however long it has been: the feeds have to be right soon after its return.
    private static readonly TimeSpan MostWhenAway = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan[] BackOff =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15),
    ];

    // Relies on the partial index outbox_delivery_due; rows locked by another relay are skipped.
    private const string ClaimSql =
        """
        select d.outbox_id, d.subscriber, d.attempts, o.event_id, o.topic, o.subject, o.version, o.data, o.traceparent, o.created_at
        from outbox_delivery d join outbox o on o.id = d.outbox_id
        where d.delivered_at is null and d.due_at <= @now
        order by d.due_at, d.outbox_id
        limit @BatchSize
        for update of d skip locked
        """;

    private const string DoneSql =
        """
        update outbox_delivery d set delivered_at = @now, attempts = attempts + 1, last_error = null
        from unnest(@ids, @subscribers) as done (id, subscriber)
        where d.outbox_id = done.id and d.subscriber = done.subscriber
        """;

    private const string LaterSql =
        """
        update outbox_delivery set due_at = @due, attempts = attempts + @tried, last_error = @error
        where outbox_id = any(@ids) and subscriber = @subscriber
        """;

    /// <summary>Sends batches until nothing is due. Answers how many events were delivered.</summary>
    public async Task<int> Drain(CancellationToken cancel)
    {
        var delivered = 0;
        while (await Batch(cancel) is { Claimed: > 0 } batch)
        {
            delivered += batch.Delivered;
        }

        return delivered;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Drain(stoppingToken);
            }
            catch (Exception accident) when (accident is not OperationCanceledException)
            {
                Log.Failed(logger, accident);
            }

            await signal.Wait(Poll, stoppingToken);
        }
    }

    private async Task<(int Claimed, int Delivered)> Batch(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = await Claim(connection, transaction, cancel);
        if (rows.Count == 0)
        {
            return (0, 0);
        }

        var results = await Task.WhenAll(rows.GroupBy(r => r.Subscriber).Select(group => SendTo(group.Key, [.. group], cancel)));
        var done = results.SelectMany(r => r.Done).ToList();
        using (Steps.Start("relay.mark"))
        {
            await Mark(connection, transaction, done, results.SelectMany(r => r.Later));
        }

        using (Steps.Start("relay.commit"))
        {
            // What has been taken is marked also when the service stops.
            await transaction.CommitAsync(CancellationToken.None);
        }

        cancel.ThrowIfCancellationRequested();
        return (rows.Count, done.Count);
    }

    private async Task<List<Row>> Claim(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        using var step = Steps.Start("relay.claim");
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(ClaimSql, new { now = clock.GetUtcNow(), BatchSize }, transaction, cancellationToken: cancel))).AsList();
        if (rows.Count == 0 && step is not null)
        {
            // Nothing happened: a trace each second would say no more.
            step.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }

        return rows;
    }

    private async Task Mark(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<Row> done, IEnumerable<Later> put)
    {
        var now = clock.GetUtcNow();
        await connection.ExecuteAsync(DoneSql, new { now, ids = done.Select(r => r.OutboxId).ToArray(), subscribers = done.Select(r => r.Subscriber).ToArray() }, transaction);
        foreach (var later in put)
        {
            var due = now + later.Pause;
            await connection.ExecuteAsync(LaterSql, new { due, later.Error, ids = later.Ids, later.Subscriber, tried = later.Tried ? 1 : 0 }, transaction);
        }
    }

    // One after the other: what concerns the same office would only wait for its row lock at the subscriber. The first event a subscriber does not take for want
    // of an answer puts off the rest of its batch: the next ones would only wait as long in vain. What a slow subscriber has not been sent when the time of the
    // batch is up stays due, and so does what is cut off when the service stops.
    private async Task<Sent> SendTo(string subscriber, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var sent = new Sent([], []);
        var began = clock.GetTimestamp();
        for (var i = 0; i < rows.Count && !cancel.IsCancellationRequested && clock.GetElapsedTime(began) < BatchLimit; i++)
        {
            var row = rows[i];
            var pause = BackOff[Math.Min(row.Attempts, BackOff.Length - 1)];
            var (delivery, error) = await Send(row, cancel);
            switch (delivery)
            {
                case Delivery.Taken:
                    sent.Done.Add(row);
                    continue;
                case var _ when cancel.IsCancellationRequested:
                    return sent;
                case Delivery.Retry:
                    sent.Later.Add(new Later(subscriber, [row.OutboxId], pause, true, error));
                    continue;
                default:
                    Log.Unreachable(logger, subscriber, error ?? "");
                    var away = pause < MostWhenAway ? pause : MostWhenAway;
                    sent.Later.Add(new Later(subscriber, [row.OutboxId], away, true, error));
                    sent.Later.Add(new Later(subscriber, [.. rows.Skip(i + 1).Select(r => r.OutboxId)], away, false, error));
                    return sent;
            }
        }

        return sent;
    }

    private async Task<(Delivery, string?)> Send(Row row, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(SendLimit);
        // A repeated delivery stands beside the first one in the trace of the change.
        using var step = Steps.Source.StartActivity("relay.send", ActivityKind.Producer, row.Traceparent);
        step?.SetTag("samstyring.topic", row.Topic).SetTag("samstyring.delivery.attempt", row.Attempts + 1);
        try
        {
            using var data = JsonDocument.Parse(row.Data);
            return await transport.Send(
                row.Subscriber,
                new CloudEvent(row.EventId, $"/samstyring/{service.Value}", row.Topic, row.Subject, row.CreatedAt, data.RootElement, row.Version, step?.Id ?? row.Traceparent),
                limit.Token);
        }
        catch (Exception accident) when (accident is HttpRequestException or OperationCanceledException or JsonException)
        {
            return (Delivery.Unreachable, accident.Message);
        }
    }

    private sealed record Row(
        long OutboxId, string Subscriber, int Attempts, Guid EventId, string Topic, string Subject, long Version, string Data, string? Traceparent, DateTimeOffset CreatedAt);

    private sealed record Sent(List<Row> Done, List<Later> Later);

    private sealed record Later(string Subscriber, long[] Ids, TimeSpan Pause, bool Tried, string? Error);

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "Subscriber {Subscriber} does not answer: {Error}")]
        internal static partial void Unreachable(ILogger logger, string subscriber, string error);

        [LoggerMessage(1102, LogLevel.Warning, "The relay could not send")]
        internal static partial void Failed(ILogger logger, Exception accident);
    }
}

/// <summary>The service's name: in event sources, role names and logs.</summary>
/// <param name="Value">Lower case, <c>steering</c>.</param>
public sealed record ServiceName(string Value);
