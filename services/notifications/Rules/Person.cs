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
        var (age, months, municipalities) = ((IntInterval?)null, (IntInterval?)null, (ImmutableSortedSet<string>?)null);
        var listed = new List<ImmutableArray<string>>();
        foreach (var (group, concerned) in sides)
        {
            (age, months) = (Common(age, group.Age), Common(months, group.DurationMonths));
            listed.AddRange(group.Groups.IsEmpty ? [] : [group.Groups]);
            municipalities = concerned.IsEmpty || ReferenceEquals(municipalities, concerned) ? municipalities : municipalities?.Intersect(concerned) ?? concerned;
        }

        if (age is { IsEmpty: true } || months is { IsEmpty: true } || municipalities is { Count: 0 })
        {
            return (Truth.False, null);
        }

        if (Choose(catalogues, listed, [], known: true) is { } groups)
        {
            ImmutableArray<string> named = groups.IsEmpty ? [] : [.. groups.Distinct().Order(StringComparer.Ordinal)];
            return (Truth.True, new(municipalities?[0], age?.Nearest(UsualAge), named, months?.Nearest(UsualMonths)));
        }

        return (Choose(catalogues, listed, [], known: false) is null ? Truth.False : Truth.Open, null);
    }

    private static IntInterval? Common(IntInterval? all, IntInterval? one) => all is { } a && one is { } b ? a.Intersect(b) : all ?? one;

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
