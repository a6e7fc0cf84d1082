using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// K-04: the staffing that binding directives demand exceeds what the office has, or the offices of its service area where they pool state resources.
/// Demand and capacity are step functions over days: the days on which one of them changes are swept, and every longest run of days with one answer is a
/// finding. It is K-21 where all who contribute are of one line, and K-29 where they are different municipalities.
/// </summary>
public static class Overbooking
{
    private static readonly ImmutableArray<string> Fields = ["bindingness", "fte_demand", "scope", "valid"];

    /// <summary>The findings at one office. An excess of an area is found at each of its offices that a contributor reaches.</summary>
    public static IEnumerable<Finding> Find(Predicates at)
    {
        var offices = Area(at);
        if (!offices.SelectMany(Demanding).Any(at.Asks))
        {
            return [];
        }

        var demanding = offices.SelectMany(o => Demanding(o).Select(o.Reach)).ToList();
        if (!demanding.Any(at.IsCurrent))
        {
            return [];
        }

        // A K-21 or K-29 has one finding however many runs its directives overbook: its worst run speaks for all.
        return Runs(at, offices, demanding)
            .Where(run => at.IsCurrent(run.Days) && run.Directives.Any(x => at.Live(x) && !at.Reach(x).Intersect(run.Days).IsEmpty))
            .Select(run => (Run: run, Relation: run.Verdict == Truth.Missing ? Relation.Lines : Clashes.Among(run.Directives)))
            .GroupBy(x => x.Relation == Relation.Lines ? $"{x.Run.Days}" : $"{x.Run.Verdict} {string.Join(',', x.Run.Directives.Select(d => d.Id))}")
            .Select(same => Found(
                at, same.First().Relation, same.MaxBy(x => x.Run.Worst.Ratio).Run, same.Select(x => x.Run.Days).Aggregate((a, b) => a.Union(b))));
    }

    /// <summary>The binding live directives that demand staff at the office.</summary>
    public static IEnumerable<Directive> Demanding(Predicates at) => at.LiveHere.Where(x => Predicates.Binding(x) && !x.FteDemand.IsEmpty);

    // The office, and those it shares state resources with on some day.
    private static ImmutableArray<Predicates> Area(Predicates at)
    {
        var pools = at.Office.Profile.Pools.ToHashSet();
        var others = at.Facts.Offices.Where(o => o.Number != at.Office.Number && o.Profile.Pools.Any(pools.Contains));
        return [at, .. others.Select(o => new Predicates(at.Facts, o))];
    }

    private static Finding Found(Predicates at, Relation relation, Run run, Days window)
    {
        var first = Compared.Day(run.Days.Ranges[0].From);
        var condition = run.Verdict switch { Truth.True => true, Truth.Open => Condition.Open, _ => Condition.Missing(run.Owed) };
        var blocking = run.Verdict == Truth.Missing || run.Worst.Exceeds(at.Thresholds["capacity_blocking_ratio"]);
        var pool = Compared.Identifier(run.Worst.Pool);
        return Clashes.Find(
            at, relation,
            new(FindingKind.CapacityOverbooked, blocking ? Severity.Blocking : Severity.NeedsClarification, condition, $"{pool},{first}", Fields),
            run.Directives, window, null,
            [
                $"pool {pool}", $"day {Compared.Day(run.WitnessDay)}", $"demand {Compared.Number(run.Worst.Demand)}",
                $"capacity {Compared.Number(run.Worst.Capacity)}", $"minimal {string.Join(',', run.Minimal)}", $"offices {string.Join(',', run.Offices)}",
            ],
            first)!;
    }

    private static IEnumerable<Run> Runs(Predicates at, ImmutableArray<Predicates> offices, IEnumerable<Days> demanding)
    {
        IEnumerable<DayRange> changes =
        [
            .. demanding.SelectMany(days => days.Ranges),
            .. offices.SelectMany(o => o.Office.Profile.Staffing.Select(s => s.Valid).Concat(o.Office.Profile.ServiceArea.Rows.Select(r => r.Valid))),
        ];
        var days = changes.SelectMany(r => new[] { r.From, r.To }).Distinct().Order().ToList();
        Run? run = null;
        foreach (var (from, to) in days.Zip(days.Skip(1)))
        {
            var load = new Load(at, [.. offices.Where(o => o == at || Pooled(at, o, from))], from);
            var verdict = load.Verdict;
            if (run is not null && run.Verdict != verdict)
            {
                yield return run;
                run = null;
            }

            if (verdict != Truth.False)
            {
                run = Run.Of(load, verdict, new(from, to)).After(run);
            }
        }

        if (run is not null)
        {
            yield return run;
        }
    }

    private static bool Pooled(Predicates at, Predicates other, DateOnly day) =>
        at.Office.Profile.ServiceArea.On(day)?.Value is { PoolsStateResources: true } area && other.Office.Profile.ServiceArea.On(day)?.Value == area;

    // Days with one answer, all who contribute on any of them, and the day of greatest excess, the earliest on ties.
    private sealed record Run(
        Truth Verdict, Days Days, ImmutableArray<Directive> Directives, ImmutableArray<Owed> Owed, DateOnly WitnessDay, LoadRatio Worst,
        ImmutableArray<string> Minimal, ImmutableArray<string> Offices)
    {
        public static Run Of(Load load, Truth verdict, DayRange days) => verdict == Truth.Missing
            ? new(verdict, Days.Of(days), load.All, load.Owed, days.From, default, [], load.Offices)
            : new(verdict, Days.Of(days), load.Contributors, [], days.From, load.Worst, load.Minimal, load.Offices);

        public Run After(Run? before) => before is null ? this : (before.Worst.Ratio >= Worst.Ratio ? before : this) with
        {
            Days = before.Days.Union(Days),
            Directives = Rules.Found.ById(before.Directives.Concat(Directives).DistinctBy(x => x.Id)),
            Owed = [.. before.Owed.Concat(Owed).Distinct()],
        };
    }
}
