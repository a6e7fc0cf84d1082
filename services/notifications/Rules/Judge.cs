using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Runs the groups of rules in a fixed order. A group is one file and one entry here.</summary>
public static class Judge
{
    /// <summary>Version of the rules; part of every fingerprint.</summary>
    public const string RuleVersion = "2026.1";

    private static readonly ImmutableArray<Func<Predicates, IEnumerable<Finding>>> Groups =
        [Content.Find, Capacity.Find, Economy.Find, Time.Find, Process.Find, Authority.Find, Lines.Find, Measurement.Find];

    /// <summary>All findings about the offices of the facts, by kind, office and directives.</summary>
    public static ImmutableArray<Finding> Findings(Facts facts) => [.. facts.Offices
        .SelectMany(office => Findings(new Predicates(facts, office)))
        .OrderBy(f => f.Kind)
        .ThenBy(f => f.Office, StringComparer.Ordinal)
        .ThenBy(Ids, StringComparer.Ordinal)
        .ThenBy(f => f.WitnessClass, StringComparer.Ordinal)];

    /// <summary>The findings about one office, in the same order.</summary>
    public static ImmutableArray<Finding> Findings(Predicates at) => [.. Groups
        .SelectMany(group => group(at))
        .OrderBy(f => f.Kind)
        .ThenBy(Ids, StringComparer.Ordinal)
        .ThenBy(f => f.WitnessClass, StringComparer.Ordinal)];

    private static string Ids(Finding finding) => string.Join(',', finding.Directives.Select(d => d.Id));
}
