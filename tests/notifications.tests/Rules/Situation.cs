using System.Collections.Immutable;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>NAV Fjordvik (one municipality) and NAV Midtfjell (three), and directives that are complete and harmless unless a test says otherwise.</summary>
internal static class Situation
{
    public const string Fjordvik = "5501";
    public const string Midtfjell = "5502";

    private static readonly string[] Midtfjell3 = ["5041", "5042", "5043"];

    private static readonly Org[] Owners = ["COUNTY:5700", "MUNICIPALITY:5035", "MUNICIPALITY:5041", "MUNICIPALITY:5042", "MUNICIPALITY:5043"];

    /// <summary>Complete and signed: no consequence for the partner.</summary>
    public static readonly Assessment Assessed = new(
        [], new(AssessmentAnswer.None), new(AssessmentAnswer.None), new(AssessmentAnswer.None), new(AssessmentAnswer.None), new(AssessmentAnswer.None), [],
        AssessmentConclusion.NoConsequence, "Ingen endring for partneren", null, "Kari Nordmann", new(2026, 5, 20));

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
        Level = Level.Result,
        Horizon = Horizon.Annual,
        DecidedAt = Day("2026-06-01"),
        PublishedAt = Day("2026-06-02"),
        Valid = Year2027,
        Scope = "ALL",
        ConsequenceAssessment = Assessed,
        DeliveryPath = [new("DIRECTORATE"), new("COUNTY:5700"), new("MUNICIPAL_DIRECTOR:5035"), .. Midtfjell3.Select(m => new PathNode($"MUNICIPAL_DIRECTOR:{m}")), new($"OFFICE:{Fjordvik}"), new($"OFFICE:{Midtfjell}")],
        PartnerInvolvement = [.. Owners.Select(o => new Involvement(o, Arena.PartnershipMeeting, ConsultedAt: Day("2026-05-01")))],
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
        ? new(number, "Nav Fjordvik", new("5700", "Nav Trøndelag"), [new("5035", "Fjordvik")], [.. reaches]) { Profile = FjordvikProfile }
        : new(number, "Nav Midtfjell", new("5700", "Nav Trøndelag"), [new("5041", "Midtfjell"), new("5042", "Indre"), new("5043", "Ytre")], [.. reaches]) { Profile = MidtfjellProfile };

    /// <summary>One municipality, one leader, 10 + 6 FTE of which follow-up 8 + 4, costs by staffing.</summary>
    public static Profile FjordvikProfile { get; } = new()
    {
        OfficeId = Fjordvik,
        Name = "Nav Fjordvik",
        Status = "ACTIVE",
        CountyId = "5700",
        Municipalities = [new("5035", MunicipalityRole.Host)],
        Population = 9100,
        LeadershipModel = LeadershipModel.Single,
        Services = Services("HOUSING_SUPPORT"),
        Staffing = [new() { Employer = Employer.State, Fte = 10, FollowUpFte = 8 }, new() { Employer = Employer.Municipal, Fte = 6, FollowUpFte = 4 }],
        CostKey = new CostKey(CostKeyType.Fte, LastReview: new(2026, 6, 1)),
        CostItems = [new() { Item = "husleie", NokPerYear = 1_800_000 }],
    };

    /// <summary>Midtfjell is host for Indre and Ytre; two leaders who share the themes, 8 + 4 FTE, costs 65/35.</summary>
    public static Profile MidtfjellProfile { get; } = new()
    {
        OfficeId = Midtfjell,
        Name = "Nav Midtfjell",
        Status = "ACTIVE",
        CountyId = "5700",
        Municipalities = [new("5041", MunicipalityRole.Host), new("5042", MunicipalityRole.Participant), new("5043", MunicipalityRole.Participant)],
        LeadershipModel = LeadershipModel.Dual,
        Responsibilities = [.. Catalogues.Newest.Themes.Where(t => t.Value.Parent is null).Select(t => new Responsibility { Theme = t.Key, Leader = ResponsibleLeader.StateLeader })],
        Services = Services(),
        Staffing = [new() { Employer = Employer.State, Fte = 8, FollowUpFte = 6 }, new() { Employer = Employer.Municipal, Fte = 4, FollowUpFte = 3 }],
        CostKey = new CostKey(
            CostKeyType.Percent, new Dictionary<string, decimal> { ["STATE"] = 65, ["MUNICIPAL"] = 35 }.ToImmutableSortedDictionary(), new(2026, 6, 1)),
        CostItems = [new() { Item = "husleie", NokPerYear = 1_200_000 }],
    };

    private static ImmutableArray<ProvidedService> Services(params string[] extra) =>
        [.. Catalogues.Newest.Services.Where(x => x.Value.Minimum is not null).Select(x => x.Key).Concat(extra).Select(code => new ProvidedService { ServiceCode = code })];

    public static Reach Reach(Directive d, params string[] concerned) =>
        new(d.Id, Days.Of(d.Valid), concerned.Length == 0 ? ["5035"] : [.. concerned]);

    /// <summary>All findings but those that are only counted.</summary>
    public static ImmutableArray<Finding> Judged(params Directive[] directives) => Found(At(directives));

    /// <summary>All findings but those that are only counted.</summary>
    public static ImmutableArray<Finding> Found(Facts facts) => [.. Judge.Findings(facts).Where(f => f.Severity != Severity.Info)];

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
