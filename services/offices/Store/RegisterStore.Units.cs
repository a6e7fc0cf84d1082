using Dapper;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

public sealed partial class RegisterStore
{
    public async Task<KindReport> Counties(IReadOnlyDictionary<string, CountyFact> wanted)
    {
        var rows = (await connection.QueryAsync<(int RowId, int Id, string Number, string Name)>(
            "select county_number_id, county_id, number, name from county_number where valid @> @day", new { day })).ToDictionary(row => row.Number);
        var known = rows.ToDictionary(row => row.Key, row => new Known<CountyFact>(row.Value.RowId, new CountyFact(row.Value.Name)));
        return await Apply("counties", "county_number", known, wanted, async (number, fact, isNew) =>
        {
            var id = isNew ? await connection.ExecuteScalarAsync<int>("insert into county default values returning county_id") : rows[number].Id;
            await connection.ExecuteAsync(
                "insert into county_number (county_id, number, name, valid) values (@id, @number, @Name, @valid)",
                new { id, number, fact.Name, valid = From(isNew ? OpenOrDay : day) });
        });
    }

    public async Task<KindReport> CountyUnits(IReadOnlyDictionary<string, UnitFact> wanted)
    {
        var rows = (await connection.QueryAsync<(int RowId, int Id, string Number, string Name, string Organisation)>(
            "select county_unit_number_id, unit_id, number, name, organisation_number from county_unit_number where valid @> @day", new { day }))
            .ToDictionary(row => row.Number);
        var known = rows.ToDictionary(row => row.Key, row => new Known<UnitFact>(row.Value.RowId, new UnitFact(row.Value.Name, "FYLKE", row.Value.Organisation)));
        return await Apply("county units", "county_unit_number", known, wanted, async (number, fact, isNew) =>
        {
            var id = isNew ? await connection.ExecuteScalarAsync<int>("insert into county_unit default values returning unit_id") : rows[number].Id;
            await connection.ExecuteAsync(
                "insert into county_unit_number (unit_id, number, name, organisation_number, valid) values (@id, @number, @Name, @OrganisationNumber, @valid)",
                new { id, number, fact.Name, fact.OrganisationNumber, valid = From(isNew ? OpenOrDay : day) });
        });
    }

    public async Task<KindReport> OtherUnits(IReadOnlyDictionary<string, UnitFact> wanted)
    {
        var rows = (await connection.QueryAsync<(int RowId, int Id, string Number, string Name, string Type, string Organisation)>(
            "select nav_unit_number_id, unit_id, number, name, type, organisation_number from nav_unit_number where valid @> @day", new { day }))
            .ToDictionary(row => row.Number);
        var known = rows.ToDictionary(row => row.Key, row => new Known<UnitFact>(row.Value.RowId, new UnitFact(row.Value.Name, row.Value.Type, row.Value.Organisation)));
        return await Apply("other units", "nav_unit_number", known, wanted, async (number, fact, isNew) =>
        {
            var id = isNew ? await connection.ExecuteScalarAsync<int>("insert into nav_unit default values returning unit_id") : rows[number].Id;
            await connection.ExecuteAsync(
                "insert into nav_unit_number (unit_id, number, name, type, organisation_number, valid) values (@id, @number, @Name, @Type, @OrganisationNumber, @valid)",
                new { id, number, fact.Name, fact.Type, fact.OrganisationNumber, valid = From(isNew ? OpenOrDay : day) });
        });
    }

    public async Task<KindReport> Offices(IReadOnlyDictionary<string, OfficeFact> wanted)
    {
        const string KnownSql =
            """
            select office_number_id, office_id, number, name, status, organisation_number, municipal_organisation_number
              from office_number where valid @> @day
            """;
        const string BeginSql =
            """
            insert into office_number (office_id, number, name, status, organisation_number, municipal_organisation_number, valid)
            values (@id, @number, @Name, @status, @OrganisationNumber, @MunicipalOrganisationNumber, @valid)
            """;
        var rows = (await connection.QueryAsync<(int RowId, int Id, string Number, string Name, short Status, string Organisation, string Municipal)>(KnownSql, new { day }))
            .ToDictionary(row => row.Number);
        var known = rows.ToDictionary(row => row.Key, row => new Known<OfficeFact>(
            row.Value.RowId, new OfficeFact(row.Value.Name, (OfficeStatus)row.Value.Status, row.Value.Organisation, row.Value.Municipal)));
        return await Apply("offices", "office_number", known, wanted, async (number, fact, isNew) =>
        {
            var id = isNew ? await connection.ExecuteScalarAsync<int>("insert into office default values returning office_id") : rows[number].Id;
            await connection.ExecuteAsync(BeginSql, new
            {
                id, number, fact.Name, status = (short)fact.Status, fact.OrganisationNumber, fact.MunicipalOrganisationNumber,
                valid = From(isNew ? OpenOrDay : day),
            });
        });
    }
}
