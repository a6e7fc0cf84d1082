using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>The preconditions and predicates of conflicts.md section 2, at one office.</summary>
public sealed class Predicates
{
    private readonly Dictionary<string, Reach> reaches;
    private readonly HashSet<string> live;
    private readonly IReadOnlySet<string>? focus;
    private readonly Dictionary<string, Resolver> bothOwners = [];

    /// <summary>Looks at the facts from one office and asks about all directives there.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="office">The office.</param>
    public Predicates(Facts facts, Office office)
    {
        Facts = facts;
        Office = office;
        reaches = office.Reaches.ToDictionary(r => r.DirectiveId);
        var standing = office.Reaches
            .Where(r => !r.Withdrawn && !r.Days.IsEmpty)
            .Select(r => facts.Directives.GetValueOrDefault(r.DirectiveId))
            .OfType<Directive>()
            .Where(x => x.State == DirectiveState.Published && x.RecipientRole != RecipientRole.CountyGovernor)
            .ToList();
        var derived = standing.Where(y => facts.Lineage.Sources(y).Count > 0 && !Reach(y).IsEmpty).ToList();
        var byId = derived.Count == 0 ? [] : standing.ToDictionary(x => x.Id);
        Relayed = derived
            .SelectMany(y => facts.Lineage.Sources(y).Select(id => (x: byId.GetValueOrDefault(id), y)))
            .Where(pair => pair.x is { } x && x.Line == pair.y.Line && !facts.Lineage.Derives(x, pair.y))
            .ToLookup(pair => pair.x!.Id, pair => pair.y);
        LiveHere = Found.ById(standing.Where(x => !Relayed.Contains(x.Id)));
        live = [.. LiveHere.Select(x => x.Id)];
        Thresholds = facts.Thresholds.With(office.Profile.Thresholds);
        Current = [.. LiveHere.Where(x => IsCurrent(Reach(x)))];
        Asked = Current;
    }

    private Predicates(Predicates all, IReadOnlySet<string> focus)
    {
        (Facts, Office, Relayed, LiveHere, Thresholds, Current) = (all.Facts, all.Office, all.Relayed, all.LiveHere, all.Thresholds, all.Current);
        (reaches, live, bothOwners, this.focus) = (all.reaches, all.live, all.bothOwners, focus);
        Asked = [.. Current.Where(Asks)];
    }

    /// <summary>The same office and facts, asking about some directives only: findings that name another and none of these are not asked for.</summary>
    /// <param name="directives">The ids of the directives asked about; null: all.</param>
    public Predicates About(IReadOnlySet<string>? directives) => directives is null ? this : new(this, directives);

    /// <summary>The facts.</summary>
    public Facts Facts { get; }

    /// <summary>The office.</summary>
    public Office Office { get; }

    /// <summary>The thresholds of the office: the facts' with the deviations its owners have signed.</summary>
    public Thresholds Thresholds { get; }

    /// <summary>The directives that are live at the office, also those whose days have passed, by id.</summary>
    public ImmutableArray<Directive> LiveHere { get; }

    /// <summary>Q: the directives that are live here and reach the office today or later, by id.</summary>
    public ImmutableArray<Directive> Current { get; }

    /// <summary>Those of Q that are asked about, by id: what a rule about one directive has to look at.</summary>
    public ImmutableArray<Directive> Asked { get; }

    /// <summary>How many directives at the office are asked about, also those that are no longer live there.</summary>
    public int Extent => focus?.Count ?? Office.Reaches.Length;

    /// <summary>By directive id, the directives of its own line that were derived from it and reach the office: it has been relayed here as them.</summary>
    public ILookup<string, Directive> Relayed { get; }

    /// <summary>
    /// live: published in its newest revision, not withdrawn here, not addressed to the county governor, and not relayed here by its own line.
    /// What the gate holds is live.
    /// </summary>
    public bool Live(Directive x) => live.Contains(x.Id);

    /// <summary>Whether the directive is asked about.</summary>
    public bool Asks(Directive x) => focus is null || focus.Contains(x.Id);

    /// <summary>Whether the finding is asked for: it names a directive that is asked about, or none at all.</summary>
    public bool Asks(Finding finding) => finding.Directives.IsEmpty || finding.Directives.Any(Asks);

    /// <summary>Every two of them, the earlier first, of which at least one is asked about: what a rule about two directives has to look at.</summary>
    public IEnumerable<(Directive A, Directive B)> Pairs(IEnumerable<Directive> all)
    {
        ImmutableArray<Directive> list = [.. all];
        ImmutableArray<int> asked = [.. Enumerable.Range(0, list.Length).Where(i => Asks(list[i]))];
        foreach (var i in asked)
        {
            for (var j = 0; j < list.Length; j++)
            {
                // Of two that are asked about, once.
                if (j > i || !Asks(list[j]))
                {
                    yield return (list[Math.Min(i, j)], list[Math.Max(i, j)]);
                }
            }
        }
    }

    /// <summary>Every one of these with every one of the others, where at least one of the two is asked about.</summary>
    public IEnumerable<(Directive A, Directive B)> Pairs(IReadOnlyCollection<Directive> these, IReadOnlyCollection<Directive> others)
    {
        var asked = others.Where(Asks).ToList();
        return these.SelectMany(a => (Asks(a) ? others : asked).Select(b => (a, b)));
    }

    /// <summary>reach: the days of x's validity on which its scope contains the office.</summary>
    public Days Reach(Directive x) => reaches.TryGetValue(x.Id, out var reach) ? reach.Days : Days.None;

    /// <summary>Whether the directive reaches the office or did.</summary>
    public bool IsHere(Directive x) => reaches.ContainsKey(x.Id);

    /// <summary>concerned: the municipalities of the office that x concerns; empty where the register names none.</summary>
    public ImmutableSortedSet<string> Concerned(Directive x) => reaches[x.Id].Concerned;

    /// <summary>R-A at the office, as far as the directives concern its owners. Named in words once: most findings there are for the same to settle.</summary>
    public Resolver BothOwners(IEnumerable<Directive> all)
    {
        var concerned = all.Select(Concerned).ToList();
        var key = string.Join(';', concerned.Select(c => c.Count == 1 ? c[0] : string.Join(',', c)));
        return bothOwners.TryGetValue(key, out var known) ? known : bothOwners[key] = Resolvers.BothOwners(Office, concerned);
    }

    /// <summary>W: the days on which all of them reach the office.</summary>
    public Days Window(params IEnumerable<Directive> all) => all.Select(Reach).Aggregate((a, b) => a.Intersect(b));

    /// <summary>W of two directives.</summary>
    public Days Window(Directive a, Directive b) => Reach(a).Intersect(Reach(b));

    /// <summary>
    /// The window of two directives that clash also when they never reach the office on one day: the common days, or where none of those is current the days
    /// on which either does.
    /// </summary>
    public Days Meeting(Directive a, Directive b) => Window(a, b) is var both && IsCurrent(both) ? both : Reach(a).Union(Reach(b));

    /// <summary>current: some day is not before "as of".</summary>
    public bool IsCurrent(Days days) => days.IsCurrent(Facts.AsOf);

    /// <summary>P: two live directives with a current common window, neither of which replaces or was relayed from the other.</summary>
    public bool Pair(Directive a, Directive b) =>
        a.Id != b.Id && Live(a) && Live(b) && Reach(a).MeetsFrom(Facts.AsOf, Reach(b))
        && !Facts.Lineage.Replaces(a, b) && !Facts.Lineage.Replaces(b, a) && !Facts.Lineage.Derives(a, b) && !Facts.Lineage.Derives(b, a);

    /// <summary>overlapTG: some person is in all the target groups, and lives in a municipality that all concern.</summary>
    public Condition OverlapTargetGroups(params IReadOnlyCollection<Directive> all) => Condition.Of(CommonPerson(all).Truth);

    /// <summary>The same with the person found; with <paramref name="anyMunicipality"/> as if everybody lived in the same municipality (overlapTG°).</summary>
    public (Truth Truth, Person? Person) CommonPerson(IReadOnlyCollection<Directive> all, bool anyMunicipality = false) =>
        Person.Common(Facts.Catalogues, [.. all.Select(x => (x.TargetGroup, anyMunicipality ? [] : Concerned(x)))]);

    /// <summary>binding: a frame, result requirement, order, statutory requirement or supervision order.</summary>
    public static bool Binding(Directive x) => x.Bindingness
        is Bindingness.Frame or Bindingness.ResultRequirement or Bindingness.Order or Bindingness.Statutory or Bindingness.Supervision;

    /// <summary>steering: binding, or a prioritisation.</summary>
    public static bool Steering(Directive x) => Binding(x) || x.Bindingness == Bindingness.Prioritisation;

    /// <summary>holdable: what the law or supervision requires is never held.</summary>
    public static bool Holdable(Directive x) => x.Bindingness is not (Bindingness.Statutory or Bindingness.Supervision);

    /// <summary>ordering: shall or shall not.</summary>
    public static bool Ordering(Directive x) => x.Modality is Modality.Must or Modality.MustNot;

    /// <summary>said: neither is information.</summary>
    public static bool Said(Directive a, Directive b) => a.Bindingness != Bindingness.Information && b.Bindingness != Bindingness.Information;

    /// <summary>pairForce: said, and not both are advice.</summary>
    public static bool PairForce(Directive a, Directive b) => Said(a, b) && !(a.Bindingness == Bindingness.Advice && b.Bindingness == Bindingness.Advice);

    /// <summary>crossLine: of different lines.</summary>
    public static bool CrossLine(Directive a, Directive b) => a.Line != b.Line;

    /// <summary>Addressed to a middle node, which relays it on; such a directive never becomes a mission.</summary>
    public static bool ToMiddleNode(Directive x) => ToBeRelayed(x) || x.RecipientRole == RecipientRole.CountyGovernor;

    /// <summary>Addressed to a middle node that passes it on to its offices; the county governor keeps it.</summary>
    public static bool ToBeRelayed(Directive x) => x.RecipientRole is RecipientRole.CountyDirector or RecipientRole.MunicipalDirector;

    /// <summary>sameTheme: one theme is the other or above it.</summary>
    public bool SameTheme(Directive a, Directive b) => Facts.Catalogues.ThemeHolds(a.Theme, b.Theme) || Facts.Catalogues.ThemeHolds(b.Theme, a.Theme);

    /// <summary>sameIndicator: the same id and the same definition.</summary>
    public static bool SameIndicator(Directive a, Directive b) =>
        a.IndicatorId is not null && a.IndicatorId == b.IndicatorId && a.IndicatorDefinitionHash == b.IndicatorDefinitionHash;

    /// <summary>
    /// lo and hi of both targets in one unit, the indicator's base unit; an open end is null. For an indicator that is not registered the unit the two
    /// share is the base. Null when there is no conversion; then <paramref name="owed"/> names who stated a unit that cannot be converted.
    /// </summary>
    public (decimal? Lo, decimal? Hi)[]? Intervals(IReadOnlyList<Directive> all, out ImmutableArray<Owed> owed)
    {
        var unit = Facts.Catalogues.Indicators.GetValueOrDefault(all[0].IndicatorId!)?.Unit
            ?? (all.All(x => x.Target!.Unit == all[0].Target!.Unit) ? all[0].Target!.Unit : null);
        var intervals = new (decimal? Lo, decimal? Hi)[all.Count];
        owed = [];
        for (var i = 0; i < all.Count; i++)
        {
            var target = all[i].Target!;
            var factor = Facts.Catalogues.Factor(target.Unit, unit);
            owed = factor is null ? owed.Add(new(all[i].Id, "target.unit")) : owed;
            intervals[i] = (factor * (target.Lo - target.Tolerance), factor * (target.Hi + target.Tolerance));
        }

        return owed.IsEmpty ? intervals : null;
    }
}
