using System.Text.Json;
using Dapper;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

/// <summary>A stored proposal.</summary>
/// <param name="Units">What is used of its file.</param>
/// <param name="ProposedBy">The person or system.</param>
public sealed record StoredUpdate(RegisterUpdate Update, DateOnly AsOf, IReadOnlyList<StatedUnit> Units, string ProposedBy);

/// <summary>Updates of the register as proposed, and the units they are about. The caller holds the register's lock.</summary>
public sealed class RegisterUpdateStore
{
    // Offices, county units and the others are kept alike.
    private static readonly (UnitKind Kind, string Table, string Key, string Type, string Status, string Municipal)[] Tables =
    [
        (UnitKind.Office, "office_number", "office_id", $"'{RegisterUpdateRules.OfficeType}'", "status", "municipal_organisation_number"),
        (UnitKind.CountyUnit, "county_unit_number", "unit_id", $"'{RegisterUpdateRules.CountyUnitType}'", "2::smallint", "''"),
        (UnitKind.Other, "nav_unit_number", "unit_id", "type", "2::smallint", "''"),
    ];

    /// <summary>The register's units as they are to be from a day on, by what is entered so far.</summary>
    public async Task<UnitsThen> Load(NpgsqlConnection connection, DateOnly day)
    {
        var counties = (await connection.QueryAsync<(int Office, int Unit)>("select office_id, unit_id from office_county_unit where valid @> @day", new { day }))
            .ToDictionary(row => row.Office, row => row.Unit);
        var later = (await connection.QueryAsync<(int Office, DateOnly Day)>(
            """
            select entity_id, min(effective_from) from recorded_fact
             where structure_change_id is not null and table_name in ('office_number', 'office_municipality', 'office_county_unit') and effective_from > @day
             group by entity_id
            """,
            new { day })).ToDictionary(row => row.Office, row => row.Day);
        var ids = (await connection.QueryAsync<(string Table, int Id, long NorgId)>("select table_name, entity_id, norg_id from unit_norg_id")).ToLookup(row => row.Table);
        var units = new List<UnitThen>();
        foreach (var (kind, table, key, type, status, municipal) in Tables)
        {
            var known = ids[table].ToDictionary(row => row.Id, row => row.NorgId);
            var rows = await connection.QueryAsync<UnitRow>(
                $"""
                select {key} as id, number, name, {type} as type, {status} as status, organisation_number, {municipal} as municipal, valid
                  from {table} where valid && daterange(@day, null) order by lower(valid) nulls first
                """,
                new { day });
            var lives = rows.GroupBy(row => row.Id).ToDictionary(own => own.Key, own => Life(own, day));
            units.AddRange(lives.Keys.Union(known.Keys).Select(id => new UnitThen(
                kind, id, known.TryGetValue(id, out var norgId) ? norgId : null, lives.GetValueOrDefault(id) ?? [new UnitSpan(day, null)],
                kind == UnitKind.Office && counties.TryGetValue(id, out var county) ? county : null,
                kind == UnitKind.Office && later.TryGetValue(id, out var change) ? change : null)));
        }

        var served = await connection.QueryAsync<(int Office, string Number, string District, NpgsqlRange<DateOnly> Days)>(
            """
            select l.office_id, (select n.number from municipality_number n where n.municipality_id = l.municipality_id order by lower(n.valid) desc nulls last limit 1),
                   l.city_district, l.valid
              from office_municipality l where l.valid && daterange(@day, null)
            """,
            new { day });
        return new UnitsThen(
            day, units, [.. served.Select(row => new ServedThen(row.Office, Place.Of(row.Number, row.District), row.Days.ToPeriod()))],
            (await connection.QueryAsync<string>("select distinct type from nav_unit_number")).ToHashSet());
    }

    /// <summary>Keeps a proposal and answers it with its id.</summary>
    public async Task<RegisterUpdate> Propose(Tx tx, DateOnly asOf, RegisterUpdate update, IReadOnlyList<StatedUnit> units)
    {
        var id = await tx.Connection.ExecuteScalarAsync<int>(
            """
            insert into register_update (as_of, source, units, document, proposed_by, proposed_at)
            values (@asOf, @Source, @units::jsonb, @document, @ActorId, @Now) returning register_update_id
            """,
            new { asOf, update.Source, units = JsonSerializer.Serialize(units), document = update.ToByteArray(), tx.Caller.ActorId, tx.Now });
        return (await Find(tx.Connection, id))!.Update;
    }

    /// <summary>A proposal; null when there is none with the id. Locked: it stays as it is until the transaction ends.</summary>
    public async Task<StoredUpdate?> Find(NpgsqlConnection connection, int id, bool andLock = false)
    {
        var row = await connection.QuerySingleOrDefaultAsync<UpdateRow>(
            $"""
            select register_update_id as id, document, state, proposed_at, decided_at, note, as_of, units::text as units, proposed_by
              from register_update where register_update_id = @id {(andLock ? "for update" : "")}
            """,
            new { id });
        return row is null ? null : new StoredUpdate(row.ToMessage(), row.AsOf, JsonSerializer.Deserialize<List<StatedUnit>>(row.Units)!, row.ProposedBy);
    }

    /// <summary>Proposals, the newest first, without what they differ in.</summary>
    public async Task<List<RegisterUpdate>> List(NpgsqlConnection connection, int before, int limit)
    {
        var rows = await connection.QueryAsync<UpdateRow>(
            """
            select register_update_id as id, document, state, proposed_at, decided_at, note, as_of, '' as units, proposed_by
              from register_update where register_update_id < @before order by register_update_id desc limit @limit
            """,
            new { before, limit });
        return [.. rows.Select(row =>
        {
            var update = row.ToMessage();
            update.Differences.Clear();
            update.NotUsed.Clear();
            return update;
        })];
    }

    /// <summary>The caller approves or rejects a proposal that is undecided.</summary>
    public Task Decide(Tx tx, int id, RegisterUpdateState state, string note = "") => tx.Connection.ExecuteAsync(
        "update register_update set state = @state, decided_by = @ActorId, decided_at = @Now, note = @note where register_update_id = @id and state = 1",
        new { id, state = (short)state, note, tx.Caller.ActorId, tx.Now });

    /// <summary>Writes what an approved update comes to.</summary>
    public async Task Apply(Tx tx, int updateId, UpdatePlan update)
    {
        var connection = tx.Connection;
        var plans = new List<(UnitPlan Plan, int Id)>();
        foreach (var plan in update.Plans)
        {
            plans.Add((plan, plan.Id ?? await connection.ExecuteScalarAsync<int>(plan.Kind switch
            {
                UnitKind.Office => "insert into office default values returning office_id",
                UnitKind.CountyUnit => "insert into county_unit default values returning unit_id",
                _ => "insert into nav_unit default values returning unit_id",
            })));
        }

        // First everything that gives up days, then everything that takes them: numbers may change hands.
        foreach (var (plan, id) in plans.Where(own => own.Plan.Life.Count > 0))
        {
            await End(connection, TableOf(plan.Kind), id, plan.Life[0].From);
        }

        foreach (var (plan, id) in plans)
        {
            await Begin(connection, plan, id);
        }

        foreach (var (plan, id) in plans.Where(own => own.Plan.Kind == UnitKind.Office))
        {
            await SaveOffice(connection, update.Day, plan, id);
        }

        var recorded = plans.SelectMany(own => Recorded(own.Plan, update.Day).Select(fact => new { fact.Table, own.Id, From = fact.Day, updateId }));
        await connection.ExecuteAsync("insert into recorded_fact (table_name, entity_id, effective_from, register_update_id) values (@Table, @Id, @From, @updateId)", recorded);
        await connection.ExecuteAsync(
            """
            insert into unit_norg_id (norg_id, table_name, entity_id)
            select norg, name, id from jsonb_to_recordset(@rows::jsonb) as r (norg bigint, name text, id integer)
            on conflict do nothing
            """,
            new { rows = JsonSerializer.Serialize(plans.Select(own => new { norg = own.Plan.NorgId, name = TableOf(own.Plan.Kind).Table, id = own.Id })) });
    }

    private static (string Table, string Key) TableOf(UnitKind kind) => Tables.Where(table => table.Kind == kind).Select(table => (table.Table, table.Key)).Single();

    private static IEnumerable<(string Table, DateOnly Day)> Recorded(UnitPlan plan, DateOnly day)
    {
        if (plan.Life.Count > 0)
        {
            yield return (TableOf(plan.Kind).Table, plan.Life[0].From);
        }

        if (plan.Kind == UnitKind.Office && (plan.CountyUnitNumber is not null || plan.ClosedBefore != plan.ClosedFrom || plan.Id is null))
        {
            yield return ("office_county_unit", day);
        }

        if (plan.Kind == UnitKind.Office && (plan.ClosedBefore != plan.ClosedFrom || plan.Id is null))
        {
            yield return ("office_municipality", day);
        }
    }

    private static async Task Begin(NpgsqlConnection connection, UnitPlan plan, int id)
    {
        var sql = plan.Kind switch
        {
            UnitKind.Office =>
                """
                insert into office_number (office_id, number, name, status, organisation_number, municipal_organisation_number, valid)
                values (@id, @Number, @Name, @status, @OrganisationNumber, @MunicipalOrganisationNumber, daterange(@from, @to))
                """,
            UnitKind.CountyUnit =>
                "insert into county_unit_number (unit_id, number, name, organisation_number, valid) values (@id, @Number, @Name, @OrganisationNumber, daterange(@from, @to))",
            _ => "insert into nav_unit_number (unit_id, number, name, type, organisation_number, valid) values (@id, @Number, @Name, @Type, @OrganisationNumber, daterange(@from, @to))",
        };
        for (var i = 0; i < plan.Life.Count; i++)
        {
            if (plan.Life[i] is { State: { } state, From: var from })
            {
                var to = i + 1 < plan.Life.Count ? plan.Life[i + 1].From : (DateOnly?)null;
                await connection.ExecuteAsync(
                    sql, new { id, state.Number, state.Name, state.Type, status = (short)state.Status, state.OrganisationNumber, state.MunicipalOrganisationNumber, from, to });
            }
        }
    }

    // What an office serves, and whom it belongs to, ends with it; a closing that is put off takes them along.
    private static async Task SaveOffice(NpgsqlConnection connection, DateOnly day, UnitPlan plan, int id)
    {
        if (plan.ClosedBefore != plan.ClosedFrom)
        {
            foreach (var table in new[] { "office_municipality", "office_county_unit" })
            {
                await connection.ExecuteAsync(
                    $"update {table} set valid = daterange(lower(valid), null) where office_id = @id and upper(valid) = @ClosedBefore", new { id, plan.ClosedBefore });
                await (plan.ClosedFrom is { } closed ? End(connection, (table, "office_id"), id, closed) : Task.CompletedTask);
            }
        }

        if (plan.CountyUnitNumber is not null)
        {
            await End(connection, ("office_county_unit", "office_id"), id, day);
            await connection.ExecuteAsync(
                """
                insert into office_county_unit (office_id, unit_id, source, valid)
                select @id, unit_id, 'NORG2', daterange(@day, @ClosedFrom) from county_unit_number where number = @CountyUnitNumber and valid @> @day
                """,
                new { id, day, plan.ClosedFrom, plan.CountyUnitNumber });
        }
    }

    // The table and the key are ours, never input.
    private static async Task End(NpgsqlConnection connection, (string Table, string Key) rows, int id, DateOnly day)
    {
        await connection.ExecuteAsync($"delete from {rows.Table} where {rows.Key} = @id and lower(valid) >= @day", new { id, day });
        await connection.ExecuteAsync($"update {rows.Table} set valid = daterange(lower(valid), @day) where {rows.Key} = @id and valid @> @day", new { id, day });
    }

    private static List<UnitSpan> Life(IEnumerable<UnitRow> rows, DateOnly day)
    {
        var life = new List<UnitSpan>();
        DateOnly? end = day;
        foreach (var row in rows)
        {
            var days = row.Valid.ToPeriod();
            var from = days.From is { } first && first > day ? first : day;
            if (from > end)
            {
                Add(life, end!.Value, null);
            }

            Add(life, from, row.ToState());
            end = days.To;
        }

        if (end is { } closed)
        {
            Add(life, closed, null);
        }

        return life;
    }

    private static void Add(List<UnitSpan> life, DateOnly from, UnitState? state)
    {
        if (life.Count == 0 || life[^1].State != state)
        {
            life.Add(new UnitSpan(from, state));
        }
    }

    private sealed record UnitRow(int Id, string Number, string Name, string Type, short Status, string OrganisationNumber, string Municipal, NpgsqlRange<DateOnly> Valid)
    {
        public UnitState? ToState() =>
            (OfficeStatus)Status == OfficeStatus.Closed ? null : new UnitState(Number, Name, Type, (OfficeStatus)Status, OrganisationNumber, Municipal);
    }

    private sealed record UpdateRow(
        int Id, byte[] Document, short State, DateTimeOffset ProposedAt, DateTimeOffset? DecidedAt, string Note, DateOnly AsOf, string Units, string ProposedBy)
    {
        public RegisterUpdate ToMessage()
        {
            var update = RegisterUpdate.Parser.ParseFrom(Document);
            update.RegisterUpdateId = Id;
            update.State = (RegisterUpdateState)State;
            update.ProposedAt = ProposedAt.ToTimestamp();
            update.DecidedAt = DecidedAt?.ToTimestamp();
            update.Note = Note;
            return update;
        }
    }
}
