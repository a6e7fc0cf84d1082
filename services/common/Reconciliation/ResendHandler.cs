using Dapper;
using Microsoft.Extensions.Logging;
using Samstyring.Events.V1;

namespace Samstyring.Common.Reconciliation;

/// <summary>
/// Sends again what a consumer lacks of a topic of this service and was taken long enough ago not to be on its way. What the consumer has heard and nobody here has said is
/// reported and left: this service's database is older than the consumer's.
/// </summary>
public sealed partial class ResendHandler(ServiceName service, ILogger<ResendHandler> logger) : EventHandler<ResendRequested>(Topics.ResendRequested)
{
    /// <summary>How long ago an event must have been taken to count as lost.</summary>
    public static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(10);

    private const string ResendSql =
        """
        update outbox_delivery d set delivered_at = null, due_at = @now
        from outbox_head h left join unnest(@subjects, @versions) heard (subject, version) using (subject)
        where d.outbox_id = h.outbox_id and h.topic = @topic and h.bucket = any(@buckets)
          and (heard.version is null or heard.version < h.version)
          and d.subscriber in (@consumer, @broker) and d.delivered_at < @takenBefore
        """;

    private const string AheadSql =
        """
        select heard.subject from unnest(@subjects, @versions) heard (subject, version)
        left join outbox_head h on h.topic = @topic and h.subject = heard.subject
        where h.version is null or h.version < heard.version
        order by heard.subject
        """;

    /// <inheritdoc />
    public override bool IsKept => false;

    /// <inheritdoc />
    public override async Task Handle(CloudEvent e, ResendRequested message, Tx tx)
    {
        if (message.Producer != service.Value)
        {
            return;
        }

        var heard = message.Buckets.SelectMany(b => b.Subjects).ToList();
        var parameters = new
        {
            topic = message.Topic,
            consumer = message.Consumer,
            broker = EventSubscribers.Broker,
            buckets = message.Buckets.Select(b => (short)b.Number).ToArray(),
            subjects = heard.Select(s => s.Subject).ToArray(),
            versions = heard.Select(s => s.Version).ToArray(),
            now = tx.Now,
            takenBefore = tx.Now - OnItsWay,
        };
        var again = await tx.Connection.ExecuteAsync(new CommandDefinition(ResendSql, parameters, tx.Transaction, cancellationToken: tx.Cancel));
        var ahead = (await tx.Connection.QueryAsync<string>(new CommandDefinition(AheadSql, parameters, tx.Transaction, cancellationToken: tx.Cancel))).AsList();
        if (again > 0)
        {
            tx.WakeRelay();
            Log.Again(logger, message.Consumer, again, message.Topic);
        }

        if (ahead.Count > 0)
        {
            Log.Ahead(logger, message.Consumer, ahead.Count, message.Topic, ahead[0]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1302, LogLevel.Warning, "{Consumer} lacked {Count} events of {Topic} that had been taken; they are sent again")]
        internal static partial void Again(ILogger logger, string consumer, int count, string topic);

        [LoggerMessage(1303, LogLevel.Error, "REVISION_AHEAD: {Consumer} has heard {Count} newer versions of {Topic} than this database holds, of {Subject} first; nothing is undone")]
        internal static partial void Ahead(ILogger logger, string consumer, int count, string topic, string subject);
    }
}
