using Dapper;
using Npgsql;
using NpgsqlTypes;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

public sealed partial class OfficeStore
{
    /// <summary>Municipalities that have a number on the day, in the order of their numbers.</summary>
    /// <param name="withoutOffice">Only those that no office is known to serve on the day.</param>
    public async Task<IReadOnlyList<Municipality>> Municipalities(NpgsqlConnection connection, DateOnly asOf, bool withoutOffice, string after, int limit)
    {
        const string Sql =
            """
            select m.municipality_id, m.number, m.name, coalesce(c.number, '') as county_number, m.language_form, m.administrative_centre,
                   coalesce(p.inhabitants, 0)::bigint as inhabitants, coalesce(p.counted_on::text, '') as counted_on, o.numbers as office_numbers
              from municipality_number m
              left join county_number c on c.county_id = m.county_id and c.valid @> @asOf
              left join lateral (select * from municipality_inhabitants i where i.municipality_id = m.municipality_id and i.valid @> @asOf limit 1) p on true
             cross join lateral (
                select array(select distinct n.number from office_municipality l join office_number n on n.office_id = l.office_id and n.valid @> @asOf
                              where l.municipality_id = m.municipality_id and l.valid @> @asOf order by n.number) as numbers) o
             where m.valid @> @asOf and m.number > @after and (not @withoutOffice or o.numbers = '{}')
             order by m.number
             limit @limit
            """;
        // Former numbers are those whose territory is now, in part at least, that of the municipality.
        const string FormerSql =
            """
            select n.number as of_number, f.number, f.name, f.valid, cardinality(f.territory) > 1 as split
              from municipality_number n
              join municipality_number f on f.territory && n.territory and f.number <> n.number and upper(f.valid) <= @asOf
             where n.number = any(@numbers) and n.valid @> @asOf
             order by upper(f.valid), f.number
            """;
        var municipalities = (await connection.QueryAsync<MunicipalityRow>(Sql, new { asOf, withoutOffice, after, limit })).Select(row => row.ToMessage()).ToList();
        var former = (await connection.QueryAsync<(string OfNumber, string Number, string Name, NpgsqlRange<DateOnly> Valid, bool Split)>(
            FormerSql, new { asOf, numbers = municipalities.ConvertAll(municipality => municipality.Number) })).ToLookup(row => row.OfNumber);
        foreach (var municipality in municipalities)
        {
            municipality.FormerNumbers.AddRange(former[municipality.Number].Select(row => new FormerNumber
            {
                Number = row.Number,
                Name = row.Name,
                Valid = Messages.Period(row.Valid),
                Split = row.Split,
            }));
        }

        return municipalities;
    }

    /// <summary>Counties with what their municipalities sum up to on the day, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<County>> Counties(NpgsqlConnection connection, DateOnly asOf, string after, int limit)
    {
        const string Sql =
            """
            select c.county_id, c.number, c.name, count(m.municipality_id)::integer, coalesce(sum(p.inhabitants), 0)::bigint
              from county_number c
              left join municipality_number m on m.county_id = c.county_id and m.valid @> @asOf
              left join lateral (select * from municipality_inhabitants i where i.municipality_id = m.municipality_id and i.valid @> @asOf limit 1) p on true
             where c.valid @> @asOf and c.number > @after
             group by c.county_id, c.number, c.name
             order by c.number
             limit @limit
            """;
        var rows = await connection.QueryAsync<(int Id, string Number, string Name, int Municipalities, long Population)>(Sql, new { asOf, after, limit });
        return [.. rows.Select(row => new County
        {
            CountyId = row.Id, Number = row.Number, Name = row.Name, MunicipalityCount = row.Municipalities, Population = row.Population,
        })];
    }

    /// <summary>NAV county units that have a number on the day, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<CountyUnit>> CountyUnits(NpgsqlConnection connection, DateOnly asOf, string after, int limit)
    {
        var rows = await connection.QueryAsync<(int Id, string Number, string Name)>(
            "select unit_id, number, name from county_unit_number where valid @> @asOf and number > @after order by number limit @limit", new { asOf, after, limit });
        return [.. rows.Select(row => new CountyUnit { UnitId = row.Id, Number = row.Number, Name = row.Name })];
    }

    private sealed record MunicipalityRow(
        int MunicipalityId, string Number, string Name, string CountyNumber, short LanguageForm, string AdministrativeCentre, long Inhabitants, string CountedOn,
        string[] OfficeNumbers)
    {
        public Municipality ToMessage() => new()
        {
            MunicipalityId = MunicipalityId,
            Number = Number,
            Name = Name,
            CountyNumber = CountyNumber,
            Population = Inhabitants,
            PopulationAt = CountedOn,
            LanguageForm = (LanguageForm)LanguageForm,
            AdministrativeCentre = AdministrativeCentre,
            OfficeNumbers = { OfficeNumbers },
        };
    }
}
