using System.Diagnostics;
using Dapper;
using Google.Protobuf;
using Npgsql;
using Samstyring.Common.Telemetry;

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
          returning id),
        head as (
          insert into outbox_head as h (topic, subject, version, outbox_id, bucket, sum)
          select @topic, @subject, @version, event.id, subject_bucket(@subject), subject_sum(@subject, @version) from event
          on conflict (topic, subject) do update set version = excluded.version, outbox_id = excluded.outbox_id, sum = excluded.sum
          where h.version <= excluded.version)
        insert into outbox_delivery (outbox_id, subscriber, due_at)
        select event.id, s, @now from event, unnest(@subscribers) s
        """;

    private const string AuditSql =
        """
        insert into audit (at, actor, role, unit, act, object, revision, digest_before, digest_after, trace_id)
        select @now, @actor, @role, @unit, e.act, e.object, e.revision, e.digest_before, e.digest_after, @trace
        from unnest(@acts, @objects, @revisions, @before, @after) with ordinality as e (act, object, revision, digest_before, digest_after, place)
        order by e.place
        """;

    /// <summary>Whether there is something to send, so that the relay is woken after the commit.</summary>
    internal bool HasEvents { get; private set; }

    /// <summary>Wakes the relay after the commit.</summary>
    internal void WakeRelay() => HasEvents = true;

    /// <summary>Writes an event to the outbox.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="subject">What it is about; consumers keep the highest version of each subject.</param>
    /// <param name="version">Rises with every change of the subject.</param>
    /// <param name="data">The whole state.</param>
    public async Task Publish(string topic, string subject, long version, IMessage data)
    {
        HasEvents = true;
        using var step = Steps.Start("tx.outbox");
        await Connection.ExecuteAsync(new CommandDefinition(
            PublishSql,
            new { topic, subject, version, data = Json.Write(data), traceparent = Activity.Current?.Id, now = Now, subscribers = Subscribers.Of(topic) },
            Transaction,
            cancellationToken: Cancel));
    }

    /// <summary>Writes an entry of the audit trail: the caller's act on an object, with digests of its state before and after.</summary>
    public Task Audit(string act, string obj, long revision, string digestBefore = "", string digestAfter = "") =>
        Audit([new AuditedAct(act, obj, revision, digestBefore, digestAfter)]);

    /// <summary>Writes an entry for each act, in their order.</summary>
    public async Task Audit(IReadOnlyList<AuditedAct> acts)
    {
        using var step = Steps.Start("tx.audit");
        await Connection.ExecuteAsync(new CommandDefinition(
            AuditSql,
            new
            {
                now = Now,
                actor = Caller.ActorId,
                role = Caller.Role.ToString(),
                unit = Caller.Unit,
                acts = acts.Select(act => act.Act).ToArray(),
                objects = acts.Select(act => act.Object).ToArray(),
                revisions = acts.Select(act => act.Revision).ToArray(),
                before = acts.Select(act => act.DigestBefore).ToArray(),
                after = acts.Select(act => act.DigestAfter).ToArray(),
                trace = Activity.Current?.TraceId.ToString() ?? "",
            },
            Transaction,
            cancellationToken: Cancel));
    }
}

/// <summary>An act on an object, as the audit trail keeps it.</summary>
/// <param name="Act">What was done, <c>directive.create</c>.</param>
/// <param name="Object">To what.</param>
/// <param name="Revision">The object's revision after it.</param>
/// <param name="DigestBefore">Digest of its state before; empty for a new one.</param>
/// <param name="DigestAfter">Digest of its state after.</param>
public sealed record AuditedAct(string Act, string Object, long Revision, string DigestBefore, string DigestAfter);
