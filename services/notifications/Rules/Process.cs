namespace Samstyring.Notifications.Rules;

/// <summary>Group process and anchoring: K-11, K-12, K-13, K-14, K-16, K-22, K-33, K-36.</summary>
public static class Process
{
    private static readonly string[] AssessmentFields = ["bindingness", "consequence_assessment"];
    private static readonly string[] InvolvementFields =
        ["bindingness", "decided_at", "document_type", "fte_delta", "horizon", "introduction", "partner_involvement", "service_effect", "trigger_classes"];

    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) =>
    [
        .. at.Current.Select(x => AssessmentMissing(at, x)).OfType<Finding>(),
        .. at.Current.Select(x => PartnerNotConsulted(at, x)).OfType<Finding>(),
        .. Delivery.Bypassed(at),
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
            ? Owners.NotRegistered(at, side == Line.State ? "municipalities" : "county_id")
            : partners.Select(p => p.Missed).Aggregate((a, b) => a | b);
        return Found.Self(
            at, FindingKind.PartnerNotConsulted, Severity.NeedsClarification, condition, x, at.Reach(x),
            string.Join(',', triggers.Select(Compared.Identifier).Order(StringComparer.Ordinal)), InvolvementFields,
            Resolvers.BothOwners(at.Office, [at.Concerned(x)]), [.. partners.Where(p => p.Missed.Value == Truth.True).Select(p => Missed(x, p.Partner))]);
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
