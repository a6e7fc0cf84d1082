using Dapper;
using Npgsql;

namespace Samstyring.Notifications.Store;

/// <summary>An office, who owns it, which epoch its feed is in and where that ends.</summary>
public sealed record OfficeHead(int OfficeId, string Number, string Name, string CountyUnit, string[] Municipalities, Guid FeedEpoch, long FeedPosition);

/// <summary>Offices as access needs them.</summary>
public sealed class OfficeStore
{
    /// <summary>The <see cref="OfficeHead"/> that has <c>@number</c> now; no row when none has.</summary>
    internal const string FindSql =
        "select office_id, number, name, county_unit, municipalities, feed_epoch, feed_position from office where number = @number order by office_id desc limit 1";

    /// <summary>The office that has the number now; null when none has.</summary>
    public Task<OfficeHead?> Find(NpgsqlConnection connection, string number, CancellationToken cancel) =>
        connection.QuerySingleOrDefaultAsync<OfficeHead?>(new CommandDefinition(FindSql, new { number }, cancellationToken: cancel));
}
