using Dapper;
using Npgsql;
using Samstyring.Common;
using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Store;

public sealed partial class OfficeStore
{
    /// <summary>
    /// What each part of a scope says of an office on a day: whether it holds is asked with the expressions that <see cref="Resolve"/> goes by, all of them
    /// beside one row for each municipality. Faults of the scope as there.
    /// </summary>
    public async Task<Outcome<ScopeFindings>> Explain(NpgsqlConnection connection, Scope scope, int officeId, DateOnly day, string field)
    {
        var terms = await Terms(connection, scope, day, field);
        if (terms.IsRefused)
        {
            return terms.Refusal;
        }

        var query = new ScopeQuery(terms.Value);
        var parts = ScopeParts.In(scope).ToList();
        var holds = parts.ConvertAll(part => $"({query.Days(part)}) @> @day");
        query.Parameters.AddDynamicParams(new { officeId, day, days = new Period(day, day.AddDays(1)).ToRange() });
        var sql =
            $"""
            {query.With("select @officeId as office_id")}
            select coalesce(n.number, '') as municipality, array[{string.Join(",\n", holds)}] as holds
              from served s left join municipality_number n on n.municipality_id = s.municipality_id and n.valid @> @day
             order by n.number
            """;
        var rows = (await connection.QueryAsync<(string Municipality, bool[] Holds)>(sql, query.Parameters)).ToList();
        return new ScopeFindings(
            await ScopeFacts(connection, officeId, day),
            [.. parts.Select((part, index) => new ScopeFinding(
                part, rows.Exists(row => row.Holds[index]),
                [.. rows.Where(row => row.Holds[index] && row.Municipality.Length > 0).Select(row => row.Municipality)]))]);
    }

    private static Task<ScopeFacts> ScopeFacts(NpgsqlConnection connection, int officeId, DateOnly day) => connection.QuerySingleAsync<ScopeFacts>(
        """
        select o.number, o.name, o.status in (2, 3) as is_active,
               array(select n.number from office_served l join municipality_number n using (municipality_id)
                      where l.office_id = o.office_id and l.days @> @day and n.valid @> @day order by 1) as municipalities,
               coalesce((select n.number from office_county_unit u join county_unit_number n using (unit_id)
                          where u.office_id = o.office_id and u.valid @> @day and n.valid @> @day), '') as county_unit,
               (select inhabitants from office_segment g where g.office_id = o.office_id and g.days @> @day) as inhabitants,
               coalesce((select model from office_leadership l where l.office_id = o.office_id and l.valid @> @day), 0)::smallint as leadership,
               array(select g.code from office_group_member m join office_group g using (group_id)
                      where m.office_id = o.office_id and m.valid @> @day and g.kind = 1 order by 1) as service_areas,
               array(select g.code from office_group_member m join office_group g using (group_id)
                      where m.office_id = o.office_id and m.valid @> @day and g.kind = 2 order by 1) as networks,
               array(select g.code from office_group_member m join office_group g using (group_id)
                      where m.office_id = o.office_id and m.valid @> @day and g.kind = 3 order by 1) as pilots,
               array(select distinct service_code from office_service s where s.office_id = o.office_id and s.valid @> @day order by 1) as services,
               array(select service_code from service where minimum @> @day order by 1) as minimum
          from office_number o where o.office_id = @officeId and o.valid @> @day
        """,
        new { officeId, day });
}
