using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Group process and anchoring: K-11, K-12, K-13, K-14, K-16, K-22, K-33, K-36.</summary>
public static class Process
{
    private static readonly ImmutableArray<string> AssessmentFields = ["bindingness", "consequence_assessment"];
    private static readonly ImmutableArray<string> WordingFields = ["bindingness", "line", "modality"];
    private static readonly ImmutableArray<string> PlanFields = ["bindingness", "valid"];
    private static readonly ImmutableArray<string> AccessFields = ["consequence_assessment", "read_access", "shielding", "theme"];
    private static readonly ImmutableArray<string> InvolvementFields =
        ["bindingness", "decided_at", "document_type", "fte_delta", "horizon", "introduction", "partner_involvement", "service_effect", "trigger_classes"];

    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) =>
    [
        .. at.Asked.Select(x => AssessmentMissing(at, x)).OfType<Finding>(),
        .. at.Asked.Select(x => PartnerNotConsulted(at, x)).OfType<Finding>(),
        .. Delivery.Bypassed(at),
        .. Offers.Uncoordinated(at),
        .. at.Asked.Select(x => AdviceAsOrder(at, x)).OfType<Finding>(),
        .. Cascade.Distorted(at),
        .. at.Asked.SelectMany(x => OutsideJointPlan(at, x)),
        .. at.Asked.SelectMany(x => AccessAsymmetry(at, x)),
    ];

    /// <summary>
    /// K-11: an owner's directive that at least prioritises comes without a complete assessment of what it means for the partner (conflicts.md K-11). The
    /// numbers name the parts that are not answered. The issuer fills it in.
    /// </summary>
    private static Finding? AssessmentMissing(Predicates at, Directive x)
    {
        var unanswered = Owners.Unanswered(x.ConsequenceAssessment);
        return Found.Self(
            at, FindingKind.AssessmentMissing, Severity.NeedsClarification, Owners.Side(x) is not null && Predicates.Steering(x) && !unanswered.IsEmpty, x,
            at.Reach(x), "", AssessmentFields, Resolvers.Issuers(at.Office, [x]), [.. unanswered.Select(part => $"{part} MISSING")]);
    }

    /// <summary>
    /// K-12: a change in one of the five trigger classes, stated or derived, was decided without consulting the partner first (conflicts.md K-12). The numbers
    /// say of each partner that was not consulted whether it was only informed, and when.
    /// </summary>
    private static Finding? PartnerNotConsulted(Predicates at, Directive x)
    {
        var triggers = Owners.Triggers(x);
        if (Owners.Side(x) is not { } side || !Predicates.Steering(x) || triggers.IsEmpty)
        {
            return null;
        }

        var partners = Owners.Partners(at, x).Select(partner => (Partner: partner, Missed: !Owners.Consulted(x, partner))).ToList();
        var condition = partners.Count == 0
            ? Owners.AllOwe(at, side == Line.State ? "municipalities" : "county_id")
            : partners.Select(p => p.Missed).Aggregate((a, b) => a | b);
        return Found.Self(
            at, FindingKind.PartnerNotConsulted, Severity.NeedsClarification, condition, x, at.Reach(x),
            string.Join(',', triggers.Select(Compared.Identifier).Order(StringComparer.Ordinal)), InvolvementFields,
            at.BothOwners([x]), [.. partners.Where(p => p.Missed.Value == Truth.True).Select(p => Missed(x, p.Partner))]);
    }

    /// <summary>
    /// K-16: (a) information or advice in the words of an order, (b) an order from the county governor, who does not steer (conflicts.md K-16). An order worded
    /// as advice is refused when it is published.
    /// </summary>
    private static Finding? AdviceAsOrder(Predicates at, Directive x)
    {
        var worded = x.Bindingness is Bindingness.Information or Bindingness.Advice && Predicates.Ordering(x);
        var governor = x.Line == Line.CountyGovernor
            && x.Bindingness is not (Bindingness.Information or Bindingness.Advice or Bindingness.Supervision or Bindingness.Statutory);
        return Found.Self(
            at, FindingKind.AdviceAsOrder, Severity.Warning, worded || governor, x, at.Reach(x), worded ? "a" : "b", WordingFields,
            Resolvers.Issuers(at.Office, [x]), []);
    }

    /// <summary>
    /// K-33: a binding directive of an owner has no place in the office's approved joint plan, neither in an element nor among its exceptions (conflicts.md
    /// K-33); one finding for each plan, on the days of its year.
    /// </summary>
    private static IEnumerable<Finding> OutsideJointPlan(Predicates at, Directive x) => at.Office.Profile.JointPlans
        .Where(plan => plan.Approved && !plan.Exceptions.Any(e => e.DirectiveId == x.Id) && !plan.Elements.Any(e => e.DirectiveIds.Contains(x.Id)))
        .Select(plan => Found.Self(
            at, FindingKind.OutsideJointPlan, Severity.Warning, Owners.Side(x) is not null && Predicates.Binding(x), x,
            at.Reach(x).Intersect(Days.Of(plan.Days)), plan.PlanId, PlanFields, at.BothOwners([x]), [$"year {plan.Year}"]))
        .OfType<Finding>();

    /// <summary>
    /// K-36: a directive that affects the other owner cannot be read by it, and no lawful basis for that is registered (conflicts.md K-36); one finding for
    /// each line whose owners, or some of them, may not read it. Absent "read_access" means that all may.
    /// </summary>
    private static IEnumerable<Finding> AccessAsymmetry(Predicates at, Directive x)
    {
        if (x.ReadAccess is not { } readers || (x.Shielding is { } shielding && at.Facts.Catalogues.ShieldingBases.Contains(shielding.Basis)))
        {
            return [];
        }

        return new[] { Line.State, Line.Municipal }
            .Where(side => side != Owners.Side(x))
            .Select(side => (Side: side, Outside: Owners.Of(at, x, side).Except(readers).ToList()))
            .Where(q => q.Outside.Count > 0)
            .Select(q => Found.Self(
                at, FindingKind.AccessAsymmetry, Severity.Warning, Owners.Affects(at, x, q.Side), x, at.Reach(x), Compared.Identifier(q.Side), AccessFields,
                Resolvers.Issuers(at.Office, [x]), [.. q.Outside.Select(owner => $"without {owner}")]))
            .OfType<Finding>();
    }

    // "INFORMED_ONLY MUNICIPALITY:5035 2027-02-05" when it was told and had not been consulted before that, else "NOT_INVOLVED MUNICIPALITY:5035".
    private static string Missed(Directive x, Org partner)
    {
        var entries = x.PartnerInvolvement.Where(i => i.Partner == partner).ToList();
        var informed = entries.Min(i => i.InformedAt);
        return informed is null || entries.Any(i => i.ConsultedAt < informed)
            ? $"NOT_INVOLVED {partner}"
            : $"INFORMED_ONLY {partner} {Compared.Day(informed)}";
    }
}
