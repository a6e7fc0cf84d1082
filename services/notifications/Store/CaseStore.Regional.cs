using Dapper;
using Samstyring.Common;
using Samstyring.Notifications.Coordination;

namespace Samstyring.Notifications.Store;

public sealed partial class CaseStore
{
    // The same problem at that many offices of a county becomes one regional case with all of them (conflicts.md section 7). Offices whose cases come or go
    // at the same time wait for each other here, after every row lock, so that none of them is counted too little.
    private static async Task Collect(Tx tx, GateFacts loaded, IReadOnlyCollection<Case> moved)
    {
        const string wait = "select pg_advisory_xact_lock(hashtextextended(k, 1)) from unnest(@keys) k order by k";

        // Relies on the index coordination_case_problem.
        const string those =
            """
            select doc from coordination_case
            where case_id in (
              select unnest(@keys)
              union select c.case_id from unnest(@problems, @counties) x (problem, county)
                join coordination_case c on c.problem = x.problem and c.county_unit = x.county and not c.regional and c.state <> 3)
            order by case_id for update
            """;
        const string mirror =
            """
            insert into case_office as h (case_id, office_id, state, close_reason, signers)
            select c.regional_id, o.office_id, o.state, o.close_reason, o.signers
            from case_office o join coordination_case c using (case_id) where c.regional_id = any(@ids)
            on conflict (case_id, office_id) do update set state = excluded.state, close_reason = excluded.close_reason, signers = excluded.signers;
            insert into case_directive (case_id, directive_id)
            select distinct c.regional_id, d.directive_id from case_directive d join coordination_case c using (case_id) where c.regional_id = any(@ids)
            on conflict do nothing
            """;
        var problems = moved.Where(c => c is { Regional: false, Problem.Length: > 0, CountyUnit.Length: > 0 })
            .GroupBy(c => CaseKey.Regional(c.Problem, c.CountyUnit), c => (c.Problem, c.CountyUnit)).ToDictionary(g => g.Key, g => g.First());
        if (problems.Count == 0)
        {
            return;
        }

        string[] keys = [.. problems.Keys];
        await Execute(tx, wait, new { keys });
        var stored = (await tx.Connection.QueryAsync<string>(new CommandDefinition(
            those,
            new { keys, problems = problems.Values.Select(p => p.Problem).ToArray(), counties = problems.Values.Select(p => p.CountyUnit).ToArray() },
            tx.Transaction,
            cancellationToken: tx.Cancel))).Select(Read).ToList();
        var open = stored.Where(c => !c.Regional).ToLookup(c => (c.Problem, c.CountyUnit));
        var known = stored.Where(c => c.Regional).ToDictionary(c => c.Id);
        var least = (int)loaded.Facts.Thresholds["regional_min_offices"];
        var begun = problems.Where(p => !known.ContainsKey(p.Key) && open[p.Value].Count() >= least)
            .Select(p => CaseRules.Collect(
                open[p.Value].First(), loaded.Facts.Offices.First(o => o.County?.Number == p.Value.CountyUnit), p.Value.CountyUnit, tx.Now))
            .ToList();
        await Insert(tx, begun);
        var all = known.Values.Concat(begun).ToList();
        if (all.Count == 0)
        {
            return;
        }

        var joining = all.SelectMany(regional => open[(regional.Problem, regional.CountyUnit)].Where(c => c.RegionalId != regional.Id)
            .Select(c => (c with { RegionalId = regional.Id }).With(new CaseEvent(tx.Now, CaseAct.Collected))));
        var next = all.Select(regional => (Before: regional, After: CaseRules.FollowMembers(regional, [.. open[(regional.Problem, regional.CountyUnit)]], tx.Now)))
            .Where(x => x.After != x.Before).Select(x => x.After);
        await Save(tx, [.. joining, .. next]);
        await Execute(tx, mirror, new { ids = all.Select(c => c.Id).ToArray() });
    }
}
