using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Group A, content: K-01 contradictory orders (pairs and both n-ary forms), K-02 opposed directions, K-03 disjoint targets.</summary>
public static class Content
{
    private static readonly string[] OrderFields = ["action_code", "bindingness", "combined_with", "modality", "scope", "target_group", "theme", "valid"];
    private static readonly string[] DirectionFields = ["bindingness", "direction", "indicator_id", "target_group", "valid"];
    private static readonly string[] TargetFields = ["direction", "indicator_id", "target", "target_group", "valid"];

    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) =>
        [.. ContradictoryOrders(at), .. JointBans(at), .. OnOneIndicator(at, Direction), .. OnOneIndicator(at, Target)];

    /// <summary>K-01: one line orders what the other forbids.</summary>
    private static IEnumerable<Finding> ContradictoryOrders(Predicates at)
    {
        var bans = Bans(at).Where(x => x.CombinedWith.IsEmpty).ToList();
        foreach (var pos in Orders(at))
        {
            var exhausted = Exhaustion.Of(at, pos, bans);
            if (exhausted is not null && exhausted.Bans.Any(neg => Predicates.CrossLine(pos, neg)))
            {
                yield return Found.Conflict(
                    at, FindingKind.ContradictoryOrders, Severity.Blocking, [pos, .. exhausted.Bans], exhausted.Window, exhausted.Person,
                    Codes([pos, .. exhausted.Bans]), OrderFields);
            }

            foreach (var neg in bans)
            {
                if (!Predicates.CrossLine(pos, neg) || exhausted?.Bans.Contains(neg) == true)
                {
                    continue;
                }

                var actions = Actions(at, pos, neg);
                if (actions.Value != Truth.False && at.Pair(pos, neg))
                {
                    var person = at.CommonPerson([pos, neg]);
                    var condition = Condition.Of(person.Truth) && actions;
                    if (Found.Pair(
                        at, FindingKind.ContradictoryOrders, Severity.Blocking, condition, pos, neg, person.Person, Codes([pos, neg]), OrderFields) is { } found)
                    {
                        yield return found;
                    }
                }
            }
        }
    }

    /// <summary>
    /// actions(pos, neg): what the ban says of the ordered action. A missing code and one that is not in the catalogue come before any comparison,
    /// also of equal codes. That every child is forbidden is found by <see cref="Exhaustion"/>.
    /// </summary>
    private static Condition Actions(Predicates at, Directive pos, Directive neg)
    {
        var covers = Covers(at, neg, neg.ActionCode, pos);
        return covers.Value == Truth.False && Known(at, neg.ActionCode) && Known(at, pos.ActionCode)
            && at.Facts.Catalogues.ActionHolds(pos.ActionCode!, neg.ActionCode!)
            ? Condition.Open
            : covers;
    }

    private static bool Known(Predicates at, string? action) => action is not null && at.Facts.Catalogues.Actions.ContainsKey(action);

    // Whether forbidding "action", as neg does, forbids all that pos orders.
    private static Condition Covers(Predicates at, Directive neg, string? action, Directive pos)
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

    /// <summary>K-01 with "combined_with": a joint action is forbidden, and a minimal set of orders, not all of the ban's line, demands all of it.</summary>
    private static IEnumerable<Finding> JointBans(Predicates at)
    {
        foreach (var neg in Bans(at).Where(x => !x.CombinedWith.IsEmpty))
        {
            ImmutableArray<string?> parts = [.. neg.CombinedWith.Append(neg.ActionCode).Distinct().Order(StringComparer.Ordinal)];
            var sets = new Dictionary<string, (ImmutableHashSet<Directive> Orders, Condition Covered)>();
            Cover(at, neg, [.. Orders(at).Where(pos => at.Pair(pos, neg))], parts, [], true, sets);
            foreach (var (orders, covered) in sets.Values)
            {
                var minimal = !sets.Values.Any(less =>
                    less.Orders.IsProperSubsetOf(orders) && (less.Covered.Value == Truth.True || less.Covered.Value == covered.Value));
                if (minimal && orders.Any(pos => Predicates.CrossLine(pos, neg)))
                {
                    Directive[] all = [neg, .. orders];
                    var person = at.CommonPerson(all);
                    if (Found.Of(
                        at, FindingKind.ContradictoryOrders, Severity.Blocking, covered & Condition.Of(person.Truth), all, at.Window(all), person.Person,
                        Codes(all), OrderFields) is { } found)
                    {
                        yield return found;
                    }
                }
            }
        }
    }

    // Every set made of one order for each part, as far as they can stand together. An order of which it is not known what it orders may be meant for any
    // part, but for one of them only.
    private static void Cover(
        Predicates at, Directive neg, ImmutableArray<Directive> orders, ImmutableArray<string?> parts, ImmutableArray<Directive> chosen, Condition covered,
        Dictionary<string, (ImmutableHashSet<Directive> Orders, Condition Covered)> sets)
    {
        if (parts.IsEmpty)
        {
            var key = string.Join(',', chosen.Select(x => x.Id).Distinct().Order(StringComparer.Ordinal));
            var before = sets.TryGetValue(key, out var set) ? set.Covered : false;
            sets[key] = ([.. chosen], before | covered);
            return;
        }

        foreach (var pos in orders)
        {
            var covers = Covers(at, neg, parts[0], pos);
            if (covers.Value != Truth.False && (covers.Value == Truth.True || !chosen.Contains(pos)) && Together(at, neg, [.. chosen.Add(pos).Distinct()]))
            {
                Cover(at, neg, orders, parts[1..], chosen.Add(pos), covered & covers, sets);
            }
        }
    }

    private static bool Together(Predicates at, Directive neg, ImmutableArray<Directive> set) =>
        set.All(a => set.All(b => a.Id == b.Id || at.Pair(a, b)))
        && at.IsCurrent(at.Window([neg, .. set]))
        && at.CommonPerson([neg, .. set]).Truth != Truth.False;

    /// <summary>K-02 and K-03: a clash of two directives of different lines on one indicator.</summary>
    private static IEnumerable<Finding> OnOneIndicator(
        Predicates at, Func<Predicates, Directive, Directive, (FindingKind Kind, Severity Severity, Condition Clash, string[] Fields)> rule)
    {
        foreach (var group in at.Current.Where(x => x.IndicatorId is not null).GroupBy(x => (x.IndicatorId, x.IndicatorDefinitionHash)))
        {
            foreach (var (a, b) in Pairs([.. group]))
            {
                if (Predicates.CrossLine(a, b) && Predicates.PairForce(a, b) && at.Pair(a, b))
                {
                    var person = at.CommonPerson([a, b]);
                    var (kind, severity, clash, fields) = rule(at, a, b);
                    if (Found.Pair(at, kind, severity, Condition.Of(person.Truth) && clash, a, b, person.Person, a.IndicatorId!, fields) is { } found)
                    {
                        yield return found;
                    }
                }
            }
        }
    }

    // The part of clash02 that follows pairForce, sameIndicator and overlapTG.
    private static (FindingKind Kind, Severity Severity, Condition Clash, string[] Fields) Direction(Predicates at, Directive a, Directive b)
    {
        var severity = a.Bindingness == Bindingness.ResultRequirement && b.Bindingness == Bindingness.ResultRequirement ? Severity.Blocking
            : OneIsAdvice(a, b) || a.Direction == Rules.Direction.Hold || b.Direction == Rules.Direction.Hold ? Severity.Warning
            : Severity.NeedsClarification;
        ImmutableArray<Directive> owing = [.. new[] { a, b }.Where(OwesDirectionOrTarget)];
        Condition clash = owing.Length > 0
            ? Condition.Missing(owing.Select(x => new Owed(x.Id, "direction")))
            : a.Direction is not null && b.Direction is not null && a.Direction != b.Direction;
        return (FindingKind.OpposedDirections, severity, clash, DirectionFields);
    }

    // The part of clash03 that follows pairForce, sameIndicator and overlapTG.
    private static (FindingKind Kind, Severity Severity, Condition Clash, string[] Fields) Target(Predicates at, Directive a, Directive b) =>
        (FindingKind.DisjointTargets, OneIsAdvice(a, b) ? Severity.Warning : Severity.NeedsClarification, Disjoint(at, a, b), TargetFields);

    private static Condition Disjoint(Predicates at, Directive a, Directive b)
    {
        ImmutableArray<Directive> owing = [.. new[] { a, b }.Where(OwesDirectionOrTarget)];
        if (owing.Length > 0 && new[] { a, b }.All(x => x.Target is not null || owing.Contains(x)))
        {
            return Condition.Missing(owing.Select(x => new Owed(x.Id, "target")));
        }

        if (a.Target is null || b.Target is null || (a.Direction, b.Direction) is (Rules.Direction.Up, Rules.Direction.Down) or (Rules.Direction.Down, Rules.Direction.Up))
        {
            return false;
        }

        return at.Intervals([a, b], out var owed) is { } sides
            ? sides[0].Lo > sides[1].Hi || sides[1].Lo > sides[0].Hi
            : Condition.Missing(owed);
    }

    private static bool OneIsAdvice(Directive a, Directive b) => a.Bindingness == Bindingness.Advice || b.Bindingness == Bindingness.Advice;

    // domain.md section 8: direction or target is owed when the directive steers and names an indicator.
    private static bool OwesDirectionOrTarget(Directive x) => Predicates.Steering(x) && x.Direction is null && x.Target is null;

    private static IEnumerable<Directive> Orders(Predicates at) => at.Current.Where(x => Predicates.Binding(x) && x.Modality == Modality.Must);

    private static IEnumerable<Directive> Bans(Predicates at) => at.Current.Where(x => Predicates.Binding(x) && x.Modality == Modality.MustNot);

    private static string Codes(IEnumerable<Directive> all) => string.Join(
        ',', all.SelectMany(x => x.CombinedWith.Append(x.ActionCode)).OfType<string>().Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<(Directive A, Directive B)> Pairs(ImmutableArray<Directive> all) =>
        all.SelectMany((a, i) => all.Skip(i + 1).Select(b => (a, b)));
}
