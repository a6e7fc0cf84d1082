using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>The way of a directive to the office: K-13 owner bypassed.</summary>
public static class Delivery
{
    private static readonly string[] PathFields = ["delivery_path", "line", "theme"];

    /// <summary>
    /// The directive as it stands after the platform has delivered it: what is addressed to an office role goes to the offices it reaches after the nodes it
    /// is known to have passed.
    /// </summary>
    public static Directive To(IEnumerable<string> offices, Directive x) => x.DeliveryPath is { } path && !Predicates.ToMiddleNode(x)
        ? x with { DeliveryPath = path.AddRange(offices.Order(StringComparer.Ordinal).Select(number => new PathNode($"OFFICE:{number}"))) }
        : x;

    /// <summary>The way a draft would take if its issuer published it now: from the issuer itself. A draft that says its way keeps it.</summary>
    public static Directive FromIssuer(Directive draft) => draft with
    {
        DeliveryPath = draft.DeliveryPath ?? (ImmutableArray<PathNode>)(draft.IssuerRole switch
        {
            IssuerRole.Council or IssuerRole.MunicipalDirector => [new($"{Compared.Identifier(draft.IssuerRole)}:{draft.IssuerOrg.Number}")],
            null or IssuerRole.JointOwners => [],
            _ => [new($"{draft.IssuerOrg}")],
        }),
    };

    /// <summary>
    /// K-13: it went to the office without passing the owner it concerns (conflicts.md K-13); one finding for each node it did not pass. The issuer routes it
    /// again. When one issuer reaches the threshold "bypass_recurrence" it is for both owners, and the numbers name the threshold: how far beyond it the issuer
    /// is changes nothing for what was found before.
    /// </summary>
    public static IEnumerable<Finding> Bypassed(Predicates at)
    {
        var all = at.Asked.Select(x => (Directive: x, Skipped: Skipped(at, x).ToList())).Where(x => x.Skipped.Any(s => s.Condition.Value != Truth.False)).ToList();
        var often = at.Thresholds["bypass_recurrence"];
        var recurring = all.Select(x => x.Directive.IssuerOrg).Distinct().Where(issuer => Bypasses(at, issuer) >= often).ToHashSet();
        return all.SelectMany(x =>
        {
            var again = recurring.Contains(x.Directive.IssuerOrg);
            var resolver = again ? Resolvers.BothOwners(at.Office, [at.Concerned(x.Directive)]) : Resolvers.Issuers(at.Office, [x.Directive]);
            return Found.ForSome(x.Skipped, (node, condition) => Found.Self(
                at, FindingKind.OwnerBypassed, Severity.NeedsClarification, condition, x.Directive, at.Reach(x.Directive), node, PathFields, resolver,
                again ? [$"bypasses {Compared.Number(often)}"] : []));
        });
    }

    /// <summary>
    /// How often an issuer has bypassed an owner: its directives at this office that have a K-13 conflict now and were published in the twelve months up to
    /// "as of". That is what the facts of a judgement can show; a bypass that is settled no longer counts.
    /// </summary>
    public static int Bypasses(Predicates at, Org issuer) => at.Current.Count(x => x.IssuerOrg == issuer
        && x.PublishedAt > at.Facts.AsOf.AddMonths(-12) && x.PublishedAt <= at.Facts.AsOf && Skipped(at, x).Any(s => s.Condition.Value == Truth.True));

    // The nodes it has to pass, each with whether it reached the office without.
    private static IEnumerable<(string Node, Condition Condition)> Skipped(Predicates at, Directive x)
    {
        var office = $"OFFICE:{at.Office.Number}";
        var before = x.DeliveryPath?.TakeWhile(n => n.Node != office).Select(n => n.Node).ToHashSet();
        Condition arrived = x.DeliveryPath is { } path ? path.Any(n => n.Node == office) : Condition.Missing(new Owed(x.Id, "delivery_path"));
        return Required(at, x).Select(r => (r.Node, arrived && r.Required && before?.Contains(r.Node) != true));
    }

    // required: every node that may have to be passed. Open where that hangs on the owner of a theme that is not in the catalogue.
    private static IEnumerable<(string Node, Condition Required)> Required(Predicates at, Directive x)
    {
        if (x.Line == Line.Joint)
        {
            return [];
        }

        var both = x.Line == Line.CountyGovernor && Owners.ThemeOwner(at, x) == "JOINT";
        var county = x.Line == Line.State ? true : both || ThemeOf("STATE");
        var municipal = both || ThemeOf("MUNICIPAL");
        return
        [
            Owners.County(at) is { } owner ? ($"{owner}", county) : ("", county && Owners.AllOwe(at, "county_id")),
            ($"MUNICIPAL_DIRECTOR:{x.IssuerOrg.Number}", x.Line == Line.Municipal),
            .. Owners.Municipal(at, x).Select(m => ($"MUNICIPAL_DIRECTOR:{m.Number}", municipal)),
        ];

        Condition ThemeOf(string line) => Owners.ThemeOwner(at, x) is { } owner ? owner == line : Condition.Open;
    }
}
