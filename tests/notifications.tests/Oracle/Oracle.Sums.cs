namespace Samstyring.Notifications.Tests.Oracle;

/// <content>The kinds that add up: K-04 with what of it is K-21 and K-29, and K-27. Every day is added up anew.</content>
internal sealed partial class Oracle
{
    // Introductions of these worlds take ten working days at most; this many parts of a working day make all of them whole.
    private const int Parts = 2520;

    private void Initiatives(Place o)
    {
        var all = signals.Where(x => Live(x, o) && Reach(x, o).Count > 0 && x.Introduced is not null).ToList();
        if (all.Count == 0)
        {
            return;
        }

        foreach (var quarter in AllDays.Where(d => d >= asOf || QuarterOf(d) == QuarterOf(asOf)).GroupBy(QuarterOf))
        {
            var meeting = all.Where(x => quarter.Any(x.IntroducedOn)).ToList();
            Add("K-27", meeting.Count > o.Threshold("initiative_max_per_quarter", 3) ? T : F, 3, o, meeting);
        }

        var known = all.Where(x => x.Effort is not null).ToList();
        var over = AllDays.Where(d => known.Where(x => x.IntroducedOn(d)).Sum(Load) > o.ChangeCapacity * Parts / 60).ToHashSet();
        foreach (var run in Runs(over.Contains).Where(Current))
        {
            Add("K-27", T, 3, o, known.Where(x => run.Any(x.IntroducedOn)));
        }

        foreach (var silent in all.Where(x => x.Effort is null && AllDays.Any(d => d >= asOf && x.IntroducedOn(d) && !over.Contains(d))))
        {
            Add("K-27", M, 3, o, silent);
        }
    }

    private static (int, int) QuarterOf(DateOnly day) => (day.Year, (day.Month - 1) / 3);

    private static decimal Load(Signal x) =>
        x.Effort!.Value * Parts / Math.Max(1, Workdays(x.Introduced!.Value.From.AddDays(-1), x.Introduced.Value.To.AddDays(-1)));

    // Longest runs of days that are such.
    private static IEnumerable<List<DateOnly>> Runs(Func<DateOnly, bool> such)
    {
        var run = new List<DateOnly>();
        foreach (var day in AllDays)
        {
            if (such(day))
            {
                run.Add(day);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }
    }

    private void Staff(Place o)
    {
        // Nothing is demanded on days on which nothing is in force.
        var loads = AllDays.ToDictionary(d => d, d => signals.Any(x => x.ValidOn(d)) ? Loaded(o, d) : (F, [], 0, 0));
        var runs = new List<(int Verdict, List<Signal> All, decimal Demand, decimal Capacity)>();
        foreach (var verdict in new[] { T, M, O })
        {
            foreach (var run in Runs(d => loads[d].Verdict == verdict).Where(Current))
            {
                var all = run.SelectMany(d => loads[d].Named).Distinct().ToList();
                if (all.Any(x => Live(x, o) && Reach(x, o).Intersect(run).Any()))
                {
                    var worst = run.Select(d => loads[d]).MaxBy(l => Ratio(l.Demand, l.Capacity));
                    runs.Add((verdict, all, worst.Demand, worst.Capacity));
                }
            }
        }

        foreach (var run in runs.Where(r => r.Verdict == M))
        {
            Add("K-04", M, 1, o, run.All);
        }

        foreach (var run in runs.Where(r => r.Verdict != M && r.All.Select(x => x.Line).Distinct().Count() > 1))
        {
            Add("K-04", run.Verdict, Blocking(run.Demand, run.Capacity), o, run.All);
        }

        // Inside a line, one finding for the same directives, by their worst run.
        foreach (var same in runs.Where(r => r.Verdict != M && r.All.Select(x => x.Line).Distinct().Count() == 1)
            .GroupBy(r => (r.Verdict, string.Join(',', r.All.Select(x => x.Id).Order(StringComparer.Ordinal)))))
        {
            var worst = same.MaxBy(r => Ratio(r.Demand, r.Capacity));
            var kind = worst.All[0].Line == "MUNICIPAL" && worst.All.Select(x => x.Issuer).Distinct().Count() > 1 ? "K-29" : "K-21";
            Add(kind, worst.Verdict, Blocking(worst.Demand, worst.Capacity), o, worst.All);
        }
    }

    private static decimal Ratio(decimal demand, decimal capacity) => capacity > 0 ? demand / capacity : demand > 0 ? decimal.MaxValue : 0;

    private static int Blocking(decimal demand, decimal capacity) => 100 * demand > 115 * capacity ? 1 : 2;

    // One day at an office: what is demanded against what there is, the directives to name, and the greatest ratio.
    private (int Verdict, List<Signal> Named, decimal Demand, decimal Capacity) Loaded(Place o, DateOnly day)
    {
        var group = places.Where(i => i == o || (o.Area is { Pools: true } area && i.Area == area)).ToList();
        var all = group.SelectMany(i => Demanded(i, day)).ToList();
        if (all.Count == 0)
        {
            return (F, [], 0, 0);
        }

        var over = Exceeding(o, group, day, all);
        var verdict = Exceeding(o, group, day, [.. all.Where(d => !d.Lone)]).Count > 0 ? T : Unknown(o, group, day, all) ? M : over.Count > 0 ? O : F;
        if (verdict is F or M)
        {
            return (verdict, [.. all.SelectMany(d => d.By)], 0, 0);
        }

        var shared = over.Any(r => r.Pool is "STATE" or "TOTAL");
        var named = all.Where(d => d.Fte != 0 && (
            (d.Pool == "MUNICIPAL" && d.At == o && over.Any(r => r.Pool == "MUNICIPAL"))
            || (shared && (d.Pool == "STATE" || Taken(d.At, day, all) > 0))));
        var worst = over.MaxBy(r => Ratio(r.Demand, r.Capacity));
        return (verdict, [.. named.SelectMany(d => d.By)], worst.Demand, worst.Capacity);
    }

    private List<(Place At, List<Signal> By, string Pool, decimal? Fte, bool Lone)> Demanded(Place i, DateOnly day)
    {
        var live = signals.Where(x => Live(x, i) && Reach(x, i).Count > 0).ToList();
        var entries = live.Where(x => Binding(x) && Reach(x, i).Contains(day)).SelectMany(x => x.Demands.Select(d => (By: x, d.Pool, d.Group, Fte: Amount(d)))).ToList();
        var counted = entries.Where(e => e.Group is null).Select(e => (i, new List<Signal> { e.By }, e.Pool, e.Fte, false)).ToList();
        foreach (var same in entries.Where(e => e.Group is not null).GroupBy(e => e.Group))
        {
            // The same people are counted once; that they are the same is known only when two say so.
            var most = same.OrderByDescending(e => e.Fte ?? decimal.MaxValue).ThenBy(e => Pools.IndexOf(e.Pool)).First();
            counted.AddRange(live.Count(x => x.Demands.Any(d => d.Group == same.Key)) < 2
                ? same.Select(e => (i, new List<Signal> { e.By }, e.Pool, e.Fte, true))
                : [(i, [.. same.Select(e => e.By)], most.Pool, most.Fte, false)]);
        }

        return counted;

        decimal? Amount((string Pool, decimal? Fte, decimal? Share, string? Group) d) => d.Share is not { } share ? d.Fte ?? 0
            : share / 100 * (d.Pool == "TOTAL" ? Has(i, "STATE", day) + Has(i, "MUNICIPAL", day) : Has(i, d.Pool, day));
    }

    private static readonly List<string> Pools = ["STATE", "MUNICIPAL", "TOTAL"];

    private static decimal? Has(Place i, string employer, DateOnly day) => i.StaffOn(employer, day)?.FollowUp;

    private static decimal Asked(List<(Place At, List<Signal> By, string Pool, decimal? Fte, bool Lone)> some, Place i, string pool) =>
        some.Where(d => d.At == i && d.Pool == pool).Sum(d => d.Fte ?? 0);

    // What TOTAL must take from the state's people at an office.
    private static decimal Taken(Place i, DateOnly day, List<(Place At, List<Signal> By, string Pool, decimal? Fte, bool Lone)> some) =>
        Math.Max(0, Asked(some, i, "TOTAL") - Math.Max(0, (Has(i, "MUNICIPAL", day) ?? 0) - Asked(some, i, "MUNICIPAL")));

    private static List<(string Pool, decimal Demand, decimal Capacity)> Exceeding(
        Place o, List<Place> group, DateOnly day, List<(Place At, List<Signal> By, string Pool, decimal? Fte, bool Lone)> some)
    {
        var ratios = new List<(string Pool, decimal Demand, decimal Capacity)>();
        if (Has(o, "MUNICIPAL", day) is { } municipal)
        {
            ratios.Add(("MUNICIPAL", Asked(some, o, "MUNICIPAL"), municipal));
        }

        if (group.All(i => Has(i, "STATE", day) is not null))
        {
            var state = group.Sum(i => Has(i, "STATE", day)!.Value);
            ratios.Add(("STATE", group.Sum(i => Asked(some, i, "STATE")), state));
            if (some.Any(d => d.Pool == "TOTAL") && group.All(i => Has(i, "MUNICIPAL", day) is not null))
            {
                var whole = state + group.Sum(i => Has(i, "MUNICIPAL", day)!.Value);
                ratios.Add(("TOTAL", whole + group.Sum(i => Asked(some, i, "STATE") + Taken(i, day, some)) - state, whole));
            }
        }

        return [.. ratios.Where(r => r.Demand > r.Capacity)];
    }

    // Whether something is demanded of people nobody has counted.
    private static bool Unknown(Place o, List<Place> group, DateOnly day, List<(Place At, List<Signal> By, string Pool, decimal? Fte, bool Lone)> all)
    {
        bool Of(string pool) => all.Any(d => d.Pool == pool && d.Fte != 0);
        return group.Any(i =>
            (Has(i, "STATE", day) is null && (Of("STATE") || Of("TOTAL")))
            || (Has(i, "MUNICIPAL", day) is null && (Of("TOTAL") || (i == o && all.Any(d => d.At == o && d.Pool == "MUNICIPAL" && d.Fte != 0)))));
    }

    private sealed partial class Signal
    {
        public (DateOnly From, DateOnly To)? Introduced { get; } = x.TryGetProperty("introduction", out var days) ? Period(days) : null;

        public decimal? Effort { get; } = Number(x, "effort_days");

        public bool IntroducedOn(DateOnly day) => Introduced is { } days && days.From <= day && day < days.To;
    }

    private sealed partial class Place
    {
        public decimal ChangeCapacity { get; } = x.TryGetProperty("change_capacity_days", out var days) ? days.GetDecimal() : 40;

        public (string Id, bool Pools)? Area { get; } = x.TryGetProperty("service_area", out var area)
            ? (area.GetProperty("id").GetString()!, area.TryGetProperty("pools_state_resources", out var pools) && pools.GetBoolean())
            : null;

        public decimal Threshold(string name, decimal otherwise) =>
            x.TryGetProperty("thresholds", out var all) && all.TryGetProperty(name, out var value) ? value.GetDecimal() : otherwise;
    }
}
