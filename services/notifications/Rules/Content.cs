using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// Group A, content: K-01 contradictory orders (pairs and both n-ary forms), K-02 opposed directions, K-03 disjoint targets; the same clashes inside one line
/// are K-21 and between the municipalities of an office K-29.
/// </summary>
public static class Content
{
    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at)
    {
        var indicators = at.Asked.Select(x => x.IndicatorId).ToHashSet();
        var onOneIndicator = at.Current
            .Where(x => x.IndicatorId is not null && indicators.Contains(x.IndicatorId))
            .GroupBy(x => (x.IndicatorId, x.IndicatorDefinitionHash), (_, group) => new OneIndicator(at, group))
            .ToList();
        return
        [
            .. ContradictoryOrders(at), .. JointBans(at),
            .. Clashes.OfPairs(at, onOneIndicator.SelectMany(group => group.OtherDirections()), Clashes.Directions),
            .. Clashes.OfPairs(at, onOneIndicator.SelectMany(group => group.ApartTargets()), Clashes.Targets),
        ];
    }

    /// <summary>K-01: one orders what the other forbids.</summary>
    private static IEnumerable<Finding> ContradictoryOrders(Predicates at)
    {
        if (!at.Asked.Any(x => Predicates.Binding(x) && Predicates.Ordering(x)))
        {
            yield break;
        }

        var bans = Bans(at).Where(x => x.CombinedWith.IsEmpty).ToList();
        var orders = bans.Count == 0 ? [] : Orders(at).ToList();
        var banned = bans.Select(neg => neg.ActionCode).ToHashSet();
        var exhausted = new Dictionary<string, ImmutableArray<Directive>>();
        foreach (var pos in orders.Where(pos => pos.ActionCode is { } action && at.Facts.Catalogues.ChildrenOf(action) is { IsEmpty: false } parts && parts.All(banned.Contains)))
        {
            var (relation, exhaustion) = Exhausted(at, pos, bans);
            if (exhaustion is not null)
            {
                ImmutableArray<Directive> all = [pos, .. exhaustion.Bans];
                exhausted[pos.Id] = exhaustion.Bans;
                yield return Clashes.Find(at, relation, Clashes.Orders(true, all), all, exhaustion.Window, exhaustion.Person)!;
            }
        }

        var byAction = orders.ToLookup(pos => pos.ActionCode);
        var asked = orders.Where(at.Asks).ToLookup(pos => pos.ActionCode);
        var pairs = bans.SelectMany(neg => OnOneAction(at, neg, at.Asks(neg) ? byAction : asked)
            .Where(pos => !(exhausted.TryGetValue(pos.Id, out var all) && all.Contains(neg)))
            .Select(pos => (pos, neg)));
        foreach (var found in Clashes.OfPairs(at, pairs, Clashes.Orders))
        {
            yield return found;
        }
    }

    // The orders of an action that is the ban's, below it or above it, and those of which that is not known.
    private static IEnumerable<Directive> OnOneAction(Predicates at, Directive neg, ILookup<string?, Directive> byAction)
    {
        var catalogues = at.Facts.Catalogues;
        return byAction
            .Where(orders => orders.Key is not { } action || neg.ActionCode is not { } ban || !catalogues.Actions.ContainsKey(action) || !catalogues.Actions.ContainsKey(ban)
                || catalogues.ActionHolds(ban, action) || catalogues.ActionHolds(action, ban))
            .SelectMany(orders => orders);
    }

    // Everything it orders is forbidden piece by piece; between municipalities also where the pieces are forbidden for different residents.
    private static (Relation Relation, Exhaustion? Exhaustion) Exhausted(Predicates at, Directive pos, IReadOnlyCollection<Directive> bans)
    {
        if (Exhaustion.Of(at, pos, bans) is { } exhaustion && Clashes.Between(at, [pos, .. exhaustion.Bans]) is var relation and not Relation.None)
        {
            return (relation, exhaustion);
        }

        return pos.Line == Line.Municipal && Exhaustion.Of(at, pos, bans.Where(neg => neg.Line == Line.Municipal), anyMunicipality: true) is { } split
            && Clashes.Between(at, [pos, .. split.Bans]) == Relation.Municipalities
            ? (Relation.Municipalities, split)
            : (Relation.None, null);
    }

    /// <summary>K-01 with "combined_with": a joint action is forbidden, and a minimal set of orders, not all of the ban's line, demands all of it.</summary>
    private static IEnumerable<Finding> JointBans(Predicates at)
    {
        foreach (var neg in Bans(at).Where(x => !x.CombinedWith.IsEmpty))
        {
            ImmutableArray<string?> parts = [.. neg.CombinedWith.Append(neg.ActionCode).Distinct().Order(StringComparer.Ordinal)];
            var sets = new Dictionary<string, (ImmutableHashSet<Directive> Orders, Condition Covered)>();
            ImmutableArray<Directive> orderings = [.. Orders(at).Where(pos => at.Pair(pos, neg))];
            if (!at.Asks(neg) && !orderings.Any(at.Asks))
            {
                continue;
            }

            Cover(at, neg, orderings, parts, [], true, sets);
            foreach (var (orders, covered) in sets.Values)
            {
                var minimal = !sets.Values.Any(less =>
                    less.Orders.IsProperSubsetOf(orders) && (less.Covered.Value == Truth.True || less.Covered.Value == covered.Value));
                if (minimal && orders.Any(pos => Predicates.CrossLine(pos, neg)))
                {
                    ImmutableArray<Directive> all = [neg, .. orders];
                    var person = at.CommonPerson(all);
                    if (Clashes.Find(
                        at, Relation.Lines, Clashes.Orders(covered & Condition.Of(person.Truth), all), all, at.Window(all), person.Person) is { } found)
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
            var covers = Clashes.Covers(at, neg, parts[0], pos);
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

    private static IEnumerable<Directive> Orders(Predicates at) => at.Current.Where(x => Predicates.Binding(x) && x.Modality == Modality.Must);

    private static IEnumerable<Directive> Bans(Predicates at) => at.Current.Where(x => Predicates.Binding(x) && x.Modality == Modality.MustNot);
}
