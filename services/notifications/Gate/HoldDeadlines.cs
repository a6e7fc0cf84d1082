using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Common;
using Samstyring.Common.Telemetry;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Gate;

/// <summary>
/// A new day in Oslo is a new fact: holds end, windows open and pass, directives expire. Every office is judged once a day, those with a hold that has
/// passed its date first. So are other rules or catalogues: every office is judged again when the service starts with them; what was found before is closed and kept. Several processes share the work; a late one stamps the real time.
/// </summary>
public sealed partial class HoldDeadlines(
    NpgsqlDataSource database, GateRun gate, EventSubscribers subscribers, IOptions<NotificationsOptions> options, TimeProvider clock,
    ILogger<HoldDeadlines> logger) : BackgroundService
{
    /// <summary>
    /// Judges offices, as many at a time as there are processors, until all have been judged today and with the versions of this service. One that cannot be
    /// judged stops no other and is tried again the next time. Answers how many were judged.
    /// </summary>
    public async Task<int> Catch(CancellationToken cancel)
    {
        if (await ClocksDiffer(cancel))
        {
            return 0;
        }

        var outdated = await Outdated(cancel);
        var failed = new ConcurrentQueue<int>();
        var judged = 0;
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(async _ =>
        {
            while (await JudgeNext(outdated, failed, cancel))
            {
                if (Interlocked.Increment(ref judged) % 50 == 1 && outdated.Length > 0)
                {
                    Log.Outdated(logger, judged, Judge.Versions);
                }
            }
        }));
        return judged - failed.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.DayInterval);
        do
        {
            try
            {
                await Catch(stoppingToken);
            }
            catch (Exception accident) when (accident is not OperationCanceledException)
            {
                Log.Failed(logger, accident);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> ClocksDiffer(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancel);
        var difference = (await connection.ExecuteScalarAsync<DateTime>(new CommandDefinition("select clock_timestamp()", cancellationToken: cancel)) - now.UtcDateTime).Duration();
        GateMetrics.ClockDifference.Record(difference.TotalSeconds);
        if (difference > options.Value.MaxClockDifference)
        {
            Log.ClocksDiffer(logger, difference);
            return true;
        }

        return false;
    }

    // Older versions of rules and catalogues that findings are still of.
    private async Task<string[]> Outdated(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var versions = await connection.QueryAsync<string>(new CommandDefinition("select distinct judged_with from office", cancellationToken: cancel));
        return [.. versions.Where(Judge.IsOutdated)];
    }

    // Once more: the office that was broken off. Whoever it waited for may have it now, and is waited for.
    private async Task<bool> JudgeNext(string[] outdated, ConcurrentQueue<int> failed, CancellationToken cancel, int? onceMore = null)
    {
        int? office = null;
        try
        {
            return await database.Use(
                async connection =>
                {
                    await using var transaction = await connection.BeginTransactionAsync(cancel);
                    await connection.ActAs(Caller.Platform, cancel);
                    var tx = new Tx(connection, transaction, Caller.Platform, clock.GetUtcNow(), subscribers, cancel);
                    office = onceMore is { } broken ? await Waiting(tx, broken, outdated) : await Next(tx, outdated, [.. failed]);
                    if (office is null)
                    {
                        return onceMore is not null;
                    }

                    using var activity = Steps.Start("hold.expire");
                    if (await gate.Run(tx, [office.Value], GateCause.Day))
                    {
                        await tx.Audit("gate.day", office.Value.ToString(CultureInfo.InvariantCulture), tx.Today.DayNumber);
                    }

                    await transaction.CommitAsync(cancel);
                    return true;
                },
                cancel);
        }
        catch (PostgresException broken) when (broken.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            // Offices share cases. Of two that wait for each other the database breaks one off, and the other has gone on.
            return await JudgeNext(outdated, failed, cancel, office ?? onceMore);
        }
        catch (Exception accident) when (office is not null && accident is not OperationCanceledException)
        {
            Log.OfficeFailed(logger, office.Value, accident);
            failed.Enqueue(office.Value);
            return true;
        }
    }

    // An office another process is working on is left to it. Of offices that are judged together the first is taken, so that their locks are taken in order.
    private static Task<int?> Next(Tx tx, string[] outdated, int[] failed)
    {
        // Relies on the indexes office_judged and gate_held_until.
        const string sql =
            """
            select o.office_id from office o
            where (o.judged_on < @Today or o.judged_with = any(@outdated)) and not o.office_id = any(@failed)
              and not exists (
                select from office p
                where p.pools && o.pools and p.office_id < o.office_id and (p.judged_on < @Today or p.judged_with = any(@outdated)) and not p.office_id = any(@failed))
            order by exists (select from gate g where g.office_id = o.office_id and g.state = 5 and g.held_until < @Today) desc, o.office_id
            limit 1
            for update skip locked
            """;
        return tx.Connection.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(sql, new { tx.Today, outdated, failed }, tx.Transaction, cancellationToken: tx.Cancel));
    }

    // Nothing when somebody else has judged it meanwhile.
    private static Task<int?> Waiting(Tx tx, int office, string[] outdated) => tx.Connection.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(
        "select office_id from office where office_id = @office and (judged_on < @Today or judged_with = any(@outdated)) for update",
        new { office, outdated, tx.Today }, tx.Transaction, cancellationToken: tx.Cancel));

    private static partial class Log
    {
        [LoggerMessage(4004, LogLevel.Warning, "Office {Office} could not be judged for the new day; trying again")]
        internal static partial void OfficeFailed(ILogger logger, int office, Exception accident);

        [LoggerMessage(4001, LogLevel.Warning, "Offices could not be judged for the new day; trying again")]
        internal static partial void Failed(ILogger logger, Exception accident);

        [LoggerMessage(4003, LogLevel.Information, "{Judged} offices judged, also again with rules and catalogues {Versions}")]
        internal static partial void Outdated(ILogger logger, int judged, string versions);

        [LoggerMessage(4002, LogLevel.Critical, "The clocks of service and database differ by {Difference}: no hold is ended until they agree")]
        internal static partial void ClocksDiffer(ILogger logger, TimeSpan difference);
    }
}
