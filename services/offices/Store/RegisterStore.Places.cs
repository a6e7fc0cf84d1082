using Dapper;
using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Store;

/// <summary>A municipality, in Oslo a city district, that has an office on some days from the import on. Days are a multirange as PostgreSQL writes it.</summary>
public sealed record ServedPlace(int MunicipalityId, string Number, string District, string Days);

public sealed partial class RegisterStore
{
    // As Rules.Place: a district is a place of its own in Oslo only, and who serves the whole municipality serves it too.
    private const string PlacesSql =
        """
        select municipality_id, n.number, case n.number when @oslo then city_district else '' end as district,
               l.valid * n.valid * o.valid * daterange(@day, null) as days
          from office_municipality l
          join municipality_number n using (municipality_id)
          join office_number o on o.office_id = l.office_id and o.status in (2, 3)
         where not isempty(l.valid * n.valid * o.valid * daterange(@day, null))
        """;

    /// <summary>What has an office, as the register stands.</summary>
    public async Task<IReadOnlyList<ServedPlace>> ServedPlaces() => [.. await connection.QueryAsync<ServedPlace>(
        $"select municipality_id, max(number) as number, district, range_agg(days)::text as days from ({PlacesSql}) p group by municipality_id, district",
        new { oslo = Place.Oslo, day })];

    /// <summary>Numbers of those that had an office on some day, themselves or as what they take over, and now have none on it though they still are.</summary>
    public async Task<IReadOnlyList<string>> LeftWithout(IReadOnlyList<ServedPlace> before) => [.. await connection.QueryAsync<string>(
        $"""
        with before as (
            select * from unnest(@ids, @districts, @days::datemultirange[]) as b (municipality_id, district, days)
        ), owed as (
            select municipality_id, district, days from before
            union all
            select s.successor_id, '', b.days from before b join municipality_succession s on s.predecessor_id = b.municipality_id and b.district = ''
        ), place as (
            select municipality_id, district, range_agg(d) as days from owed, unnest(days) d group by municipality_id, district
        )
        select distinct case district when '' then max(n.number) else district end
          from place p join municipality_number n using (municipality_id)
         group by municipality_id, district, p.days
        having not isempty(p.days * range_agg(n.valid) - coalesce((
            select range_agg(s.days) from ({PlacesSql}) s where s.municipality_id = p.municipality_id and (p.district = '' or s.district in ('', p.district))), '{"{}"}'))
         order by 1
        """,
        new
        {
            ids = before.Select(place => place.MunicipalityId).ToArray(),
            districts = before.Select(place => place.District).ToArray(),
            days = before.Select(place => place.Days).ToArray(),
            oslo = Place.Oslo,
            day,
        })];
}
