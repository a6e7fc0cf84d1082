using System.Collections.Immutable;
using Samstyring.Common;
using Samstyring.Norwegian;

namespace Samstyring.Notifications.Rules;

/// <content>K-27: more is being introduced at the same time than the office can absorb.</content>
public static partial class Time
{
    // The capacity of a profile is staff days per so many working days (domain.md section 10).
    private const int CapacityPeriod = 60;

    private static readonly ImmutableArray<string> IntroductionFields = ["effort_days", "introduction", "line"];

    /// <summary>K-27, counted: the introductions that meet one calendar quarter.</summary>
    private static IEnumerable<Finding> TooManyInitiatives(Predicates at)
    {
        var most = at.Thresholds["initiative_max_per_quarter"];
        var all = Introduced(at);

        // After the last day on which something begins or ends every quarter is like the one before it.
        var last = all.Select(x => x.Introduction!.Value).Select(days => days.To == DateOnly.MaxValue ? days.From : days.To).Append(at.Facts.AsOf).Max();
        for (var quarter = DayRange.QuarterOf(at.Facts.AsOf); quarter.From <= last; quarter = DayRange.QuarterOf(quarter.To))
        {
            var meeting = all.Where(x => !x.Introduction!.Value.Intersect(quarter).IsEmpty).ToImmutableArray();
            if (meeting.Length > most)
            {
                yield return Queue(
                    at, true, meeting, Days.Of(quarter), $"COUNT,{Compared.Day(quarter.From)}",
                    [$"quarter {Compared.Day(quarter.From)}", Whole("count", meeting.Length), $"most {Compared.Number(most)}"]);
            }
        }
    }

    /// <summary>
    /// K-27, weighed: the staff days of every introduction spread evenly over its working days, against what the office can spend. Every run of days above
    /// it is a finding. A directive that does not say how many staff days its introduction takes, or when it ends, owes that, as far as the others
    /// leave room for a doubt.
    /// </summary>
    private static IEnumerable<Finding> TooMuchToIntroduce(Predicates at)
    {
        var all = Introduced(at).Select(x => (By: x, Days: x.Introduction!.Value, Load: Load(x))).ToList();
        var over = Over(at, [.. all.Where(x => x.Load is not null).Select(x => (x.Days, x.Load!.Value))]);
        foreach (var run in over.Ranges.Where(run => run.To > at.Facts.AsOf))
        {
            var day = Days.Later(run.From, at.Facts.AsOf);
            var load = all.Where(x => x.Days.Contains(day)).Aggregate(default(Fraction), (sum, x) => sum + (x.Load ?? default));
            var causing = all.Where(x => x.Load is not null && !x.Days.Intersect(run).IsEmpty).Select(x => x.By);
            yield return Queue(
                at, true, [.. causing], Days.Of(run), $"LOAD,{Compared.Day(run.From)}",
                [$"load {load}", $"load_rounded {Compared.Number(load.ToDecimal(2))}", $"capacity_days {Compared.Number(Capacity(at, day))}"]);
        }

        foreach (var x in all.Where(x => x.Load is null))
        {
            var window = Days.Of(x.Days).Except(over);
            if (at.IsCurrent(window))
            {
                var owed = new Owed(x.By.Id, x.By.EffortDays is null ? "effort_days" : "introduction.to");
                yield return Queue(at, Condition.Missing(owed), [x.By], window, "", []);
            }
        }
    }

    private static Finding Queue(
        Predicates at, Condition condition, ImmutableArray<Directive> all, Days window, string witnessClass, ImmutableArray<string> numbers) => Found.Of(
            at, FindingKind.InitiativeQueue, Severity.Warning, condition, all, window, null, witnessClass, IntroductionFields,
            all.All(x => x.Line == all[0].Line) ? Resolvers.LineTop(at.Office, all[0].Line, all[0].IssuerOrg) : Resolvers.RegionalArena(at.Office), numbers)!;

    // None where none of them is asked about.
    private static ImmutableArray<Directive> Introduced(Predicates at)
    {
        ImmutableArray<Directive> all =
            [.. at.LiveHere.Where(x => x.Introduction is { IsEmpty: false, From: var from } && from != DateOnly.MinValue && !at.Reach(x).IsEmpty)];
        return all.Any(at.Asks) ? all : [];
    }

    // Staff days per working day; an introduction without a working day is done in one. Null where it cannot be known.
    private static Fraction? Load(Directive x)
    {
        var days = x.Introduction!.Value;
        return x.EffortDays is not { } effort || days.To == DateOnly.MaxValue
            ? null
            : (Fraction)effort / (decimal)Math.Max(1, WorkingDays.Between(days.From.AddDays(-1), days.To.AddDays(-1)));
    }

    // The days on which the loads are more than the office can spend, by a sweep over the days on which something begins or ends.
    private static Days Over(Predicates at, ImmutableArray<(DayRange Days, Fraction Load)> loads)
    {
        var turns = loads.SelectMany(x => new[] { x.Days.From, x.Days.To })
            .Concat(at.Office.Profile.ChangeCapacityDays.Rows.SelectMany(row => new[] { row.Valid.From, row.Valid.To }))
            .Distinct().Order().ToList();
        var begin = loads.ToLookup(x => x.Days.From, x => x.Load);
        var end = loads.ToLookup(x => x.Days.To, x => x.Load);
        Fraction sum = default;
        var over = new List<DayRange>();
        for (var i = 0; i + 1 < turns.Count; i++)
        {
            sum = end[turns[i]].Aggregate(begin[turns[i]].Aggregate(sum, (a, b) => a + b), (a, b) => a - b);
            if (sum > (Fraction)Capacity(at, turns[i]) / (decimal)CapacityPeriod)
            {
                over.Add(new(turns[i], turns[i + 1]));
            }
        }

        return Days.Of(over);
    }

    private static decimal Capacity(Predicates at, DateOnly day) =>
        at.Office.Profile.ChangeCapacityDays.On(day)?.Value ?? at.Thresholds["change_capacity_days"];
}
