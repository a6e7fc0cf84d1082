using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Offices.Rules;

/// <summary>What the running costs of an office depend on, on the day before a change, as far as the owners have registered it.</summary>
/// <param name="Terms">Today's key and the cost items; null: no operating agreement with cost terms holds.</param>
/// <param name="StateFte">Staffing paid by the state.</param>
/// <param name="MunicipalFte">Staffing paid by the municipal side.</param>
/// <param name="Municipalities">Those the office serves, with their inhabitants; null where the figure is not known or only a part is served.</param>
public sealed record CostFacts(
    CostTerms? Terms, decimal? StateFte, decimal? MunicipalFte, IReadOnlyList<(string Number, long? Inhabitants)> Municipalities);

/// <summary>One owner's staffing grows or, with a negative delta, shrinks from a day on.</summary>
public sealed record StaffingChange(Employer Employer, decimal Delta, DateOnly From);

/// <summary>A party's part of the bill before and after, as exact fractions and in whole kroner.</summary>
/// <param name="ThisYear">Whole kroner of the change that fall on the rest of the year it begins in.</param>
public sealed record PartyCost(string Party, Fraction Before, Fraction After, long NokBefore, long NokAfter, long ThisYear);

/// <summary>The bill under one key.</summary>
/// <param name="IsCurrent">Whether it is today's key.</param>
/// <param name="Parties">The state first, then the municipal side, by number.</param>
public sealed record KeyCost(CostKeyType Type, bool IsCurrent, IReadOnlyList<PartyCost> Parties);

/// <summary>
/// What a staffing change does to each party's part of the running costs (conflicts.md, K-07): exact fractions, rounded to whole kroner at the end for show
/// only, where the last party takes the rest so that every column adds up.
/// </summary>
public static class CostSplit
{
    /// <summary>
    /// The bill under today's key and the other two. Refused when the owners have not registered what it needs, and when the change leaves an owner with less
    /// than nobody, or the office with nobody at all.
    /// </summary>
    /// <param name="facts">On the day before the change.</param>
    /// <param name="change">The change.</param>
    /// <param name="tryOut">Fixed shares to show as PERCENT beside today's key; none: today's split, made fixed.</param>
    public static Outcome<IReadOnlyList<KeyCost>> Simulate(CostFacts facts, StaffingChange change, IReadOnlyList<FixedShare> tryOut)
    {
        // Nobody at all is as good as no figure: a key by staffing has nothing to go by.
        if (facts is not { Terms: { Items.Count: > 0 } terms, StateFte: { } state, MunicipalFte: { } municipal } || state + municipal == 0)
        {
            return Refusal.Of(ErrorReason.EconomyIncomplete, ("missing", string.Join(", ", Missing(facts))));
        }

        var (stateAfter, municipalAfter) = change.Employer == Employer.State ? (state + change.Delta, municipal) : (state, municipal + change.Delta);
        if (stateAfter < 0 || municipalAfter < 0 || stateAfter + municipalAfter == 0)
        {
            return Refusal.Fields([new FieldFault("fte_delta", ErrorReason.NumberOutOfRange, CostShares.Text(change.Delta))]);
        }

        Fraction total = terms.Items.Sum(item => (decimal)item.NokPerYear);
        var staffing = ByStaffing(state, municipal);
        var today = terms.Type == CostKeyType.Fte ? staffing : Fixed(CostShares.Of(terms.Shares));
        var keys = new List<KeyCost> { Cost(CostKeyType.Fte, staffing, ByStaffing(stateAfter, municipalAfter)) };
        if (terms.Type == CostKeyType.Percent || tryOut.Count == 0)
        {
            keys.Add(Cost(CostKeyType.Percent, today, today));
        }

        if (tryOut.Count > 0)
        {
            keys.Add(Cost(CostKeyType.Percent, Fixed(tryOut), Fixed(tryOut)) with { IsCurrent = false });
        }

        var population = terms.Type == CostKeyType.Population ? today : ByPopulation(today, facts.Municipalities);
        keys.Add(Cost(CostKeyType.Population, population, population));
        return keys;

        KeyCost Cost(CostKeyType type, IReadOnlyList<(string Party, Fraction Share)> before, IReadOnlyList<(string Party, Fraction Share)> after)
        {
            var nokBefore = WholeKroner([.. before.Select(part => part.Share * total)]);
            var nokAfter = WholeKroner([.. after.Select(part => part.Share * total)]);
            var year = MonthsLeft(change.From) / 12m;
            var thisYear = WholeKroner([.. before.Zip(after, (old, now) => (now.Share - old.Share) * total * year)]);
            return new KeyCost(type, type == terms.Type, [.. before.Select((part, i) =>
                new PartyCost(part.Party, part.Share, after[i].Share, nokBefore[i], nokAfter[i], thisYear[i]))]);
        }
    }

    /// <summary>Each amount in whole kroner; the last takes what is left of the rounded sum.</summary>
    public static IReadOnlyList<long> WholeKroner(IReadOnlyList<Fraction> amounts)
    {
        var sum = amounts.Aggregate(default(Fraction), (a, b) => a + b).Round();
        var first = amounts.SkipLast(1).Select(amount => amount.Round()).ToList();
        return [.. first, sum - first.Sum()];
    }

    /// <summary>Months from the day, included, to the end of its year; a month that has begun counts by its days.</summary>
    public static Fraction MonthsLeft(DateOnly from)
    {
        var days = DateTime.DaysInMonth(from.Year, from.Month);
        return (Fraction)(12 - from.Month) + new Fraction(days - from.Day + 1, days);
    }

    private static IEnumerable<string> Missing(CostFacts facts) =>
        new[]
        {
            facts.Terms is null ? "cost_key" : "",
            facts.Terms is not { Items.Count: > 0 } ? "cost_items" : "",
            facts.StateFte is null || facts.MunicipalFte is null || facts.StateFte + facts.MunicipalFte == 0 ? "staffing" : "",
        }.Where(name => name.Length > 0);

    private static IReadOnlyList<(string Party, Fraction Share)> ByStaffing(decimal state, decimal municipal) =>
        [(CostShares.State, (Fraction)state / (state + municipal)), (CostShares.Municipal, (Fraction)municipal / (state + municipal))];

    private static IReadOnlyList<(string Party, Fraction Share)> Fixed(IReadOnlyList<FixedShare> shares) =>
        [.. shares.OrderBy(share => share.Party != CostShares.State).ThenBy(share => share.Party, StringComparer.Ordinal)
            .Select(share => (share.Party, (Fraction)share.Percent / 100m))];

    // Inhabitants say nothing about the state: it keeps its part of today, and the municipalities share theirs by inhabitants (our choice). Where a figure is
    // missing the municipal side stays one.
    private static IReadOnlyList<(string Party, Fraction Share)> ByPopulation(
        IReadOnlyList<(string Party, Fraction Share)> today, IReadOnlyList<(string Number, long? Inhabitants)> municipalities)
    {
        var state = today.Where(part => part.Party == CostShares.State).Select(part => part.Share).SingleOrDefault();
        var rest = 1m - state;
        var inhabitants = municipalities.Sum(municipality => municipality.Inhabitants ?? 0);
        return inhabitants == 0 || municipalities.Any(municipality => municipality.Inhabitants is null)
            ? [(CostShares.State, state), (CostShares.Municipal, rest)]
            : [(CostShares.State, state), .. municipalities.OrderBy(municipality => municipality.Number, StringComparer.Ordinal)
                .Select(municipality => (municipality.Number, rest * new Fraction(municipality.Inhabitants!.Value, inhabitants)))];
    }
}
