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
            .GroupBy(x => (x.IndicatorId, x.IndicatorDefinitionHash))
            .SelectMany(at.Pairs)
            .ToList();
        return
        [
            .. ContradictoryOrders(at), .. JointBans(at),
            .. Clashes.OfPairs(at, onOneIndicator, Clashes.Directions), .. Clashes.OfPairs(at, onOneIndicator, Clashes.Targets),
        ];
    }

    /// <summary>K-01: one orders what the other forbids.</summary>
    private static IEnumerable<Finding> ContradictoryOrders(Predicates at)
    {
        var bans = Bans(at).Where(x => x.CombinedWith.IsEmpty).ToList();
        var banAsked = bans.Any(at.Asks);
        foreach (var pos in Orders(at).Where(pos => banAsked || at.Asks(pos)))
        {
            var (relation, exhausted) = Exhausted(at, pos, bans);
            if (exhausted is not null)
            {
                ImmutableArray<Directive> all = [pos, .. exhausted.Bans];
                yield return Clashes.Find(at, relation, Clashes.Orders(true, all), all, exhausted.Window, exhausted.Person)!;
            }

            var left = bans.Where(neg => (at.Asks(pos) || at.Asks(neg)) && exhausted?.Bans.Contains(neg) != true).Select(neg => (pos, neg));
            foreach (var found in Clashes.OfPairs(at, left, Clashes.Orders))
            {
                yield return found;
            }
        }
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
