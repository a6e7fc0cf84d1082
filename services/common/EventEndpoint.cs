using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Common.Transport;

namespace Samstyring.Common;

/// <summary>Hears one topic. A subclass applies the message when its version is higher than the one it holds for the subject, and ignores it otherwise.</summary>
/// <param name="topic">The topic it hears.</param>
public abstract class EventHandler(string topic)
{
    /// <summary>The topic.</summary>
    public string Topic => topic;

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
    private const string InboxSql = "insert into inbox (source, event_id, received_at) values (@source, @id, @now) on conflict do nothing";

    private const string DeadLetterSql = "insert into dead_letter (topic, body, reason, received_at) values (@topic, @body, @reason, @now)";

    private readonly Dictionary<string, EventHandler> handlers = handlers.ToDictionary(h => h.Topic);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/events/{topic}", (string topic, HttpContext http, EventEndpoint endpoint) => endpoint.Receive(topic, http));
        routes.MapGet("/dapr/subscribe", (EventEndpoint endpoint, IOptions<EventOptions> options) => endpoint.handlers.Keys.Order(StringComparer.Ordinal)
            .Select(topic => new { pubsubname = options.Value.DaprPubSub, topic, route = $"/events/{topic}" }));
    }

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
        return Results.Ok(await Take(topic, body, http.RequestAborted));
    }

    private async Task<EventAnswer> Take(string topic, string body, CancellationToken cancel)
    {
        try
        {
            if (!handlers.TryGetValue(topic, out var handler))
            {
                return await Bury(topic, body, "No handler of this topic", cancel);
            }

            CloudEvent e;
            IMessage message;
            try
            {
                e = JsonSerializer.Deserialize<CloudEvent>(body) ?? throw new JsonException("null");
                message = handler.Parse(e.Data);
            }
            catch (Exception unreadable) when (unreadable is JsonException or InvalidProtocolBufferException or InvalidOperationException)
            {
                return await Bury(topic, body, unreadable.Message, cancel);
            }

            await Apply(handler, e, message, cancel);
            return EventAnswer.Success;
        }
        catch (Exception accident) when (accident is not OperationCanceledException)
        {
            Log.Failed(logger, topic, accident);
            return EventAnswer.Retry;
        }
    }

    private async Task Apply(EventHandler handler, CloudEvent e, IMessage message, CancellationToken cancel)
    {
        using var activity = ServiceHost.Activities.StartActivity("event.receive", ActivityKind.Consumer, e.TraceParent);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var tx = new Tx(connection, transaction, Caller.Platform, clock.GetUtcNow(), subscribers, cancel);
        if (await connection.ExecuteAsync(new CommandDefinition(InboxSql, new { e.Source, e.Id, now = tx.Now }, transaction, cancellationToken: cancel)) == 0)
        {
            return;
        }

        await handler.Handle(e, message, tx);
        await transaction.CommitAsync(cancel);
        if (tx.HasEvents)
        {
            signal.Set();
        }
    }

    private async Task<EventAnswer> Bury(string topic, string body, string reason, CancellationToken cancel)
    {
        Log.Unreadable(logger, topic, reason);
        await using var connection = await database.OpenConnectionAsync(cancel);
        // NUL cannot be stored as text; a body that holds one is unreadable anyway.
        await connection.ExecuteAsync(new CommandDefinition(
            DeadLetterSql, new { topic, body = body.Replace("\0", "\\u0000", StringComparison.Ordinal), reason, now = clock.GetUtcNow() }, cancellationToken: cancel));
        return EventAnswer.Drop;
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Warning, "An event of {Topic} could not be handled and will be sent again")]
        internal static partial void Failed(ILogger logger, string topic, Exception accident);

        [LoggerMessage(1202, LogLevel.Warning, "An event of {Topic} could not be read and is kept as a dead letter: {Reason}")]
        internal static partial void Unreadable(ILogger logger, string topic, string reason);
    }
}
