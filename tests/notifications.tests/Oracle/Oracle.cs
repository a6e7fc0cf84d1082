using System.Text.Json;

namespace Samstyring.Notifications.Tests.Oracle;

/// <summary>
/// A second judge, written from the specification alone: it reads a facts file as JSON and walks every day, office, age, group and pair. It knows no
/// intervals, no index and none of the judge's code, and is as slow as it is plain. It answers the kinds whose worlds <see cref="TinyFacts"/> makes.
/// </summary>
internal sealed partial class Oracle
{
    // The four values in the order of "and": the least wins.
    private const int F = 0, M = 1, O = 2, T = 3;

    private static readonly DateOnly First = new(2026, 12, 1);
    private static readonly DateOnly[] AllDays = [.. Enumerable.Range(0, 120).Select(First.AddDays)];

    private readonly DateOnly asOf;
    private readonly List<Signal> signals;
    private readonly List<Place> places;
    private readonly JsonElement catalogues;
    private readonly List<string> found = [];

    // What has been worked out is not worked out again: remembered, never indexed.
    private readonly Dictionary<(Signal, Place), bool> lives = [];
    private readonly Dictionary<(Signal, Place), List<DateOnly>> reaches = [];
    private readonly Dictionary<(Signal, Place), List<string>> concerned = [];

    private Oracle(JsonElement facts)
    {
        asOf = Day(facts.GetProperty("as_of"));
        catalogues = facts.GetProperty("catalogues");
        signals = [.. facts.GetProperty("directives").EnumerateArray().Select(x => new Signal(x))];
        places = [.. facts.GetProperty("offices").EnumerateArray().Select(x => new Place(x))];
    }

    /// <summary>Every finding as "K-01 CONFLICT S1 m1,s1 5501", sorted; the same finding twice stands twice.</summary>
    public static IReadOnlyList<string> Judge(string factsJson)
    {
        using var json = JsonDocument.Parse(factsJson);
        var oracle = new Oracle(json.RootElement);
        foreach (var place in oracle.places)
        {
            oracle.Pairs(place);
            oracle.Selves(place);
            oracle.Services(place);
            oracle.Bases(place);
            oracle.Counts(place);
            oracle.Money(place);
            oracle.Initiatives(place);
            oracle.Staff(place);
        }

        oracle.Letters();
        oracle.Receipts();

        return [.. oracle.found.Order(StringComparer.Ordinal)];
    }

    private void Pairs(Place o)
    {
        var live = signals.Where(x => Live(x, o)).ToList();
        foreach (var a in live)
        {
            foreach (var b in live.Where(b => string.CompareOrdinal(a.Id, b.Id) < 0))
            {
                var cross = a.Line != b.Line;
                if (Precondition(a, b, o))
                {
                    var twoMunicipalities = a.Line == "MUNICIPAL" && b.Line == "MUNICIPAL" && a.Issuer != b.Issuer;
                    var inside = !cross && a.Line != "JOINT" && (a.Issuer, a.Unit) != (b.Issuer, b.Unit) && !twoMunicipalities;
                    Add("K-24", Said(a, b) ? Split(a, b) : F, a.Target is not null && b.Target is not null ? 2 : 3, o, a, b);
                    Inner(a, b, o, cross ? null : twoMunicipalities ? "K-29" : inside ? "K-21" : "", withMunicipality: !twoMunicipalities);
                }

                if (Reach(a, o).Count > 0 && Reach(b, o).Count > 0)
                {
                    Add("K-10", Horizon(a, b, o), HorizonSeverity(a, b), o, a, b);
                    // A finding with no day left is over.
                    var standing = Current([.. Reach(a, o).Union(Reach(b, o))]);
                    Add("K-14", standing ? Offers(a, b) : F, a.Mandatory || b.Mandatory ? 2 : 3, o, a, b);
                    Add("K-23", standing && cross && Said(a, b) && SameReport(a, b) ? T : F, 3, o, a, b);
                    Add("K-28", cross && Said(a, b) && SameDays(a, b) ? T : F, 3, o, a, b);
                }
            }
        }
    }

    // K-01, K-02, K-03 and K-05 across lines; inside a line the same clashes are K-21, between municipalities K-29.
    private void Inner(Signal a, Signal b, Place o, string? inside, bool withMunicipality)
    {
        if (inside == "")
        {
            return;
        }

        var overlap = Overlap(a, b, o, withMunicipality);
        var k01 = And(Binding(a) && Binding(b) ? T : F, overlap, Orders(a, b));
        var (k02, k03) = Indicators(a, b, overlap);
        var k05 = Steering(a) && Steering(b) && a.Rank is { } rank && rank == b.Rank && rank <= 1 && !SameTheme(a, b) && !Ranked(a, b, o) ? T : F;
        if (inside is not null)
        {
            Add(inside, k01, inside == "K-29" ? 2 : 1, o, a, b);
            Add(inside, k02, 2, o, a, b);
            Add(inside, k03, 2, o, a, b);
            Add(inside, k05, 2, o, a, b);
            return;
        }

        var advice = a.Is("ADVICE") || b.Is("ADVICE");
        Add("K-01", k01, 1, o, a, b);
        Add("K-02", k02, a.Is("RESULT_REQUIREMENT") && b.Is("RESULT_REQUIREMENT") ? 1 : advice || a.Direction == "HOLD" || b.Direction == "HOLD" ? 3 : 2, o, a, b);
        Add("K-03", k03, advice ? 3 : 2, o, a, b);
        Add("K-05", k05, 2, o, a, b);
    }

    private void Selves(Place o)
    {
        foreach (var s in signals.Where(x => Live(x, o) && Current(Reach(x, o))))
        {
            var days = Reach(s, o);
            var owner = s.Line is "STATE" or "MUNICIPAL";
            Add("K-11", owner && Steering(s) && !s.Assessed ? T : F, 2, o, s);
            Add("K-12", owner && Steering(s) && s.Triggers && Partners(s, o).Any(p => s.Decided is null || !s.Consulted(p)) ? (s.Decided is null ? M : T) : F, 2, o, s);
            Add("K-13", s.Path is null ? Required(s, o).Count > 0 ? M : F : F, 2, o, s);
            foreach (var _ in Bypassed(s, o))
            {
                Add("K-13", T, 2, o, s);
            }

            Add("K-14", s.OfferDates is not null && !s.Anchored ? T : F, 2, o, s);
            Add("K-16", (s.Is("INFORMATION", "ADVICE") && Ordering(s)) ? T : F, 3, o, s);
            Add("K-16", s.Line == "COUNTY_GOVERNOR" && !s.Is("INFORMATION", "ADVICE", "SUPERVISION", "STATUTORY") ? T : F, 3, o, s);
            AddDays("K-30", days, o, s, 2, day => !Binding(s) || Answers(s, o) ? F : o.Model is null ? M : o.Model == "DUAL" ? T : F);
            AddDays("K-35", days, o, s, 3, day => And(
                Within(s.Theme, "WORKING") && !s.Is("INFORMATION") && owner ? T : F,
                s.EmployeeScope is null ? M : s.EmployeeScope == "ALL_EMPLOYEES" ? T : F,
                o.Staffing.Count == 0 ? M : Employers.All(e => o.StaffOn(e, day) is { Fte: > 0 }) ? T : F));
            foreach (var pilot in o.Pilots)
            {
                AddDays("K-32", days, o, s, 2, day => Steering(s) && Holdable(s) && pilot.On(day) && pilot.Themes.Any(h => Within(s.Theme, h)) ? T : F);
            }

            foreach (var system in s.Systems.Distinct())
            {
                var known = catalogues.GetProperty("systems").EnumerateArray().Any(x => x.GetString() == system);
                var concerned = Concerned(s, o);
                var lack = concerned.Count(m => !o.Agreements.Contains((m, system)));
                AddDays("K-34", days, o, s, lack == concerned.Count ? 2 : 3, _ => !Steering(s) ? F : !known ? O : lack > 0 ? T : F);
            }
        }
    }

    // Section 2.
    private static readonly string[] Employers = ["STATE", "MUNICIPAL"];

    private static string Other(string side) => side == "STATE" ? "MUNICIPAL" : "STATE";

    private static bool Needs(Signal s, string side) => s.Demands.Any(d => d.Pool == side) || (s.Nok > 0 && (s.Bearer == side || s.Bearer == "SHARED_BY_KEY"));

    private bool Affects(Signal s, string side) => Needs(s, side) || s.AffectedLines.Contains(side) || s.Triggers || ThemeOwner(s) == side || ThemeOwner(s) == "JOINT";

    private string ThemeOwner(Signal s) => catalogues.GetProperty("themes").GetProperty(s.Theme).GetProperty("owner").GetString()!;

    // The owners of one side: the county, or the municipalities that the directive concerns.
    private List<string> Side(Signal s, Place o, string side) => side == "STATE" ? [$"COUNTY:{o.County}"] : [.. Concerned(s, o).Select(m => $"MUNICIPALITY:{m}")];

    private bool Agreed(Signal s, Place o, string side) => s.Line == "JOINT" || Side(s, o, side).All(s.AgreedWith.Contains);

    private List<string> EveryOther(Signal s, Place o) => s.Line switch
    {
        "STATE" => Side(s, o, "MUNICIPAL"),
        "MUNICIPAL" => [.. Side(s, o, "STATE"), .. o.Municipalities.Select(m => $"MUNICIPALITY:{m}").Where(m => m != s.Issuer)],
        _ => [.. Side(s, o, "STATE"), .. Side(s, o, "MUNICIPAL")],
    };

    private bool EveryOtherAgreed(Signal s, Place o) => s.Line == "JOINT" || EveryOther(s, o).All(s.AgreedWith.Contains);

    private bool Live(Signal x, Place o) => lives.TryGetValue((x, o), out var known) ? known : lives[(x, o)] = IsLive(x, o);

    private bool IsLive(Signal x, Place o) => x.State == "PUBLISHED" && !x.WithdrawnAt.Contains(o.Id) && x.Recipient != "COUNTY_GOVERNOR"
        && !signals.Any(y => y.Id != x.Id && y.Line == x.Line && Leads(y, x.Id, s => s.DerivedFrom) && Reach(y, o).Count > 0 && Live(y, o));

    private bool Precondition(Signal a, Signal b, Place o) => Current([.. Reach(a, o).Intersect(Reach(b, o))])
        && !Leads(a, b.Id, x => x.Supersedes) && !Leads(b, a.Id, x => x.Supersedes)
        && !(a.Line == b.Line && (Leads(a, b.Id, x => x.DerivedFrom) || Leads(b, a.Id, x => x.DerivedFrom)));

    private bool Current(IReadOnlyCollection<DateOnly> days) => days.Any(d => d >= asOf);

    private List<DateOnly> Reach(Signal x, Place o) => reaches.TryGetValue((x, o), out var known) ? known
        : reaches[(x, o)] = Concerned(x, o).Count > 0 ? [.. AllDays.Where(x.ValidOn)] : [];

    private List<string> Concerned(Signal x, Place o) => concerned.TryGetValue((x, o), out var known) ? known : concerned[(x, o)] = AreConcerned(x, o);

    private static List<string> AreConcerned(Signal x, Place o)
    {
        var scoped = x.Scope == "ALL" ? o.Municipalities
            : x.Scope.StartsWith("OFFICE(", StringComparison.Ordinal) ? (x.Scope.Contains(o.Id, StringComparison.Ordinal) ? o.Municipalities : [])
            : [.. o.Municipalities.Where(m => x.Scope.Contains(m, StringComparison.Ordinal))];
        return x.Line != "MUNICIPAL" ? scoped : [.. scoped.Where(m => x.Issuer.EndsWith(m, StringComparison.Ordinal))];
    }

    private bool Leads(Signal from, string to, Func<Signal, IEnumerable<string>> next) =>
        next(from).Any(id => id == to || (signals.FirstOrDefault(s => s.Id == id) is { } step && Leads(step, to, next)));

    private static bool Binding(Signal x) => x.Is("FRAME", "RESULT_REQUIREMENT", "ORDER", "STATUTORY", "SUPERVISION");

    private static bool Steering(Signal x) => Binding(x) || x.Is("PRIORITISATION");

    private static bool Holdable(Signal x) => !x.Is("STATUTORY", "SUPERVISION");

    private static bool Ordering(Signal x) => x.Modality is "MUST" or "MUST_NOT";

    private static bool Said(Signal a, Signal b) => !a.Is("INFORMATION") && !b.Is("INFORMATION");

    private static bool PairForce(Signal a, Signal b) => Said(a, b) && !(a.Is("ADVICE") && b.Is("ADVICE"));

    private bool SameTheme(Signal a, Signal b) => Within(a.Theme, b.Theme) || Within(b.Theme, a.Theme);

    private bool Within(string theme, string above)
    {
        for (string? code = theme; code is not null; code = Parent("themes", code))
        {
            if (code == above)
            {
                return true;
            }
        }

        return false;
    }

    private string? Parent(string tree, string code) =>
        catalogues.GetProperty(tree).TryGetProperty(code, out var node) && node.TryGetProperty("parent", out var parent) ? parent.GetString() : null;

    private int Overlap(Signal a, Signal b, Place o, bool withMunicipality)
    {
        if (withMunicipality && !Concerned(a, o).Intersect(Concerned(b, o)).Any())
        {
            return F;
        }

        if (!Enumerable.Range(0, 12).Any(age => a.Includes(age) && b.Includes(age)))
        {
            return F;
        }

        if (a.Groups.Count == 0 || b.Groups.Count == 0)
        {
            return T;
        }

        var answers = a.Groups.SelectMany(_ => b.Groups, (g, h) => Known(g) && Known(h) ? (Disjoint(g, h) ? F : T) : O).ToList();
        return answers.Contains(T) ? T : answers.Contains(O) ? O : F;
    }

    private bool Known(string group) => catalogues.GetProperty("target_groups").TryGetProperty(group, out _);

    private bool Disjoint(string g, string h) => catalogues.GetProperty("disjoint_groups").EnumerateArray().Select(p => (p[0].GetString(), p[1].GetString()))
        .Any(p => p == (g, h) || p == (h, g));

    private int Orders(Signal a, Signal b)
    {
        if ((a.Modality, b.Modality) is not (("MUST", "MUST_NOT") or ("MUST_NOT", "MUST")))
        {
            return F;
        }

        var (pos, neg) = a.Modality == "MUST" ? (a, b) : (b, a);
        if (pos.Action is null || neg.Action is null)
        {
            return SameTheme(a, b) ? M : F;
        }

        var actions = catalogues.GetProperty("actions");
        if (!actions.TryGetProperty(pos.Action, out _) || !actions.TryGetProperty(neg.Action, out _))
        {
            return SameTheme(a, b) ? O : F;
        }

        return Below(pos.Action, neg.Action) ? T : Below(neg.Action, pos.Action) ? O : F;
    }

    private bool Below(string action, string above)
    {
        for (string? code = action; code is not null; code = Parent("actions", code))
        {
            if (code == above)
            {
                return true;
            }
        }

        return false;
    }

    private static (int Opposed, int Disjoint) Indicators(Signal a, Signal b, int overlap)
    {
        if (a.Indicator is null || a.Indicator != b.Indicator || !PairForce(a, b))
        {
            return (F, F);
        }

        bool Owes(Signal x) => Steering(x) && x.Direction is null && x.Target is null;
        var opposed = a.Direction is not null && b.Direction is not null && a.Direction != b.Direction;
        var k02 = Owes(a) || Owes(b) ? M : opposed ? T : F;
        var k03 = (Owes(a) && (Owes(b) || b.Target is not null)) || (Owes(b) && a.Target is not null) ? M
            : a.Target is null || b.Target is null || (a.Direction, b.Direction) is ("UP", "DOWN") or ("DOWN", "UP") ? F
            // Half steps: bounds and tolerances are whole or half numbers.
            : Enumerable.Range(-40, 120).Any(n => Holds(a, n / 2m) && Holds(b, n / 2m)) ? F : T;
        return (And(overlap, k02), And(overlap, k03));
    }

    private static bool Holds(Signal x, decimal value) => value >= (x.Target!.Value.Lo ?? -20) - x.Target.Value.Tolerance && value <= (x.Target.Value.Hi ?? 39) + x.Target.Value.Tolerance;

    private bool Ranked(Signal a, Signal b, Place o) => o.Plans.Any(p => p.Approved && p.Ranking.Contains(a.Id) && p.Ranking.Contains(b.Id)
        && Reach(a, o).Intersect(Reach(b, o)).All(d => d.Year == p.Year));

    private int Horizon(Signal x, Signal y, Place o) => Math.Max(Rests(x, y, o), Rests(y, x, o));

    // What needs the partner's resources owes what it rests on.
    private int Rests(Signal a, Signal b, Place o) =>
        a.Horizon != "FOUR_YEAR" || b.Horizon != "ANNUAL" || a.To <= b.To || !Said(a, b) || !Current([.. Reach(a, o).Where(d => d >= b.To)]) ? F
        : a.DependsOn.Contains(b.Id) ? T
        : !a.DependsOn.Any() && a.Line is "STATE" or "MUNICIPAL" && Needs(a, Other(a.Line)) ? M : F;

    private static int HorizonSeverity(Signal a, Signal b) => Binding(a.Horizon == "FOUR_YEAR" ? a : b) ? 2 : 3;

    private int Offers(Signal a, Signal b)
    {
        if (a.OfferDates is not { } x || b.OfferDates is not { } y || a.Issuer == b.Issuer || (a.Is("INFORMATION") && b.Is("INFORMATION")))
        {
            return F;
        }

        var gap = x.To <= y.From ? y.From.DayNumber - x.To.DayNumber + 1 : y.To <= x.From ? x.From.DayNumber - y.To.DayNumber + 1 : 0;
        return (SameTheme(a, b) && gap <= 30) || gap == 0 ? T : F;
    }

    private static bool SameReport(Signal a, Signal b) => a.Reports.Any(r => b.Reports.Any(s =>
        r.Concept == s.Concept && r.System != s.System && AllDays.Any(d => r.From <= d && d < r.To && s.From <= d && d < s.To)));

    private bool SameDays(Signal a, Signal b) => a.Dues.Any(d => b.Dues.Any(e =>
        d.Day >= asOf && e.Day >= asOf && Workdays(d.Day < e.Day ? d.Day : e.Day, d.Day < e.Day ? e.Day : d.Day) <= 3 && d.Effort + e.Effort > 3));

    // No public holiday but New Year's Day falls inside the worlds.
    private static int Workdays(DateOnly day, DateOnly end) => AllDays.Count(d => d > day && d <= end
        && WorkingDay(d));

    private List<string> Partners(Signal s, Place o) => s.Line == "STATE" ? [.. Concerned(s, o).Select(m => $"MUNICIPALITY:{m}")] : [$"COUNTY:{o.County}"];

    // One finding for each node that it did not pass before the office.
    private List<string> Bypassed(Signal s, Place o)
    {
        var at = s.Path?.IndexOf($"OFFICE:{o.Id}") ?? -1;
        return at < 0 ? [] : [.. Required(s, o).Where(node => s.Path!.IndexOf(node) is var place && (place < 0 || place > at))];
    }

    private List<string> Required(Signal s, Place o)
    {
        if (s.Line == "JOINT")
        {
            return [];
        }

        var owner = ThemeOwner(s);
        var required = new List<string>();
        if (s.Line == "STATE" || owner == "STATE" || (s.Line == "COUNTY_GOVERNOR" && owner == "JOINT"))
        {
            required.Add($"COUNTY:{o.County}");
        }

        if (s.Line == "MUNICIPAL")
        {
            required.Add($"MUNICIPAL_DIRECTOR:{s.Issuer.Split(':')[1]}");
        }

        if (owner == "MUNICIPAL" || (s.Line == "COUNTY_GOVERNOR" && owner == "JOINT"))
        {
            required.AddRange(Concerned(s, o).Select(m => $"MUNICIPAL_DIRECTOR:{m}"));
        }

        return [.. required.Distinct()];
    }

    private bool Answers(Signal s, Place o) => s.Recipient is "STATE_LEADER" or "MUNICIPAL_LEADER" || s.ResponsibleLeader || o.Responsible.Any(h => Within(s.Theme, h));

    private static int And(params int[] all) => all.Min();

    private void Add(string kind, int truth, int severity, Place o, Signal? a = null, Signal? b = null) =>
        Add(kind, truth, severity, o, new[] { a, b }.OfType<Signal>());

    private void Add(string kind, int truth, int severity, Place? o, IEnumerable<Signal> all)
    {
        if (truth != F)
        {
            var ids = string.Join(',', all.Select(x => x.Id).Distinct().Order(StringComparer.Ordinal));
            found.Add($"{kind} {truth switch { T => "CONFLICT", M => "UNDERSPECIFIED", _ => "AMBIGUOUS" }} S{severity} {ids} {o?.Id ?? "-"}");
        }
    }

    // One finding when the rule is not false on some day, with what it is on those days; no finding when none of the days is current.
    private void AddDays(string kind, List<DateOnly> days, Place o, Signal s, int severity, Func<DateOnly, int> rule)
    {
        var values = days.Select(d => (Day: d, Value: rule(d))).Where(x => x.Value != F).ToList();
        if (values.Any(x => x.Day >= asOf))
        {
            Add(kind, values.Max(x => x.Value), severity, o, s);
        }
    }

    private sealed partial class Signal(JsonElement x)
    {
        public string Id { get; } = Text(x, "directive_id")!;

        public string State { get; } = Text(x, "state") ?? "PUBLISHED";

        public string Line { get; } = Text(x, "line")!;

        public string Issuer { get; } = x.GetProperty("issuer_org") is var org && org.TryGetProperty("number", out var number) ? $"{org.GetProperty("kind").GetString()}:{number.GetString()}" : "";

        public string? Unit { get; } = Text(x, "issuer_unit");

        public string? Modality { get; } = Text(x, "modality");

        public string Theme { get; } = Text(x, "theme")!;

        public string? Action { get; } = Text(x, "action_code");

        public string? Indicator { get; } = Text(x, "indicator_id");

        public string? Direction { get; } = Text(x, "direction");

        public string? Horizon { get; } = Text(x, "horizon");

        public string Recipient { get; } = Text(x, "recipient_role") ?? "NAV_LEADER";

        public bool ResponsibleLeader { get; } = Text(x, "responsible_leader") is not null;

        public string? EmployeeScope { get; } = Text(x, "employee_scope");

        public string Scope { get; } = Text(x, "scope")!;

        public int? Rank { get; } = x.TryGetProperty("priority_rank", out var rank) ? rank.GetInt32() : null;

        public IEnumerable<string> DerivedFrom { get; } = List(x, "derived_from");

        public IEnumerable<string> Supersedes { get; } = List(x, "supersedes");

        public IEnumerable<string> DependsOn { get; } = List(x, "depends_on");

        public IEnumerable<string> Systems { get; } = List(x, "requires_system");

        public IEnumerable<string> WithdrawnAt { get; } = List(x, "withdrawn_at_offices");

        public DateOnly To { get; } = Period(x.GetProperty("valid")).To;

        public List<string> Groups { get; } = x.TryGetProperty("target_group", out var tg) && tg.TryGetProperty("groups", out var g) ? [.. g.EnumerateArray().Select(v => v.GetString()!)] : [];

        public List<string>? Path { get; } = x.TryGetProperty("delivery_path", out var path) ? [.. path.EnumerateArray().Select(n => n.GetProperty("node").GetString()!)] : null;

        public bool Assessed { get; } = x.TryGetProperty("consequence_assessment", out var a) && a.TryGetProperty("signed_by", out _);

        public bool Triggers => x.TryGetProperty("trigger_classes", out _) || x.TryGetProperty("service_effect", out _) || Horizon == "FOUR_YEAR"
            || x.TryGetProperty("introduction", out _) || Text(x, "document_type") == "REGULATION" || Deltas.Any(d => d.Fte < 0);

        public (decimal? Lo, decimal? Hi, decimal Tolerance)? Target => x.TryGetProperty("target", out var t)
            ? (Number(t, "lo"), Number(t, "hi"), Number(t, "tolerance") ?? 0)
            : null;

        public (DateOnly From, DateOnly To)? OfferDates => x.TryGetProperty("offer", out var o) ? Period(o.GetProperty("dates")) : null;

        public bool Mandatory { get; } = x.TryGetProperty("offer", out var o) && o.TryGetProperty("mandatory", out var m) && m.GetBoolean();

        public bool Anchored => x.GetProperty("offer").TryGetProperty("anchored_by", out var a) && a.GetArrayLength() == 2;

        public IEnumerable<(string Concept, string System, DateOnly From, DateOnly To)> Reports => x.TryGetProperty("reporting", out var r)
            ? r.EnumerateArray().Select(v => (v.GetProperty("concept").GetString()!, v.GetProperty("system").GetString()!, Period(v.GetProperty("period")).From, Period(v.GetProperty("period")).To))
            : [];

        public IEnumerable<(DateOnly Day, decimal Effort)> Dues => x.TryGetProperty("deadline", out var d)
            ? [(Day(d), Number(x, "effort_days") ?? 0)]
            : [];

        public string? Force { get; } = Text(x, "bindingness");

        public bool Is(params string[] forces) => forces.Contains(Force);

        public DateOnly From { get; } = Period(x.GetProperty("valid")).From;

        public bool ValidOn(DateOnly day) => From <= day && day < To;

        public string? Service { get; } = Text(x, "service_code");

        public string? Effect { get; } = Text(x, "service_effect");

        public string? Level { get; } = Text(x, "level");

        public DateOnly? Published { get; } = x.TryGetProperty("published_at", out var at) ? Day(at) : null;

        public (string Term, string? Key, string Value)? Asserted { get; } = x.TryGetProperty("asserted_terms", out var terms) && terms.GetArrayLength() > 0
            ? (terms[0].GetProperty("term").GetString()!, Text(terms[0], "key"), terms[0].GetProperty("value").GetString()!)
            : null;

        public IEnumerable<string> Sources { get; } = x.TryGetProperty("legal_basis", out var basis)
            ? [.. basis.EnumerateArray().Select(b => b.ValueKind == JsonValueKind.String ? b.GetString()! : b.GetProperty("source_id").GetString()!)]
            : [];

        public bool Includes(int age) => !(x.TryGetProperty("target_group", out var tg) && tg.TryGetProperty("age", out var a)) || (age >= (Number(a, "lo") ?? 0) && age <= (Number(a, "hi") ?? 99));

        public bool Consulted(string partner) => x.TryGetProperty("partner_involvement", out var all) && all.EnumerateArray().Any(i =>
            $"{i.GetProperty("partner").GetProperty("kind").GetString()}:{i.GetProperty("partner").GetProperty("number").GetString()}" == partner && i.TryGetProperty("consulted_at", out _));

        private static string? Text(JsonElement x, string member) => x.TryGetProperty(member, out var value) ? value.GetString() : null;

        private static List<string> List(JsonElement x, string member) => x.TryGetProperty(member, out var values) ? [.. values.EnumerateArray().Select(v => v.GetString()!)] : [];

        private static decimal? Number(JsonElement e, string member) => e.TryGetProperty(member, out var value) ? value.GetDecimal() : null;
    }

    private sealed partial class Place(JsonElement x)
    {
        public string Id { get; } = x.GetProperty("office_id").GetString()!;

        public List<ServiceFact>? Services { get; } = x.TryGetProperty("services", out var all) ? [.. all.EnumerateArray().Select(p => new ServiceFact(p))] : null;

        public (string Term, string Value, int? Notice, List<string> Parties, (DateOnly From, DateOnly To) Valid)? Clause { get; } =
            x.TryGetProperty("agreements", out var all) && all.GetArrayLength() > 0 && all[0].GetProperty("clauses")[0] is var clause
                ? (clause.GetProperty("term").GetString()!, clause.GetProperty("value").GetString()!, clause.TryGetProperty("notice_months", out var notice) ? notice.GetInt32() : null,
                    [.. all[0].GetProperty("parties").EnumerateArray().Select(p => $"{p.GetProperty("kind").GetString()}:{p.GetProperty("number").GetString()}")],
                    Period(all[0].GetProperty("valid")))
                : null;

        public List<(string Indicator, string Owner)> Scorecard { get; } = x.TryGetProperty("scorecard", out var all)
            ? [.. all.EnumerateArray().Select(r => (r.GetProperty("indicator_id").GetString()!, r.GetProperty("owner_line").GetString()!))]
            : [];

        public int DetailMinimum { get; } = x.TryGetProperty("thresholds", out var all) && all.TryGetProperty("detail_min_count", out var count) ? (int)count.GetDecimal() : 10;

        public string County { get; } = x.GetProperty("county_id").GetString()!;

        public List<string> Municipalities { get; } = [.. x.GetProperty("municipalities").EnumerateArray().Select(m => m.GetProperty("municipality_number").GetString()!)];

        public string? Model { get; } = x.TryGetProperty("leadership_model", out var model) ? model.GetString() : null;

        public List<string> Responsible { get; } = x.TryGetProperty("responsibilities", out var all) ? [.. all.EnumerateArray().Select(r => r.GetProperty("theme").GetString()!)] : [];

        public HashSet<(string Municipality, string System)> Agreements { get; } = x.TryGetProperty("data_processing_agreements", out var all)
            ? [.. all.EnumerateArray().Select(a => (a.GetProperty("municipality_number").GetString()!, a.GetProperty("system").GetString()!))]
            : [];

        public List<PilotFact> Pilots { get; } = x.TryGetProperty("pilots", out var all) ? [.. all.EnumerateArray().Select(p => new PilotFact(p))] : [];

        public List<PlanFact> Plans { get; } = x.TryGetProperty("joint_plans", out var all) ? [.. all.EnumerateArray().Select(p => new PlanFact(p))] : [];
    }

    private sealed class PilotFact(JsonElement x)
    {
        public List<string> Themes { get; } = [.. x.GetProperty("exempt_themes").EnumerateArray().Select(t => t.GetString()!)];

        private readonly (DateOnly From, DateOnly To) valid = Period(x.GetProperty("valid"));

        public bool On(DateOnly day) => valid.From <= day && day < valid.To;
    }

    private sealed class PlanFact(JsonElement x)
    {
        public int Year { get; } = x.GetProperty("year").GetInt32();

        public bool Approved { get; } = x.TryGetProperty("approved_by", out var by) && by.GetArrayLength() == 2;

        public HashSet<string> Placed { get; } =
        [
            .. x.TryGetProperty("elements", out var elements) ? elements.EnumerateArray().SelectMany(e => e.GetProperty("directive_ids").EnumerateArray()).Select(d => d.GetString()!) : [],
            .. x.TryGetProperty("exceptions", out var exceptions) ? exceptions.EnumerateArray().Select(e => e.GetProperty("directive_id").GetString()!) : [],
        ];

        public List<string> Ranking { get; } = x.TryGetProperty("ranking", out var r) ? [.. r.EnumerateArray().Select(v => v.GetString()!)] : [];
    }

    private static (DateOnly From, DateOnly To) Period(JsonElement p) => (
        p.TryGetProperty("from", out var from) ? Day(from) : DateOnly.MinValue,
        p.TryGetProperty("to", out var to) ? Day(to) : DateOnly.MaxValue);

    private static DateOnly Day(JsonElement e) => DateOnly.ParseExact(e.GetString()!, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
