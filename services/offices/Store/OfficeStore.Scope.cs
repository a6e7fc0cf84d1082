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
    /// <param name="page">Which of the offices to look at; null: all at once.</param>
    public async Task<Outcome<ScopeResult>> Resolve(
        NpgsqlConnection connection, Scope scope, Period period, DateOnly day, Reach reach, string field, ScopePage? page = null)
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

        var among = page is null ? null : await Candidates(connection, scope, terms.Value, page.Value);
        var (sql, parameters) = Statement(scope, terms.Value, period, reach, issuer.Value, among);
        var hits = (await connection.QueryAsync<Hit>(sql, parameters)).ToList();
        var names = await NamesOn(connection, hits, day, period);
        var offices = hits.Select(hit => (IsReached: hit.Days.Length > 0, Office: names.Name(hit)))
            .OrderBy(found => found.Office.Number, StringComparer.Ordinal).ToLookup(found => found.IsReached, found => found.Office);
        return new ScopeResult(
            [.. offices[true]], [.. offices[false].Select(office => office.Number)], among?.Length == page?.Size ? among?[^1] : null);
    }

    /// <summary>The statement that <see cref="Resolve"/> finds the offices with; apart, so that its plan can be asked for.</summary>
    /// <param name="issuer">The internal id of what <paramref name="reach"/> names; 0 where it names nothing.</param>
    /// <param name="among">The offices to look at; null: all that can be in the scope.</param>
    public static (string Sql, DynamicParameters Parameters) Statement(
        Scope scope, ScopeTerms terms, Period period, Reach reach, int issuer, int[]? among = null)
    {
        var query = new ScopeQuery(terms);
        var candidates = among is null ? query.Candidates(scope) ?? "select office_id from office" : "select unnest(@among) as office_id";
        var (inScope, inReach) = (query.Days(scope), query.Days(reach, issuer));
        query.Parameters.AddDynamicParams(new { days = period.ToRange(), among });
        // An issuer that reaches everything cuts nothing away; when the scope is about offices too, those concerned are all that it serves.
        var (isWhole, reached) = (reach is Reach.Everything, reach is Reach.Everything ? "days" : "days * reach");
        const string Serving =
            """
            array(select municipality_id from office_served s where s.office_id = hit.office_id and municipality_id > 0 and s.days && hit.days)
            """;
        // In a row of office_served municipality 0 stands for none.
        return (
            $"""
            {query.With(candidates)}, member as materialized (
                select office_id, municipality_id, s.days * (select datemultirange(@days)) * {inScope} as days{(isWhole ? "" : $", {inReach} as reach")} from served s
            ), hit as materialized (
                select office_id, range_agg({reached}) as days,
                       coalesce(array_agg(municipality_id) filter (where municipality_id > 0 and not isempty({reached})), '{"{}"}') as concerned
                  from member where not isempty(days) group by office_id
            )
            select office_id, days, {(isWhole && ScopeQuery.IsOfOffices(scope) ? "concerned" : Serving)} as serving, concerned from hit
            """,
            query.Parameters);
    }

    private static async Task<int[]> Candidates(NpgsqlConnection connection, Scope scope, ScopeTerms terms, ScopePage page)
    {
        var query = new ScopeQuery(terms);
        var candidates = query.Candidates(scope) ?? "select office_id from office";
        var sql = $"select distinct office_id from ({candidates}) c where office_id > @After order by office_id limit @Size";
        query.Parameters.AddDynamicParams(page);
        return [.. await connection.QueryAsync<int>(sql, query.Parameters)];
    }

    // An office or a municipality goes by its number of the day asked for; one that has none then by the nearest it has in the period.
    private static async Task<ScopeNames> NamesOn(NpgsqlConnection connection, IReadOnlyCollection<Hit> hits, DateOnly day, Period period)
    {
        const string Sql =
            """
            select office_id as id, number, name, valid from office_number where office_id = any(@offices);
            select office_id as id, n.number, n.name, c.valid * n.valid as valid
              from office_county_unit c join county_unit_number n using (unit_id) where office_id = any(@offices);
            select municipality_id as id, number, '' as name, valid from municipality_number where municipality_id = any(@municipalities)
            """;
        var offices = hits.Select(hit => hit.OfficeId).ToArray();
        var municipalities = hits.SelectMany(hit => hit.Serving.Concat(hit.Concerned)).Distinct().ToArray();
        await using var rows = await connection.QueryMultipleAsync(Sql, new { offices, municipalities });
        return new ScopeNames(await Read(), await Read(), await Read());

        async Task<Dictionary<int, Named>> Read()
        {
            var names = new Dictionary<int, Named>();
            foreach (var row in await rows.ReadAsync<Named>())
            {
                // Most have had one number only.
                if (!names.TryGetValue(row.Id, out var other) || Distance(row).CompareTo(Distance(other)) < 0)
                {
                    names[row.Id] = row;
                }
            }

            return names;
        }

        (bool, bool, DateOnly) Distance(Named row)
        {
            var days = row.Valid.ToPeriod();
            return (!days.Contains(day), !days.Overlaps(period), days.From ?? DateOnly.MaxValue);
        }
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

    private sealed record Hit(int OfficeId, NpgsqlRange<DateOnly>[] Days, int[] Serving, int[] Concerned);

    private sealed record Named(int Id, string Number, string Name, NpgsqlRange<DateOnly> Valid);

    private sealed record ScopeNames(Dictionary<int, Named> Offices, Dictionary<int, Named> Units, Dictionary<int, Named> Municipalities)
    {
        public ResolvedOffice Name(Hit hit) => new()
        {
            OfficeId = hit.OfficeId,
            Number = Offices[hit.OfficeId].Number,
            Name = Offices[hit.OfficeId].Name,
            CountyUnitNumber = Units.GetValueOrDefault(hit.OfficeId)?.Number ?? "",
            Periods = { hit.Days.Select(Messages.Period) },
            MunicipalityNumbers = { NumbersOf(hit.Serving) },
            ConcernedMunicipalityNumbers = { NumbersOf(hit.Concerned) },
        };

        private IEnumerable<string> NumbersOf(int[] municipalities) =>
            municipalities.Select(id => Municipalities[id].Number).Order(StringComparer.Ordinal);
    }
}

/// <summary>The offices a scope reaches, and the numbers of those in scope that the issuer does not steer.</summary>
/// <param name="Last">The last office looked at, when there may be more after it.</param>
public sealed record ScopeResult(IReadOnlyList<ResolvedOffice> Offices, IReadOnlyList<string> BeyondIssuer, int? Last);

/// <summary>So many of the offices that can be in a scope, in the order of their ids.</summary>
/// <param name="After">The id to go on after; 0: from the first.</param>
public readonly record struct ScopePage(int After, int Size);
