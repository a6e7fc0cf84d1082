using Dapper;
using Npgsql;

namespace Samstyring.Notifications.Store;

/// <summary>An office and who owns it.</summary>
public sealed record OfficeHead(int OfficeId, string Number, string Name, string CountyUnit, string[] Municipalities);

/// <summary>Offices as access needs them.</summary>
public sealed class OfficeStore
{
    /// <summary>The office that has the number now; null when none has.</summary>
    public Task<OfficeHead?> Find(NpgsqlConnection connection, string number, CancellationToken cancel)
    {
        const string sql = "select office_id, number, name, county_unit, municipalities from office where number = @number order by office_id desc limit 1";
        return connection.QuerySingleOrDefaultAsync<OfficeHead?>(new CommandDefinition(sql, new { number }, cancellationToken: cancel));
    }
}
