using System.Diagnostics;
using Dapper;
using Google.Protobuf;
using Npgsql;

namespace Samstyring.Common;

/// <summary>What a read works with: a connection, who asks and when.</summary>
public record ReadContext(NpgsqlConnection Connection, Caller Caller, DateTimeOffset Now, CancellationToken Cancel)
{
    /// <summary>When it happens, as exact as the database keeps it: what is answered now and what is read later are the same instant.</summary>
    public DateTimeOffset Now { get; } = Now.AddTicks(-(Now.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Today in Oslo.</summary>
    public DateOnly Today => Oslo.DateOf(Now);
}

/// <summary>
/// One transaction: the change, its audit entry and its events are written here together or not at all. Nothing is sent before the commit; the relay does that.
/// </summary>
public sealed record Tx(
    NpgsqlConnection Connection, NpgsqlTransaction Transaction, Caller Caller, DateTimeOffset Now, EventSubscribers Subscribers, CancellationToken Cancel)
    : ReadContext(Connection, Caller, Now, Cancel)
{
    private const string PublishSql =
        """
        with event as (
          insert into outbox (topic, subject, version, data, traceparent, created_at)
          values (@topic, @subject, @version, @data, @traceparent, @now)
          returning id)
        insert into outbox_delivery (outbox_id, subscriber, due_at)
        select event.id, s, @now from event, unnest(@subscribers) s
        """;

    private const string AuditSql =
        """
        insert into audit (at, actor, role, unit, act, object, revision, digest_before, digest_after, trace_id)
        values (@now, @actor, @role, @unit, @act, @obj, @revision, @digestBefore, @digestAfter, @trace)
        """;

    /// <summary>Whether an event has been written, so that the relay is woken after the commit.</summary>
    internal bool HasEvents { get; private set; }

    /// <summary>Writes an event to the outbox.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="subject">What it is about; consumers keep the highest version of each subject.</param>
    /// <param name="version">Rises with every change of the subject.</param>
    /// <param name="data">The whole state.</param>
    public async Task Publish(string topic, string subject, long version, IMessage data)
    {
        HasEvents = true;
        await Connection.ExecuteAsync(new CommandDefinition(
            PublishSql,
            new { topic, subject, version, data = Json.Write(data), traceparent = Activity.Current?.Id, now = Now, subscribers = Subscribers.Of(topic) },
            Transaction,
            cancellationToken: Cancel));
    }

    /// <summary>Writes an entry of the audit trail: the caller's act on an object, with digests of its state before and after.</summary>
    public Task Audit(string act, string obj, long revision, string digestBefore = "", string digestAfter = "") =>
        Connection.ExecuteAsync(new CommandDefinition(
            AuditSql,
            new
            {
                now = Now,
                actor = Caller.ActorId,
                role = Caller.Role.ToString(),
                unit = Caller.Unit,
                act,
                obj,
                revision,
                digestBefore,
                digestAfter,
                trace = Activity.Current?.TraceId.ToString() ?? "",
            },
            Transaction,
            cancellationToken: Cancel));
}
