using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// The n-ary form of clash01: everything a directive orders is forbidden piece by piece, because each child of its action is forbidden by a ban of its
/// own, on a common current day and for a common person.
/// </summary>
/// <param name="Bans">Every ban that takes part, by id.</param>
/// <param name="Window">The days on which every child is forbidden.</param>
/// <param name="Person">Somebody for whom it is, on the first current day of the window.</param>
public sealed record Exhaustion(ImmutableArray<Directive> Bans, Days Window, Person? Person)
{
    /// <summary>The bans that exhaust <paramref name="pos"/>, or null when something it orders remains possible.</summary>
    /// <param name="at">The facts at the office.</param>
    /// <param name="pos">The order.</param>
    /// <param name="bans">The bans looked at.</param>
    /// <param name="anyMunicipality">Whether they are compared as if everybody lived in the same municipality.</param>
    public static Exhaustion? Of(Predicates at, Directive pos, IEnumerable<Directive> bans, bool anyMunicipality = false)
    {
        var children = pos.ActionCode is null ? [] : at.Facts.Catalogues.ChildrenOf(pos.ActionCode);
        if (children.IsEmpty)
        {
            return null;
        }

        var candidates = bans.Where(neg => children.Contains(neg.ActionCode ?? "") && at.Pair(pos, neg)).ToLookup(neg => neg.ActionCode!);
        if (children.Any(child => !candidates.Contains(child)))
        {
            return null;
        }

        var choices = new List<ImmutableArray<Directive>>();
        Choose(at, [.. children.Select(child => candidates[child])], [pos], choices, anyMunicipality);
        if (choices.Count == 0)
        {
            return null;
        }

        var first = choices
            .OrderBy(choice => at.Window(choice).FirstNotBefore(at.Facts.AsOf))
            .ThenBy(choice => string.Join(',', choice.Select(x => x.Id)), StringComparer.Ordinal)
            .First();
        return new(
            Found.ById(choices.SelectMany(c => c.Skip(1)).DistinctBy(x => x.Id)),
            choices.Select(c => at.Window(c)).Aggregate((a, b) => a.Union(b)),
            at.CommonPerson(first, anyMunicipality).Person);
    }

    private static void Choose(
        Predicates at, ImmutableArray<IEnumerable<Directive>> candidates, ImmutableArray<Directive> chosen, List<ImmutableArray<Directive>> choices,
        bool anyMunicipality)
    {
        if (candidates.IsEmpty)
        {
            choices.Add(chosen);
            return;
        }

        foreach (var neg in candidates[0])
        {
            var with = chosen.Add(neg);
            if (at.IsCurrent(at.Window(with)) && at.CommonPerson(with, anyMunicipality).Truth == Truth.True)
            {
                Choose(at, candidates[1..], with, choices, anyMunicipality);
            }
        }
    }
}
