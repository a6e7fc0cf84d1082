using System.Collections.Immutable;
using System.Globalization;
using Samstyring.Norwegian;

namespace Samstyring.Notifications.Rules;

/// <summary>Group time: K-09 gap to the budget decision, K-10 horizon break, K-27 initiative queue, K-28 deadline collision.</summary>
public static partial class Time
{
    private static readonly ImmutableArray<string> GapFields = ["cost_bearer", "fte_demand", "nok", "partner_involvement", "published_at", "theme", "valid"];
    private static readonly ImmutableArray<string> HorizonFields = ["bindingness", "depends_on", "horizon", "valid"];
    private static readonly ImmutableArray<string> DueFields = ["deadline", "effort_days", "reporting"];

    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) =>
    [
        .. BudgetTimingGap(at), .. HorizonBreak(at), .. TooManyInitiatives(at), .. TooMuchToIntroduce(at),
        .. DeadlineCollision(at).DistinctBy(f => f.Fingerprint),
    ];

    /// <summary>
    /// K-09: it touches the partner, was published after the partner's frame of its first year was decided, and takes effect before the next frame is. A
    /// finding for each owner whose frame that is; only counted unless it needs the partner's money or staff. Without a frame there is no gap: K-06 asks for
    /// one. Where a municipality's calendar does not say when it decides next, the municipality owes that. (Frames of municipalities are decided in June,
    /// the letter to the NAV counties comes in December: [001].)
    /// </summary>
    private static IEnumerable<Finding> BudgetTimingGap(Predicates at)
    {
        foreach (var x in at.Asked.Where(Predicates.Steering))
        {
            if (Owners.Side(x) is not { } side || Owners.Agreed(at, x, Owners.Other(side)))
            {
                continue;
            }

            // A draft would be published today.
            var (partner, published) = (Owners.Other(side), x.PublishedAt ?? at.Facts.AsOf);
            var severity = Owners.Needs(x, partner) ? Severity.NeedsClarification : Severity.Info;
            var owed = new List<Owed>();
            foreach (var (owner, frame) in Owners.Frames(at, x, partner, x.Valid.From.Year))
            {
                if (frame.DecidedAt >= published)
                {
                    continue;
                }

                if (frame.DecidedAt is not { } decided || NextFrameDecision(at, owner, published) is not { } next)
                {
                    owed.Add(Owed.By(owner, frame.DecidedAt is null ? "frame.decided_at" : "budget_calendar"));
                }
                else if (next > x.Valid.From && Found.Self(
                    at, FindingKind.BudgetTimingGap, severity, Owners.Affects(at, x, partner), x, at.Reach(x), owner, GapFields,
                    at.BothOwners([x]),
                    [
                        $"owner {owner}", $"frame {frame.Id}", $"frame_decided {Compared.Day(decided)}", $"published {Compared.Day(published)}",
                        Whole("gap_days", published.DayNumber - decided.DayNumber), $"takes_effect {Compared.Day(x.Valid.From)}",
                        $"next_frame_decision {Compared.Day(next)}",
                    ]) is { } found)
                {
                    yield return found;
                }
            }

            if (owed.Count > 0 && Found.Self(
                at, FindingKind.BudgetTimingGap, severity, Owners.Affects(at, x, partner) && Condition.Missing(owed), x, at.Reach(x), "", GapFields,
                at.BothOwners([x])) is { } missing)
            {
                yield return missing;
            }
        }
    }

    private static DateOnly? NextFrameDecision(Predicates at, string owner, DateOnly after) =>
        at.Office.Profile.BudgetCalendar.Where(c => c.Party.ToString() == owner && c.FrameDecision > after).Min(c => c.FrameDecision);

    /// <summary>
    /// K-10: a four-year element rests on a one-year element and lasts longer. Where it needs the partner's resources and does not say what it rests on, it
    /// may be any one-year element that ends before it, and it owes the answer. (Municipalities plan for four years, the state for one: [001].)
    /// </summary>
    private static IEnumerable<Finding> HorizonBreak(Predicates at)
    {
        var longer = at.LiveHere.Where(x => x.Horizon == Horizon.FourYear && !at.Reach(x).IsEmpty).ToList();
        var annual = longer.Count == 0 ? [] : at.LiveHere.Where(x => x.Horizon == Horizon.Annual && !at.Reach(x).IsEmpty).ToList();
        foreach (var a in longer)
        {
            var rests = a.DependsOn.ToHashSet();
            var silent = rests.Count == 0 && Owners.Side(a) is { } side && Owners.Needs(a, Owners.Other(side));
            foreach (var b in annual.Where(b =>
                (at.Asks(a) || at.Asks(b)) && (silent || rests.Contains(b.Id)) && a.Valid.To > b.Valid.To && Predicates.Said(a, b)))
            {
                var window = at.Reach(a).From(b.Valid.To);
                if (at.IsCurrent(window))
                {
                    yield return Found.Of(
                        at, FindingKind.HorizonBreak, Predicates.Binding(a) ? Severity.NeedsClarification : Severity.Warning,
                        silent ? Condition.Missing(new Owed(a.Id, "depends_on")) : true, [a, b], window, null, "", HorizonFields,
                        numbers: [$"planned_to {Compared.Day(a.Valid.To)}", $"promised_to {Compared.Day(b.Valid.To)}"])!;
                }
            }
        }
    }

    /// <summary>
    /// K-28: deliveries to two lines are due within few working days of each other and take staff days. A finding for each pair of dates; what is due
    /// may be due when the directive is no longer in force.
    /// </summary>
    private static IEnumerable<Finding> DeadlineCollision(Predicates at)
    {
        var apart = (int)at.Thresholds["deadline_window_working_days"];
        var delivering = at.LiveHere
            .Where(x => (x.Deadline is not null || !x.Reporting.IsEmpty) && x.Bindingness != Bindingness.Information && !at.Reach(x).IsEmpty)
            .ToList();
        if (!delivering.Any(at.Asks))
        {
            yield break;
        }

        var dues = delivering
            .SelectMany(Dues)
            .Where(d => d.Day >= at.Facts.AsOf)
            .OrderBy(d => d.Day).ThenBy(d => d.By.Id, StringComparer.Ordinal)
            .ToList();
        for (var i = 0; i < dues.Count; i++)
        {
            var first = dues[i];
            var tooLate = WorkingDays.Add(first.Day, apart + 1);
            foreach (var second in dues.Skip(i + 1).TakeWhile(d => d.Day < tooLate))
            {
                var effort = first.Effort + second.Effort;
                if (Predicates.CrossLine(first.By, second.By) && (at.Asks(first.By) || at.Asks(second.By)) && effort > at.Thresholds["deadline_min_effort_days"])
                {
                    yield return Found.Of(
                        at, FindingKind.DeadlineCollision, Severity.Warning, true, [first.By, second.By],
                        Days.Of(new DayRange(first.Day, second.Day.AddDays(1))), null, $"{Compared.Day(first.Day)},{Compared.Day(second.Day)}", DueFields,
                        numbers:
                        [
                            $"due {first.By.Id} {Compared.Day(first.Day)} {Compared.Number(first.Effort)}",
                            $"due {second.By.Id} {Compared.Day(second.Day)} {Compared.Number(second.Effort)}",
                            Whole("working_days", WorkingDays.Between(first.Day, second.Day)), $"effort_days {Compared.Number(effort)}",
                        ])!;
                }
            }
        }
    }

    // What a directive wants delivered, once for each date: of two deliveries on one date the one that takes more.
    private static IEnumerable<(Directive By, DateOnly Day, decimal Effort)> Dues(Directive x) => x.Reporting
        .Select(r => (Day: r.Due, Effort: r.EffortDays ?? 0))
        .Append((Day: x.Deadline, Effort: x.EffortDays ?? 0))
        .Where(d => d.Day is not null)
        .GroupBy(d => d.Day!.Value)
        .Select(d => (x, d.Key, d.Max(due => due.Effort)));

    private static string Whole(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value}");
}
