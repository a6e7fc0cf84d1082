using Dapper;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Feed;

/// <summary>The end of a feed.</summary>
public sealed record FeedHead(Guid Epoch, long Position);

/// <summary>A version of a mission in the feed.</summary>
public sealed record FeedItem(long Position, string SortKey, DateTimeOffset CreatedAt, Mission Mission);

/// <summary>What stands at a position of the feed since an instant: a version of a mission, or that somebody has acknowledged one.</summary>
public sealed record FeedEvent(long Position, DateTimeOffset At, Mission? Mission, FeedReceipt? Receipt)
{
    /// <summary>A version as an event.</summary>
    public static FeedEvent Of(FeedItem item) => new(item.Position, item.CreatedAt, item.Mission, null);
}

/// <summary>What has come to a feed since its reader looked.</summary>
/// <param name="Office">The office that has the number now; null when none has.</param>
/// <param name="Events">What has come, in order.</param>
public sealed record FeedPage(OfficeHead? Office, IReadOnlyList<FeedEvent> Events);

/// <summary>An acknowledgement in the feed.</summary>
public sealed record FeedReceipt(string Actor, string MissionKey, int Version, string ContentHash, DateTimeOffset At)
{
    /// <summary>As a reader sees it: whether it is its own, and never whose else.</summary>
    public Acknowledgement For(string reader) => new()
    {
        MissionKey = MissionKey,
        Version = Version,
        ContentHash = ContentHash,
        At = Timestamp.FromDateTimeOffset(At),
        Own = Actor == reader,
    };
}

/// <summary>
/// What leaders read. Every query runs as a database role that can select from the view of released missions and that of their acknowledgements, and from
/// nothing else, so a faulty query cannot show a held one.
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
        return await AsFeed(connection, async () =>
        {
            var rows = (await connection.QueryAsync<Row>(new CommandDefinition(sql, new { officeId }, cancellationToken: cancel))).AsList();
            return (new FeedHead(rows[0].FeedEpoch, rows[0].FeedPosition), (IReadOnlyList<FeedItem>)[.. rows.Where(r => r.Mission is not null).Select(Item)]);
        },
        cancel);
    }

    /// <summary>
    /// What a stream asks when it is resumed and each time it is woken: the office as it is now, and the entries of its feed after a position, in order. Positions are given under
    /// the office's lock, so none appears later before one that is there.
    /// </summary>
    public async Task<FeedPage> Next(NpgsqlDataSource database, Caller reader, string number, int officeId, long position, int limit, CancellationToken cancel)
    {
        // One message to the database and one back, for there may be a thousand streams. What is sent so is one transaction, and what is set in it ends with it;
        // the plan is the same for every office.
        const string sql =
            $"""
            {CallerContext.ActSql};
            {OfficeStore.FindSql};
            select set_config('role', 'notifications_feed', true), set_config('plan_cache_mode', 'force_generic_plan', true);
            (select position, mission, null as actor, mission_key, version, null as content_hash, created_at as at
             from released_mission where office_id = @officeId and position > @position order by position limit @limit)
            union all
            (select position, null, actor, mission_key, version, content_hash, at
             from feed_acknowledgement where office_id = @officeId and position > @position order by position limit @limit)
            order by position limit @limit
            """;
        return await database.Use(
            async connection =>
            {
                await using var read = await connection.QueryMultipleAsync(
                    new CommandDefinition(sql, new { who = reader.InDatabase, number, officeId, position, limit }, cancellationToken: cancel));
                await read.ReadAsync();
                var office = await read.ReadSingleOrDefaultAsync<OfficeHead?>();
                await read.ReadAsync();
                return new FeedPage(office, [.. (await read.ReadAsync<EventRow>()).Select(Event)]);
            },
            cancel);
    }

    /// <summary>Given versions of missions of the office; what there is not is not in the answer.</summary>
    public Task<IReadOnlyDictionary<(string MissionKey, int Version), Mission>> Versions(
        NpgsqlConnection connection, int officeId, IReadOnlyCollection<(string MissionKey, int Version)> wanted, CancellationToken cancel)
    {
        const string sql =
            """
            select m.mission_key, m.version, m.mission
            from unnest(@keys, @versions) w (mission_key, version) join released_mission m using (mission_key, version)
            where m.office_id = @officeId
            """;
        return AsFeed<IReadOnlyDictionary<(string, int), Mission>>(connection, async () =>
        {
            var rows = await connection.QueryAsync<(string MissionKey, int Version, byte[] Mission)>(new CommandDefinition(
                sql,
                new { officeId, keys = wanted.Select(w => w.MissionKey).ToArray(), versions = wanted.Select(w => w.Version).ToArray() },
                cancellationToken: cancel));
            return rows.ToDictionary(row => (row.MissionKey, row.Version), row => FeedPlan.Read(row.Mission));
        },
        cancel);
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
        return AsFeed(connection, async () =>
            await connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(sql, new { officeId, missionKey, version }, cancellationToken: cancel)) is { } mission
                ? FeedPlan.Read(mission)
                : null,
            cancel);
    }

    // In the transaction that says who reads; without one there is nothing to see.
    private static async Task<T> AsFeed<T>(NpgsqlConnection connection, Func<Task<T>> read, CancellationToken cancel)
    {
        await connection.ExecuteAsync(new CommandDefinition("set local role notifications_feed", cancellationToken: cancel));
        var result = await read();
        await connection.ExecuteAsync(new CommandDefinition("set local role none", cancellationToken: cancel));
        return result;
    }

    private static FeedItem Item(Row row) => new(row.Position!.Value, row.SortKey!, row.CreatedAt!.Value, FeedPlan.Read(row.Mission!));

    private static FeedEvent Event(EventRow row) => new(
        row.Position, row.At, row.Mission is { } mission ? FeedPlan.Read(mission) : null,
        row.Actor is { } actor ? new(actor, row.MissionKey, row.Version, row.ContentHash!, row.At) : null);

    private sealed record Row(Guid FeedEpoch, long FeedPosition, long? Position, string? SortKey, DateTimeOffset? CreatedAt, byte[]? Mission);

    private sealed record EventRow(long Position, byte[]? Mission, string? Actor, string MissionKey, int Version, string? ContentHash, DateTimeOffset At);
}
