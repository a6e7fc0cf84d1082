using Dapper;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

public sealed partial class RegisterStore
{
    /// <summary>Which municipalities an office serves. Offices and municipalities are in place already.</summary>
    public async Task<KindReport> Links(IReadOnlyDictionary<LinkKey, LinkFact> wanted)
    {
        const string KnownSql =
            """
            select office_municipality_id as row_id, office_id, municipality_id, city_district, role, array_to_string(service_codes, ';') as services, basis, source
              from office_municipality where valid @> @day
            """;
        const string BeginSql =
            """
            insert into office_municipality (office_id, municipality_id, city_district, role, service_codes, basis, source, valid)
            select office, municipality, district, role, services, basis, source, daterange(first, null)
              from jsonb_to_recordset(@rows::jsonb)
                as r (office integer, municipality integer, district text, role smallint, services text[], basis smallint, source text, first date)
            """;
        var (offices, municipalities) = (await Ids("office"), await MunicipalityIds());
        var known = await connection.QueryAsync<LinkRow>(KnownSql, new { day });
        var kept = recorded["office_municipality"].ToHashSet();
        var named = wanted.Keys.Select(link => link.MunicipalityNumber).Distinct().ToDictionary(number => number, number => municipalities[number]);
        return await Apply(
            "office and municipality", "office_municipality",
            known.ToDictionary(row => (row.OfficeId, row.MunicipalityId, row.CityDistrict), row => new Known<LinkFact>(
                row.RowId, new LinkFact((MunicipalityRole)row.Role, row.Services, (LinkBasis)row.Basis, row.Source, null))),
            wanted.ToDictionary(
                link => (OfficeId: offices[link.Key.OfficeNumber], MunicipalityId: municipalities[link.Key.MunicipalityNumber], link.Key.CityDistrict),
                link => link.Value),
            key => kept.Contains(key.OfficeId), key => $"{Number(offices, key.OfficeId)}/{Number(named, key.MunicipalityId) ?? Number(municipalities, key.MunicipalityId)}",
            rows => Insert(BeginSql, rows.Select(row => new
            {
                office = row.Key.OfficeId,
                municipality = row.Key.MunicipalityId,
                district = row.Key.CityDistrict,
                role = (short)row.Fact.Role,
                services = row.Fact.ServiceCodes.Split(';', StringSplitOptions.RemoveEmptyEntries),
                basis = (short)row.Fact.Basis,
                source = row.Fact.Source,
                first = row.IsNew ? row.Fact.From ?? FirstDay(isNew: true) : day,
            })));
    }

    /// <summary>The state owner of each office.</summary>
    public async Task<KindReport> CountyLines(IReadOnlyDictionary<string, CountyLineFact> wanted)
    {
        const string BeginSql =
            """
            insert into office_county_unit (office_id, unit_id, source, valid)
            select office, unit, source, daterange(first, null) from jsonb_to_recordset(@rows::jsonb) as r (office integer, unit integer, source text, first date)
            """;
        var (offices, units) = (await Ids("office"), await Ids("county_unit"));
        var kept = recorded["office_county_unit"].ToHashSet();
        var known = await connection.QueryAsync<(int RowId, int Office, int Unit, string Source)>(
            "select office_county_unit_id, office_id, unit_id, source from office_county_unit where valid @> @day", new { day });
        return await Apply(
            "office and county unit", "office_county_unit",
            known.ToDictionary(row => row.Office, row => new Known<(int Unit, string Source)>(row.RowId, (row.Unit, row.Source))),
            wanted.ToDictionary(line => offices[line.Key], line => (Unit: units[line.Value.UnitNumber], line.Value.Source)),
            kept.Contains, office => Number(offices, office)!,
            rows => Insert(BeginSql, rows.Select(row => new
            {
                office = row.Key,
                unit = row.Fact.Unit,
                source = row.Fact.Source,
                first = FirstDay(row.IsNew),
            })));
    }

    // By the numbers of today, and by those that a person has ended: the files go on to name them. The table is one of ours, never input.
    private async Task<Dictionary<string, int>> Ids(string entity)
    {
        var key = entity == "county_unit" ? "unit_id" : $"{entity}_id";
        return (await connection.QueryAsync<(string Number, int Id)>(
            $"""
            select distinct on (number) number, {key} from {entity}_number
             where valid @> @day or {key} = any(@recorded)
             order by number, valid @> @day desc, lower(valid) desc nulls last
            """,
            new { day, recorded = recorded[$"{entity}_number"].ToArray() })).ToDictionary(row => row.Number, row => row.Id);
    }

    private static string? Number(Dictionary<string, int> ids, int id) => ids.FirstOrDefault(known => known.Value == id).Key;

    private sealed record LinkRow(
        int RowId, int OfficeId, int MunicipalityId, string CityDistrict, short Role, string Services, short Basis, string Source);
}
