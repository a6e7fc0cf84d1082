using Dapper;
using Samstyring.Common;
using Samstyring.Notifications.Coordination;

namespace Samstyring.Notifications.Store;

public sealed partial class CaseStore
{
    // The same problem at that many offices of a county becomes one regional case with all of them (conflicts.md section 7). Offices whose cases come or go
    // at the same time wait for each other here, after every row lock, so that none of them is counted too little.
    private async Task Collect(Tx tx, GateFacts loaded, IReadOnlyCollection<Case> moved)
    {
        const string wait = "select pg_advisory_xact_lock(hashtextextended(k, 1)) from unnest(@keys) k order by k";
        const string members =
            "select doc from coordination_case where problem = @Problem and county_unit = @CountyUnit and not regional and state <> 3 order by case_id for update";
        const string insert =
            """
            insert into coordination_case (case_id, kind, problem, county_unit, regional, state, severity, resolver, opened_at, version, doc)
            values (@Id, @kind, @Problem, @CountyUnit, true, 1, @severity, @resolver, @now, 1, @doc::jsonb)
            on conflict do nothing
            """;
        const string mirror =
            """
            insert into case_office as h (case_id, office_id, state, close_reason, signers)
            select @Id, o.office_id, o.state, o.close_reason, o.signers from case_office o join coordination_case c using (case_id) where c.regional_id = @Id
            on conflict (case_id, office_id) do update set state = excluded.state, close_reason = excluded.close_reason, signers = excluded.signers;
            insert into case_directive (case_id, directive_id)
            select distinct @Id, d.directive_id from case_directive d join coordination_case c using (case_id) where c.regional_id = @Id
            on conflict do nothing
            """;
        var problems = moved.Where(c => c is { Regional: false, Problem.Length: > 0, CountyUnit.Length: > 0 }).DistinctBy(c => (c.Problem, c.CountyUnit))
            .OrderBy(c => CaseKey.Regional(c.Problem, c.CountyUnit), StringComparer.Ordinal).ToList();
        if (problems.Count == 0)
        {
            return;
        }

        await Execute(tx, wait, new { keys = problems.Select(c => CaseKey.Regional(c.Problem, c.CountyUnit)).ToArray() });
        var least = (int)loaded.Facts.Thresholds["regional_min_offices"];
        foreach (var problem in problems)
        {
            var open = (await tx.Connection.QueryAsync<string>(new CommandDefinition(
                members, new { problem.Problem, problem.CountyUnit }, tx.Transaction, cancellationToken: tx.Cancel))).Select(Read).ToList();
            var regional = await Lock(tx, CaseKey.Regional(problem.Problem, problem.CountyUnit));
            if (regional is null && open.Count >= least)
            {
                var office = loaded.Facts.Offices.First(o => o.County?.Number == problem.CountyUnit);
                regional = CaseRules.Collect(open[0], office, problem.CountyUnit, tx.Now);
                await Execute(tx, insert, new
                {
                    regional.Id,
                    kind = (short)regional.Kind,
                    regional.Problem,
                    regional.CountyUnit,
                    severity = (short)regional.Severity,
                    resolver = (short)regional.Resolver.Class,
                    now = tx.Now,
                    doc = Write(regional),
                });
            }

            if (regional is null)
            {
                continue;
            }

            var joining = open.Where(c => c.RegionalId != regional.Id).ToList();
            await Save(tx, [.. joining.Select(c => (c with { RegionalId = regional.Id }).With(new CaseEvent(tx.Now, CaseAct.Collected)))]);
            var next = CaseRules.FollowMembers(regional, open, tx.Now);
            if (next != regional)
            {
                await Save(tx, [next]);
            }

            await Execute(tx, mirror, new { regional.Id });
        }
    }
}
