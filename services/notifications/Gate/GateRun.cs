using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Samstyring.Common;
using Samstyring.Common.Telemetry;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;

namespace Samstyring.Notifications.Gate;

/// <summary>
/// The gate of a number of offices in one transaction: lock their rows, load the facts, judge, decide, write findings, gate states, feed and cases. Of two
/// contradictory directives that arrive at once, the later always sees the earlier. Where a run grows beyond what a transaction may take, the offices left are
/// marked as not judged today: <see cref="HoldDeadlines"/> takes them one by one, and until then nothing of what has come is seen there.
/// </summary>
public sealed class GateRun(GateStore store, CaseStore cases, IOptions<NotificationsOptions> options)
{
    /// <summary>Judges everything at the offices. Answers whether any directive took a step.</summary>
    public Task<bool> Run(Tx tx, IReadOnlyCollection<int> officeIds, GateCause cause) => Run(tx, officeIds, cause, [], (_, _) => null);

    /// <summary>Judges what a directive can touch that has come or changed. Answers whether any directive took a step.</summary>
    public Task<bool> RunFor(Tx tx, IReadOnlyCollection<int> officeIds, string directiveId) => Run(
        tx, officeIds, GateCause.Directive, [directiveId], (at, loaded) => Affected.By(at, directiveId, loaded.Before.GetValueOrDefault(directiveId)));

    /// <summary>Judges again what a case is about that was settled or has climbed the ladder; everything where it is about the office.</summary>
    public Task<bool> RunFor(Tx tx, IReadOnlyCollection<int> officeIds, Case about) => Run(
        tx, officeIds, GateCause.Case, [], (at, loaded) => Touching(at, about, loaded));

    private async Task<bool> Run(
        Tx tx, IReadOnlyCollection<int> officeIds, GateCause cause, string[] changed, Func<Predicates, GateFacts, HashSet<string>?> affected)
    {
        if (officeIds.Count == 0)
        {
            return false;
        }

        // Whoever's act led to it: the gate looks at all that is at the offices.
        await tx.Connection.ActAs(Caller.Platform, tx.Cancel);
        GateFacts loaded;
        using (Steps.Start("office.lock"))
        {
            loaded = await store.Load(tx, officeIds);
        }

        if (cause == GateCause.Day)
        {
            await cases.EscalateDue(tx, loaded);
        }

        var standing = await cases.Standing(tx, loaded, changed, cause == GateCause.Office);
        List<(OfficePlan Plan, OfficeBefore Before)> planned;
        List<OfficePlan> plans;
        var began = Stopwatch.GetTimestamp();
        using (Steps.Start("judge"))
        {
            planned = await Plan(tx, loaded, standing, cause, affected);
            plans = [.. planned.Select(p => p.Plan)];
            var earlier = await store.Earlier(tx, plans);
            var first = 0;
            foreach (var (plan, before) in planned)
            {
                FeedPlan.Rank(plan.Feed, before, [.. earlier.Skip(first).Take(plan.Feed.Length)]);
                first += plan.Feed.Length;
            }
        }

        GateMetrics.JudgeDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        foreach (var decided in plans.SelectMany(plan => plan.Steps).GroupBy(step => step.State))
        {
            GateMetrics.Decisions.Add(decided.Count(), new KeyValuePair<string, object?>("samstyring.gate_state", decided.Key.ToString()));
        }

        using (Steps.Start("gate.write"))
        {
            await cases.Open(tx, loaded, plans);
            await store.Save(tx, plans);
            await cases.Follow(tx, loaded, plans);
        }

        await tx.Connection.ActAs(tx.Caller, tx.Cancel);
        return plans.Any(plan => !plan.Steps.IsEmpty);
    }

    // What a change touches is known when no finding and no gate state has changed that touches more. An office that was not judged today,
    // or with other rules, is judged whole.
    private async Task<List<(OfficePlan Plan, OfficeBefore Before)>> Plan(
        Tx tx, GateFacts loaded, CasesAtOffices standing, GateCause cause, Func<Predicates, GateFacts, HashSet<string>?> affected)
    {
        var plans = new List<(OfficePlan Plan, OfficeBefore Before)>();
        var looked = 0;
        var left = SideBySide([.. loaded.Facts.Offices.Zip(loaded.Offices)]).Select(here =>
        {
            var (office, locked) = here;
            var isCurrent = locked.JudgedOn == tx.Today && locked.JudgedWith == Judge.Versions;
            var all = new Predicates(loaded.Facts, office);
            var asked = isCurrent ? affected(all, loaded) : null;
            asked?.UnionWith(standing.Ended[locked.OfficeId]);
            return new Look(all, locked, asked);
        }).ToList();
        while (left.Count > 0)
        {
            var within = left.TakeWhile((look, n) => (looked += look.Extent) <= options.Value.MostAtOnce || n + plans.Count == 0).ToList();
            await store.LeaveForLater(tx, left.Skip(within.Count).Select(look => look.Locked.OfficeId));
            var judged = SideBySide(within).Select(look =>
            {
                var at = look.All.About(look.Asked);
                return (Look: look, At: at, Found: Judge.Findings(at));
            }).ToList();
            var before = await store.Before(tx, [.. judged.Select(j => new Wanted(
                j.Look.Locked,
                j.Look.Asked,
                [.. j.Found.SelectMany(f => f.Directives).Select(x => x.Id).Distinct()],
                [.. j.At.Office.Reaches.Select(r => loaded.Facts.Directives[r.DirectiveId]).Where(j.At.Asks).Select(MissionTopic.Of).Distinct()]))]);
            var decided = SideBySide([.. judged.Zip(before)]).Select(x => (x.First.Look, x.First.At, x.First.Found, Stored: x.Second, Plan: OfficeGate.Run(
                x.First.At, x.First.Found, standing.At(x.First.Look.Locked.OfficeId), x.Second, loaded.MessageOf, tx.Now, cause))).ToList();
            left = [];
            foreach (var (look, at, found, stored, plan) in decided)
            {
                var touched = look.Asked is null ? [] : Touched(at, found, stored, plan);
                if (look.Asked is null || touched.IsSubsetOf(look.Asked))
                {
                    plans.Add((plan, stored));
                }
                else
                {
                    left.Add(look with { Asked = [.. look.Asked, .. touched] });
                }
            }
        }

        return plans;
    }

    // One office alone needs no other thread.
    private static ParallelQuery<T> SideBySide<T>(List<T> offices) =>
        offices.AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Clamp(offices.Count, 1, Environment.ProcessorCount));

    private static HashSet<string>? Touching(Predicates at, Case about, GateFacts loaded)
    {
        var each = about.Directives.Select(id => Affected.By(at, id, loaded.Before.GetValueOrDefault(id))).ToList();
        return each.Count == 0 || each.Contains(null) ? null : [.. each.SelectMany(all => all!)];
    }

    private static HashSet<string> Touched(Predicates at, ImmutableArray<Finding> found, OfficeBefore before, OfficePlan plan)
    {
        var closed = plan.Closed.Select(end => before.Findings[end.FindingId].Finding);
        var moved = plan.Gates.Select(row => row.DirectiveId).ToHashSet();
        return
        [
            .. plan.Findings.SelectMany(change => Affected.By(at, change.Finding.Kind, [.. change.Finding.Directives.Select(x => x.Id)])),
            .. closed.SelectMany(finding => Affected.By(at, (FindingKind)finding.Kind, [.. finding.Directives.Select(d => d.DirectiveId)])),
            .. found.Where(f => f.Directives.Any(x => moved.Contains(x.Id))).SelectMany(f => f.Directives).SelectMany(x => at.Facts.Lineage.Family(x.Id)),

            // A mission is written with all its sources: those it has, and those of one that something joins.
            .. before.Missions.Values.Where(row => row.IsLive).SelectMany(row => row.Mission.Sources).Select(source => source.DirectiveId),
        ];
    }

    private sealed record Look(Predicates All, LockedOffice Locked, HashSet<string>? Asked)
    {
        public int Extent => Asked?.Count ?? All.Extent;
    }
}
