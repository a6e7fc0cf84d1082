namespace Samstyring.Notifications.Rules;

/// <summary>
/// Which directives at an office may be judged otherwise than before because one of them has changed (conflicts.md section 10, "removal" and "incremental =
/// batch"). Findings that name none of these stand as they are. Where a kind begins to look at something else than the directives it names, this is the place
/// to say so.
/// </summary>
public static class Affected
{
    /// <summary>The directives at the office that a change of one can touch without being named with it; null: all of them.</summary>
    /// <param name="at">The facts at the office after the change.</param>
    /// <param name="id">The directive that has changed.</param>
    /// <param name="before">What it was; null when it has just come.</param>
    public static HashSet<string>? By(Predicates at, string id, Directive? before)
    {
        Directive[] versions = [.. new[] { before, at.Facts.Directives.GetValueOrDefault(id) }.OfType<Directive>()];

        // A frame is what every claim on it is measured by (K-06, K-09).
        if (versions.Any(x => x.Frame is not null))
        {
            return null;
        }

        // What it rests on and what rests on it: K-20, K-22, K-31, and what is live at all.
        var all = Family(at, [id, .. versions.SelectMany(x => x.DerivedFrom.Concat(x.Supersedes))]);
        var here = at.Office.Reaches.Select(r => at.Facts.Directives[r.DirectiveId]).ToList();
        Add(x => x.FteDemand.Length > 0); // K-04: capacity groups
        Add(x => x.Introduction is not null); // K-27: introductions that owe their length
        Add(x => CountyLetters.Letters.Contains(x.DocumentType)); // K-20: twins
        all.UnionWith(here.Where(x => versions.Any(v => MissionTopic.Same(v, x))).Select(x => x.Id)); // One mission
        foreach (var ban in versions.Where(x => x is { Modality: Modality.MustNot, ActionCode: not null }))
        {
            // K-01: every child of an order's action is forbidden.
            var parent = at.Facts.Catalogues.Actions.GetValueOrDefault(ban.ActionCode!)?.Parent;
            all.UnionWith(here.Where(x => x.Modality == Modality.Must && x.ActionCode is not null && x.ActionCode == parent).Select(x => x.Id));
        }

        return all;

        void Add(Func<Directive, bool> takesPart)
        {
            if (versions.Any(takesPart))
            {
                all.UnionWith(here.Where(takesPart).Select(x => x.Id));
            }
        }
    }

    /// <summary>The directives that a finding touches which has come, gone or changed.</summary>
    public static IEnumerable<string> By(Predicates at, FindingKind kind, IReadOnlyCollection<string> directives)
    {
        // K-13: who settles it hangs on how often the issuer has bypassed an owner. No more directives than those asked about can have changed that number.
        var (fewest, most) = (at.Thresholds["bypass_recurrence"] - at.Extent, at.Thresholds["bypass_recurrence"] + at.Extent);
        var issuers = kind != FindingKind.OwnerBypassed ? [] : directives.Select(at.Facts.Directives.GetValueOrDefault).OfType<Directive>().Select(x => x.IssuerOrg)
            .Distinct().Where(issuer => Delivery.Bypasses(at, issuer, most + 1) is var n && n >= fewest && n <= most).ToHashSet();
        return Family(at, [.. directives, .. issuers.Count == 0 ? [] : at.Current.Where(x => issuers.Contains(x.IssuerOrg)).Select(x => x.Id)]);
    }

    private static HashSet<string> Family(Predicates at, IEnumerable<string> ids) => [.. ids.SelectMany(at.Facts.Lineage.Family)];
}
