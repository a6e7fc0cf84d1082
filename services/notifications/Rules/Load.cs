using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>What is demanded of a pool against what it has, in full-time equivalents.</summary>
public readonly record struct LoadRatio(Pool Pool, decimal Demand, decimal Capacity)
{
    /// <summary>Demand over capacity; the greatest number where there is demand and no capacity.</summary>
    public decimal Ratio => Capacity > 0 ? Demand / Capacity : Demand > 0 ? decimal.MaxValue : 0;

    /// <summary>Whether it exceeds the factor, exactly.</summary>
    public bool Exceeds(decimal factor) => Demand > factor * Capacity;
}

/// <summary>
/// Demand and capacity of an office on one day (conflicts.md K-04): r_M for its own municipal staff, r_S and r_T for the state staff of all offices it shares
/// them with. A ratio is read only where something is demanded of it; one that cannot be computed names who owes the follow-up capacity.
/// </summary>
public sealed class Load
{
    private readonly Predicates at;
    private readonly DateOnly day;
    private readonly ImmutableArray<Predicates> offices;
    private readonly ImmutableArray<Demand> demands;

    /// <summary>The load of the office on the day.</summary>
    /// <param name="at">The facts at the office.</param>
    /// <param name="offices">The office and those it shares state staff with that day.</param>
    /// <param name="day">The day.</param>
    public Load(Predicates at, ImmutableArray<Predicates> offices, DateOnly day)
    {
        (this.at, this.offices, this.day) = (at, offices, day);
        demands = [.. offices.SelectMany(Demands)];
    }

    /// <summary>True: over; missing: a capacity is not registered; open: over only if a capacity group that one directive names is counted.</summary>
    public Truth Verdict =>
        demands.IsEmpty ? Truth.False
        : Over(demands.Where(d => !d.Lone)).Any() ? Truth.True
        : !Owed.IsEmpty ? Truth.Missing
        : Over(demands).Any() ? Truth.Open
        : Truth.False;

    /// <summary>Numbers of the offices that share state staff that day.</summary>
    public ImmutableArray<string> Offices => [.. offices.Select(o => o.Office.Number).Order(StringComparer.Ordinal)];

    /// <summary>The greatest ratio; of equal ones MUNICIPAL before STATE before TOTAL.</summary>
    public LoadRatio Worst => Over(demands).MaxBy(r => r.Ratio);

    /// <summary>Every directive with a demand at the offices.</summary>
    public ImmutableArray<Directive> All => Named(demands);

    /// <summary>The directives whose demand enters a ratio above 1.</summary>
    public ImmutableArray<Directive> Contributors => Named(Contributing);

    /// <summary>The capacities that are not registered and by whom.</summary>
    public ImmutableArray<Owed> Owed => [.. offices.SelectMany(o => Missing(o)).Distinct()];

    /// <summary>The shortest prefix of the contributors, the greatest demand first, that exceeds the capacity.</summary>
    public ImmutableArray<string> Minimal
    {
        get
        {
            var contributors = Contributing
                .GroupBy(d => d.Contributor)
                .OrderByDescending(g => g.Sum(d => d.Fte ?? 0))
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .ToList();
            var count = 1;
            while (count < contributors.Count && !Over(contributors.Take(count).SelectMany(g => g)).Any())
            {
                count++;
            }

            return [.. contributors.Take(count).SelectMany(g => g.SelectMany(d => d.Directives)).Select(x => x.Id).Distinct().Order(StringComparer.Ordinal)];
        }
    }

    private IEnumerable<Demand> Contributing
    {
        get
        {
            var over = Over(demands).Select(r => r.Pool).ToHashSet();
            var shared = over.Contains(Pool.State) || over.Contains(Pool.Total);
            return demands.Where(d => d.Fte != 0
                && ((d.Pool == Pool.Municipal && d.At == at && over.Contains(Pool.Municipal))
                    || (shared && (d.Pool == Pool.State || FromState(d.At, demands) > 0))));
        }
    }

    // The ratios above 1 that can be computed, in the order that decides between equal ones.
    private IEnumerable<LoadRatio> Over(IEnumerable<Demand> some)
    {
        var these = some.ToList();
        IEnumerable<LoadRatio?> ratios = [MunicipalRatio(these), StateRatio(these), TotalRatio(these)];
        return ratios.OfType<LoadRatio>().Where(r => r.Exceeds(1));
    }

    private LoadRatio? MunicipalRatio(List<Demand> some) =>
        Has(at, Employer.Municipal) is { } capacity ? new(Pool.Municipal, Sum(some, at, Pool.Municipal), capacity) : null;

    private LoadRatio? StateRatio(List<Demand> some) =>
        offices.Sum(o => Has(o, Employer.State)) is var capacity && offices.All(o => Has(o, Employer.State) is not null)
            ? new(Pool.State, offices.Sum(o => Sum(some, o, Pool.State)), capacity ?? 0)
            : null;

    // Without a demand for TOTAL it never exceeds r_S.
    private LoadRatio? TotalRatio(List<Demand> some)
    {
        if (!some.Any(d => d.Pool == Pool.Total) || offices.Any(o => Has(o, Employer.State) is null || Has(o, Employer.Municipal) is null))
        {
            return null;
        }

        var state = offices.Sum(o => Has(o, Employer.State)!.Value);
        var all = state + offices.Sum(o => Has(o, Employer.Municipal)!.Value);
        var taken = offices.Sum(o => Sum(some, o, Pool.State) + FromState(o, some));
        return new(Pool.Total, all + taken - state, all);
    }

    // over: what TOTAL must take from the state pool at an office.
    private decimal FromState(Predicates office, IReadOnlyCollection<Demand> some) => Math.Max(
        0, Sum(some, office, Pool.Total) - Math.Max(0, (Has(office, Employer.Municipal) ?? 0) - Sum(some, office, Pool.Municipal)));

    private static decimal Sum(IEnumerable<Demand> some, Predicates office, Pool pool) =>
        some.Where(d => d.At == office && d.Pool == pool).Sum(d => d.Fte ?? 0);

    private decimal? Has(Predicates office, Employer employer) => office.Office.Profile.StaffOn(employer, day)?.FollowUpFte;

    private IEnumerable<Owed> Missing(Predicates office)
    {
        var total = demands.Any(d => d.Pool == Pool.Total && d.Fte != 0);
        var state = total || demands.Any(d => d.Pool == Pool.State && d.Fte != 0);
        var municipal = total || (office == at && demands.Any(d => d.At == at && d.Pool == Pool.Municipal && d.Fte != 0));
        IEnumerable<Org> owing =
        [
            .. state && Has(office, Employer.State) is null ? [Owners.County(office) ?? new Org("COUNTY", "")] : Array.Empty<Org>(),
            .. municipal && Has(office, Employer.Municipal) is null ? Owners.Municipal(office) : [],
        ];
        return owing.Select(owner => Rules.Owed.By(owner, "staffing.follow_up_fte"));
    }

    // What is demanded at an office that day. The same people, that is one capacity group named by two live directives, count once, with the largest.
    private IEnumerable<Demand> Demands(Predicates office)
    {
        var entries = Overbooking.Demanding(office)
            .Where(x => office.Reach(x).Contains(day))
            .SelectMany(x => x.FteDemand.Select(entry => new Demand(office, [x], entry.Pool, Fte(office, entry), entry.CapacityGroup)))
            .ToList();
        var named = office.LiveHere
            .SelectMany(x => x.FteDemand.Select(d => d.CapacityGroup).OfType<string>().Distinct())
            .CountBy(group => group)
            .ToDictionary();
        return
        [
            .. entries.Where(e => e.Group is null),
            .. entries.Where(e => e.Group is not null).GroupBy(e => e.Group!).SelectMany(group => named[group.Key] < 2
                ? group.Select(e => e with { Lone = true })
                : [Largest(group) with { Directives = [.. group.SelectMany(e => e.Directives)] }]),
        ];
    }

    private static Demand Largest(IEnumerable<Demand> group) => group.OrderByDescending(e => e.Fte ?? decimal.MaxValue).ThenBy(e => e.Pool).First();

    // Null where the share is of a capacity that is not registered.
    private decimal? Fte(Predicates office, FteDemand entry) => entry.SharePct is not { } share ? entry.Fte ?? 0 : share / 100 * (entry.Pool switch
    {
        Pool.State => Has(office, Employer.State),
        Pool.Municipal => Has(office, Employer.Municipal),
        _ => Has(office, Employer.State) + Has(office, Employer.Municipal),
    });

    private static ImmutableArray<Directive> Named(IEnumerable<Demand> some) =>
        Found.ById(some.SelectMany(d => d.Directives).DistinctBy(x => x.Id));

    // One demand that counts. Lone: of a capacity group that no other live directive names.
    private sealed record Demand(Predicates At, ImmutableArray<Directive> Directives, Pool Pool, decimal? Fte, string? Group, bool Lone = false)
    {
        public string Contributor => Group ?? Directives[0].Id;
    }
}
