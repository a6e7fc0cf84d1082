using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Between whom directives clash, and with that what kind of finding it is.</summary>
public enum Relation
{
    /// <summary>Nobody: one issuer, or the owners together.</summary>
    None,

    /// <summary>The lines: the clash is of its own kind.</summary>
    Lines,

    /// <summary>Departments or levels of one line: K-21.</summary>
    OneLine,

    /// <summary>Municipalities that own the office together: K-29.</summary>
    Municipalities,
}

/// <summary>What two or more directives say against each other, whoever they come from.</summary>
/// <param name="Kind">The kind it is across lines.</param>
/// <param name="Severity">The severity it has across lines.</param>
/// <param name="Condition">Whether they clash; for clash01 to clash03 without overlapTG.</param>
/// <param name="WitnessClass">The stable part of the witness across lines.</param>
/// <param name="Fields">The fields compared.</param>
public sealed record Clash(FindingKind Kind, Severity Severity, Condition Condition, string WitnessClass, ImmutableArray<string> Fields);

/// <summary>
/// The clash conditions of conflicts.md section 2. They are the same across lines (K-01, K-02, K-03, K-05), inside one line (K-21) and between the
/// municipalities of an office (K-29, where the persons compared need not live in the same municipality).
/// </summary>
public static class Clashes
{
    private static readonly ImmutableArray<string> OrderFields = ["action_code", "bindingness", "combined_with", "modality", "scope", "target_group", "theme", "valid"];
    private static readonly ImmutableArray<string> DirectionFields = ["bindingness", "direction", "indicator_id", "target_group", "valid"];
    private static readonly ImmutableArray<string> TargetFields = ["direction", "indicator_id", "target", "target_group", "valid"];
    private static readonly ImmutableArray<string> PriorityFields = ["bindingness", "priority_rank", "theme", "valid"];

    /// <summary>Between whom directives stand that all take part in one thing.</summary>
    public static Relation Among(params IReadOnlyCollection<Directive> all) =>
        all.Select(x => x.Line).Distinct().Count() > 1 ? Relation.Lines
        : all.First().Line == Line.Municipal && all.Select(x => x.IssuerOrg).Distinct().GroupBy(org => org.Kind).Any(kind => kind.Count() > 1)
            ? Relation.Municipalities
        : Relation.OneLine;

    /// <summary>Between whom directives clash. An issuer does not clash with itself, and what the owners say together they settle together.</summary>
    public static Relation Between(Predicates at, params IReadOnlyCollection<Directive> all) => Among(all) switch
    {
        Relation.OneLine when all.First().Line == Line.Joint || all.Select(x => (x.IssuerOrg, x.IssuerUnit ?? "")).Distinct().Count() == 1 => Relation.None,
        Relation.Municipalities when all.Any(x => !Owners.Municipal(at).Contains(x.IssuerOrg)) => Relation.None,
        var relation => relation,
    };

    /// <summary>Between whom two directives clash.</summary>
    public static Relation Between(Predicates at, Directive a, Directive b) =>
        a.Line != b.Line ? Relation.Lines
        : a.Line == Line.Joint || (a.IssuerOrg == b.IssuerOrg && (a.IssuerUnit ?? "") == (b.IssuerUnit ?? "")) ? Relation.None
        : a.Line != Line.Municipal || a.IssuerOrg.Kind != b.IssuerOrg.Kind || a.IssuerOrg == b.IssuerOrg ? Relation.OneLine
        : Owners.Municipal(at) is var owners && owners.Contains(a.IssuerOrg) && owners.Contains(b.IssuerOrg) ? Relation.Municipalities
        : Relation.None;

    /// <summary>The finding of a clash between those directives, or null when it does not hold.</summary>
    /// <param name="at">The facts at the office.</param>
    /// <param name="relation">Between whom it is.</param>
    /// <param name="clash">What it is.</param>
    /// <param name="all">The directives.</param>
    /// <param name="window">The days on which it holds; some are current.</param>
    /// <param name="person">Somebody it strikes.</param>
    /// <param name="numbers">The numbers that cannot hold; null: what the kind compares.</param>
    /// <param name="owedSuffix">What follows the owed fields in the witness class.</param>
    public static Finding? Find(
        Predicates at, Relation relation, Clash clash, ImmutableArray<Directive> all, Days window, Person? person, ImmutableArray<string>? numbers = null,
        string owedSuffix = "")
    {
        var sum = clash.Kind == FindingKind.CapacityOverbooked;
        numbers ??= clash.Condition.Value == Truth.True ? Found.Numbers(at, clash.Kind, Found.ById(all)) : [];
        return relation switch
        {
            Relation.Lines => Found.Of(
                at, clash.Kind, clash.Severity, clash.Condition, all, window, person, clash.WitnessClass, clash.Fields,
                at.BothOwners(all.Where(at.Live)), numbers, owedSuffix),
            Relation.OneLine => Found.Of(
                at, FindingKind.SameLineCollision,
                sum ? clash.Severity : clash.Kind == FindingKind.ContradictoryOrders ? Severity.Blocking : Severity.NeedsClarification,
                clash.Condition, all, window, person, Finding.Code(clash.Kind), clash.Fields, Resolvers.LineTop(at.Office, all[0].Line, Top(all)),
                numbers, owedSuffix),
            Relation.Municipalities => Found.Of(
                at, FindingKind.IntermunicipalSplit, sum ? clash.Severity : Severity.NeedsClarification, clash.Condition, all, window, person,
                Finding.Code(clash.Kind), clash.Fields, Resolvers.BetweenMunicipalities(at.Office), numbers, owedSuffix),
            _ => null,
        };
    }

    /// <summary>The findings of one clash condition on pairs of directives.</summary>
    /// <param name="at">The facts at the office.</param>
    /// <param name="pairs">The candidates: every pair that the condition could hold for.</param>
    /// <param name="rule">The condition; null where it does not hold.</param>
    /// <param name="people">Whether it strikes only where the target groups overlap.</param>
    public static IEnumerable<Finding> OfPairs(
        Predicates at, IEnumerable<(Directive A, Directive B)> pairs, Func<Predicates, Directive, Directive, Clash?> rule, bool people = true)
    {
        foreach (var (a, b) in pairs)
        {
            // Most pairs end at the first or the second.
            var relation = Between(at, a, b);
            if (relation == Relation.None || rule(at, a, b) is not { } clash || !at.Pair(a, b))
            {
                continue;
            }

            var person = people ? at.CommonPerson([a, b], relation == Relation.Municipalities) : (Truth.True, null);
            var holds = clash with { Condition = Condition.Of(person.Truth) && clash.Condition };
            if (Find(at, relation, holds, [a, b], at.Window(a, b), person.Person) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>clash01 of some orders and bans: its severity, fields and codes, once the actions are compared.</summary>
    public static Clash Orders(Condition actions, IEnumerable<Directive> all)
    {
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var x in all)
        {
            codes.UnionWith(x.CombinedWith);
            codes.UnionWith(x.ActionCode is { } action ? [action] : []);
        }

        return new(FindingKind.ContradictoryOrders, Severity.Blocking, actions, string.Join(',', codes), OrderFields);
    }

    /// <summary>
    /// clash01 of a binding order and a binding ban: what the ban says of the ordered action. A missing code and one that is not in the catalogue come before
    /// any comparison, also of equal codes. That every child is forbidden is found by <see cref="Exhaustion"/>.
    /// </summary>
    public static Clash? Orders(Predicates at, Directive pos, Directive neg)
    {
        var covers = Covers(at, neg, neg.ActionCode, pos);
        var otherWay = covers.Value == Truth.False && Known(at, neg.ActionCode) && Known(at, pos.ActionCode)
            && at.Facts.Catalogues.ActionHolds(pos.ActionCode!, neg.ActionCode!);
        return otherWay ? Orders(Condition.Open, [pos, neg]) : covers.Value == Truth.False ? null : Orders(covers, [pos, neg]);
    }

    /// <summary>Whether forbidding <paramref name="action"/>, as the ban does, forbids all that the order orders.</summary>
    public static Condition Covers(Predicates at, Directive neg, string? action, Directive pos)
    {
        if (action is null || pos.ActionCode is null)
        {
            var owing = new List<Directive>();
            owing.AddRange(action is null ? [neg] : []);
            owing.AddRange(pos.ActionCode is null ? [pos] : []);
            return at.SameTheme(pos, neg) ? Condition.Missing(owing.Select(x => new Owed(x.Id, "action_code"))) : false;
        }

        return Known(at, action) && Known(at, pos.ActionCode) ? at.Facts.Catalogues.ActionHolds(action, pos.ActionCode)
            : at.SameTheme(pos, neg) ? Condition.Open
            : false;
    }

    /// <summary>clash02 of two directives on one indicator: they push it opposite ways.</summary>
    public static Clash? Directions(Predicates at, Directive a, Directive b)
    {
        var owes = OwesDirectionOrTarget(a) || OwesDirectionOrTarget(b);
        var opposed = a.Direction is not null && b.Direction is not null && a.Direction != b.Direction;
        if (!Predicates.PairForce(a, b) || !(owes || opposed))
        {
            return null;
        }

        var severity = a.Bindingness == Bindingness.ResultRequirement && b.Bindingness == Bindingness.ResultRequirement ? Severity.Blocking
            : OneIsAdvice(a, b) || a.Direction == Direction.Hold || b.Direction == Direction.Hold ? Severity.Warning
            : Severity.NeedsClarification;
        var condition = owes ? Condition.Missing(new[] { a, b }.Where(OwesDirectionOrTarget).Select(x => new Owed(x.Id, "direction"))) : true;
        return new(FindingKind.OpposedDirections, severity, condition, a.IndicatorId!, DirectionFields);
    }

    /// <summary>clash03 of two directives on one indicator: their targets have no number in common.</summary>
    public static Clash? Targets(Predicates at, Directive a, Directive b) =>
        Predicates.PairForce(a, b) && Disjoint(at, a, b) is { Value: not Truth.False } disjoint
            ? new(FindingKind.DisjointTargets, OneIsAdvice(a, b) ? Severity.Warning : Severity.NeedsClarification, disjoint, a.IndicatorId!, TargetFields)
            : null;

    /// <summary>clash05: two themes have the same top priority, and no joint plan for those days, approved by both owners, ranks both directives.</summary>
    public static Clash? Priorities(Predicates at, Directive a, Directive b)
    {
        var both = Predicates.Steering(a) && Predicates.Steering(b)
            && a.PriorityRank is { } rank && rank == b.PriorityRank && rank <= at.Thresholds["priority_top_ranks"] && !at.SameTheme(a, b);
        if (!both)
        {
            return null;
        }

        var window = at.Window(a, b);
        var ranked = at.Office.Profile.JointPlans.Any(plan =>
            plan.Approved && window.Except(Days.Of(plan.Days)).IsEmpty && plan.Ranking.Contains(a.Id) && plan.Ranking.Contains(b.Id));
        return ranked ? null : new(FindingKind.PriorityCollision, Severity.NeedsClarification, true, "", PriorityFields);
    }

    private static Condition Disjoint(Predicates at, Directive a, Directive b)
    {
        bool Owes(Directive x) => x.Target is null && OwesDirectionOrTarget(x);
        if ((Owes(a) || Owes(b)) && (a.Target is not null || Owes(a)) && (b.Target is not null || Owes(b)))
        {
            return Condition.Missing(new[] { a, b }.Where(Owes).Select(x => new Owed(x.Id, "target")));
        }

        if (a.Target is null || b.Target is null || (a.Direction, b.Direction) is (Direction.Up, Direction.Down) or (Direction.Down, Direction.Up))
        {
            return false;
        }

        return at.Intervals([a, b], out var owed) is { } intervals
            ? intervals[0].Lo > intervals[1].Hi || intervals[1].Lo > intervals[0].Hi
            : Condition.Missing(owed);
    }

    private static bool Known(Predicates at, string? action) => action is not null && at.Facts.Catalogues.Actions.ContainsKey(action);

    private static bool OneIsAdvice(Directive a, Directive b) => a.Bindingness == Bindingness.Advice || b.Bindingness == Bindingness.Advice;

    // domain.md section 8: direction or target is owed when the directive steers and names an indicator.
    private static bool OwesDirectionOrTarget(Directive x) => Predicates.Steering(x) && x.Direction is null && x.Target is null;

    // A municipality stands above its city districts.
    private static Org Top(ImmutableArray<Directive> all) =>
        all.Select(x => x.IssuerOrg).OrderBy(org => org.Kind == "CITY_DISTRICT").ThenBy(org => org.ToString(), StringComparer.Ordinal).First();
}
