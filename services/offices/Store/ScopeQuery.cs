using System.Globalization;
using System.Text;
using Dapper;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

/// <summary>
/// A scope as SQL. Every part of the expression becomes a common table expression with rows (office, municipality, days): on those days that office is in
/// the part for the residents of that municipality. So <c>MUNICIPALITY(5035)</c> narrows what it is combined with to the residents of that municipality,
/// and <c>EXCEPT(ALL, MUNICIPALITY(5035))</c> leaves the office in for the others. Only our own text enters the statement; values are parameters.
/// </summary>
internal sealed class ScopeQuery(ScopeTerms terms)
{
    // On which days an office serves which municipality, inside the days of interest. Municipality 0 stands for the days on which it serves none.
    // A municipality goes by its number of the day asked for; one that has none then by the nearest it has in the period.
    private const string Served =
        """
        with named as (
            select distinct on (municipality_id) municipality_id, number
              from municipality_number
             order by municipality_id, valid @> @day desc, valid && @days desc, lower(valid)
        ), life as (
            select n.office_id, range_agg(n.valid * @days) as days
              from office_number n
             where n.valid && @days and n.status in (2, 3)
             group by n.office_id
        ), served_on as (
            select m.office_id, m.municipality_id, range_agg(m.valid * @days) as days
              from office_municipality m
             where m.valid && @days
             group by m.office_id, m.municipality_id
        ), served as materialized (
            select office_id, s.municipality_id, l.days * s.days as days from life l join served_on s using (office_id) where l.days && s.days
            union all
            select l.office_id, 0, l.days - coalesce(range_agg(s.days), '{}')
              from life l left join served_on s using (office_id)
             group by l.office_id, l.days
            having l.days <> l.days * coalesce(range_agg(s.days), '{}')
        )
        """;

    private readonly StringBuilder text = new(Served);
    private int parts;

    public DynamicParameters Parameters { get; } = new();

    /// <summary>The common table expressions so far; a statement goes on from here.</summary>
    public string Text => text.ToString();

    /// <summary>Adds a scope and answers the name of its expression.</summary>
    public string Add(Scope scope) => scope switch
    {
        Scope.All => "served",
        Scope.Named { Form: ScopeForm.Office } named => Define($"select * from served where office_id = any({Value(terms.Of(named))})"),
        Scope.Named { Form: ScopeForm.Municipality } named => Define($"select * from served where municipality_id = any({Value(terms.Of(named))})"),
        Scope.Named { Form: ScopeForm.County } named => AtOffices(
            $"select office_id, range_agg(valid) as days from office_county_unit where unit_id = any({Value(terms.Of(named))}) group by office_id"),
        Scope.Named { Form: ScopeForm.Size } named => AtOffices(string.Join(" union all ", named.Values.Distinct().Select(Sized))),
        Scope.Named { Form: ScopeForm.Leadership } named => AtOffices(
            $"select office_id, range_agg(valid) as days from office_leadership where model = any({Value(Models(named))}) group by office_id"),
        Scope.Named { Form: ScopeForm.Provides } named => Provided(named),
        Scope.Named named => AtOffices(
            $"select office_id, range_agg(valid) as days from office_group_member where group_id = any({Value(terms.Of(named))}) group by office_id"),
        Scope.MinimumOnly => AtOffices(
            """
            select office_id, range_agg(valid) - coalesce(range_agg(valid) filter (where isempty(minimum)), '{}') as days
              from office_service join service using (service_code) group by office_id
            """),
        Scope.Serves serves => AtOffices(
            $"""
            select office_id, range_agg(days) as days from office_segment
             where municipalities between {Value(serves.Min)} and {Value(serves.Max ?? int.MaxValue)} group by office_id
            """),
        Scope.And and => and.Parts.Select(Add).Aggregate((a, b) => Define(
            $"select office_id, municipality_id, a.days * b.days as days from {a} a join {b} b using (office_id, municipality_id) where a.days && b.days")),
        Scope.Or or => Union(or.Parts.Select(Add)),
        Scope.Except except => Without(Add(except.Whole), Add(except.Without)),
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Not a form of scope."),
    };

    /// <summary>Adds what an issuer reaches; its number has been found in the register as <paramref name="id"/>.</summary>
    public string Add(Reach reach, int id) => reach switch
    {
        Reach.Everything => "served",
        Reach.CountyUnit => AtOffices($"select office_id, range_agg(valid) as days from office_county_unit where unit_id = {Value(id)} group by office_id"),
        Reach.Partnership => Define($"select * from served where office_id = {Value(id)}"),
        Reach.CityDistrict district => AtServed(
            $"select office_id, municipality_id, range_agg(valid) as days from office_municipality where city_district = {Value(district.Number)} group by 1, 2"),
        Reach.CountyGovernor => Define(
            $"""
            select s.office_id, s.municipality_id, s.days * c.days as days
              from served s
              join (select municipality_id, range_agg(valid) as days from municipality_number where county_id = {Value(id)} group by 1) c using (municipality_id)
             where s.days && c.days
            """),
        Reach.Municipality municipality when municipality.ServiceCode.Length == 0 => Define($"select * from served where municipality_id = {Value(id)}"),
        Reach.Municipality municipality => Union(
            [Define($"select * from served where municipality_id = {Value(id)}"), Hosted(id, municipality.ServiceCode)]),
        _ => Define("select * from served where false"),
    };

    // Participants whose service the municipality runs for them.
    private string Hosted(int host, string service) => AtServed(
        $"""
        select p.office_id, p.municipality_id, range_agg(p.valid * h.valid) as days
          from office_municipality h
          join office_municipality p on p.office_id = h.office_id and p.municipality_id <> h.municipality_id and p.valid && h.valid
         where h.municipality_id = {Value(host)} and h.role = 1 and p.role = 2
           and (h.service_codes = '{"{}"}' or {Value(service)} = any(h.service_codes))
           and (p.service_codes = '{"{}"}' or {Value(service)} = any(p.service_codes))
         group by 1, 2
        """);

    // The statutory minimum is provided everywhere; anything else where the owners have registered it.
    private string Provided(Scope.Named named)
    {
        var codes = Value(named.Values.ToArray());
        return Union(
        [
            Define(
                $"""
                select s.office_id, s.municipality_id, s.days * range_agg(o.valid) as days
                  from served s
                  join office_service o on o.office_id = s.office_id and (o.municipality_id is null or o.municipality_id = s.municipality_id)
                 where o.service_code = any({codes})
                 group by s.office_id, s.municipality_id, s.days
                """),
            Define($"select office_id, municipality_id, days * (select range_agg(minimum) from service where service_code = any({codes})) as days from served"),
        ]);
    }

    private string Sized(string size)
    {
        var (least, most) = OfficeSize.Bounds(Enum.Parse<SizeClass>(size, ignoreCase: true));
        return $"select office_id, range_agg(days) as days from office_segment where inhabitants between {Value(least)} and {Value(most)} group by office_id";
    }

    private static short[] Models(Scope.Named named) => [.. named.Values.Select(value => (short)Enum.Parse<LeadershipModel>(value, ignoreCase: true))];

    private string AtOffices(string offices) => Define(
        $"""
        select s.office_id, s.municipality_id, s.days * range_agg(x.days) as days
          from served s join ({offices}) x on x.office_id = s.office_id and x.days && s.days
         group by s.office_id, s.municipality_id, s.days
        """);

    private string AtServed(string rows) => Define(
        $"select office_id, municipality_id, s.days * x.days as days from served s join ({rows}) x using (office_id, municipality_id) where s.days && x.days");

    private string Union(IEnumerable<string> names) => Define(
        $"select office_id, municipality_id, range_agg(days) as days from ({string.Join(" union all ", names.Select(name => $"select * from {name}"))}) u group by 1, 2");

    private string Without(string whole, string without) => Define(
        $"""
        select office_id, municipality_id, w.days - coalesce(o.days, '{"{}"}') as days
          from {whole} w left join {without} o using (office_id, municipality_id)
         where w.days <> w.days * coalesce(o.days, '{"{}"}')
        """);

    // Materialized, or the planner would weigh every order of joining all parts against each other.
    private string Define(string select)
    {
        var name = $"part_{++parts}";
        text.Append(CultureInfo.InvariantCulture, $", {name} as materialized (\n{select}\n)");
        return name;
    }

    private string Value(object value)
    {
        var name = $"p{Parameters.ParameterNames.Count()}";
        Parameters.Add(name, value);
        return $"@{name}";
    }
}
