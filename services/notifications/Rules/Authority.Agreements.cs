using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <content>K-15 outside authority with its B4 variant, K-17 breach of an agreement clause.</content>
public static partial class Authority
{
    private const string ServiceInOffice = "MUNICIPAL_SERVICE_IN_OFFICE";
    private const string Included = "included";

    private static readonly ImmutableArray<string> ReservedFields =
        ["asserted_terms", "bindingness", "fte_delta", "line", "modality", "partner_involvement", "theme"];

    private static readonly ImmutableArray<string> IncludedFields = ["asserted_terms", "bindingness", "line"];

    private static readonly ImmutableArray<string> ClauseFields = ["asserted_terms", "bindingness", "modality", "partner_involvement", "published_at", "valid"];

    /// <summary>
    /// K-15: a line orders on a subject that the register reserves to the partnership, to the other party or to the law, without the consent of every other
    /// owner and with no clause that says the same or lets it change. One finding for each reserved subject. Source: domain.md section 5 and its register;
    /// the local partnership decides, the directorate's report on the partnership (2012). Recommending is lawful (B10).
    /// </summary>
    private static IEnumerable<Finding> OutsideAuthority(Predicates at)
    {
        foreach (var x in at.Asked.Where(x => Orders(x) && Predicates.Holdable(x) && x.Line != Line.Joint && !EveryOtherAgreed(at, x)))
        {
            var subjects =
                from claim in Claims(at, x)
                from subject in at.Facts.Catalogues.ReservedSubjects
                where subject.Term == claim.Term && !subject.MayDecide.Contains(x.Line) && !Upholds(claim)
                let days = at.Reach(x).Except(Allowed(at, x, claim))
                where at.IsCurrent(days)
                group (Written: Written(claim.Term, claim.Key, claim.Value), Days: days) by subject.Id;
            foreach (var subject in subjects.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                yield return Found.Self(
                    at, FindingKind.OutsideAuthority, Severity.Blocking, true, x, subject.Select(s => s.Days).Aggregate((a, b) => a.Union(b)), subject.Key,
                    ReservedFields, Resolvers.Issuers(at.Office, [x]), [$"subject {subject.Key}", .. subject.Select(s => s.Written).Distinct()])!;
            }
        }
    }

    // terms: what it asserts, what its theme maps to where it asserts nothing of that term, and the staff and budget of each employer whose staff it changes.
    private static IEnumerable<AssertedTerm> Claims(Predicates at, Directive x)
    {
        IEnumerable<string?> implied =
        [
            ThemeTerm(at.Facts.Catalogues, x.Theme),
            .. x.FteDelta.Select(d => d.Employer).Distinct().Order().Select(employer => $"{Compared.Identifier(employer)}_STAFF_AND_BUDGET"),
        ];
        return x.AssertedTerms.Concat(implied.OfType<string>().Where(term => x.AssertedTerms.All(t => t.Term != term)).Select(term => new AssertedTerm(term)));
    }

    // Of the theme or the nearest one above it that has a term.
    private static string? ThemeTerm(Catalogues catalogues, string theme) => catalogues.Themes
        .Where(t => t.Value.Term is not null && catalogues.ThemeHolds(t.Key, theme))
        .OrderBy(t => catalogues.StepsAbove(t.Key, theme))
        .FirstOrDefault().Value?.Term;

    // The minimum is reserved downwards only (RS-12).
    private static bool Upholds(AssertedTerm claim) => claim.Term == "MINIMUM_SERVICE" && Terms.Hold(Included, claim.Value);

    // allowed: the days on which a clause in force has what it claims, or may be changed by it.
    private static Days Allowed(Predicates at, Directive x, AssertedTerm claim) => ClauseInForce.On(at.Office.Profile, claim)
        .Select(clause => clause.Where(value => Terms.Hold(value, claim.Value) || clause.ChangeAllowed(x, at.Facts.AsOf)))
        .Aggregate(Days.None, (a, b) => a.Union(b));

    // Where the register knows no other owner, none has agreed.
    private static bool EveryOtherAgreed(Predicates at, Directive x) =>
        x.Line == Line.Joint || (Owners.EveryOther(at, x) is { IsEmpty: false } others && Owners.Agreed(x, others));

    private static bool Orders(Directive x) => Predicates.Ordering(x) && Predicates.Steering(x);

    private static string Written(string term, string? key, string value) => $"{term}{(string.IsNullOrEmpty(key) ? "" : $"[{key}]")} {value}".TrimEnd();

    /// <summary>
    /// K-15, B4 variant: somebody presupposes a municipal service in the office that none of the municipalities concerned has agreed to and that does not
    /// support work first. A flag, whoever issues it. Source: domain.md B4.
    /// </summary>
    private static IEnumerable<Finding> NotWorkOriented(Predicates at)
    {
        foreach (var x in at.Asked.Where(x => x.Bindingness != Bindingness.Information))
        {
            var answers = x.AssertedTerms
                .Where(t => t.Term == ServiceInOffice && !string.IsNullOrEmpty(t.Key) && Terms.Hold(Included, t.Value))
                .Select(t => (Service: t.Key!, Days: InNoPortfolio(at, x, t.Key!), Condition: Unfit(at, t.Key!)))
                .Where(a => at.IsCurrent(a.Days) && a.Condition.Value != Truth.False)
                .ToList();
            var condition = answers.Aggregate((Condition)false, (all, a) => all | a.Condition);
            var decisive = answers.Where(a => a.Condition.Value == condition.Value).ToList();
            if (decisive.Count > 0)
            {
                yield return Found.Self(
                    at, FindingKind.OutsideAuthority, Severity.Warning, condition, x, decisive.Select(a => a.Days).Aggregate((a, b) => a.Union(b)), "RS-03/B4",
                    IncludedFields, Resolvers.Issuers(at.Office, [x]),
                    ["subject RS-03/B4", .. decisive.Select(a => Written(ServiceInOffice, a.Service, Included))])!;
            }
        }
    }

    private static Days InNoPortfolio(Predicates at, Directive x, string service) =>
        Owners.Concerned(at, x).Aggregate(at.Reach(x), (days, owner) => days.Except(owner.Days.Intersect(Portfolio(at, owner, service))));

    private static Condition Unfit(Predicates at, string service) =>
        at.Facts.Catalogues.Services.TryGetValue(service, out var entry) && (entry.WorkOriented || entry.Owner == "STATE") ? false
        : at.Office.Profile.Services is null ? Owners.AllOwe(at, "services")
        : entry is not null ? true
        : Condition.Open;

    /// <summary>
    /// K-17: a directive presupposes something else than an agreement clause says on a day it reaches the office; without the consent of every other owner,
    /// and without the notice that lets its issuer change the clause. One finding for each clause. Source: the agreement's contents, the directorate's report
    /// on the partnership (2012).
    /// </summary>
    private static IEnumerable<Finding> Breaches(Predicates at)
    {
        foreach (var x in at.Asked.Where(x => Orders(x) && !EveryOtherAgreed(at, x)))
        {
            var clauses =
                from claim in x.AssertedTerms
                from clause in ClauseInForce.On(at.Office.Profile, claim)
                where !clause.ChangeAllowed(x, at.Facts.AsOf)
                let days = at.Reach(x).Intersect(clause.Where(value => Terms.Differ(value, claim.Value)))
                where at.IsCurrent(days)
                group (Claim: claim, Clause: clause, Days: days) by (clause.Agreement.AgreementId, clause.Clause.ClauseRef);
            foreach (var clause in clauses.OrderBy(c => c.Key.AgreementId, StringComparer.Ordinal).ThenBy(c => c.Key.ClauseRef, StringComparer.Ordinal))
            {
                var (claim, inForce, days) = clause.OrderBy(c => c.Days.FirstNotBefore(at.Facts.AsOf)).First();
                var day = days.FirstNotBefore(at.Facts.AsOf)!.Value;
                var value = inForce.Values.First(v => v.Days.Contains(day)).Value;
                yield return Found.Self(
                    at, FindingKind.AgreementBreach, Severity.Blocking, true, x, clause.Select(c => c.Days).Aggregate((a, b) => a.Union(b)),
                    $"{clause.Key.AgreementId},{clause.Key.ClauseRef}", ClauseFields, at.BothOwners([x]),
                    Numbers(clause.Key, claim, value, inForce.Earliest(x, at.Facts.AsOf)))!;
            }
        }
    }

    // The clause, what it says and what is presupposed, and the first day the issuer could have changed it with notice.
    private static ImmutableArray<string> Numbers((string Agreement, string Clause) of, AssertedTerm claim, string value, DateOnly? earliest) =>
    [
        $"agreement {of.Agreement}", $"clause {of.Clause}", Written(claim.Term, claim.Key, value), Written(claim.Term, claim.Key, claim.Value),
        .. earliest is { } day ? new[] { $"earliest {Compared.Day(day)}" } : [],
    ];
}
