using System.Collections.Immutable;
using Samstyring.Common;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;

namespace Samstyring.Notifications.Gate;

/// <summary>
/// The gate of a number of offices in one transaction: lock their rows, load the facts, judge, decide, write findings, gate states and feed. Of two
/// contradictory directives that arrive at once, the later always sees the earlier.
/// </summary>
public sealed class GateRun(GateStore store)
{
    /// <summary>Judges everything at the offices. Answers whether any directive took a step.</summary>
    public Task<bool> Run(Tx tx, IReadOnlyCollection<int> officeIds, GateCause cause) => Run(tx, officeIds, cause, (_, _) => null);

    /// <summary>Judges what a directive can touch that has come or changed. Answers whether any directive took a step.</summary>
    public Task<bool> RunFor(Tx tx, IReadOnlyCollection<int> officeIds, string directiveId) => Run(
        tx, officeIds, GateCause.Directive, (at, loaded) => Affected.By(at, directiveId, loaded.Before.GetValueOrDefault(directiveId)));

    private async Task<bool> Run(Tx tx, IReadOnlyCollection<int> officeIds, GateCause cause, Func<Predicates, GateFacts, HashSet<string>?> affected)
    {
        if (officeIds.Count == 0)
        {
            return false;
        }

        GateFacts loaded;
        using (ServiceHost.Activities.StartActivity("office.lock"))
        {
            loaded = await store.Load(tx, officeIds);
        }

        List<(OfficePlan Plan, OfficeBefore Before)> planned;
        List<OfficePlan> plans;
        using (ServiceHost.Activities.StartActivity("judge"))
        {
            planned = await Plan(tx, loaded, cause, affected);
            plans = [.. planned.Select(p => p.Plan)];
            var earlier = await store.Earlier(tx, plans);
            var first = 0;
            foreach (var (plan, before) in planned)
            {
                FeedPlan.Rank(plan.Feed, before, [.. earlier.Skip(first).Take(plan.Feed.Length)]);
                first += plan.Feed.Length;
            }
        }

        using (ServiceHost.Activities.StartActivity("gate.write"))
        {
            await store.Save(tx, plans);
        }

        return plans.Any(plan => !plan.Steps.IsEmpty);
    }

    // What a change touches is known when no finding and no gate state has changed that touches more. An office that was not judged today,
    // or with other rules, is judged whole.
    private async Task<List<(OfficePlan Plan, OfficeBefore Before)>> Plan(Tx tx, GateFacts loaded, GateCause cause, Func<Predicates, GateFacts, HashSet<string>?> affected)
    {
        var plans = new List<(OfficePlan Plan, OfficeBefore Before)>();
        var left = loaded.Facts.Offices.Zip(loaded.Offices, (office, locked) =>
            new Look(office, locked, locked.JudgedOn == tx.Today && locked.JudgedWith == Judge.Versions ? affected(new Predicates(loaded.Facts, office), loaded) : null)).ToList();
        while (left.Count > 0)
        {
            var judged = left.AsParallel().AsOrdered().Select(look =>
            {
                var at = new Predicates(loaded.Facts, look.Office, look.Asked);
                return (Look: look, At: at, Found: Judge.Findings(at));
            }).ToList();
            var before = await store.Before(tx, [.. judged.Select(j => new Wanted(
                j.Look.Locked,
                j.Look.Asked,
                [.. j.Found.SelectMany(f => f.Directives).Select(x => x.Id).Distinct()],
                [.. j.At.Office.Reaches.Select(r => loaded.Facts.Directives[r.DirectiveId]).Where(j.At.Asks).Select(MissionTopic.Of).Distinct()]))]);
            left = [];
            foreach (var ((look, at, found), stored) in judged.Zip(before))
            {
                var plan = OfficeGate.Run(at, found, stored, loaded.MessageOf, tx.Now, cause);
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

    private sealed record Look(Office Office, LockedOffice Locked, HashSet<string>? Asked);
}
