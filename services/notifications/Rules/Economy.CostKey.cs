using System.Collections.Immutable;
using Samstyring.Common;
using Shares = System.Collections.Immutable.ImmutableSortedDictionary<string, Samstyring.Common.Fraction>;

namespace Samstyring.Notifications.Rules;

/// <content>K-07: a decision moves cost to another party through the key. K-08: the key is out of step with the staffing, or not reviewed.</content>
public static partial class Economy
{
    private const string StateParty = "STATE";
    private const string MunicipalParty = "MUNICIPAL";

    // The state first, then the municipal side, by number.
    private static readonly Shares Parties = ImmutableSortedDictionary.Create<string, Fraction>(
        Comparer<string>.Create((a, b) => a == b ? 0 : a == StateParty ? -1 : b == StateParty ? 1 : string.CompareOrdinal(a, b)));

    private static readonly ImmutableArray<string> ShiftFields = ["cost_bearer", "fte_delta", "nok", "partner_involvement", "valid"];

    /// <summary>
    /// K-07: full-year amounts of the shared costs before the directive takes effect and after it, by party. It is a shift to a party, other than the
    /// issuer's, that pays more than both thresholds and has not agreed. (One who takes staff out leaves more of the rent to the other: [000].)
    /// </summary>
    private static IEnumerable<Finding> CostShift(Predicates at)
    {
        foreach (var x in at.Asked.Where(x => Predicates.Steering(x) && ReadsTheKey(x) && !Owners.Agreed(x, Owners.EveryOther(at, x))))
        {
            var (items, before, after, known) = Shared(at, x);
            known &= x is { Nok: > 0, CostBearer: null } ? Condition.Missing(new Owed(x.Id, "cost_bearer")) : true;
            if (known.Value == Truth.Missing)
            {
                yield return Shift(at, x, known, "", []);
                continue;
            }

            var rising = items + (x is { Nok: { } nok, CostBearer: CostBearer.SharedByKey } ? nok : 0);
            var (nokBefore, nokAfter) = (WholeKroner(before, items), WholeKroner(after, rising));
            foreach (var party in before.Keys.Where(party => !IsIssuers(x, party) && !HasAgreed(at, x, party)))
            {
                var (from, more) = (before[party] * items, (after[party] * rising) - (before[party] * items));
                if (more > at.Thresholds["cost_shift_nok"] && more > at.Thresholds["cost_shift_share"] * from)
                {
                    yield return Shift(at, x, true, party,
                    [
                        $"party {party}", $"share_before {before[party]}", $"share_after {after[party]}",
                        $"before {nokBefore[party]}", $"after {nokAfter[party]}", $"more {nokAfter[party] - nokBefore[party]}",
                        $"rest_of_year {(more * MonthsLeft(x.Valid.From) / 12m).Round()}",
                    ]);
                }
            }
        }
    }

    private static bool ReadsTheKey(Directive x) => !x.FteDelta.IsEmpty || x is { Nok: > 0, CostBearer: null or CostBearer.SharedByKey };

    private static Finding Shift(Predicates at, Directive x, Condition condition, string party, ImmutableArray<string> numbers) => Found.Self(
        at, FindingKind.CostShift, Severity.Blocking, condition, x, at.Reach(x), party, ShiftFields,
        at.BothOwners([x]), numbers)!;

    // The shared costs on the day before it takes effect, and each party's share of them without and with its own change of the staffing.
    private static (Fraction Items, Shares Before, Shares After, Condition Known) Shared(Predicates at, Directive x)
    {
        var (profile, shares) = (at.Office.Profile, Parties);
        var day = x.Valid.From == DateOnly.MinValue ? x.Valid.From : x.Valid.From.AddDays(-1);
        var items = profile.CostItems.Where(item => item.Valid.Contains(day)).ToList();
        var costs = items.Sum(item => item.NokPerYear);
        var known = items.Count == 0 ? Owners.AllOwe(at, "cost_items") : true;
        if (profile.CostKey.On(day)?.Value is not { } key)
        {
            return (costs, shares, shares, known & Owners.AllOwe(at, "cost_key"));
        }

        if (key.Type != CostKeyType.Fte)
        {
            shares = shares.AddRange((key.Shares ?? ImmutableSortedDictionary<string, decimal>.Empty).Select(s => KeyValuePair.Create(s.Key, (Fraction)s.Value / 100m)));
            return (costs, shares, shares, shares.IsEmpty ? known & Owners.AllOwe(at, "cost_key.shares") : known);
        }

        var staffed = Staffed(at, day);
        return staffed.Value == Truth.True
            ? (costs, ByStaff(Staff(Employer.State, 0), Staff(Employer.Municipal, 0)), ByStaff(Staff(Employer.State, 1), Staff(Employer.Municipal, 1)), known)
            : (costs, shares, shares, known & staffed);

        decimal Staff(Employer employer, int changed) => Math.Max(
            0, profile.StaffOn(employer, day)!.Fte + (changed * x.FteDelta.Where(d => d.Employer == employer).Sum(d => d.Fte)));

        Shares ByStaff(decimal state, decimal municipal) =>
            shares.Add(StateParty, Part(state, state + municipal)).Add(MunicipalParty, Part(municipal, state + municipal));
    }

    private static Fraction Part(decimal part, decimal whole) => whole == 0 ? 0m : (Fraction)part / whole;

    // Months from the day, included, to the end of its year; a month that has begun counts by its days.
    private static Fraction MonthsLeft(DateOnly from)
    {
        var days = DateTime.DaysInMonth(from.Year, from.Month);
        return new Fraction(days - from.Day + 1, days) + (12 - from.Month);
    }

    // Each party's amount; the last takes what is left of the rounded sum.
    private static Dictionary<string, long> WholeKroner(Shares shares, Fraction costs)
    {
        var kroner = shares.ToDictionary(s => s.Key, s => (s.Value * costs).Round());
        var sum = shares.Values.Aggregate(default(Fraction), (a, b) => a + b) * costs;
        kroner[shares.Keys.Last()] += sum.Round() - kroner.Values.Sum();
        return kroner;
    }

    private static bool IsIssuers(Directive x, string party) =>
        (x.Line == Line.State && party == StateParty) || (x.Line == Line.Municipal && (party == MunicipalParty || party == x.IssuerOrg.Number));

    private static bool HasAgreed(Predicates at, Directive x, string party) => party switch
    {
        StateParty => Owners.Agreed(at, x, Line.State),
        MunicipalParty => Owners.Agreed(at, x, Line.Municipal),
        _ => Owners.Agreed(x, Owners.Municipal(at).Where(m => m.Number == party)),
    };

    // Whether both employers have registered how many they have on the day. Nobody at all is as good as no figure.
    private static Condition Staffed(Predicates at, DateOnly day) => new[] { Employer.State, Employer.Municipal }
        .Where(employer => at.Office.Profile.StaffOn(employer, day) is null
            || at.Office.Profile.Staffing.Where(s => s.Valid.Contains(day)).Sum(s => s.Fte) == 0)
        .Aggregate((Condition)true, (known, employer) => known & Condition.Missing(
            (employer == Employer.Municipal ? Owners.Municipal(at) : [Owners.County(at) ?? Org.None]).Select(owner => Owed.By(owner, "staffing"))));

    /// <summary>
    /// K-08: for the closed quarters that count, each on its last day, a line's share by the key is not its part of the staff; or the last review is too long
    /// ago. An office kind: it names no directive. A key by staffing cannot drift, and where there is no key there is none to review: K-07 asks for it when a
    /// directive needs it. (The parties want the key reviewed more often: [000].)
    /// </summary>
    private static List<Finding> CostKeyDrift(Predicates at)
    {
        var today = at.Facts.AsOf;
        if (at.Office.Profile.CostKey.On(today)?.Value is not { } key)
        {
            return [];
        }

        var findings = new List<Finding>();
        if (key is { Type: not CostKeyType.Fte, Shares.Count: > 0 })
        {
            var quarter = DayRange.QuarterOf(today);
            var now = Days.Of(quarter);
            var quarters = Enumerable.Range(0, (int)at.Thresholds["key_drift_quarters"]);
            ImmutableArray<DateOnly> closed = [.. quarters.Select(k => quarter.From.AddMonths(-3 * k).AddDays(-1)).Order()];
            var stored = key.Shares.ToLookup(s => s.Key == StateParty ? StateParty : MunicipalParty, s => s.Value);
            foreach (var (party, share) in new[] { StateParty, MunicipalParty }.Select(party => (party, stored[party].Sum())))
            {
                var drifted = closed.Aggregate((Condition)true, (all, day) => all & Drifted(at, day, party, share));
                if (drifted.Value == Truth.True)
                {
                    findings.Add(Drift(
                        at, true, now, party,
                        [
                            $"party {party}", $"share {Compared.Number(share)}",
                            .. closed.Select(day => $"staff {Compared.Day(day)} {Compared.Number((Actual(at, day, party) * 100m).ToDecimal(1))}"),
                        ]));
                }
                else if (drifted.Value == Truth.Missing && party == StateParty)
                {
                    findings.Add(Drift(at, drifted, now, "", []));
                }
            }
        }

        if (key.LastReview is not { } reviewed)
        {
            findings.Add(Drift(at, Owners.AllOwe(at, "cost_key.last_review"), at.Office.Profile.CostKey.Known, "", []));
        }
        else if (reviewed.AddMonths((int)at.Thresholds["key_review_months"]) is var due && due < today)
        {
            findings.Add(Drift(at, true, Days.Of(new DayRange(due.AddDays(1), DateOnly.MaxValue)), "REVIEW", [$"last_review {Compared.Day(reviewed)}"]));
        }

        return findings;
    }

    private static Finding Drift(Predicates at, Condition condition, Days window, string witnessClass, ImmutableArray<string> numbers) => Found.Of(
        at, FindingKind.CostKeyDrift, Severity.Warning, condition, [], window, null, witnessClass, [], Resolvers.BothOwners(at.Office), numbers)!;

    private static Condition Drifted(Predicates at, DateOnly day, string party, decimal share) => Staffed(at, day) is { Value: not Truth.True } unknown
        ? unknown
        : ((Fraction)share - (Actual(at, day, party) * 100m)).Abs() > at.Thresholds["key_drift_pp"];

    // The line's part of the staff on the day.
    private static Fraction Actual(Predicates at, DateOnly day, string party)
    {
        var (state, municipal) = (at.Office.Profile.StaffOn(Employer.State, day)!.Fte, at.Office.Profile.StaffOn(Employer.Municipal, day)!.Fte);
        return Part(party == StateParty ? state : municipal, state + municipal);
    }
}
