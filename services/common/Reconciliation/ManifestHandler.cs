using System.Collections.Frozen;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Common.Telemetry;
using Samstyring.Common.Transport;
using Samstyring.Events.V1;

namespace Samstyring.Common.Reconciliation;

/// <summary>Compares what a producer says it has said with what was heard here, and where they differ tells the producer what was.</summary>
public sealed class ManifestHandler(IServiceProvider parts, EventSubscribers subscribers, ServiceName service, TimeProvider clock)
    : EventHandler<Manifest>(Topics.Manifest)
{
    /// <summary>Most buckets that are asked about at once; the others' turn comes with the next manifest.</summary>
    public const int MostBuckets = 16;

    private const string SumsSql = "select bucket, bit_xor(sum) as sum from inbox_head where topic = @topic group by bucket";

    private const string HeardSql = "select bucket, subject, version from inbox_head where topic = @topic and bucket = any(@buckets)";

    private readonly Lazy<FrozenSet<string>> heard = new(() => parts.GetServices<EventHandler>().Select(h => h.Topic).ToFrozenSet());

    /// <inheritdoc />
    public override bool IsKept => false;

    /// <inheritdoc />
    public override async Task Handle(CloudEvent e, Manifest message, Tx tx)
    {
        if (!heard.Value.Contains(message.Topic))
        {
            return;
        }

        var own = (await tx.Connection.QueryAsync<(short Bucket, long Sum)>(new CommandDefinition(
            SumsSql, new { topic = message.Topic }, tx.Transaction, cancellationToken: tx.Cancel))).ToDictionary(s => (int)s.Bucket, s => s.Sum);
        var said = message.Buckets.ToDictionary(b => b.Number, b => b.Sum);
        var differing = own.Keys.Union(said.Keys).Where(b => own.GetValueOrDefault(b) != said.GetValueOrDefault(b)).Order().Take(MostBuckets).ToArray();
        if (differing.Length > 0)
        {
            Metrics.ReconcileMismatches.Add(1, Metrics.Tag("samstyring.topic", message.Topic));
            await Ask(message, differing, tx);
        }
    }

    private async Task Ask(Manifest manifest, int[] buckets, Tx tx)
    {
        var subjects = (await tx.Connection.QueryAsync<(short Bucket, string Subject, long Version)>(new CommandDefinition(
            HeardSql, new { topic = manifest.Topic, buckets = Array.ConvertAll(buckets, b => (short)b) }, tx.Transaction, cancellationToken: tx.Cancel)))
            .ToLookup(s => (int)s.Bucket, s => new HeardSubject { Subject = s.Subject, Version = s.Version });
        var asked = new ResendRequested { Consumer = service.Value, Producer = manifest.Producer, Topic = manifest.Topic };
        asked.Buckets.AddRange(buckets.Select(b => new HeardBucket { Number = b, Subjects = { subjects[b] } }));
        var transport = parts.GetRequiredService<IEventTransport>();
        foreach (var producer in subscribers.Of(Topics.ResendRequested).Where(s => s == manifest.Producer || s == EventSubscribers.Broker))
        {
            // Whoever is away is asked again after its next manifest.
            await transport.Send(producer, Manifests.Unkept(service, Topics.ResendRequested, manifest.Topic, asked, clock), tx.Cancel);
        }
    }
}
