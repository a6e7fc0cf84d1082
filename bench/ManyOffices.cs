using System.Globalization;
using Npgsql;

namespace Samstyring.Bench;

/// <summary>
/// A register of constructed offices in a database of its own, four hundred times as large as the real one: 20 offices at each county unit, every tenth with
/// five municipalities. Numbers have as many digits as they need, which the real register does not allow. Made once and kept.
/// </summary>
internal static class ManyOffices
{
    public const int Count = 100_000;

    private const int Units = Count / 20;
    private const int Municipalities = Count + (Count / 10 * 4);

    private static readonly string Fill = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        alter table county_unit_number drop constraint if exists county_unit_number_number_check;
        alter table municipality_number drop constraint if exists municipality_number_number_check;
        alter table office_number drop constraint if exists office_number_number_check;
        insert into county_unit select from generate_series(1, {Units});
        insert into county_unit_number (unit_id, number, name, organisation_number, valid)
        select g, lpad(g::text, 4, '0'), 'Enhet ' || g, '', daterange(null, null) from generate_series(1, {Units}) g;
        insert into municipality select from generate_series(1, {Municipalities});
        insert into municipality_number (municipality_id, number, name, territory, valid)
        select g, lpad(g::text, greatest(4, length(g::text)), '0'), 'Kommune ' || g, array['x'], daterange(null, null)
          from generate_series(1, {Municipalities}) g;
        insert into municipality_population select g, date '2024-01-01', 200 + g::bigint * 7919 % 40000 from generate_series(1, {Municipalities}) g;
        insert into office select from generate_series(1, {Count});
        insert into office_number (office_id, number, name, status, organisation_number, municipal_organisation_number, valid)
        select g, lpad(g::text, greatest(4, length(g::text)), '0'), 'Kontor ' || g, 2, '', '', daterange(null, null) from generate_series(1, {Count}) g;
        insert into office_county_unit (office_id, unit_id, source, valid)
        select g, 1 + g % {Units}, 'konstruert', daterange(null, null) from generate_series(1, {Count}) g;
        insert into office_municipality (office_id, municipality_id, role, basis, source, valid)
        select g, g, 1, 1, 'konstruert', daterange(null, null) from generate_series(1, {Count}) g
        union all
        select 10 * h, {Count} + (h - 1) * 4 + k, 2, 1, 'konstruert', daterange('2016-01-01', null)
          from generate_series(1, {Count} / 10) h, generate_series(1, 4) k;
        insert into office_leadership (office_id, model, valid)
        select g, case when g % 50 = 0 then 2 else 1 end, daterange(null, null) from generate_series(1, {Count}) g;
        insert into office_group (kind, code, name) select 2, 'n' || g, 'Nettverk ' || g from generate_series(1, 1000) g;
        insert into office_group_member (group_id, office_id, valid) select 1 + g % 1000, g, daterange(null, null) from generate_series(1, {Count}) g;
        insert into office_service (office_id, service_code, valid) select g, 'HOUSING_SUPPORT', daterange(null, null) from generate_series(1, {Count}, 200) g;
        """);

    /// <summary>A connection to the register, whose tables <c>./dev bench</c> has made; filled when they are empty.</summary>
    public static async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(Platform.Postgres + ";Database=bench_offices;Pooling=false;Command Timeout=900");
        await connection.OpenAsync();
        await using var there = new NpgsqlCommand("select count(*) from office", connection);
        if ((long)(await there.ExecuteScalarAsync())! != Count)
        {
            await Console.Error.WriteLineAsync($"Making a register of {Count} constructed offices; this takes some minutes, once");
            await using var transaction = await connection.BeginTransactionAsync();
            await Run(connection, Fill);
            await transaction.CommitAsync();
            await Run(connection, "vacuum analyze");
        }

        return connection;
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
