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
/// Days may be none: a condition on two multiranges would make the planner expect one row, and go through thousands in a nested loop.
/// Where the expression says which offices can be in it at all, <c>candidate</c> finds those by index, and nothing is read of the others.
/// </summary>
internal sealed class ScopeQuery
{
    private readonly ScopeTerms terms;
    private readonly StringBuilder text = new();
    private int parts;

    /// <summary>A query about one scope; <see cref="Add(Scope)"/> adds it.</summary>
    public ScopeQuery(ScopeTerms terms, Scope scope)
    {
        this.terms = terms;
        var candidates = Candidates(scope);
        IsNarrow = candidates is not null;
        text.Append(IsNarrow ? $"with candidate as materialized (select distinct office_id from ({candidates}) c), " : "with ");
        // On which days an office serves which municipality, inside the days of interest. Municipality 0: the days on which it serves none.
        text.Append("served as materialized (select office_id, municipality_id, days * datemultirange(@days) as days from office_served where days && @days ")
            .Append(Among("and office_id")).Append(')');
    }

    /// <summary>Whether the expression says which offices can be in it.</summary>
    public bool IsNarrow { get; }

    public DynamicParameters Parameters { get; } = new();

    /// <summary>The common table expressions so far; a statement goes on from here.</summary>
    public string Text => text.ToString();

    /// <summary>A condition that keeps to the offices that can be in the scope; empty where any can.</summary>
    /// <param name="column">The column with the office, after <c>and</c> or <c>where</c>.</param>
    public string Among(string column) => IsNarrow ? $"{column} in (select office_id from candidate)" : "";

    /// <summary>Adds a scope and answers the name of its expression.</summary>
    public string Add(Scope scope) => scope switch
    {
        Scope.All => "served",
        Scope.Named { Form: ScopeForm.Office } named => Define($"select * from served where office_id = any({Value(terms.Of(named))})"),
        Scope.Named { Form: ScopeForm.Municipality } named => Define($"select * from served where municipality_id = any({Value(terms.Of(named))})"),
        Scope.Named { Form: ScopeForm.Provides } named => Provided(named),
        Scope.Named or Scope.Serves => AtOffices(Holding(scope)),
        Scope.MinimumOnly => AtOffices(
            $"""
            select office_id, range_agg(valid) - coalesce(range_agg(valid) filter (where isempty(minimum)), '{"{}"}') as days
              from office_service join service using (service_code) {Among("where office_id")} group by office_id
            """),
        Scope.And and => and.Parts.Select(Add).Aggregate((a, b) => Define(
            $"select office_id, municipality_id, a.days * b.days as days from {a} a join {b} b using (office_id, municipality_id)")),
        Scope.Or or => Union(or.Parts.Select(Add)),
        Scope.Except except => Without(Add(except.Whole), Add(except.Without)),
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Not a form of scope."),
    };

    /// <summary>Adds what an issuer reaches; its number has been found in the register as <paramref name="id"/>.</summary>
    public string Add(Reach reach, int id) => reach switch
    {
        Reach.Everything => "served",
        Reach.CountyUnit => AtOffices(Days(new Rows("office_county_unit", $"unit_id = {Value(id)}"))),
        Reach.Partnership => Define($"select * from served where office_id = {Value(id)}"),
        Reach.CityDistrict district => AtServed(
            $"select office_id, municipality_id, range_agg(valid) as days from office_municipality where city_district = {Value(district.Number)} group by 1, 2"),
        Reach.CountyGovernor => Define(
            $"""
            select s.office_id, s.municipality_id, s.days * c.days as days
              from served s
              join (select municipality_id, range_agg(valid) as days from municipality_number where county_id = {Value(id)} group by 1) c using (municipality_id)
            """),
        Reach.Municipality municipality when municipality.ServiceCode.Length == 0 => Define($"select * from served where municipality_id = {Value(id)}"),
        Reach.Municipality municipality => Union(
            [Define($"select * from served where municipality_id = {Value(id)}"), Hosted(id, municipality.ServiceCode)]),
        _ => Define("select * from served where false"),
    };

    // Offices that can be in a scope on some day: more than there are perhaps, never fewer. Null: the expression itself narrows nothing.
    private string? Candidates(Scope scope)
    {
        switch (scope)
        {
            case Scope.All:
                return null;
            case Scope.Named { Form: ScopeForm.Office } offices:
                return $"select unnest({Value(terms.Of(offices))}) as office_id";
            case Scope.Named { Form: ScopeForm.Municipality } municipalities:
                return $"select office_id from office_served where municipality_id = any({Value(terms.Of(municipalities))})";
            case Scope.Named { Form: ScopeForm.Provides } services:
                return terms.AnyIsMinimum(services) ? null : $"select office_id from office_service where service_code = any({Value(services.Values.ToArray())})";
            case Scope.Named or Scope.Serves:
                var rows = Holding(scope);
                return $"select office_id from {rows.Table} where {rows.Condition}";
            case Scope.MinimumOnly:
                return "select office_id from office_service";
            case Scope.Except except:
                return Candidates(except.Whole);
            case Scope.And and:
                // A class may hold half of all offices: it is asked about those that the other parts name, and itself only where they name none.
                var named = and.Parts.Where(part => !IsClass(part)).Select(Candidates).OfType<string>().ToList();
                var narrowing = named.Count > 0 ? named : [.. and.Parts.Where(IsClass).Select(Candidates).OfType<string>()];
                return narrowing.Count == 0 ? null : string.Join(" intersect ", narrowing.Select(part => $"({part})"));
            case Scope.Or or:
                var each = or.Parts.Select(Candidates).ToList();
                return each.Contains(null) ? null : string.Join(" union all ", each.Select(part => $"({part})"));
            default:
                throw new ArgumentOutOfRangeException(nameof(scope), scope, "Not a form of scope.");
        }
    }

    // The rows that say on which days an office has what a form names.
    private Rows Holding(Scope scope) => scope switch
    {
        Scope.Named { Form: ScopeForm.County } named => new("office_county_unit", $"unit_id = any({Value(terms.Of(named))})"),
        Scope.Named { Form: ScopeForm.Leadership } named => new("office_leadership", $"model = any({Value(Models(named))})"),
        Scope.Named { Form: ScopeForm.Size } named => new("office_segment", $"({string.Join(" or ", named.Values.Distinct().Select(Sized))})", "days"),
        Scope.Named named => new("office_group_member", $"group_id = any({Value(terms.Of(named))})"),
        Scope.Serves serves => new("office_segment", $"municipalities between {Value(serves.Min)} and {Value(serves.Max ?? int.MaxValue)}", "days"),
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Is no attribute of an office."),
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
        var registered = Define(
            $"""
            select s.office_id, s.municipality_id, s.days * range_agg(o.valid) as days
              from served s
              join office_service o on o.office_id = s.office_id and (o.municipality_id is null or o.municipality_id = s.municipality_id)
             where o.service_code = any({codes})
             group by s.office_id, s.municipality_id, s.days
            """);
        return !terms.AnyIsMinimum(named) ? registered : Union(
        [
            registered,
            Define($"select office_id, municipality_id, days * (select range_agg(minimum) from service where service_code = any({codes})) as days from served"),
        ]);
    }

    private static bool IsClass(Scope scope) => scope is Scope.Named { Form: ScopeForm.Size or ScopeForm.Leadership } or Scope.Serves or Scope.MinimumOnly;

    private string Sized(string size)
    {
        var (least, most) = OfficeSize.Bounds(Enum.Parse<SizeClass>(size, ignoreCase: true));
        return $"inhabitants between {Value(least)} and {Value(most)}";
    }

    private static short[] Models(Scope.Named named) => [.. named.Values.Select(value => (short)Enum.Parse<LeadershipModel>(value, ignoreCase: true))];

    private string Days(Rows rows) =>
        $"select office_id, range_agg({rows.Days}) as days from {rows.Table} where {rows.Condition} {Among("and office_id")} group by office_id";

    private string AtOffices(Rows rows) => AtOffices(Days(rows));

    private string AtOffices(string offices) => Define(
        $"""
        select office_id, municipality_id, s.days * x.days as days
          from served s join ({offices}) x using (office_id)
        """);

    private string AtServed(string rows) => Define(
        $"select office_id, municipality_id, s.days * x.days as days from served s join ({rows}) x using (office_id, municipality_id)");

    private string Union(IEnumerable<string> names) => Define(
        $"select office_id, municipality_id, range_agg(days) as days from ({string.Join(" union all ", names.Select(name => $"select * from {name}"))}) u group by 1, 2");

    private string Without(string whole, string without) => Define(
        $"""
        select office_id, municipality_id, w.days - coalesce(o.days, '{"{}"}') as days
          from {whole} w left join {without} o using (office_id, municipality_id)
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

    /// <param name="Table">A table with a row per office and period.</param>
    /// <param name="Condition">Which of them.</param>
    /// <param name="Days">The column with the period.</param>
    private readonly record struct Rows(string Table, string Condition, string Days = "valid");
}
