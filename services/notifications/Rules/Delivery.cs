using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>The way of a directive to the office: K-13 owner bypassed.</summary>
public static class Delivery
{
    private static readonly ImmutableArray<string> PathFields = ["delivery_path", "line", "theme"];

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
        var all = at.Asked.Select(x => (Directive: x, Skipped: Skipped(at, x).ToList())).Where(x => x.Skipped.Count > 0).ToList();
        var often = at.Thresholds["bypass_recurrence"];
        var recurring = all.Select(x => x.Directive.IssuerOrg).Distinct().Where(issuer => Bypasses(at, issuer, often) >= often).ToHashSet();
        return all.SelectMany(x =>
        {
            var again = recurring.Contains(x.Directive.IssuerOrg);
            var resolver = again ? at.BothOwners([x.Directive]) : Resolvers.Issuers(at.Office, [x.Directive]);
            return Found.ForSome(x.Skipped, (node, condition) => Found.Self(
                at, FindingKind.OwnerBypassed, Severity.NeedsClarification, condition, x.Directive, at.Reach(x.Directive), node, PathFields, resolver,
                again ? [$"bypasses {Compared.Number(often)}"] : []));
        });
    }

    /// <summary>
    /// How often an issuer has bypassed an owner: its directives at this office that have a K-13 conflict now and were published in the twelve months up to
    /// "as of". That is what the facts of a judgement can show; a bypass that is settled no longer counts.
    /// </summary>
    /// <param name="at">The facts at the office.</param>
    /// <param name="issuer">The issuer.</param>
    /// <param name="enough">The count goes no further than is needed to reach this.</param>
    public static int Bypasses(Predicates at, Org issuer, decimal enough)
    {
        var since = at.Facts.AsOf.AddMonths(-12);
        return at.Current
            .Where(x => x.IssuerOrg == issuer && x.PublishedAt > since && x.PublishedAt <= at.Facts.AsOf && Skipped(at, x).Any(s => s.Condition.Value == Truth.True))
            .Take((int)Math.Min(Math.Ceiling(enough), int.MaxValue)).Count();
    }

    // The nodes it has to pass and may have reached the office without, each with whether it did.
    private static IEnumerable<(string Node, Condition Condition)> Skipped(Predicates at, Directive x) => Required(at, x)
        .Select(r => (r.Node, Condition: r.Required && ArrivedWithout(x, r.Node, $"OFFICE:{at.Office.Number}")))
        .Where(s => s.Condition.Value != Truth.False);

    // The way ends with every office the directive reaches, hundreds of them: it is walked no further than it has to be.
    private static Condition ArrivedWithout(Directive x, string node, string office)
    {
        if (x.DeliveryPath is not { } path)
        {
            return Condition.Missing(new Owed(x.Id, "delivery_path"));
        }

        foreach (var passed in path)
        {
            if (passed.Node == node || passed.Node == office)
            {
                return passed.Node != node;
            }
        }

        return false;
    }

    // required: every node that may have to be passed. Open where that hangs on the owner of a theme that is not in the catalogue.
    private static IEnumerable<(string Node, Condition Required)> Required(Predicates at, Directive x)
    {
        if (x.Line == Line.Joint)
        {
            yield break;
        }

        var themeOwner = Owners.ThemeOwner(at, x);
        var both = x.Line == Line.CountyGovernor && themeOwner == "JOINT";
        var county = x.Line == Line.State ? true : both || ThemeOf("STATE");
        var municipal = both || ThemeOf("MUNICIPAL");
        yield return Owners.County(at) is { } owner ? ($"{owner}", county) : ("", county && Owners.AllOwe(at, "county_id"));
        yield return ($"MUNICIPAL_DIRECTOR:{x.IssuerOrg.Number}", x.Line == Line.Municipal);
        foreach (var concerned in municipal.Value == Truth.False ? [] : Owners.Municipal(at, x))
        {
            yield return ($"MUNICIPAL_DIRECTOR:{concerned.Number}", municipal);
        }

        Condition ThemeOf(string line) => themeOwner is null ? Condition.Open : themeOwner == line;
    }
}
