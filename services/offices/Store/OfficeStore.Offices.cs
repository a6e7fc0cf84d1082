using Dapper;
using Npgsql;
using NpgsqlTypes;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

public sealed partial class OfficeStore
{
    /// <summary>Offices as they are on a day, in the order of their numbers.</summary>
    /// <param name="only">Ids of the offices wanted; null: all.</param>
    /// <param name="after">The number to go on after; empty: from the first.</param>
    public async Task<IReadOnlyList<Office>> Offices(NpgsqlConnection connection, DateOnly asOf, int[]? only = null, string after = "", int limit = int.MaxValue)
    {
        // Without a condition that may be there or not: the planner would have to look at every office for it.
        var among = only is null ? "" : "and o.office_id = any(@only)";
        var sql =
            $"""
            select o.office_id, n.number, n.name, n.status, n.organisation_number, n.municipal_organisation_number, o.revision,
                   (select range_merge(range_agg(a.valid)) from office_number a where a.office_id = o.office_id) as valid,
                   s.inhabitants, u.unit_id, coalesce(un.number, '') as unit_number, coalesce(un.name, '') as unit_name
              from office_number n
              join office o using (office_id)
              left join office_segment s on s.office_id = o.office_id and s.days @> @asOf
              left join office_county_unit u on u.office_id = o.office_id and u.valid @> @asOf
              left join county_unit_number un on un.unit_id = u.unit_id and un.valid @> @asOf
             where n.valid @> @asOf and n.number > @after {among}
             order by n.number
             limit @limit
            """;
        var offices = (await connection.QueryAsync<OfficeRow>(sql, new { asOf, only, after, limit })).Select(row => row.ToMessage()).ToList();
        var ids = offices.ConvertAll(office => office.OfficeId).ToArray();
        var links = await Links(connection, asOf, ids);
        foreach (var office in offices)
        {
            office.Municipalities.AddRange(links[office.OfficeId]);
        }

        var byId = offices.ToDictionary(office => office.OfficeId);
        await profiles.AddTo(connection, asOf, byId);
        await AddAgreements(connection, asOf, byId);
        return offices;
    }

    /// <summary>The id of the office that has the number on the day, or every period the number has had in the register.</summary>
    public async Task<(int? OfficeId, IReadOnlyList<Period> Known)> FindOffice(NpgsqlConnection connection, string number, DateOnly day)
    {
        var rows = (await connection.QueryAsync<(int Id, NpgsqlRange<DateOnly> Valid)>(
            "select office_id, valid from office_number where number = @number order by lower(valid) desc nulls last", new { number }))
            .Select(row => (row.Id, Valid: row.Valid.ToPeriod())).ToList();
        var holding = rows.Where(row => row.Valid.Contains(day)).Select(row => (int?)row.Id).FirstOrDefault();
        return (holding, [.. rows.Select(row => row.Valid)]);
    }

    /// <summary>The last day before <paramref name="day"/> on which an office had a number; null when it never had one.</summary>
    public Task<DateOnly?> LastDay(NpgsqlConnection connection, int officeId, DateOnly day) => connection.ExecuteScalarAsync<DateOnly?>(
        "select max(upper(valid)) - 1 from office_number where office_id = @officeId and upper(valid) <= @day", new { officeId, day });

    // One entry per municipality. Where districts of it rest on different bases the surest one counts: that the office serves the municipality is known by it.
    private static async Task<ILookup<int, OfficeMunicipality>> Links(NpgsqlConnection connection, DateOnly asOf, int[] offices)
    {
        const string Sql =
            """
            select l.office_id, l.municipality_id, n.number, n.name, l.role, l.service_codes, l.basis, l.source, l.city_district, l.valid
              from office_municipality l
              join municipality_number n on n.municipality_id = l.municipality_id and n.valid @> @asOf
             where l.office_id = any(@offices) and l.valid @> @asOf
             order by n.number, l.basis, l.city_district
            """;
        var rows = await connection.QueryAsync<LinkRow>(Sql, new { offices, asOf });
        return rows.GroupBy(row => (row.OfficeId, row.Number))
            .ToLookup(group => group.Key.OfficeId, group =>
            {
                var link = group.First().ToMessage();
                link.CityDistricts.AddRange(group.Select(row => row.CityDistrict).Where(district => district.Length > 0).Order(StringComparer.Ordinal));
                return link;
            });
    }

    private sealed record OfficeRow(
        int OfficeId, string Number, string Name, short Status, string OrganisationNumber, string MunicipalOrganisationNumber, long Revision,
        NpgsqlRange<DateOnly> Valid, long? Inhabitants, int? UnitId, string UnitNumber, string UnitName)
    {
        public Office ToMessage()
        {
            var office = new Office
            {
                OfficeId = OfficeId,
                Number = Number,
                Name = Name,
                Status = (OfficeStatus)Status,
                OrganisationNumber = OrganisationNumber,
                MunicipalOrganisationNumber = MunicipalOrganisationNumber,
                SizeClass = OfficeSize.Of(Inhabitants),
                Valid = Messages.Period(Valid),
                Revision = Revision,
            };
            if (Inhabitants is { } inhabitants)
            {
                office.Population = inhabitants;
            }

            if (UnitId is { } unit)
            {
                office.CountyUnit = new CountyUnit { UnitId = unit, Number = UnitNumber, Name = UnitName };
            }

            return office;
        }
    }

    private sealed record LinkRow(
        int OfficeId, int MunicipalityId, string Number, string Name, short Role, string[] ServiceCodes, short Basis, string Source, string CityDistrict,
        NpgsqlRange<DateOnly> Valid)
    {
        public OfficeMunicipality ToMessage() => new()
        {
            MunicipalityId = MunicipalityId,
            Number = Number,
            Name = Name,
            Role = (MunicipalityRole)Role,
            ServiceCodes = { ServiceCodes },
            Basis = (LinkBasis)Basis,
            Source = Source,
            Valid = Messages.Period(Valid),
        };
    }
}
