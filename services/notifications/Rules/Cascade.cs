using System.Collections.Immutable;
using Samstyring.Norwegian;

namespace Samstyring.Notifications.Rules;

/// <summary>The cascade inside a line, K-22: (a) a middle level that goes beyond what it passes on, (b) a middle node that never received it.</summary>
public static class Cascade
{
    private static readonly ImmutableArray<string> ReceiptFields = ["delivery_path", "published_at", "recipient_role"];
    private static readonly ImmutableArray<string> CascadeFields = ["bindingness", "derived_from", "indicator_id", "modality", "scope", "target"];

    /// <summary>
    /// K-22(a): the version of the middle level goes beyond its source of the same line (conflicts.md K-22): stronger wording or force, a target outside the
    /// source's with its tolerance, or offices the source does not speak to. The numbers name the ways. Whether a day lies in the source's scope is known for
    /// the days of its validity. Stricter inside the source is refinement. The issuer of the child mends it.
    /// </summary>
    public static IEnumerable<Finding> Distorted(Predicates at) => at.Current
        .Where(child => !child.DerivedFrom.IsEmpty)
        .SelectMany(child => child.DerivedFrom.Select(id => (Child: child, Source: at.Facts.Directives.GetValueOrDefault(id))))
        .Where(x => x.Source is { State: DirectiveState.Published } source && source.Line == x.Child.Line && source.Id != x.Child.Id
            && (at.Asks(x.Child) || at.Asks(source)))
        .Select(x => Distorted(at, x.Child, x.Source!))
        .OfType<Finding>();

    /// <summary>
    /// K-22(b): a middle node that a directive is addressed to has not received it when the working days of "receipt_working_days" after publication are over
    /// (conflicts.md K-22). The nodes are the counties, municipal directors or county governors of the offices it reaches, without its own issuer. It is found
    /// once for each node, upstream and without an office, so it holds nothing; the platform's own thresholds count, for no partnership is a party to it.
    /// </summary>
    public static IEnumerable<Finding> NotReceived(Facts facts)
    {
        var offices = facts.Offices.Select(office => new Predicates(facts, office)).ToList();
        foreach (var x in facts.Directives.Values.Where(x => x.State == DirectiveState.Published && Predicates.ToMiddleNode(x) && x.PublishedAt is not null))
        {
            var due = WorkingDays.Add(x.PublishedAt!.Value, (int)facts.Thresholds["receipt_working_days"]);
            var reached = offices.Where(at => at.Office.Reaches.Any(r => r.DirectiveId == x.Id && !r.Withdrawn)).ToList();
            var window = reached.Select(at => at.Reach(x)).Aggregate(Days.None, (a, b) => a.Union(b)).From(due.AddDays(1));
            if (facts.AsOf <= due || !window.IsCurrent(facts.AsOf))
            {
                continue;
            }

            Condition unknown = x.DeliveryPath is null ? Condition.Missing(new Owed(x.Id, "delivery_path")) : true;
            var options = reached.SelectMany(at => Addressed(at, x)).Distinct().Order(StringComparer.Ordinal)
                .Select(node => ($"b,{node}", unknown && !(x.DeliveryPath ?? []).Any(n => n.ReceivedAt is not null && SameNode(n.Node, node))));
            foreach (var finding in Found.ForSome(options, (variant, condition) => Found.Of(
                reached[0], FindingKind.CascadeDistortion, Predicates.Binding(x) ? Severity.NeedsClarification : Severity.Warning, condition, [x], window, null, variant,
                ReceiptFields, Resolvers.Issuers(reached[0].Office, [x]), [$"due {Compared.Day(due)}"])))
            {
                yield return finding with { Office = null, Witness = finding.Witness with { Office = "" } };
            }
        }
    }

    private static IEnumerable<string> Addressed(Predicates at, Directive x) => (x.RecipientRole switch
    {
        RecipientRole.CountyDirector => Owners.County(at) is { } county ? [$"{county}"] : [],
        RecipientRole.MunicipalDirector => Owners.Municipal(at, x).Select(m => $"MUNICIPAL_DIRECTOR:{m.Number}"),
        _ => at.Office.Municipalities.Select(m => $"COUNTY_GOVERNOR:{m.Number[..2]}"),
    }).Where(node => node != $"{x.IssuerOrg}" && !(x.IssuerRole == IssuerRole.MunicipalDirector && node == $"MUNICIPAL_DIRECTOR:{x.IssuerOrg.Number}"));

    // A county governor goes by the two digits of the county, or by four of which the first two are.
    private static bool SameNode(string one, string other) =>
        one == other || (other.StartsWith("COUNTY_GOVERNOR:", StringComparison.Ordinal) && one.StartsWith(other, StringComparison.Ordinal));

    private static Finding? Distorted(Predicates at, Directive child, Directive source)
    {
        var beyond = at.Reach(child).Intersect(Days.Of(source.Valid)).Except(at.Reach(source));
        (string Way, Condition Condition)[] ways =
        [
            ("MODALITY", Rank(child.Modality) > Rank(source.Modality) || (child.Modality == Modality.MustNot) != (source.Modality == Modality.MustNot)),
            ("BINDINGNESS", Force(child) > Force(source)),
            ("TARGET", OutsideTarget(at, child, source)),
            ("SCOPE", at.IsCurrent(beyond)),
        ];
        var condition = ways.Select(w => w.Condition).Aggregate((a, b) => a | b);
        var held = ways.Where(w => w.Condition.Value == Truth.True).Select(w => w.Way).ToList();
        return Found.Of(
            at, FindingKind.CascadeDistortion, Predicates.Binding(child) ? Severity.NeedsClarification : Severity.Warning, condition, [child, source],
            held is ["SCOPE"] ? beyond : at.Reach(child), null, "a", CascadeFields, Resolvers.Issuers(at.Office, [child]), [$"child {child.Id}", .. held.Select(way => $"beyond {way}")]);
    }

    private static Condition OutsideTarget(Predicates at, Directive child, Directive source)
    {
        if (child.Target is not { } target || source.Target is null || !Predicates.SameIndicator(child, source))
        {
            return false;
        }

        // The child's own tolerance does not widen what it demands.
        return at.Intervals([child with { Target = target with { Tolerance = 0 } }, source], out var owed) is { } sides
            ? Below(sides[0].Lo, sides[1].Lo) || Below(-sides[0].Hi, -sides[1].Hi)
            : Condition.Missing(owed);
    }

    // An absent end is open and below everything.
    private static bool Below(decimal? inner, decimal? outer) => outer is not null && (inner is null || inner < outer);

    private static int Rank(Modality? modality) => modality switch
    {
        null => 0,
        Modality.May => 1,
        Modality.Should => 2,
        _ => 3,
    };

    private static int Force(Directive x) => x.Bindingness is Bindingness.Information or Bindingness.Advice ? 0 : Predicates.Binding(x) ? 2 : 1;
}
