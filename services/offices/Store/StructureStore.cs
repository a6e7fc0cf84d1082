using System.Text.Json;
using Dapper;
using Google.Protobuf;
using Npgsql;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

/// <summary>Structure on a day that is to come, and changes of it. The caller holds the register's lock.</summary>
public sealed class StructureStore
{
    private static readonly string[] OfficeTables = ["office_number", "office_municipality", "office_county_unit"];

    /// <summary>The structure as it is to be on a day by what is entered so far.</summary>
    public async Task<StructureFacts> Load(NpgsqlConnection connection, DateOnly day)
    {
        const string OfficesSql =
            """
            select n.office_id, n.number, n.name, coalesce(u.number, '') as unit_number,
                   (select min(edge) from (
                    select valid from office_number where office_id = n.office_id union all select valid from office_municipality where office_id = n.office_id
                    union all select valid from office_county_unit where office_id = n.office_id) r, unnest(array[lower(valid), upper(valid)]) edge where edge > @day) as later
              from office_number n
              left join office_county_unit c on c.office_id = n.office_id and c.valid @> @day
              left join county_unit_number u on u.unit_id = c.unit_id and u.valid @> @day
             where n.valid @> @day
            """;
        const string LinksSql =
            """
            select l.office_id, m.number as municipality_number, l.city_district, l.role, array_to_string(l.service_codes, ';') as service_codes, l.basis, l.source
              from office_municipality l join municipality_number m on m.municipality_id = l.municipality_id and m.valid @> @day
             where l.valid @> @day
             order by m.number, l.city_district
            """;
        const string MunicipalitiesSql =
            """
            select m.municipality_id, m.number, m.name,
                   (select min(edge) from municipality_number r, unnest(array[lower(r.valid), upper(r.valid)]) edge
                     where r.municipality_id = m.municipality_id and edge > @day) as later
              from municipality_number m where m.valid @> @day
            """;
        const string LaterSql = "select number from office_number where lower(valid) > @day union select number from municipality_number where lower(valid) > @day";
        var links = (await connection.QueryAsync<LinkRow>(LinksSql, new { day })).ToLookup(row => row.OfficeId, row => new LinkThen(
            row.MunicipalityNumber, row.CityDistrict, (MunicipalityRole)row.Role, row.ServiceCodes, (LinkBasis)row.Basis, row.Source));
        var offices = await connection.QueryAsync<(int Id, string Number, string Name, string Unit, DateOnly? Later)>(OfficesSql, new { day });
        var municipalities = await connection.QueryAsync<(int Id, string Number, string Name, DateOnly? Later)>(MunicipalitiesSql, new { day });
        return new StructureFacts(
            offices.ToDictionary(row => row.Number, row => new OfficeThen(row.Id, row.Number, row.Name, row.Unit, [.. links[row.Id]], row.Later)),
            municipalities.ToDictionary(row => row.Number, row => new MunicipalityThen(row.Id, row.Number, row.Name, row.Later)),
            (await connection.QueryAsync<string>("select number from county_unit_number where valid @> @day", new { day })).ToHashSet(),
            (await connection.QueryAsync<string>(LaterSql, new { day })).ToHashSet());
    }

    /// <summary>Writes what a change comes to, and the change itself. Answers its id, and those of the offices concerned.</summary>
    public async Task<(int ChangeId, int[] Offices)> Save(Tx tx, DateOnly day, StructureChange change, StructurePlan plan)
    {
        var connection = tx.Connection;
        var recorded = new List<(string Table, int Id)>();
        foreach (var municipality in await SaveMunicipalities(connection, day, plan))
        {
            recorded.Add(("municipality_number", municipality));
        }

        var closed = plan.ClosedOffices.Select(office => office.Id).ToArray();
        foreach (var table in OfficeTables)
        {
            await End(connection, table, "office_id", closed, day);
            recorded.AddRange(closed.Select(office => (table, office)));
        }

        // First every office gives up what it serves: a district may go from one to another.
        await End(connection, "office_municipality", "office_id", [.. plan.Offices.Where(office => office.Links is not null).Select(office => office.Id).OfType<int>()], day);
        var offices = new List<int>(closed);
        foreach (var office in plan.Offices)
        {
            var saved = await SaveOffice(connection, day, office, change.Source);
            offices.Add(saved);
            recorded.AddRange(OfficeTables.Where(table => office.Id is null || Says(office, table)).Select(table => (table, saved)));
        }

        var id = await connection.ExecuteScalarAsync<int>(
            """
            insert into structure_change (effective_from, decided_by, source, document, actor, recorded_at)
            values (@day, @DecidedBy, @Source, @document, @ActorId, @Now) returning structure_change_id
            """,
            new { day, change.DecidedBy, change.Source, document = change.ToByteArray(), tx.Caller.ActorId, tx.Now });
        await connection.ExecuteAsync(
            "insert into recorded_fact (table_name, entity_id, effective_from, structure_change_id) values (@Table, @Id, @day, @change)",
            recorded.Distinct().Select(fact => new { fact.Table, fact.Id, day, change = id }));
        return (id, [.. offices]);
    }

    /// <summary>Whether the beginning of a day has still to be dealt with; its row is then locked until the transaction ends.</summary>
    public async Task<bool> BeginsDay(NpgsqlConnection connection, DateOnly today)
    {
        await connection.ExecuteAsync("insert into register_day (done_on) values ('-infinity') on conflict do nothing");
        return await connection.ExecuteScalarAsync<bool>("select exists (select from register_day where done_on < @today for update skip locked)", new { today });
    }

    /// <summary>The beginning of a day has been dealt with.</summary>
    public Task DayIsDone(NpgsqlConnection connection, DateOnly today) => connection.ExecuteAsync("update register_day set done_on = @today", new { today });

    // Answers the ids of those that the change concerns.
    private static async Task<IEnumerable<int>> SaveMunicipalities(NpgsqlConnection connection, DateOnly day, StructurePlan plan)
    {
        // A new number has the county, the language form and the centre of the first that ends, until the register's files say otherwise, and the territory of all:
        // so older numbers, which the files have, find it too.
        const string BeginSql =
            """
            insert into municipality_number (municipality_id, number, name, county_id, language_form, administrative_centre, territory, valid)
            select @id, @number, coalesce(@name, o.name), o.county_id, o.language_form, o.administrative_centre,
                   array(select @number union select unnest(e.territory) from municipality_number e where e.municipality_id = any(@ended) and upper(e.valid) = @day),
                   daterange(@day, null)
              from municipality_number o where o.municipality_id = @like and upper(o.valid) = @day
            """;
        // Those who live in municipalities that merge live in what they become.
        const string PopulationSql =
            """
            insert into municipality_population (municipality_id, counted_on, inhabitants)
            select @id, @day, sum(p.inhabitants) from municipality_inhabitants p where p.municipality_id = any(@parts) and p.valid @> @day
            having count(*) = (select count(*) from unnest(@parts) part where exists (select from municipality_number n where n.municipality_id = part and lower(n.valid) is distinct from @day))
            on conflict do nothing
            """;
        if (plan.Ended.Count == 0)
        {
            return [];
        }

        var ended = plan.Ended.Select(municipality => municipality.Id).ToArray();
        await End(connection, "municipality_number", "municipality_id", ended, day);
        var ids = new Dictionary<string, int>();
        foreach (var (number, name, goesOn) in plan.Begun)
        {
            var id = ids[number] = goesOn ?? await connection.ExecuteScalarAsync<int>("insert into municipality default values returning municipality_id");
            await connection.ExecuteAsync(BeginSql, new { id, number, name, day, ended, like = ended[0] });
        }

        foreach (var (predecessor, successor) in plan.Successions)
        {
            if (!ids.TryGetValue(successor, out var heir))
            {
                // One that is there takes the others in: its number goes on with their territory.
                heir = ids[successor] = await MunicipalityId(connection, successor, day);
                await End(connection, "municipality_number", "municipality_id", [heir], day);
                await connection.ExecuteAsync(BeginSql, new { id = heir, number = successor, name = (string?)null, day, ended = ended.Append(heir).ToArray(), like = heir });
            }

            await connection.ExecuteAsync("insert into municipality_succession values (@predecessor, @heir, @day) on conflict do nothing", new { predecessor, heir, day });
        }

        if (ids.Values.Distinct().ToList() is [var only] && ended.Append(only).Distinct().ToArray() is { Length: > 1 } parts)
        {
            await connection.ExecuteAsync(PopulationSql, new { id = only, day, parts });
        }

        return ended.Concat(ids.Values);
    }

    private static bool Says(OfficePlan office, string table) => table switch
    {
        "office_number" => office.Name is not null,
        "office_county_unit" => office.UnitNumber is not null,
        _ => office.Links is not null,
    };

    private static async Task<int> SaveOffice(NpgsqlConnection connection, DateOnly day, OfficePlan office, string source)
    {
        const string NumberSql =
            """
            insert into office_number (office_id, number, name, status, organisation_number, municipal_organisation_number, valid)
            values (@id, @Number, @Name, 2, '', '', daterange(@day, null))
            """;
        const string RenameSql =
            """
            with before as (delete from office_number where office_id = @id and lower(valid) = @day returning *),
                 ended as (update office_number set valid = daterange(lower(valid), @day) where office_id = @id and valid @> @day and lower(valid) is distinct from @day returning *)
            insert into office_number (office_id, number, name, status, organisation_number, municipal_organisation_number, valid)
            select office_id, number, @Name, status, organisation_number, municipal_organisation_number, daterange(@day, null)
              from (select * from before union all select * from ended) o
            """;
        const string LinkSql =
            """
            insert into office_municipality (office_id, municipality_id, city_district, role, service_codes, basis, source, valid)
            select @id, m.municipality_id, l.district, l.role, l.services, l.basis, l.source, daterange(@day, null)
              from jsonb_to_recordset(@links::jsonb) as l (number text, district text, role smallint, services text[], basis smallint, source text)
              join municipality_number m on m.number = l.number and m.valid @> @day
            """;
        var id = office.Id ?? await connection.ExecuteScalarAsync<int>("insert into office default values returning office_id");
        if (office.Id is null)
        {
            await connection.ExecuteAsync(NumberSql, new { id, office.Number, office.Name, day });
        }
        else if (office.Name is not null)
        {
            await connection.ExecuteAsync(RenameSql, new { id, office.Name, day });
        }

        if (office.UnitNumber is not null)
        {
            await End(connection, "office_county_unit", "office_id", [id], day);
            await connection.ExecuteAsync(
                """
                insert into office_county_unit (office_id, unit_id, source, valid)
                select @id, unit_id, @source, daterange(@day, null) from county_unit_number where number = @UnitNumber and valid @> @day
                """,
                new { id, office.UnitNumber, source, day });
        }

        if (office.Links is not null)
        {
            var links = office.Links.Select(link => new
            {
                number = link.MunicipalityNumber,
                district = link.CityDistrict,
                role = (short)link.Role,
                services = link.ServiceCodes.Split(';', StringSplitOptions.RemoveEmptyEntries),
                basis = (short)link.Basis,
                source = link.Source,
            });
            await connection.ExecuteAsync(LinkSql, new { id, day, links = JsonSerializer.Serialize(links) });
        }

        return id;
    }

    // What holds on the day ends on it; what would have begun on it is replaced. The table and the key are ours, never input.
    private static async Task End(NpgsqlConnection connection, string table, string key, int[] ids, DateOnly day)
    {
        await connection.ExecuteAsync($"delete from {table} where {key} = any(@ids) and lower(valid) = @day", new { ids, day });
        await connection.ExecuteAsync($"update {table} set valid = daterange(lower(valid), @day) where {key} = any(@ids) and valid @> @day", new { ids, day });
    }

    private static Task<int> MunicipalityId(NpgsqlConnection connection, string number, DateOnly day) => connection.ExecuteScalarAsync<int>(
        "select municipality_id from municipality_number where number = @number and valid @> @day", new { number, day });

    private sealed record LinkRow(int OfficeId, string MunicipalityNumber, string CityDistrict, short Role, string ServiceCodes, short Basis, string Source);
}
