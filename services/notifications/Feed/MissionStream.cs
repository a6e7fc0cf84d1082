using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Feed;

/// <summary>
/// Follows the feed of an office. It reads a page, writes it, and reads on when the reader has taken it: what is buffered for a slow reader is never more than
/// a page, and a reader that stopped reading costs no connection to the database.
/// </summary>
public sealed class MissionStream(
    NpgsqlDataSource database, FeedStore feed, FeedSignal signal, IHostApplicationLifetime lifetime, IOptions<NotificationsOptions> options, TimeProvider clock)
{
    /// <summary>Most entries that are read ahead.</summary>
    public const int PageSize = 256;

    /// <summary>Tokens stay valid for a whole year's wheel and a month.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromDays(400);

    /// <summary>Whether the feed can be resumed from the token; the refusal says why not.</summary>
    public async Task<Outcome<ResumeToken>> Check(NpgsqlConnection connection, int officeId, string token, CancellationToken cancel)
    {
        if (ResumeToken.Parse(token) is not { } resume || resume.OfficeId != officeId)
        {
            return Refusal.Of(ErrorReason.ResumeTokenInvalid);
        }

        var head = await feed.Head(connection, officeId, cancel);
        var old = resume.Position < head.Position && await feed.WrittenAt(connection, officeId, resume.Position, cancel) < clock.GetUtcNow() - TokenLife;
        return resume.Epoch != head.Epoch || resume.Position > head.Position || old ? Refusal.Of(ErrorReason.ResumeTokenExpired) : resume;
    }

    /// <summary>Writes what is there and what comes until the call, the caller's token or the service ends.</summary>
    /// <param name="officeId">The office.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="from">Where to go on; null: begin with the newest version of every mission.</param>
    /// <param name="expires">When the caller's token does.</param>
    /// <param name="maySee">Whether the caller may still see the office; asked again while the stream is open.</param>
    /// <param name="write">Takes a message when the reader has room for it.</param>
    /// <param name="cancel">The call has ended.</param>
    /// <returns>Why the stream ends.</returns>
    public async Task<Refusal> Follow(
        int officeId, string actor, ResumeToken? from, DateTimeOffset expires, Func<NpgsqlConnection, Task<bool>> maySee, Func<WatchMissionsResponse, Task> write,
        CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        try
        {
            var position = from is null
                ? await Snapshot(officeId, actor, write, end.Token)
                : await CatchUp(officeId, actor, from.Value, write, end.Token);
            while (true)
            {
                var grows = signal.Grows(officeId);
                IReadOnlyList<FeedEvent> page;
                ResumeToken token;
                await using (var connection = await database.OpenConnectionAsync(end.Token))
                {
                    if (clock.GetUtcNow() >= expires)
                    {
                        return Refusal.Of(ErrorReason.TokenInvalid, ("token", "expired"));
                    }

                    if (!await maySee(connection))
                    {
                        return Refusal.Of(ErrorReason.OfficeNotFound);
                    }

                    token = new((await feed.Head(connection, officeId, end.Token)).Epoch, officeId, position);
                    page = await feed.After(connection, officeId, position, PageSize, end.Token);
                }

                position = await Write(page, actor, token, write, end.Token);
                if (page.Count < PageSize)
                {
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
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Refusal.Of(ErrorReason.Unavailable);
        }
    }

    private async Task<long> Snapshot(int officeId, string actor, Func<WatchMissionsResponse, Task> write, CancellationToken cancel)
    {
        FeedHead head;
        IReadOnlyList<FeedItem> newest;
        await using (var connection = await database.OpenConnectionAsync(cancel))
        {
            (head, newest) = await feed.Newest(connection, officeId, cancel);
        }

        // In the order of positions: whoever breaks off in between resumes without a gap.
        var token = new ResumeToken(head.Epoch, officeId, head.Position);
        await Write([.. newest.Where(m => m.Mission.State != MissionState.Ended).OrderBy(m => m.Position).Select(FeedEvent.Of)], actor, token, write, cancel);
        await CaughtUp(token, write);
        return head.Position;
    }

    private async Task<long> CatchUp(int officeId, string actor, ResumeToken resume, Func<WatchMissionsResponse, Task> write, CancellationToken cancel)
    {
        while (true)
        {
            IReadOnlyList<FeedEvent> page;
            await using (var connection = await database.OpenConnectionAsync(cancel))
            {
                page = await feed.After(connection, officeId, resume.Position, PageSize, cancel);
            }

            resume = resume with { Position = await Write(page, actor, resume, write, cancel) };
            if (page.Count < PageSize)
            {
                await CaughtUp(resume, write);
                return resume.Position;
            }
        }
    }

    private static Task CaughtUp(ResumeToken at, Func<WatchMissionsResponse, Task> write) =>
        write(new() { Position = at.Position, ResumeToken = at.ToString(), CaughtUp = true });

    private static async Task<long> Write(
        IReadOnlyList<FeedEvent> page, string actor, ResumeToken token, Func<WatchMissionsResponse, Task> write, CancellationToken cancel)
    {
        foreach (var item in page)
        {
            cancel.ThrowIfCancellationRequested();
            using var activity = ServiceHost.Activities.StartActivity("stream.write");
            token = token with { Position = item.Position };
            await write(new() { Position = item.Position, ResumeToken = token.ToString(), Mission = item.Mission, Acknowledged = item.Receipt?.For(actor) });
        }

        return token.Position;
    }
}
