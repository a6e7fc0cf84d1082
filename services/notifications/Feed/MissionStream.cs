using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Common;
using Samstyring.Common.Telemetry;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Feed;

/// <summary>
/// Follows the feed of an office. It reads a page, writes it, and reads on when the reader has taken it: what is buffered for a slow reader is never more than
/// a page, and a reader that stopped reading costs no connection to the database.
/// </summary>
public sealed class MissionStream(
    NpgsqlDataSource database, FeedStore feed, FeedSignal signal, IHostApplicationLifetime lifetime, IOptions<NotificationsOptions> options, TimeProvider clock)
    : IDisposable
{
    /// <summary>Most entries that are read ahead.</summary>
    public const int PageSize = 256;

    // A release wakes every stream at once, and after a restart all are resumed. More of them in the database than it has processors would only wait for each other there.
    private readonly SemaphoreSlim reading = new(2 * Environment.ProcessorCount);

    /// <summary>How far back a token may reach: a whole year's wheel and a month.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(400);

    /// <summary>The office whose feed is resumed from a token, and where; the refusal says why it cannot be.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="number">The office's number.</param>
    /// <param name="token">As it was given with an entry of the feed.</param>
    /// <param name="maySee">Whether the caller may see the office.</param>
    /// <param name="cancel">The call has ended.</param>
    public async Task<Outcome<(OfficeHead Office, ResumeToken From)>> Resume(
        Caller reader, string number, string token, Func<OfficeHead, bool> maySee, CancellationToken cancel)
    {
        var from = ResumeToken.Parse(token);
        var (office, missed) = await Read(reader, number, from?.OfficeId ?? 0, from?.Position ?? 0, limit: 1, cancel);
        if (office is null || !maySee(office))
        {
            return Refusal.Of(ErrorReason.OfficeNotFound, ("office_number", number));
        }

        return from is not { } at || at.OfficeId != office.OfficeId ? Refusal.Of(ErrorReason.ResumeTokenInvalid)
            : at.Epoch != office.FeedEpoch || at.Position > office.FeedPosition || missed.Any(m => m.At < clock.GetUtcNow() - Reach) ? Refusal.Of(ErrorReason.ResumeTokenExpired)
            : (office, at);
    }

    /// <summary>Writes what is there and what comes until the call, the caller's token or the service ends.</summary>
    /// <param name="office">The office.</param>
    /// <param name="reader">Who reads.</param>
    /// <param name="from">Where to go on; null: begin with the newest version of every mission.</param>
    /// <param name="expires">When the caller's token does.</param>
    /// <param name="maySee">Whether the caller may still see the office; asked again while the stream is open.</param>
    /// <param name="write">Takes a message when the reader has room for it.</param>
    /// <param name="cancel">The call has ended.</param>
    /// <returns>Why the stream ends.</returns>
    public async Task<Refusal> Follow(
        OfficeHead office, Caller reader, ResumeToken? from, DateTimeOffset expires, Func<OfficeHead, bool> maySee, Func<WatchMissionsResponse, Task> write,
        CancellationToken cancel)
    {
        var officeId = office.OfficeId;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        GateMetrics.Streams.Add(1);
        try
        {
            var isCaughtUp = from is null;
            var position = from?.Position ?? await Snapshot(officeId, reader, write, end.Token);
            while (true)
            {
                var grows = signal.Grows(officeId);
                if (clock.GetUtcNow() >= expires)
                {
                    return Refusal.Of(ErrorReason.TokenInvalid, ("token", "expired"));
                }

                var page = await Read(reader, office.Number, officeId, position, PageSize, end.Token);
                if (page.Office is not { } now || now.OfficeId != officeId || !maySee(now))
                {
                    return Refusal.Of(ErrorReason.OfficeNotFound);
                }

                position = await Write(page.Events, reader, new(now.FeedEpoch, officeId, position), write, end.Token);
                if (page.Events.Count < PageSize)
                {
                    if (!isCaughtUp)
                    {
                        await CaughtUp(new(now.FeedEpoch, officeId, position), write);
                        isCaughtUp = true;
                    }

                    await Task.WhenAny(grows, Task.Delay(options.Value.StreamPoll, end.Token));
                    end.Token.ThrowIfCancellationRequested();
                }
            }
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // Writing to a reader that has gone fails in many ways; none of them is an accident.
            return Refusal.Of(ErrorReason.CallCancelled);
        }
        catch (Exception) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Nor is it when reading is broken off because the service ends.
            return Refusal.Of(ErrorReason.Unavailable);
        }
        finally
        {
            GateMetrics.Streams.Add(-1);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => reading.Dispose();

    private async Task<long> Snapshot(int officeId, Caller reader, Func<WatchMissionsResponse, Task> write, CancellationToken cancel)
    {
        var (head, newest) = await database.ReadAs(reader, connection => feed.Newest(connection, officeId, cancel), cancel);

        // In the order of positions: whoever breaks off in between resumes without a gap.
        var token = new ResumeToken(head.Epoch, officeId, head.Position);
        await Write([.. newest.Where(m => m.Mission.State != MissionState.Ended).OrderBy(m => m.Position).Select(FeedEvent.Of)], reader, token, write, cancel);
        await CaughtUp(token, write);
        return head.Position;
    }

    private async Task<FeedPage> Read(Caller reader, string number, int officeId, long position, int limit, CancellationToken cancel)
    {
        await reading.WaitAsync(cancel);
        try
        {
            return await feed.Next(database, reader, number, officeId, position, limit, cancel);
        }
        finally
        {
            reading.Release();
        }
    }

    private static Task CaughtUp(ResumeToken at, Func<WatchMissionsResponse, Task> write) =>
        write(new() { Position = at.Position, ResumeToken = at.ToString(), CaughtUp = true });

    private static async Task<long> Write(
        IReadOnlyList<FeedEvent> page, Caller reader, ResumeToken token, Func<WatchMissionsResponse, Task> write, CancellationToken cancel)
    {
        foreach (var item in page)
        {
            cancel.ThrowIfCancellationRequested();
            using var activity = Steps.Start("stream.write");
            token = token with { Position = item.Position };
            await write(new() { Position = item.Position, ResumeToken = token.ToString(), Mission = item.Mission, Acknowledged = item.Receipt?.For(reader.ActorId) });
        }

        return token.Position;
    }
}
