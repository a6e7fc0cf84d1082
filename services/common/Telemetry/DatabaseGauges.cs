using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Samstyring.Common.Telemetry;

/// <summary>A number that stands in the database: how much waits, and for how long.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Sql">Asks for it; answers a double.</param>
public sealed record DatabaseGauge(string Name, string Unit, string Sql);

/// <summary>Reads the gauges of a service while its metrics are exported. Every process of a service tells the same numbers.</summary>
public sealed partial class DatabaseGauges(NpgsqlDataSource database, IEnumerable<DatabaseGauge> gauges, ILogger<DatabaseGauges> logger) : BackgroundService
{
    /// <summary>Those that every service has.</summary>
    public static readonly IReadOnlyList<DatabaseGauge> OfEveryService =
    [
        new("samstyring.outbox.unpublished", "{delivery}", "select count(*)::float8 from outbox_delivery where delivered_at is null"),
        new("samstyring.outbox.lag", "s",
            """
            select coalesce(extract(epoch from now() - min(o.created_at)), 0)::float8
            from outbox_delivery d join outbox o on o.id = d.outbox_id where d.delivered_at is null
            """),
        new("samstyring.dead_letters.open", "{event}", "select count(*)::float8 from dead_letter where state = 'OPEN'"),
        new("samstyring.dead_letters.oldest_age", "s",
            "select coalesce(extract(epoch from now() - min(received_at)), 0)::float8 from dead_letter where state = 'OPEN'"),
        new("samstyring.audit.unsealed", "s", "select coalesce(extract(epoch from now() - min(at)), 0)::float8 from audit where position is null"),
    ];

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var instruments = gauges.Select(g => (g.Sql, Gauge: Metrics.Meter.CreateGauge<double>(g.Name, g.Unit))).ToList();
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                foreach (var (sql, gauge) in instruments)
                {
                    gauge.Record(await database.ReadAs(
                        Caller.Platform, connection => connection.ExecuteScalarAsync<double>(new CommandDefinition(sql, cancellationToken: stoppingToken)), stoppingToken));
                }
            }
            catch (Exception accident) when (accident is not OperationCanceledException)
            {
                Log.Failed(logger, accident);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1501, LogLevel.Warning, "What waits in the database could not be counted and will be tried again")]
        internal static partial void Failed(ILogger logger, Exception accident);
    }
}
