using System.Collections.Immutable;
using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// The written form of what an agreement term says, in a clause and in what a directive presupposes. It is told by the text itself:
/// <list type="bullet">
/// <item>an interval of numbers, "7.5..10", with an open end empty ("..10"); a number alone is the interval of that number;</item>
/// <item>a set, "A,B", in any order;</item>
/// <item>an identifier, "SINGLE", "excluded" or "true": the set of one.</item>
/// </list>
/// Upper and lower case and spaces at the ends do not count. An empty text says nothing, and neither differs from anything nor is held by anything.
/// </summary>
public static class Terms
{
    /// <summary>differs (K-17): intervals without a common number; otherwise something the directive presupposes that the clause does not have.</summary>
    public static bool Differ(string clause, string presupposed) => Says(clause) && Says(presupposed) && (Interval(clause), Interval(presupposed)) switch
    {
        ({ } g, { } x) => Math.Max(g.Lo, x.Lo) > Math.Min(g.Hi, x.Hi),
        _ => !Set(presupposed).IsSubsetOf(Set(clause)),
    };

    /// <summary>Whether the clause has all that the directive presupposes: the interval inside the clause's, or every member of the set.</summary>
    public static bool Hold(string clause, string presupposed) => Says(clause) && Says(presupposed) && (Interval(clause), Interval(presupposed)) switch
    {
        ({ } g, { } x) => g.Lo <= x.Lo && x.Hi <= g.Hi,
        _ => Set(presupposed).IsSubsetOf(Set(clause)),
    };

    /// <summary>The interval that is written; null when it is none. An open end is the least or greatest decimal.</summary>
    public static (decimal Lo, decimal Hi)? Interval(string written)
    {
        var ends = written.Split("..");
        return ends.Length <= 2 && ends.Any(Says)
            && Number(ends[0], decimal.MinValue) is { } lo && Number(ends[^1], decimal.MaxValue) is { } hi
            ? (lo, hi)
            : null;
    }

    private static bool Says(string written) => !string.IsNullOrWhiteSpace(written);

    private static ImmutableHashSet<string> Set(string written) =>
        written.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);

    private static decimal? Number(string written, decimal open) =>
        !Says(written) ? open
        : decimal.TryParse(written, NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}

/// <summary>
/// A clause in force at an office and what it says over time: its own value, and from the day an amendment signed by all parties takes effect, the
/// amendment's.
/// </summary>
public sealed record ClauseInForce(Agreement Agreement, AgreementClause Clause, ImmutableArray<(string Value, Days Days)> Values)
{
    /// <summary>The clauses on a term and key.</summary>
    public static IEnumerable<ClauseInForce> On(Profile profile, AssertedTerm x) =>
        from agreement in profile.Agreements
        from clause in agreement.Clauses
        where clause.Term == x.Term && (clause.Key ?? "") == (x.Key ?? "")
        select new ClauseInForce(agreement, clause, Over(agreement, clause));

    /// <summary>The days on which what it says is such.</summary>
    public Days Where(Func<string, bool> such) => Days.Of(Values.Where(v => such(v.Value)).SelectMany(v => v.Days.Ranges));

    /// <summary>
    /// changeAllowed (K-17): the clause gives notice months, the issuer is a party, and the notice that the publication is has run out when the directive
    /// takes effect. A draft is published today at the earliest.
    /// </summary>
    public bool ChangeAllowed(Directive x, DateOnly asOf) => Earliest(x, asOf) <= x.Valid.From;

    /// <summary>
    /// The first day on which the issuer may change what the clause says; null when it never may alone. A month without that day ends on its last.
    /// </summary>
    public DateOnly? Earliest(Directive x, DateOnly asOf) =>
        Clause.NoticeMonths is { } months && Agreement.Parties.Contains(x.IssuerOrg) ? (x.PublishedAt ?? asOf).AddMonths(months) : null;

    private static ImmutableArray<(string Value, Days Days)> Over(Agreement agreement, AgreementClause clause)
    {
        var values = new List<(string Value, DateOnly From)> { (clause.Value ?? "", DateOnly.MinValue) };
        values.AddRange(agreement.Amendments
            .Where(a => a.ClauseRef == clause.ClauseRef && agreement.Parties.All(a.SignedBy.Contains))
            .OrderBy(a => a.EffectiveFrom)
            .Select(a => (a.Value, a.EffectiveFrom)));
        return [.. values
            .Select((v, i) => (v.Value, Days.Of(agreement.Valid.Intersect(new(v.From, i + 1 < values.Count ? values[i + 1].From : DateOnly.MaxValue)))))
            .Where(v => !v.Item2.IsEmpty)];
    }
}
