using Dapper;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Store;

/// <summary>The receipts of one person.</summary>
public sealed class ReceiptStore
{
    /// <summary>The newest of each mission of an office, by mission key; what is not there has none.</summary>
    public async Task<IReadOnlyDictionary<string, Receipt>> Of(NpgsqlConnection connection, int officeId, string actor, CancellationToken cancel)
    {
        const string sql =
            """
            select distinct on (mission_key, act) mission_key, act = 'A' as acknowledged, version, at
            from receipt where office_id = @officeId and actor = @actor
            order by mission_key, act, version desc
            """;
        var rows = await connection.QueryAsync<(string MissionKey, bool Acknowledged, int Version, DateTimeOffset At)>(
            new CommandDefinition(sql, new { officeId, actor }, cancellationToken: cancel));
        return rows.GroupBy(r => r.MissionKey).ToDictionary(of => of.Key, of => of.Aggregate(Receipt.None, (receipt, row) => row.Acknowledged
            ? receipt with { Acknowledged = row.Version, AcknowledgedAt = row.At }
            : receipt with { Seen = row.Version, SeenAt = row.At }));
    }

    /// <summary>The first of the versions that the office's feed does not have; null when it has all.</summary>
    public async Task<MissionVersion?> Missing(Tx tx, int officeId, IReadOnlyCollection<MissionVersion> versions)
    {
        const string sql =
            """
            select x.key, x.version from unnest(@keys, @versions) with ordinality x (key, version, n)
            where not exists (select from mission m where m.office_id = @officeId and m.mission_key = x.key and m.version = x.version)
            order by x.n limit 1
            """;
        var row = await tx.Connection.QuerySingleOrDefaultAsync<(string Key, int Version)?>(new CommandDefinition(
            sql,
            new { officeId, keys = versions.Select(v => v.MissionKey).ToArray(), versions = versions.Select(v => v.Version).ToArray() },
            tx.Transaction, cancellationToken: tx.Cancel));
        return row is { } missing ? new() { MissionKey = missing.Key, Version = missing.Version } : null;
    }
}
