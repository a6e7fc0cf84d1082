using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Samstyring.Notifications.Store;

namespace Samstyring.Notifications.Feed;

/// <summary>Wakes streams when their office's feed has grown in any process. It may miss; streams poll behind it.</summary>
public sealed partial class FeedSignal(NpgsqlDataSource database, ILogger<FeedSignal> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> waiting = new();

    /// <summary>Ends when the feed grows after now. Ask before reading, so that nothing falls in between.</summary>
    public Task Grows(int officeId) => waiting.GetOrAdd(officeId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (Exception accident) when (accident is not OperationCanceledException)
            {
                Log.Lost(logger, accident);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    private async Task Listen(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        connection.Notification += (_, e) => Wake(int.Parse(e.Payload, CultureInfo.InvariantCulture));
        await using (var listen = new NpgsqlCommand($"listen {GateStore.FeedChannel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancel);
        }

        while (true)
        {
            await connection.WaitAsync(cancel);
        }
    }

    private void Wake(int officeId)
    {
        if (waiting.TryRemove(officeId, out var stream))
        {
            stream.TrySetResult();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Warning, "The connection that wakes streams was lost; they poll meanwhile")]
        internal static partial void Lost(ILogger logger, Exception accident);
    }
}
