using System.Collections.Immutable;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>NAV Fjordvik (one municipality) and NAV Midtfjell (three), and directives that are complete and harmless unless a test says otherwise.</summary>
internal static class Situation
{
    public const string Fjordvik = "5501";
    public const string Midtfjell = "5502";

    public static readonly DateOnly AsOf = new(2026, 11, 16);
    public static readonly DayRange Year2027 = Range("2027-01-01", "2028-01-01");

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");

    public static DayRange Range(string from, string to) => new(Day(from), Day(to));

    public static Directive State(string id = "s1") => new()
    {
        Id = id,
        Line = Line.State,
        IssuerOrg = "COUNTY:5700",
        DocumentId = "MDB 2027",
        ClauseRef = "3.1",
        Bindingness = Bindingness.Order,
        Modality = Modality.Must,
        Theme = "USER_MEETINGS",
        Valid = Year2027,
        Scope = "ALL",
    };

    public static Directive Municipal(string id = "m1") => State(id) with
    {
        Line = Line.Municipal,
        IssuerOrg = "MUNICIPALITY:5035",
        DocumentId = "Vedtak 12/26",
        ClauseRef = "2",
    };

    public static Directive Indicates(
        this Directive x, Bindingness bindingness, Direction? direction = null, Target? target = null, string indicator = "IND-KVP") => x with
        {
            Bindingness = bindingness,
            IndicatorId = indicator,
            Direction = direction,
            Target = target,
        };

    public static Directive Ages(this Directive x, int? lo, int? hi) => x with { TargetGroup = x.TargetGroup with { Age = new IntInterval(lo, hi) } };

    public static Directive Groups(this Directive x, params string[] groups) => x with { TargetGroup = x.TargetGroup with { Groups = [.. groups] } };

    /// <summary>Facts in which every directive reaches Fjordvik on all its days.</summary>
    public static Facts At(params Directive[] directives) => At(AsOf, directives);

    public static Facts At(DateOnly asOf, params Directive[] directives) => new(
        asOf, Catalogues.Newest, directives.ToDictionary(d => d.Id), [Office(Fjordvik, directives.Select(d => Reach(d)))]);

    public static Office Office(string number, IEnumerable<Reach> reaches) => number == Fjordvik
        ? new(number, "Nav Fjordvik", new("5700", "Nav Trøndelag"), [new("5035", "Fjordvik")], [.. reaches])
        : new(number, "Nav Midtfjell", new("5700", "Nav Trøndelag"), [new("5041", "Midtfjell"), new("5042", "Indre"), new("5043", "Ytre")], [.. reaches]);

    public static Reach Reach(Directive d, params string[] concerned) =>
        new(d.Id, Days.Of(d.Valid), concerned.Length == 0 ? ["5035"] : [.. concerned]);

    public static ImmutableArray<Finding> Judged(params Directive[] directives) => Judge.Findings(At(directives));

    public static Finding? Only(params Directive[] directives)
    {
        var found = Judged(directives);
        return found.Length > 1 ? throw new InvalidOperationException(string.Join("; ", found.Select(Summary))) : found.SingleOrDefault();
    }

    /// <summary>"K-01 CONFLICT S1 m1,s1".</summary>
    public static string Summary(Finding? f) => f is null
        ? "NO_CONFLICT"
        : $"{Finding.Code(f.Kind)} {f.Verdict.ToString().ToUpperInvariant()} S{(int)f.Severity} {string.Join(',', f.Directives.Select(d => d.Id))}";
}
