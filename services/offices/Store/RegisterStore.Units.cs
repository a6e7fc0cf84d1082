using Dapper;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

public sealed partial class RegisterStore
{
    public async Task<KindReport> Counties(IReadOnlyDictionary<string, CountyFact> wanted)
    {
        const string BeginSql =
            """
            insert into county_number (county_id, number, name, valid)
            select id, number, name, daterange(first, null) from jsonb_to_recordset(@rows::jsonb) as r (id integer, number text, name text, first date)
            """;
        var known = (await connection.QueryAsync<(int RowId, int Id, string Number, string Name)>(
            "select county_number_id, county_id, number, name from county_number where valid @> @day", new { day })).ToList();
        return await Apply(
            "counties", "county_number", known.ToDictionary(row => row.Number, row => new Known<CountyFact>(row.RowId, new CountyFact(row.Name))), wanted,
            _ => false, number => number,
            async rows =>
            {
                var ids = await EntityIds("county", "county_id", known.ToDictionary(row => row.Number, row => row.Id), rows);
                await Insert(BeginSql, rows.Select(row => new { id = ids[row.Key], number = row.Key, name = row.Fact.Name, first = FirstDay(row.IsNew) }));
            });
    }

    public Task<KindReport> CountyUnits(IReadOnlyDictionary<string, UnitFact> wanted) => Units("county units", "county_unit", hasType: false, wanted);

    public Task<KindReport> OtherUnits(IReadOnlyDictionary<string, UnitFact> wanted) => Units("other units", "nav_unit", hasType: true, wanted);

    // County units are all of one type; the others say which.
    private async Task<KindReport> Units(string kind, string table, bool hasType, IReadOnlyDictionary<string, UnitFact> wanted)
    {
        var known = (await connection.QueryAsync<UnitRow>(
            $"select {table}_number_id as row_id, unit_id, number, name, {(hasType ? "type" : "'FYLKE'")} as type, organisation_number from {table}_number where valid @> @day", new { day })).ToList();
        var kept = await RecordedNumbers($"{table}_number", "unit_id");
        return await Apply(
            kind, $"{table}_number",
            known.ToDictionary(row => row.Number, row => new Known<UnitFact>(row.RowId, new UnitFact(row.Name, row.Type, row.OrganisationNumber))), wanted,
            kept.Contains, number => number,
            async rows =>
            {
                var ids = await EntityIds(table, "unit_id", known.ToDictionary(row => row.Number, row => row.UnitId), rows);
                await Insert(
                    $"""
                    insert into {table}_number (unit_id, number, name, {(hasType ? "type, " : "")}organisation_number, valid)
                    select id, number, name, {(hasType ? "type, " : "")}organisation, daterange(first, null)
                      from jsonb_to_recordset(@rows::jsonb) as r (id integer, number text, name text, type text, organisation text, first date)
                    """,
                    rows.Select(row => new
                    {
                        id = ids[row.Key],
                        number = row.Key,
                        name = row.Fact.Name,
                        type = row.Fact.Type,
                        organisation = row.Fact.OrganisationNumber,
                        first = FirstDay(row.IsNew),
                    }));
            });
    }

    public async Task<KindReport> Offices(IReadOnlyDictionary<string, OfficeFact> wanted)
    {
        const string KnownSql =
            """
            select office_number_id as row_id, office_id, number, name, status, organisation_number, municipal_organisation_number
              from office_number where valid @> @day
            """;
        const string BeginSql =
            """
            insert into office_number (office_id, number, name, status, organisation_number, municipal_organisation_number, valid)
            select id, number, name, status, organisation, municipal, daterange(first, null)
              from jsonb_to_recordset(@rows::jsonb)
                as r (id integer, number text, name text, status smallint, organisation text, municipal text, first date)
            """;
        var known = (await connection.QueryAsync<OfficeNumberRow>(KnownSql, new { day })).ToList();
        var kept = await RecordedNumbers("office_number", "office_id");
        return await Apply(
            "offices", "office_number", known.ToDictionary(row => row.Number, row => new Known<OfficeFact>(row.RowId, row.ToFact())), wanted,
            kept.Contains, number => number,
            async rows =>
            {
                var ids = await EntityIds("office", "office_id", known.ToDictionary(row => row.Number, row => row.OfficeId), rows);
                await Insert(BeginSql, rows.Select(row => new
                {
                    id = ids[row.Key],
                    number = row.Key,
                    name = row.Fact.Name,
                    status = (short)row.Fact.Status,
                    organisation = row.Fact.OrganisationNumber,
                    municipal = row.Fact.MunicipalOrganisationNumber,
                    first = FirstDay(row.IsNew),
                }));
            });
    }

    private sealed record UnitRow(int RowId, int UnitId, string Number, string Name, string Type, string OrganisationNumber);

    private sealed record OfficeNumberRow(
        int RowId, int OfficeId, string Number, string Name, short Status, string OrganisationNumber, string MunicipalOrganisationNumber)
    {
        public OfficeFact ToFact() => new(Name, (OfficeStatus)Status, OrganisationNumber, MunicipalOrganisationNumber);
    }
}
