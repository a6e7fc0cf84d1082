using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Runs the groups of rules in a fixed order. A group is one file and one entry here.</summary>
public static class Judge
{
    /// <summary>Version of the rules; part of every fingerprint.</summary>
    public const string RuleVersion = "2026.2";

    private static readonly ImmutableArray<Func<Predicates, IEnumerable<Finding>>> Groups =
        [Content.Find, Capacity.Find, Economy.Find, Time.Find, Process.Find, Authority.Find, Lines.Find, Measurement.Find];

    // What this finds waits at a middle node; no office holds or shows it.
    private static readonly ImmutableArray<Func<Facts, IEnumerable<Finding>>> Upstream = [Cascade.NotReceived];

    /// <summary>The kinds whose findings are about the office itself and name no directive.</summary>
    public static readonly ImmutableArray<FindingKind> OfOffice = [FindingKind.CostKeyDrift, FindingKind.ScorecardImbalance, FindingKind.DetailAsymmetry];

    /// <summary>The versions of rules and catalogues that this service judges with.</summary>
    public static string Versions => $"{RuleVersion} {Catalogues.Newest.Version}";

    /// <summary>
    /// Whether a judgement with those versions has to be made again: they are older. One with newer ones stands, so that two versions of the service that run
    /// side by side for a while do not undo each other's work. Empty: nobody has said with which.
    /// </summary>
    public static bool IsOutdated(string versions) => versions.Length == 0 || Order(versions).CompareTo(Order(Versions)) < 0;

    private static (Version Rules, Version Catalogues) Order(string versions) =>
        versions.Split(' ') is [var rules, var catalogues] && Version.TryParse(rules, out var first) && Version.TryParse(catalogues, out var second) ? (first, second) : (new(), new());

    /// <summary>All findings of the facts, about their offices and without one, by kind, office and directives.</summary>
    public static ImmutableArray<Finding> Findings(Facts facts) => Sorted(
        [.. facts.Offices.SelectMany(office => Of(new Predicates(facts, office))), .. facts.OfDocuments, .. Upstream.SelectMany(rule => rule(facts))]);

    /// <summary>
    /// The findings about one office that are asked for, in the same order. One that has no office is applied at every office which a directive it names reaches, and is that
    /// office's own there: each holds, flags and closes by itself.
    /// </summary>
    public static ImmutableArray<Finding> Findings(Predicates at) => Sorted(
    [
        .. Of(at).Where(at.Asks),
        .. at.Facts.OfDocuments
            .Where(f => at.Asks(f) && at.Office.Reaches.Any(r => !r.Withdrawn && at.IsCurrent(r.Days) && f.Names(r.DirectiveId)))
            .Select(f => f with { Office = at.Office.Number, Witness = f.Witness with { Office = at.Office.Number } }),
    ]);

    private static IEnumerable<Finding> Of(Predicates at) => Groups.SelectMany(group => group(at));

    private static ImmutableArray<Finding> Sorted(IEnumerable<Finding> findings) => [.. findings
        .OrderBy(f => f.Kind)
        .ThenBy(f => f.Office, StringComparer.Ordinal)
        .ThenBy(Ids, StringComparer.Ordinal)
        .ThenBy(f => f.WitnessClass, StringComparer.Ordinal)];

    private static string Ids(Finding finding) => string.Join(',', finding.Directives.Select(d => d.Id));
}
