using Dapper;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

/// <summary>
/// A scope as SQL: one expression for the days on which an office is in it for the residents of a municipality it serves, put together with the operators
/// of multiranges: <c>*</c> is and, <c>+</c> is or, <c>-</c> is except. So <c>MUNICIPALITY(5035)</c> narrows what it is combined with to the residents of
/// that municipality, and <c>EXCEPT(ALL, MUNICIPALITY(5035))</c> leaves the office in for the others. The expression stands beside a row <c>s</c> of
/// office_served and counts on the days of that row. What is the same for all residents is looked up once for each office, by index.
/// No parts are joined, so nothing hangs on what the planner believes of their sizes. Only our own text enters the statement; values are parameters.
/// </summary>
internal sealed class ScopeQuery(ScopeTerms terms)
{
    private const string Never = "'{}'::datemultirange";

    private readonly List<string> attributes = [];

    public DynamicParameters Parameters { get; } = new();

    /// <summary>The rows that expressions are evaluated beside, for a statement to go on from; after all expressions have been asked for.</summary>
    /// <param name="candidates">A query for the ids of the offices to look at.</param>
    public string With(string candidates) =>
        $"""
        with candidate as materialized (
            select distinct office_id from ({candidates}) c
        ), attribute as materialized (
            select {string.Join(",\n       ", attributes.Prepend("office_id"))}
              from candidate c
        ), served as (
            select * from attribute join office_served s using (office_id) where days && (select datemultirange(@days))
        )
        """;

    /// <summary>Whether an office is in the scope for the residents of every municipality it serves, or of none.</summary>
    public static bool IsOfOffices(Scope scope) => scope switch
    {
        Scope.Named { Form: ScopeForm.Municipality or ScopeForm.Provides } => false,
        Scope.And and => and.Parts.All(IsOfOffices),
        Scope.Or or => or.Parts.All(IsOfOffices),
        Scope.Except except => IsOfOffices(except.Whole) && IsOfOffices(except.Without),
        _ => true,
    };

    /// <summary>The days of a scope.</summary>
    public string Days(Scope scope) => scope switch
    {
        Scope.All => "s.days",
        Scope.Named { Form: ScopeForm.Office } named => Where($"s.office_id = any({Value(terms.Of(named))})"),
        Scope.Named { Form: ScopeForm.Municipality } named => Where($"s.municipality_id = any({Value(terms.Of(named))})"),
        Scope.Named { Form: ScopeForm.Provides } named => Provided(named),
        Scope.Named or Scope.Serves => Attribute(Holding(scope)),
        Scope.MinimumOnly => Attribute(
            $"range_agg(valid) - coalesce(range_agg(valid) filter (where isempty(minimum)), {Never})", "office_service join service using (service_code)", "true"),
        Scope.And and => $"({string.Join(" * ", and.Parts.Select(Days))})",
        Scope.Or or => $"({string.Join(" + ", or.Parts.Select(Days))})",
        Scope.Except except => $"({Days(except.Whole)} - {Days(except.Without)})",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Not a form of scope."),
    };

    /// <summary>The days of what an issuer reaches; its number has been found in the register as <paramref name="id"/>.</summary>
    public string Days(Reach reach, int id) => reach switch
    {
        Reach.Everything => "s.days",
        Reach.CountyUnit => Attribute(new Rows("office_county_unit", $"unit_id = {Value(id)}")),
        Reach.Partnership => Where($"s.office_id = {Value(id)}"),
        Reach.CityDistrict district => Lookup(
            $"select range_agg(valid) from office_municipality where office_id = s.office_id and municipality_id = s.municipality_id and city_district = {Value(district.Number)}"),
        Reach.CountyGovernor => Lookup($"select range_agg(valid) from municipality_number where municipality_id = s.municipality_id and county_id = {Value(id)}"),
        Reach.Municipality { ServiceCode: "" } => Where($"s.municipality_id = {Value(id)}"),
        Reach.Municipality municipality => $"({Where($"s.municipality_id = {Value(id)}")} + {Hosted(id, municipality.ServiceCode)})",
        _ => Never,
    };

    /// <summary>A query for the offices that can be in a scope on some day: more than there are perhaps, never fewer. Null: any can.</summary>
    public string? Candidates(Scope scope)
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
    private string Hosted(int host, string service) => Lookup(
        $"""
        select range_agg(p.valid * h.valid)
          from office_municipality h join office_municipality p using (office_id)
         where h.office_id = s.office_id and h.municipality_id = {Value(host)} and h.role = 1
           and p.municipality_id = s.municipality_id and p.municipality_id <> h.municipality_id and p.role = 2
           and (h.service_codes = '{"{}"}' or {Value(service)} = any(h.service_codes))
           and (p.service_codes = '{"{}"}' or {Value(service)} = any(p.service_codes))
        """);

    // The statutory minimum is provided everywhere; anything else where the owners have registered it.
    private string Provided(Scope.Named named)
    {
        var codes = Value(named.Values.ToArray());
        var registered = Lookup(
            $"""
            select range_agg(valid) from office_service
             where office_id = s.office_id and (municipality_id is null or municipality_id = s.municipality_id) and service_code = any({codes})
            """);
        return terms.AnyIsMinimum(named) ? $"({registered} + {Lookup($"select range_agg(minimum) from service where service_code = any({codes})")})" : registered;
    }

    private static bool IsClass(Scope scope) => scope is Scope.Named { Form: ScopeForm.Size or ScopeForm.Leadership } or Scope.Serves or Scope.MinimumOnly;

    private string Sized(string size)
    {
        var (least, most) = OfficeSize.Bounds(Enum.Parse<SizeClass>(size, ignoreCase: true));
        return $"inhabitants between {Value(least)} and {Value(most)}";
    }

    private static short[] Models(Scope.Named named) => [.. named.Values.Select(value => (short)Enum.Parse<LeadershipModel>(value, ignoreCase: true))];

    private static string Where(string condition) => $"case when {condition} then s.days else {Never} end";

    private static string Lookup(string select) => $"coalesce(({select}), {Never})";

    private string Attribute(Rows rows) => Attribute($"range_agg({rows.Days})", rows.Table, rows.Condition);

    private string Attribute(string days, string table, string condition)
    {
        var name = $"a{attributes.Count + 1}";
        attributes.Add($"{Lookup($"select {days} from {table} where office_id = c.office_id and {condition}")} as {name}");
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
