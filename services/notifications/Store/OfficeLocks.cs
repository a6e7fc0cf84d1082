using Dapper;
using Samstyring.Common;

namespace Samstyring.Notifications.Store;

/// <summary>
/// Which offices a transaction locks together. Every transaction takes the row locks of offices in the order of their ids, and all it needs at once, so that
/// two never wait for each other.
/// </summary>
internal static class OfficeLocks
{
    /// <summary>
    /// Locks the offices, and every office that shares state resources with one of them on some day, directly or through others: a demand at one of them is
    /// judged against the staff of all. Answers all of them by id.
    /// </summary>
    public static async Task<IReadOnlyList<LockedOffice>> Take(Tx tx, IEnumerable<int> officeIds)
    {
        // Who waits longer than this tries again. Relies on the index office_pools. That the offices are a parameter keeps the plan small: PostgreSQL makes room
        // for ten times as many in each step of a recursion, and for those of a query it would expect thousands.
        const string sql =
            """
            set local lock_timeout = '3s';
            with recursive together (office_id) as (
              select unnest(@ids)
              union
              select other.office_id from together join office o using (office_id) join office other on other.pools && o.pools)
            select office_id, feed_position, judged_on, judged_with
            from office where office_id in (select office_id from together)
            order by office_id
            for update of office
            """;
        return (await tx.Connection.QueryAsync<LockedOffice>(new CommandDefinition(
            sql, new { ids = officeIds.Distinct().Order().ToArray() }, tx.Transaction, cancellationToken: tx.Cancel))).AsList();
    }
}
