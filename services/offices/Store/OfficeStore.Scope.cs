using Dapper;
using Npgsql;
using NpgsqlTypes;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

public sealed partial class OfficeStore
{
    /// <summary>
    /// The offices of a scope over a period, cut with what the issuer reaches: the days they are in it, the municipalities they serve on those days and those
    /// concerned. Numbers are read and answered as of <paramref name="day"/>. An issuer the register does not know is a fault of <c>issuer.number</c>.
    /// </summary>
    public async Task<Outcome<ScopeResult>> Resolve(NpgsqlConnection connection, Scope scope, Period period, DateOnly day, Reach reach, string field)
    {
        var terms = await Terms(connection, scope, day, field);
        var issuer = await ReachId(connection, reach, day);
        if (terms.IsRefused || issuer is null)
        {
            var faults = new Fields();
            faults.AddRange(terms.IsRefused ? terms.Refusal.Faults : []);
            faults.AddRange(issuer is null ? [UnknownIssuer(reach)] : []);
            return faults.ToRefusal();
        }

        var (sql, parameters) = Statement(scope, terms.Value, period, day, reach, issuer.Value);
        var rows = (await connection.QueryAsync<ResolvedRow>(sql, parameters)).ToList();
        return new ScopeResult(
            [.. rows.Where(row => row.Days.Length > 0).Select(row => row.ToMessage())],
            [.. rows.Where(row => row.Days.Length == 0).Select(row => row.Number)]);
    }

    /// <summary>The statement that <see cref="Resolve"/> runs; apart, so that its plan can be asked for.</summary>
    /// <param name="issuer">The internal id of what <paramref name="reach"/> names; 0 where it names nothing.</param>
    public static (string Sql, DynamicParameters Parameters) Statement(Scope scope, ScopeTerms terms, Period period, DateOnly day, Reach reach, int issuer)
    {
        var query = new ScopeQuery(terms, scope);
        var inScope = query.Add(scope);
        var inReach = query.Add(reach, issuer);
        // An issuer that reaches everything cuts nothing away.
        var reached = reach is Reach.Everything
            ? $"select * from {inScope} where days <> '{"{}"}'"
            : $"""
                select * from (
                    select office_id, municipality_id, s.days * r.days as days from {inScope} s join {inReach} r using (office_id, municipality_id)) x
                 where days <> '{"{}"}'
                """;
        query.Parameters.AddDynamicParams(new { days = period.ToRange(), day });
        // Parts are put together by grouping, not by joining: the planner knows nothing of the size of a part and may go through it in a loop.
        // An office or a municipality goes by its number of the day asked for; one that has none then by the nearest it has in the period.
        return (
            $"""
            {query.Text}, reached as materialized (
                {reached}
            ), municipality_named as (
                select distinct on (municipality_id) municipality_id, number
                  from municipality_number {(query.IsNarrow ? "where municipality_id in (select municipality_id from served)" : "")}
                 order by municipality_id, valid @> @day desc, valid && @days desc, lower(valid)
            ), office_named as (
                select distinct on (office_id) office_id, number, name
                  from office_number {query.Among("where office_id")}
                 order by office_id, valid @> @day desc, valid && @days desc, lower(valid)
            ), unit_named as (
                select distinct on (c.office_id) c.office_id, n.number
                  from office_county_unit c join county_unit_number n using (unit_id) {query.Among("where c.office_id")}
                 order by c.office_id, c.valid @> @day and n.valid @> @day desc, c.valid && @days and n.valid && @days desc, lower(c.valid)
            ), pair as (
                select office_id, municipality_id, range_agg(days) filter (where kind = 0) as served, range_agg(days) filter (where kind = 1) as reached,
                       bool_or(kind = 2) as in_scope
                  from (select office_id, municipality_id, days, 0 as kind from served
                        union all select office_id, municipality_id, days, 1 from reached
                        union all select office_id, municipality_id, null, 2 from {inScope} where days <> '{"{}"}') x
                 group by office_id, municipality_id
            ), hit as (
                select office_id, coalesce(range_agg(reached) over office, '{"{}"}') as days, bool_or(in_scope) over office as in_scope, served,
                       reached is not null as is_concerned, n.number
                  from pair left join municipality_named n using (municipality_id)
                window office as (partition by office_id)
            ), answer as (
                select office_id, days, coalesce(array_agg(number order by number) filter (where number is not null and served && days), '{"{}"}') as serving,
                       coalesce(array_agg(number order by number) filter (where number is not null and is_concerned), '{"{}"}') as concerned
                  from hit where in_scope group by office_id, days
            )
            select office_id, o.number, o.name, coalesce(u.number, '') as county_unit_number, a.days, a.serving as municipality_numbers, a.concerned
              from answer a join office_named o using (office_id) left join unit_named u using (office_id)
             order by o.number
            """,
            query.Parameters);
    }

    private static async Task<int?> ReachId(NpgsqlConnection connection, Reach reach, DateOnly day)
    {
        // An issuer is known by any number it has had: it is the one who speaks, not a place on a day.
        static string Find(string table, string key) => $"select {key} from {table} where number = @number order by valid @> @day desc, lower(valid) desc nulls last limit 1";
        return reach switch
        {
            Reach.CountyUnit unit => await connection.ExecuteScalarAsync<int?>(Find("county_unit_number", "unit_id"), new { number = unit.Number, day }),
            Reach.Municipality own => await connection.ExecuteScalarAsync<int?>(Find("municipality_number", "municipality_id"), new { number = own.Number, day }),
            Reach.CountyGovernor county => await connection.ExecuteScalarAsync<int?>(Find("county_number", "county_id"), new { number = county.CountyNumber, day }),
            Reach.Partnership office => await connection.ExecuteScalarAsync<int?>(Find("office_number", "office_id"), new { number = office.OfficeNumber, day }),
            Reach.CityDistrict district => await connection.ExecuteScalarAsync<int?>(
                "select 0 from office_municipality where city_district = @Number limit 1", new { district.Number }),
            _ => 0,
        };
    }

    private static FieldFault UnknownIssuer(Reach reach) => reach switch
    {
        Reach.CountyUnit unit => new("issuer.number", ErrorReason.CountyUnknown, unit.Number),
        Reach.CountyGovernor county => new("issuer.number", ErrorReason.CountyUnknown, county.CountyNumber),
        Reach.Partnership office => new("issuer.number", ErrorReason.OfficeUnknown, office.OfficeNumber),
        Reach.Municipality own => new("issuer.number", ErrorReason.MunicipalityUnknown, own.Number),
        Reach.CityDistrict district => new("issuer.number", ErrorReason.MunicipalityUnknown, district.Number),
        _ => throw new ArgumentOutOfRangeException(nameof(reach), reach, "Has no number."),
    };

    private sealed record ResolvedRow(
        int OfficeId, string Number, string Name, string CountyUnitNumber, NpgsqlRange<DateOnly>[] Days, string[] MunicipalityNumbers, string[] Concerned)
    {
        public ResolvedOffice ToMessage() => new()
        {
            OfficeId = OfficeId,
            Number = Number,
            Name = Name,
            CountyUnitNumber = CountyUnitNumber,
            Periods = { Days.Select(Messages.Period) },
            MunicipalityNumbers = { MunicipalityNumbers },
            ConcernedMunicipalityNumbers = { Concerned },
        };
    }
}

/// <summary>The offices a scope reaches, and the numbers of those in scope that the issuer does not steer.</summary>
public sealed record ScopeResult(IReadOnlyList<ResolvedOffice> Offices, IReadOnlyList<string> BeyondIssuer);
