using System.Security.Cryptography;
using System.Text;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Coordination;

/// <summary>Which case a finding belongs to (conflicts.md section 7). The key outlives rule versions, verdicts and revisions.</summary>
public static class CaseKey
{
    /// <summary>
    /// Identity of the case: lower-hex SHA-256 of kind, directive ids (of a sum: none) and office (where the issuer or the top of a line settles it: none, for
    /// there it is one problem at all of them). About an agreement term the term stands in place of the kind, and the agreement is its office's own.
    /// Null: what is only counted has no case.
    /// </summary>
    public static string? Of(Finding f) => f.Severity == Severity.Info ? null : Hash($"{Subject(f)}|{Directives(f)}|{(IsOfOneOffice(f) ? f.Office ?? "-" : "-")}");

    /// <summary>What it is about whatever the office, with all directives also of a sum; empty where each office has its own problem, or all have one case.</summary>
    public static string Problem(Finding f) => !IsOfOneOffice(f) || f.Directives.IsEmpty ? "" : Hash($"{Subject(f)}|{string.Join(',', f.Directives.Select(x => x.Id))}");

    /// <summary>Identity of the regional case of a problem in a county.</summary>
    public static string Regional(string problem, string countyUnit) => Hash($"REGIONAL|{problem}|{countyUnit}");

    /// <summary>
    /// Whether the object is an agreement term, so that mediation and the dispute board are open (R-E): K-17; K-15 on a subject that only both owners may
    /// decide; K-07 when a directive asserts something of the cost key or a cost item.
    /// </summary>
    public static bool IsAgreementTerm(Finding f, Catalogues catalogues) => f.Kind switch
    {
        FindingKind.AgreementBreach => true,
        FindingKind.OutsideAuthority => catalogues.ReservedSubjects.Any(s => s.Id == f.WitnessClass && s.MayDecide.SequenceEqual([Line.Joint])),
        FindingKind.CostShift => f.Directives.Any(x => x.AssertedTerms.Any(t => t.Term.StartsWith("COST_", StringComparison.Ordinal))),
        _ => false,
    };

    // Whatever directives make up an excess, at an office it is one problem. K-21 and K-29 are sums where they stand for K-04.
    private static bool IsSum(Finding f) =>
        f.Kind is FindingKind.CapacityOverbooked or FindingKind.UnfundedDemand or FindingKind.InitiativeQueue
        || (f.Kind is FindingKind.SameLineCollision or FindingKind.IntermunicipalSplit && f.WitnessClass.Contains("K-04", StringComparison.Ordinal));

    private static bool IsOfOneOffice(Finding f) =>
        IsSum(f) || Term(f) is not null || f.Resolver.Class is not (ResolverClass.Issuer or ResolverClass.LineTop);

    private static string Subject(Finding f) => Term(f) is { } term ? $"AGREEMENT:{term}" : Finding.Code(f.Kind);

    private static string Directives(Finding f) => IsSum(f) ? "" : string.Join(',', f.Directives.Select(x => x.Id));

    // The numbers of K-15 begin with the subject, those of K-17 with agreement and clause; then the term as it was asserted, "OPENING_HOURS[day] 10..15".
    private static string? Term(Finding f)
    {
        var at = f.Kind == FindingKind.OutsideAuthority ? 1 : f.Kind == FindingKind.AgreementBreach ? 2 : -1;
        return at < 0 || f.Witness.Numbers.Length <= at ? null : f.Witness.Numbers[at].Split('[', ' ')[0];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
