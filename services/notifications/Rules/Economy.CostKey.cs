using System.Collections.Immutable;
using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <content>K-07: a decision moves cost to another party through the key. K-08: the key is out of step with the staffing, or not reviewed.</content>
public static partial class Economy
{
    private const string StateParty = "STATE";
    private const string MunicipalParty = "MUNICIPAL";
    private static readonly string[] ShiftFields = ["cost_bearer", "fte_delta", "nok", "partner_involvement", "valid"];

    /// <summary>
    /// K-07: full-year amounts of the shared costs before the directive takes effect and after it, by party. It is a shift to a party, other than the issuer's,
    /// that pays more than both thresholds and has not agreed. (One who takes staff out leaves more of the rent to the other: [000].)
    /// </summary>
    private static IEnumerable<Finding> CostShift(Predicates at)
    {
        foreach (var x in at.Current.Where(x => Predicates.Steering(x) && (!x.FteDelta.IsEmpty || x is { Nok: > 0, CostBearer: null or CostBearer.SharedByKey })))
        {
            if (Owners.Agreed(x, Owners.EveryOther(at, x)))
            {
                continue;
            }

            var owed = x is { Nok: > 0, CostBearer: null } ? Condition.Missing(new Owed(x.Id, "cost_bearer")) : true;
            var day = x.Valid.From == DateOnly.MinValue ? x.Valid.From : x.Valid.From.AddDays(-1);
            var items = at.Office.Profile.CostItems.Where(item => item.Valid.Contains(day)).ToList();
            owed &= items.Count == 0 ? Owners.AllOwe(at, "cost_items") : true;
            var (before, known) = Shares(at, x, day, applied: false);
            var (after, _) = Shares(at, x, day, applied: true);
            owed &= known;
            if (owed.Value == Truth.Missing)
            {
                yield return Shift(at, x, owed, "", [])!;
                continue;
            }

            Fraction costs = items.Sum(item => item.NokPerYear);
            Fraction rising = costs + (x.CostBearer == CostBearer.SharedByKey ? x.Nok ?? 0 : 0);
            foreach (var party in before.Keys.Where(party => !IsIssuers(x, party) && !HasAgreed(at, x, party)))
            {
                var (from, to) = (before[party] * costs, after[party] * rising);
                if (to - from > at.Thresholds["cost_shift_nok"] && to - from > at.Thresholds["cost_shift_share"] * from)
                {
                    var (more, months) = (Whole(after, rising, party) - Whole(before, costs, party), 13 - x.Valid.From.Month);
                    yield return Shift(at, x, true, party,
                    [
                        $"party {party}", $"share_before {before[party]}", $"share_after {after[party]}", $"before {Whole(before, costs, party)}",
                        $"after {Whole(after, rising, party)}", $"more {more}", string.Create(CultureInfo.InvariantCulture, $"months {months}"),
                        $"rest_of_year {((Fraction)more * months / 12).Round(0)}",
                    ])!;
                }
            }
        }
    }

    private static Finding? Shift(Predicates at, Directive x, Condition condition, string party, ImmutableArray<string> numbers) => Found.Self(
        at, FindingKind.CostShift, Severity.Blocking, condition, x, at.Reach(x), party, ShiftFields, Resolvers.BothOwners(at.Office, [at.Concerned(x)]), numbers);

    // Each party's share on a day, as the key says; of an FTE key by the staffing, with the directive's own changes applied or not.
    private static (ImmutableSortedDictionary<string, Fraction> Shares, Condition Known) Shares(Predicates at, Directive x, DateOnly day, bool applied)
    {
        var none = ImmutableSortedDictionary<string, Fraction>.Empty;
        if (at.Office.Profile.CostKey.On(day)?.Value is not { } key)
        {
            return (none, Owners.AllOwe(at, "cost_key"));
        }

        if (key.Type != CostKeyType.Fte)
        {
            return key.Shares is { Count: > 0 } stored
                ? (stored.ToImmutableSortedDictionary(s => s.Key, s => (Fraction)s.Value / 100, StringComparer.Ordinal), true)
                : (none, Owners.AllOwe(at, "cost_key.shares"));
        }

        var known = Staffed(at, day);
        if (known.Value != Truth.True)
        {
            return (none, known);
        }

        var (state, municipal) = (Staff(Employer.State), Staff(Employer.Municipal));
        return state + municipal == 0
            ? (none.Add(StateParty, 0).Add(MunicipalParty, 0), true)
            : (none.Add(StateParty, (Fraction)state / (state + municipal)).Add(MunicipalParty, (Fraction)municipal / (state + municipal)), true);

        decimal Staff(Employer employer) => Math.Max(
            0, at.Office.Profile.StaffOn(employer, day)!.Fte + (applied ? x.FteDelta.Where(d => d.Employer == employer).Sum(d => d.Fte) : 0));
    }

    // The party's whole kroner; the last party takes the rest, so that they sum to what is shared.
    private static decimal Whole(ImmutableSortedDictionary<string, Fraction> shares, Fraction costs, string party) => party == shares.Keys.Last()
        ? costs.Round(0) - shares.Where(s => s.Key != party).Sum(s => (s.Value * costs).Round(0))
        : (shares[party] * costs).Round(0);

    private static bool IsIssuers(Directive x, string party) =>
        (x.Line == Line.State && party == StateParty) || (x.Line == Line.Municipal && (party == MunicipalParty || party == x.IssuerOrg.Number));

    private static bool HasAgreed(Predicates at, Directive x, string party) => party switch
    {
        StateParty => Owners.Agreed(at, x, Line.State),
        MunicipalParty => Owners.Agreed(at, x, Line.Municipal),
        _ => Owners.Agreed(x, Owners.Municipal(at).Where(m => m.Number == party)),
    };

    // Whether both employers have registered how many they have on the day.
    private static Condition Staffed(Predicates at, DateOnly day) => new[] { Employer.State, Employer.Municipal }
        .Where(employer => at.Office.Profile.StaffOn(employer, day) is null)
        .Aggregate((Condition)true, (known, employer) => known & Condition.Missing(
            (employer == Employer.Municipal ? Owners.Municipal(at) : [Owners.County(at) ?? Org.None]).Select(owner => Owed.By(owner, "staffing"))));

    /// <summary>
    /// K-08: for the closed quarters that count, each on its last day, a line's share by the key is not its part of the staff; or the last review is too long
    /// ago. An office kind: it names no directive. A key by staffing cannot drift, and where there is no key there is none to review: K-07 asks for it when a
    /// directive needs it. (The parties want the key reviewed more often: [000].)
    /// </summary>
    private static IEnumerable<Finding> CostKeyDrift(Predicates at)
    {
        var today = at.Facts.AsOf;
        if (at.Office.Profile.CostKey.On(today)?.Value is not { } key)
        {
            return [];
        }

        var findings = new List<Finding?>();
        if (key is { Type: not CostKeyType.Fte, Shares.Count: > 0 })
        {
            var quarter = new DateOnly(today.Year, today.Month - ((today.Month - 1) % 3), 1);
            var closed = Enumerable.Range(0, (int)at.Thresholds["key_drift_quarters"]).Select(k => quarter.AddMonths(-3 * k).AddDays(-1)).ToList();
            var stored = key.Shares.ToLookup(s => s.Key == StateParty ? StateParty : MunicipalParty, s => s.Value);
            var now = Days.Of(new DayRange(quarter, quarter.AddMonths(3)));
            var drift = new[] { MunicipalParty, StateParty }.Select(party => (Party: party, Condition: closed
                .Aggregate((Condition)true, (all, day) => all & Drifted(at, day, party, stored[party].Sum())))).ToList();
            findings.AddRange(drift.Where(d => d.Condition.Value == Truth.True).Select(d => Drift(at, true, now, d.Party,
            [
                $"party {d.Party}", $"share {Compared.Number(stored[d.Party].Sum())}",
                .. closed.Order().Select(day => $"staff {Compared.Day(day)} {Compared.Number((Actual(at, day, d.Party) * 100).Round(1))}"),
            ])));
            findings.Add(drift.FirstOrDefault(d => d.Condition.Value == Truth.Missing) is { Party: not null } missing ? Drift(at, missing.Condition, now, "", []) : null);
        }

        var review = key.LastReview?.AddMonths((int)at.Thresholds["key_review_months"]);
        findings.Add(key.LastReview is null
            ? Drift(at, Owners.AllOwe(at, "cost_key.last_review"), at.Office.Profile.CostKey.Known, "", [])
            : review < today ? Drift(at, true, Days.Of(new DayRange(review.Value.AddDays(1), DateOnly.MaxValue)), "REVIEW", [$"last_review {Compared.Day(key.LastReview)}"])
            : null);
        return findings.OfType<Finding>();
    }

    private static Finding Drift(Predicates at, Condition condition, Days window, string witnessClass, ImmutableArray<string> numbers) => Found.Of(
        at, FindingKind.CostKeyDrift, Severity.Warning, condition, [], window, null, witnessClass, [], Resolvers.BothOwners(at.Office), numbers)!;

    private static Condition Drifted(Predicates at, DateOnly day, string party, decimal share) => Staffed(at, day) is { Value: not Truth.True } unknown
        ? unknown
        : ((Fraction)share - (Actual(at, day, party) * 100)).Abs() > at.Thresholds["key_drift_pp"];

    // The line's part of the staff on the day; nothing of none.
    private static Fraction Actual(Predicates at, DateOnly day, string party)
    {
        var (state, municipal) = (at.Office.Profile.StaffOn(Employer.State, day)!.Fte, at.Office.Profile.StaffOn(Employer.Municipal, day)!.Fte);
        return state + municipal == 0 ? 0 : (Fraction)(party == StateParty ? state : municipal) / (state + municipal);
    }
}
