using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Common.DeadLetters;
using Samstyring.Common.Telemetry;
using Samstyring.Common.Transport;

namespace Samstyring.Common;

/// <summary>Hears one topic. A subclass applies the message when its version is higher than the one it holds for the subject, and ignores it otherwise.</summary>
/// <param name="topic">The topic it hears.</param>
public abstract class EventHandler(string topic)
{
    /// <summary>The topic.</summary>
    public string Topic => topic;

    /// <summary>Whether its events are remembered, so that each takes effect once; otherwise it does no harm to handle one twice, and the next says it anew.</summary>
    public virtual bool IsKept => true;

    internal abstract IMessage Parse(JsonElement data);

    internal abstract Task Handle(CloudEvent e, IMessage message, Tx tx);
}

/// <inheritdoc />
/// <typeparam name="TMessage">The topic's message.</typeparam>
public abstract class EventHandler<TMessage>(string topic) : EventHandler(topic)
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <summary>Applies the event in the transaction that also holds its inbox row.</summary>
    public abstract Task Handle(CloudEvent e, TMessage message, Tx tx);

    internal override IMessage Parse(JsonElement data) => Json.Read<TMessage>(data.GetRawText());

    internal override Task Handle(CloudEvent e, IMessage message, Tx tx) => Handle(e, (TMessage)message, tx);
}

/// <summary>
/// <c>POST /events/{topic}</c>: the inbox row goes first in the transaction of the effect, so an event takes effect once however often it comes.
/// Answers SUCCESS, RETRY (nothing happened, send again) or DROP (kept as a dead letter), with HTTP 200, as Dapr expects.
/// </summary>
public sealed partial class EventEndpoint(
    NpgsqlDataSource database, IEnumerable<EventHandler> handlers, EventSubscribers subscribers, OutboxSignal signal, IOptions<EventOptions> options,
    TimeProvider clock, ILogger<EventEndpoint> logger)
{
    // What was heard of the subject, also of one that cannot be handled: it lies here as a dead letter and is not sent again.
    private const string HeardSql =
        """
        insert into inbox_head as h (topic, subject, version, bucket, sum)
        values (@topic, @subject, @version, subject_bucket(@subject), subject_sum(@subject, @version))
        on conflict (topic, subject) do update set version = excluded.version, sum = excluded.sum where h.version < excluded.version
        """;

    private const string InboxSql =
        $"""
        with heard as ({HeardSql})
        insert into inbox (source, event_id, received_at) values (@source, @id, @now) on conflict do nothing
        """;

    private readonly Dictionary<string, EventHandler> handlers = handlers.ToDictionary(h => h.Topic);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/events/{topic}", (string topic, HttpContext http, EventEndpoint endpoint) => endpoint.Receive(topic, http));
        routes.MapGet("/dapr/subscribe", (EventEndpoint endpoint) => endpoint.Subscriptions);
    }

    /// <summary>What the sidecar is told to bring here; nothing where it has been declared to it.</summary>
    public IEnumerable<EventSubscription> Subscriptions => options.Value.SubscriptionsDeclared
        ? []
        : handlers.Keys.Order(StringComparer.Ordinal).Select(topic => new EventSubscription(options.Value.DaprPubSub, topic, $"/events/{topic}"));

    /// <summary>Takes one event.</summary>
    public async Task<IResult> Receive(string topic, HttpContext http)
    {
        var token = Encoding.UTF8.GetBytes(http.Request.Headers["dapr-api-token"].ToString());
        if (!CryptographicOperations.FixedTimeEquals(token, Encoding.UTF8.GetBytes(options.Value.Token)))
        {
            return Results.Unauthorized();
        }

        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var (answer, outcome) = await Take(topic, body, http.RequestAborted);
        Metrics.EventsHandled.Add(
            1, Metrics.Tag("samstyring.topic", handlers.ContainsKey(topic) ? topic : "unknown"), Metrics.Tag("samstyring.outcome", outcome));
        Steps.UntilSent(http, "event.answer");
        return Results.Ok(answer);
    }

    private async Task<(EventAnswer Answer, string Outcome)> Take(string topic, string body, CancellationToken cancel)
    {
        try
        {
            if (!Read(topic, body, out var handler, out var e, out var message, out var fault))
            {
                return (await Keep(topic, e, body, fault, 1, cancel), "dead");
            }

            try
            {
                if (await Apply(handler, e, message, cancel))
                {
                    return (EventAnswer.Success, "handled");
                }
            }
            catch (Exception accident) when (IsOfTheEvent(accident))
            {
                Log.Failed(logger, topic, accident);
                var attempts = await CountFailure(topic, e, accident, cancel);
                return attempts < options.Value.MaxAttempts
                    ? (EventAnswer.Retry, "retry")
                    : (await Keep(topic, e, body, Describe(accident), attempts, cancel), "dead");
            }

            Metrics.InboxDuplicates.Add(1);
            return (EventAnswer.Success, "duplicate");
        }
        catch (Exception accident) when (accident is not OperationCanceledException)
        {
            Log.Failed(logger, topic, accident);
            return (EventAnswer.Retry, "retry");
        }
    }

    /// <summary>Hands an event that was kept to its handler once more, in a transaction that is under way. Answers why it still cannot be handled; null: it was.</summary>
    internal async Task<string?> Replay(Tx tx, string topic, string body)
    {
        if (!Read(topic, body, out var handler, out var e, out var message, out var fault))
        {
            return fault;
        }

        // What it leads to is the platform's act; that it was replayed is the operator's.
        var platform = tx with { Caller = Caller.Platform };
        await tx.Connection.ActAs(Caller.Platform, tx.Cancel);
        if (handler.IsKept && !await IsNew(topic, e, platform))
        {
            return null;
        }

        try
        {
            await handler.Handle(e, message, platform);
            return null;
        }
        catch (Exception accident) when (IsOfTheEvent(accident))
        {
            return Describe(accident);
        }
    }

    private bool Read(
        string topic, string body, [NotNullWhen(true)] out EventHandler? handler, [NotNullWhen(true)] out CloudEvent? e, [NotNullWhen(true)] out IMessage? message,
        [NotNullWhen(false)] out string? fault)
    {
        (e, message, fault) = (null, null, null);
        if (!handlers.TryGetValue(topic, out handler))
        {
            fault = "No handler of this topic";
            return false;
        }

        try
        {
            e = JsonSerializer.Deserialize<CloudEvent>(body) ?? throw new JsonException("null");
            message = handler.Parse(e.Data);
            return true;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidProtocolBufferException or InvalidOperationException)
        {
            fault = unreadable.Message;
            return false;
        }
    }

    // What fails for want of a database or a peer comes right by itself; the rest fails again however often it is tried.
    private static bool IsOfTheEvent(Exception accident) => accident is PostgresException refused
        ? refused.SqlState.StartsWith("22", StringComparison.Ordinal) || refused.SqlState.StartsWith("23", StringComparison.Ordinal)
        : accident is not (NpgsqlException or OperationCanceledException or TimeoutException or IOException or HttpRequestException or OutOfMemoryException);

    private static string Describe(Exception accident) => $"{accident.GetType().Name}: {accident.Message}";

    private async Task<int> CountFailure(string topic, CloudEvent e, Exception accident, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await DeadLetterStore.CountFailure(connection, topic, DeadLetterStore.KeyOf(e, ""), Describe(accident), clock.GetUtcNow(), cancel);
    }

    // Answers whether it has taken effect now and not before.
    private async Task<bool> Apply(EventHandler handler, CloudEvent e, IMessage message, CancellationToken cancel)
    {
        using var receive = Steps.Source.StartActivity("event.receive", ActivityKind.Consumer, e.TraceParent);
        receive?.SetTag("samstyring.topic", handler.Topic);
        return await database.Use(
            async connection =>
            {
                await using var transaction = await Steps.Begin(connection, cancel);
                await connection.ActAs(Caller.Platform, cancel);
                var tx = new Tx(connection, transaction, Caller.Platform, clock.GetUtcNow(), subscribers, cancel);
                var isNew = !handler.IsKept || await IsNew(handler.Topic, e, tx);
                if (isNew)
                {
                    await handler.Handle(e, message, tx);
                }

                await Steps.Commit(transaction, cancel);
                if (tx.HasEvents)
                {
                    signal.Set();
                }

                return isNew;
            },
            cancel);
    }

    private static async Task<bool> IsNew(string topic, CloudEvent e, Tx tx)
    {
        using var step = Steps.Start("inbox.insert");
        return await tx.Connection.ExecuteAsync(new CommandDefinition(
            InboxSql, new { topic, e.Subject, e.Version, e.Source, e.Id, now = tx.Now }, tx.Transaction, cancellationToken: tx.Cancel)) == 1;
    }

    private async Task<EventAnswer> Keep(string topic, CloudEvent? e, string body, string reason, int attempts, CancellationToken cancel)
    {
        // The reason may quote the event; it stays in the database.
        Log.Kept(logger, topic);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await DeadLetterStore.Keep(connection, topic, DeadLetterStore.KeyOf(e, body), body, reason, attempts, clock.GetUtcNow(), cancel);
        if (e is { Subject: not null } && handlers.TryGetValue(topic, out var handler) && handler.IsKept)
        {
            await connection.ExecuteAsync(new CommandDefinition(HeardSql, new { topic, e.Subject, e.Version }, cancellationToken: cancel));
        }

        return EventAnswer.Drop;
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Warning, "An event of {Topic} could not be handled and will be sent again")]
        internal static partial void Failed(ILogger logger, string topic, Exception accident);

        [LoggerMessage(1202, LogLevel.Warning, "An event of {Topic} could not be handled and is kept as a dead letter")]
        internal static partial void Kept(ILogger logger, string topic);
    }
}

/// <summary>A subscription, in Dapr's words.</summary>
public sealed record EventSubscription(
    [property: JsonPropertyName("pubsubname")] string PubSub, [property: JsonPropertyName("topic")] string Topic, [property: JsonPropertyName("route")] string Route);
