using Npgsql;

namespace Samstyring.Bench.Race;

/// <summary>
/// The self-join in PostgreSQL over a table of what is active where, analysed, with an index on office and indicator and one on the few bans. With ranges the
/// index is a GiST one over office, indicator, days and ages. On one core, like the other peers, with memory enough for any plan.
/// </summary>
internal sealed class PostgresPeer : IAsyncDisposable
{
    private const string Tables =
        """
        create extension if not exists btree_gist;
        drop table if exists active, closure;
        create table closure (above smallint, action smallint, primary key (above, action));
        create unlogged table active (
          office int, id int, line smallint, bindingness smallint, modality smallint, action smallint, indicator smallint, direction smallint, has_target boolean,
          lo int, hi int, valid_from int, valid_to int, age_from smallint, age_to smallint);
        """;

    private const string Indexed =
        """
        alter table active add column binding boolean generated always as (bindingness >= 4) stored;
        alter table active add column owes boolean generated always as (indicator <> 0 and bindingness >= 3 and direction = 0 and not has_target) stored;
        alter table active add column meets int4range generated always as (int4range(valid_from, valid_to)) stored;
        alter table active add column ages int4range generated always as (int4range(age_from, age_to, '[]')) stored;
        create index active_indicator on active (office, indicator, line) where indicator <> 0 and bindingness > 1;
        create index active_ranges on active using gist (office, indicator, meets, ages) where indicator <> 0 and bindingness > 1;
        create index active_ban on active (office) where modality = 2 and binding;
        create index active_order on active (office, action) where modality = 1 and binding;
        """;

    private const string ByColumns =
        "a.valid_from < b.valid_to and b.valid_from < a.valid_to and a.age_from <= b.age_to and b.age_from <= a.age_to";

    private const string ByRanges = "a.meets && b.meets and a.ages && b.ages";

    private readonly NpgsqlConnection connection;

    private PostgresPeer(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>A database of its own with the world in it, loaded, indexed and analysed.</summary>
    public static async Task<PostgresPeer> Of(World world)
    {
        await using (var admin = new NpgsqlConnection(Platform.Postgres + ";Database=postgres;Pooling=false"))
        {
            await admin.OpenAsync();
            await Run(admin, "drop database if exists bench_race with (force)");
            await Run(admin, "create database bench_race");
        }

        var connection = new NpgsqlConnection(Platform.Postgres + ";Database=bench_race;Pooling=false;Command Timeout=900");
        await connection.OpenAsync();
        await Run(connection, "set work_mem = '1GB'; set maintenance_work_mem = '1GB'; set max_parallel_workers_per_gather = 0; set jit = off");
        await Run(connection, Tables);
        await using (var closure = await connection.BeginBinaryImportAsync("copy closure from stdin (format binary)"))
        {
            foreach (var (above, action) in World.Closure)
            {
                await closure.WriteRowAsync(values: [(short)above, (short)action]);
            }

            await closure.CompleteAsync();
        }

        await using (var rows = await connection.BeginBinaryImportAsync("copy active from stdin (format binary)"))
        {
            for (var i = 0; i < world.Rows.Length; i++)
            {
                var row = world.Rows[i];
                await rows.WriteRowAsync(values:
                [
                    i / world.Mix.All, row.Id, (short)row.Line, (short)row.Bindingness, (short)row.Modality, (short)row.Action, row.Indicator, (short)row.Direction,
                    row.HasTarget, row.Lo, row.Hi, row.From, row.To, (short)row.AgeFrom, (short)row.AgeTo,
                ]);
            }

            await rows.CompleteAsync();
        }

        await Run(connection, Indexed);
        await Run(connection, "vacuum analyze");
        return new PostgresPeer(connection);
    }

    /// <summary>Days and ages compared column by column.</summary>
    public Task<List<Hit>> Columns() => Find(Join(ByColumns));

    /// <summary>Days and ages compared as ranges.</summary>
    public Task<List<Hit>> Ranges() => Find(Join(ByRanges));

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    // An order (a) and what forbids it or a part of it (b); then two that share an indicator, of which most are left out before the kinds are told apart.
    private static string Join(string meet) =>
        $"""
        select 1, case when exists (select from closure c where (c.above, c.action) = (b.action, a.action)) then 1 else 3 end, a.office, a.id, b.id
          from active b
          join (select above as ban, action as ordered from closure union select action, above from closure) c on c.ban = b.action
          join active a on a.office = b.office and a.action = c.ordered
         where b.modality = 2 and b.binding and a.modality = 1 and a.binding and a.line <> b.line and {meet}
        union all
        select k.kind, k.verdict, a.office, a.id, b.id
          from active a
          join active b on b.office = a.office and b.indicator = a.indicator
         cross join lateral (
           select 2, case when a.owes or b.owes then 4 when a.direction <> 0 and b.direction <> 0 and a.direction <> b.direction then 1 end
           union all
           select 3, case
             when a.owes or b.owes then case when (a.owes or a.has_target) and (b.owes or b.has_target) then 4 end
             when (a.direction, b.direction) not in ((1, 2), (2, 1)) and (a.lo > b.hi or b.lo > a.hi) then 1 end) k (kind, verdict)
         where a.line = 1 and b.line = 2 and a.indicator <> 0 and b.indicator <> 0 and a.bindingness > 1 and b.bindingness > 1
           and (a.owes or b.owes or a.direction <> b.direction or a.lo > b.hi or b.lo > a.hi)
           and not (a.bindingness = 2 and b.bindingness = 2) and {meet} and k.verdict is not null
        """;

    private async Task<List<Hit>> Find(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var hits = new List<Hit>();
        while (await reader.ReadAsync())
        {
            hits.Add(Hit.Of(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4)));
        }

        return hits;
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
