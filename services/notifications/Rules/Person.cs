using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>A person two or more directives are about at once: the concrete part of a witness. Null and empty parts are not restricted.</summary>
public sealed record Person(string? Municipality, int? Age, ImmutableArray<string> Groups, int? DurationMonths)
{
    /// <summary>No person: the rule compares no target groups.</summary>
    public static Person Nobody { get; } = new(null, null, [], null);

    // An age and a time people recognise; the nearest allowed value is taken.
    private const int UsualAge = 24;
    private const int UsualMonths = 6;

    /// <summary>
    /// Whether some person is in all the target groups and lives in a municipality that all concern (overlap and overlapTG), with such a person when the
    /// answer is true. Open when only a choice with an unknown group remains. Ages and durations are closed intervals, so they have a common value iff
    /// every two have one.
    /// </summary>
    public static (Truth Truth, Person? Person) Common(
        Catalogues catalogues, IReadOnlyCollection<(TargetGroup Group, ImmutableSortedSet<string> Concerned)> sides)
    {
        var age = Intersection(sides.Select(s => s.Group.Age));
        var months = Intersection(sides.Select(s => s.Group.DurationMonths));
        var concerned = sides.Select(s => s.Concerned).Where(c => c.Count > 0).ToList();
        var municipalities = concerned.Count == 0 ? null : concerned.Aggregate((a, b) => a.Intersect(b));
        if (age is { IsEmpty: true } || months is { IsEmpty: true } || municipalities is { Count: 0 })
        {
            return (Truth.False, null);
        }

        var listed = sides.Select(s => s.Group.Groups).Where(g => g.Length > 0).ToList();
        if (Choose(catalogues, listed, [], known: true) is { } groups)
        {
            var person = new Person(
                municipalities?[0], age?.Nearest(UsualAge), [.. groups.Distinct().Order(StringComparer.Ordinal)], months?.Nearest(UsualMonths));
            return (Truth.True, person);
        }

        return (Choose(catalogues, listed, [], known: false) is null ? Truth.False : Truth.Open, null);
    }

    private static IntInterval? Intersection(IEnumerable<IntInterval?> stated) =>
        stated.Aggregate((IntInterval?)null, (all, one) => all is { } a && one is { } b ? a.Intersect(b) : all ?? one);

    // One group of each side such that no two are marked disjoint. Two groups are compared even when they are equal: an unknown code stays unknown.
    private static ImmutableList<string>? Choose(
        Catalogues catalogues, List<ImmutableArray<string>> listed, ImmutableList<string> chosen, bool known)
    {
        if (chosen.Count == listed.Count)
        {
            return chosen;
        }

        return listed[chosen.Count]
            .Order(StringComparer.Ordinal)
            .Where(group => chosen.All(other => Together(catalogues, group, other, known)))
            .Select(group => Choose(catalogues, listed, chosen.Add(group), known))
            .FirstOrDefault(found => found is not null);
    }

    private static bool Together(Catalogues catalogues, string g, string h, bool known) =>
        catalogues.TargetGroups.ContainsKey(g) && catalogues.TargetGroups.ContainsKey(h) ? !catalogues.AreDisjoint(g, h) : !known;
}
