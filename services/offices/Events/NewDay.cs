using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Common;
using Samstyring.Offices.Store;

namespace Samstyring.Offices.Events;

/// <summary>
/// What was entered ahead of time takes effect when its day begins in Oslo: offices that are otherwise today are published, and directives are mapped by the
/// numbers of today. Once a day, in one transaction with the note that it is done: whatever process is killed, the next one does all of it or nothing.
/// </summary>
public sealed partial class NewDay(
    NpgsqlDataSource database, StructureStore structure, OfficePublisher publisher, DirectiveMapper mapper, EventSubscribers subscribers, OutboxSignal signal,
    IOptions<OfficesOptions> options, TimeProvider clock, ILogger<NewDay> logger) : BackgroundService
{
    /// <summary>Deals with the beginning of today. Answers whether there was anything to do: false when it is done, or being done by another process.</summary>
    public async Task<bool> Catch(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var tx = new Tx(connection, transaction, Caller.Platform, clock.GetUtcNow(), subscribers, cancel);
        // A register that nothing has been imported into has no offices to speak of.
        if (!await RegisterStore.IsLoaded(connection) || !await structure.BeginsDay(connection, tx.Today))
        {
            return false;
        }

        await RegisterStore.LockForImport(connection, tx.Now);
        var (offices, directives) = (await publisher.PublishChanged(tx), await mapper.MapAll(tx, from: tx.Today));
        await structure.DayIsDone(connection, tx.Today);
        await tx.Audit("structure.day", "register", tx.Today.DayNumber);
        await transaction.CommitAsync(cancel);
        signal.Set();
        Log.Begun(logger, $"{tx.Today:yyyy-MM-dd}", offices, directives);
        return true;
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

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Information, "{Day} has begun: {Offices} offices published, {Directives} directives mapped anew")]
        internal static partial void Begun(ILogger logger, string day, int offices, int directives);

        [LoggerMessage(3011, LogLevel.Warning, "The new day could not be dealt with; trying again")]
        internal static partial void Failed(ILogger logger, Exception accident);
    }
}
