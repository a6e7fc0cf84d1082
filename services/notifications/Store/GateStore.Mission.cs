using System.Collections.Immutable;
using Dapper;
using Samstyring.Common;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Store;

/// <summary>A mission in its newest version, and the end of its office's feed; the office's row is locked.</summary>
public sealed record LockedMission(int OfficeId, long FeedPosition, MissionRow Row)
{
    /// <summary>The newest version.</summary>
    public Mission Newest => Row.Mission;
}

public sealed partial class GateStore
{
    /// <summary>Takes the row lock of the office and reads the mission as it is then; null when the office has no such mission.</summary>
    public async Task<LockedMission?> LockMission(Tx tx, int officeId, string missionKey)
    {
        const string sql =
            """
            set local lock_timeout = '3s';
            select feed_position from office where office_id = @officeId for update
            """;
        const string newest =
            """
            select h.topic, h.sort_key, x.mission from mission_head h join mission x using (office_id, position)
            where h.office_id = @officeId and x.mission_key = @missionKey
            """;
        var position = await tx.Connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, new { officeId }, tx.Transaction, cancellationToken: tx.Cancel));
        var row = await tx.Connection.QuerySingleOrDefaultAsync<(string Topic, string SortKey, byte[] Mission)?>(
            new CommandDefinition(newest, new { officeId, missionKey }, tx.Transaction, cancellationToken: tx.Cancel));
        return row is { } found ? new(officeId, position, new(found.Topic, found.SortKey, FeedPlan.Read(found.Mission))) : null;
    }

    /// <summary>Appends a version that no judgement has made, at the next position of the feed.</summary>
    public async Task Append(Tx tx, LockedMission locked, Mission next)
    {
        var row = locked.Row with { Mission = next };
        var feed = ImmutableArray.Create(new FeedEntry(locked.FeedPosition + 1, row));
        var plan = new OfficePlan(locked.OfficeId, [], [], [], [], feed, []);
        var before = new OfficeBefore(
            locked.OfficeId, locked.FeedPosition, Array.Empty<GateRow>().ToLookup(g => g.DirectiveId), new Dictionary<string, FindingRow>(),
            new Dictionary<string, MissionRow> { [row.Topic] = locked.Row });
        FeedPlan.Rank(feed, before, await Earlier(tx, [plan]));
        await SaveFeed(tx, [plan]);
        await TakePosition(tx, locked);
    }

    /// <summary>Writes that a person has seen, or acknowledged, versions; what is written already stays. Answers how many were new.</summary>
    public async Task<int> SaveSeen(Tx tx, int officeId, IReadOnlyCollection<MissionVersion> seen)
    {
        const string sql =
            """
            insert into receipt (office_id, mission_key, version, actor, act, at)
            select @officeId, key, version, @actor, 'S', @now from unnest(@keys, @versions) as x (key, version)
            on conflict do nothing
            """;
        return await Execute(tx, sql, new
        {
            officeId,
            keys = seen.Select(s => s.MissionKey).ToArray(),
            versions = seen.Select(s => s.Version).ToArray(),
            actor = tx.Caller.ActorId,
            now = tx.Now,
        });
    }

    /// <summary>Writes the caller's acknowledgement of the newest version as an entry of the feed; false when it is written already.</summary>
    public async Task<bool> SaveAcknowledgement(Tx tx, LockedMission locked)
    {
        const string sql =
            """
            insert into receipt (office_id, mission_key, version, actor, act, at, position, content_hash)
            values (@OfficeId, @MissionKey, @Version, @actor, 'A', @now, @position, @ContentHash)
            on conflict (office_id, mission_key, version, actor, act) do nothing
            """;
        var newest = locked.Newest;
        if (await Execute(tx, sql, new
        {
            locked.OfficeId,
            newest.MissionKey,
            newest.Version,
            actor = tx.Caller.ActorId,
            now = tx.Now,
            position = locked.FeedPosition + 1,
            newest.ContentHash,
        }) == 0)
        {
            return false;
        }

        await SaveSeen(tx, locked.OfficeId, [new() { MissionKey = newest.MissionKey, Version = newest.Version }]);
        await TakePosition(tx, locked);
        await Execute(tx, "select pg_notify(@channel, @id::text)", new { channel = FeedChannel, id = locked.OfficeId });
        return true;
    }

    private static Task<int> TakePosition(Tx tx, LockedMission locked) =>
        Execute(tx, "update office set feed_position = feed_position + 1 where office_id = @OfficeId", new { locked.OfficeId });
}
