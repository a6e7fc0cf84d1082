using System.Text.Json;
using Dapper;
using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Common.Transport;
using Samstyring.Events.V1;

namespace Samstyring.Common.Reconciliation;

/// <summary>
/// Says every while what this service has last said of each subject, topic by topic, as 256 sums: whoever hears the topic compares them with its own, and asks
/// for what it lacks. So nothing is lost that a broker, or a consumer restored from an older backup, has taken and forgotten.
/// </summary>
public sealed partial class Manifests(
    NpgsqlDataSource database, IEventTransport transport, EventSubscribers subscribers, ServiceName service, IOptions<EventOptions> options, TimeProvider clock,
    ILogger<Manifests> logger)
    : BackgroundService
{
    private const string Sql = "select topic, bucket, bit_xor(sum) as sum from outbox_head group by topic, bucket order by topic, bucket";

    /// <summary>Sends the manifest of each topic once.</summary>
    public async Task Send(CancellationToken cancel)
    {
        foreach (var topic in (await Sums(cancel)).GroupBy(s => s.Topic))
        {
            var manifest = new Manifest { Producer = service.Value, Topic = topic.Key };
            manifest.Buckets.AddRange(topic.Select(s => new ManifestBucket { Number = s.Bucket, Sum = s.Sum }));
            foreach (var subscriber in subscribers.Of(Topics.Manifest))
            {
                // Whoever is away hears the next one.
                await transport.Send(subscriber, Unkept(service, Topics.Manifest, topic.Key, manifest, clock), cancel);
            }
        }
    }

    /// <summary>An event that no outbox holds.</summary>
    internal static CloudEvent Unkept(ServiceName service, string topic, string subject, IMessage message, TimeProvider clock)
    {
        var (now, data) = (clock.GetUtcNow(), JsonSerializer.Deserialize<JsonElement>(Json.Write(message)));
        return new(Guid.NewGuid(), $"/samstyring/{service.Value}", topic, subject, now, data, now.UtcTicks);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ManifestEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                limit.CancelAfter(options.Value.ManifestEvery);
                await Send(limit.Token);
            }
            catch (Exception accident) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, accident.Message);
            }
        }
    }

    private async Task<IEnumerable<(string Topic, short Bucket, long Sum)>> Sums(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await connection.QueryAsync<(string Topic, short Bucket, long Sum)>(new CommandDefinition(Sql, cancellationToken: cancel));
    }

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Information, "A manifest was not sent and will be sent anew: {Why}")]
        internal static partial void Failed(ILogger logger, string why);
    }
}
