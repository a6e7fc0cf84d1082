using System.Data;
using Dapper;
using Npgsql;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Feed;

/// <summary>The end of a feed.</summary>
public sealed record FeedHead(Guid Epoch, long Position);

/// <summary>A version of a mission in the feed.</summary>
public sealed record FeedItem(long Position, string SortKey, DateTimeOffset CreatedAt, Mission Mission);

/// <summary>
/// What leaders read. Every query runs as a database role that can select from the view of released missions and from nothing else, so a faulty query
/// cannot show a held one.
/// </summary>
public sealed class FeedStore
{
    /// <summary>The newest version of every mission of an office, with the end of its feed; both of one instant.</summary>
    public async Task<(FeedHead Head, IReadOnlyList<FeedItem> Missions)> Newest(NpgsqlConnection connection, int officeId, CancellationToken cancel)
    {
        const string sql =
            """
            select distinct on (mission_key) feed_epoch, feed_position, position, sort_key, created_at, mission
            from released_mission where office_id = @officeId
            order by mission_key, version desc
            """;
        return await AsFeed(connection, async transaction =>
        {
            var rows = (await connection.QueryAsync<Row>(new CommandDefinition(sql, new { officeId }, transaction, cancellationToken: cancel))).AsList();
            return (new FeedHead(rows[0].FeedEpoch, rows[0].FeedPosition), (IReadOnlyList<FeedItem>)[.. rows.Where(r => r.Mission is not null).Select(Item)]);
        },
        cancel);
    }

    /// <summary>The end of the feed.</summary>
    public Task<FeedHead> Head(NpgsqlConnection connection, int officeId, CancellationToken cancel)
    {
        const string sql = "select feed_epoch, feed_position from released_mission where office_id = @officeId limit 1";
        return AsFeed(connection, async transaction =>
        {
            var (epoch, position) = await connection.QuerySingleAsync<(Guid, long)>(new CommandDefinition(sql, new { officeId }, transaction, cancellationToken: cancel));
            return new FeedHead(epoch, position);
        },
        cancel);
    }

    /// <summary>Entries after a position, in order. Positions are given under the office's lock, so none appears later before one that is there.</summary>
    public Task<IReadOnlyList<FeedItem>> After(NpgsqlConnection connection, int officeId, long position, int limit, CancellationToken cancel)
    {
        const string sql =
            """
            select feed_epoch, feed_position, position, sort_key, created_at, mission
            from released_mission where office_id = @officeId and position > @position
            order by position limit @limit
            """;
        return AsFeed<IReadOnlyList<FeedItem>>(connection, async transaction =>
            [.. (await connection.QueryAsync<Row>(new CommandDefinition(sql, new { officeId, position, limit }, transaction, cancellationToken: cancel))).Select(Item)],
            cancel);
    }

    /// <summary>When an entry was written; null when there is none at the position.</summary>
    public Task<DateTimeOffset?> WrittenAt(NpgsqlConnection connection, int officeId, long position, CancellationToken cancel)
    {
        const string sql = "select created_at from released_mission where office_id = @officeId and position = @position";
        return AsFeed(connection, transaction =>
            connection.QuerySingleOrDefaultAsync<DateTimeOffset?>(new CommandDefinition(sql, new { officeId, position }, transaction, cancellationToken: cancel)), cancel);
    }

    /// <summary>A version of a mission; version 0 is the newest.</summary>
    public Task<Mission?> Find(NpgsqlConnection connection, int officeId, string missionKey, int version, CancellationToken cancel)
    {
        const string sql =
            """
            select mission from released_mission
            where office_id = @officeId and mission_key = @missionKey and (@version = 0 or version = @version)
            order by version desc limit 1
            """;
        return AsFeed(connection, async transaction =>
            await connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(sql, new { officeId, missionKey, version }, transaction, cancellationToken: cancel)) is { } mission
                ? Mission.Parser.ParseFrom(mission)
                : null,
            cancel);
    }

    private static async Task<T> AsFeed<T>(NpgsqlConnection connection, Func<NpgsqlTransaction, Task<T>> read, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
        await connection.ExecuteAsync(new CommandDefinition("set local role notifications_feed", transaction: transaction, cancellationToken: cancel));
        var result = await read(transaction);
        await transaction.CommitAsync(cancel);
        return result;
    }

    private static FeedItem Item(Row row) => new(row.Position!.Value, row.SortKey!, row.CreatedAt!.Value, Mission.Parser.ParseFrom(row.Mission));

    private sealed record Row(Guid FeedEpoch, long FeedPosition, long? Position, string? SortKey, DateTimeOffset? CreatedAt, byte[]? Mission);
}
