using Dapper;
using Google.Protobuf;
using Samstyring.Common;
using Samstyring.Common.Telemetry;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Store;

public sealed partial class GateStore
{
    /// <summary>The channel on which feeds announce that they have grown; the payload is the office id.</summary>
    public const string FeedChannel = "feed";

    /// <summary>Writes the plans of all offices, each kind of row in one statement.</summary>
    public async Task Save(Tx tx, IReadOnlyCollection<OfficePlan> plans)
    {
        await SaveFindings(tx, plans);
        await CloseFindings(tx, plans);
        await SaveGates(tx, plans);
        using (Steps.Start("feed.append"))
        {
            await SaveFeed(tx, plans);
        }

        await SaveOffices(tx, plans);
    }

    private static async Task SaveFindings(Tx tx, IEnumerable<OfficePlan> plans)
    {
        // An escalated finding stays escalated until it is closed; one that is opened again starts anew.
        const string sql =
            """
            insert into finding as f (finding_id, office_id, kind, severity, stage, state, opened_at, opened_on, finding, case_id)
            select id, office, kind, severity, stage, state, @now, @today, doc, case_id
            from unnest(@ids, @offices, @kinds, @severities, @stages, @states, @docs, @cases) as x (id, office, kind, severity, stage, state, doc, case_id)
            on conflict (finding_id) do update set
              severity = excluded.severity, stage = excluded.stage, finding = excluded.finding, case_id = excluded.case_id, close_reason = 0, closed_at = null,
              state = case when f.state = 3 then excluded.state else greatest(f.state, excluded.state) end,
              opened_at = case when f.state = 3 then excluded.opened_at else f.opened_at end,
              opened_on = case when f.state = 3 then excluded.opened_on else f.opened_on end
            """;
        const string links =
            "insert into finding_directive (finding_id, directive_id, office_id) select * from unnest(@ids, @directives, @offices) on conflict do nothing";
        var rows = plans.SelectMany(p => p.Findings.Select(f => (p.OfficeId, f.Finding, State: (short)(f.Escalates ? 2 : 1)))).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        await Execute(tx, sql, new
        {
            ids = rows.Select(r => r.Finding.Fingerprint).ToArray(),
            offices = rows.Select(r => r.OfficeId).ToArray(),
            kinds = rows.Select(r => (short)r.Finding.Kind).ToArray(),
            severities = rows.Select(r => (short)r.Finding.Severity).ToArray(),
            stages = rows.Select(r => (short)r.Finding.Stage).ToArray(),
            states = rows.Select(r => r.State).ToArray(),
            docs = rows.Select(r => FindingMessage.Write(r.Finding).ToByteArray()).ToArray(),
            cases = rows.Select(r => CaseKey.Of(r.Finding)).ToArray(),
            now = tx.Now,
            today = tx.Today,
        });
        var named = rows.SelectMany(r => r.Finding.Directives.Select(d => (r.Finding.Fingerprint, d.Id, r.OfficeId))).ToList();
        await Execute(tx, links, new
        {
            ids = named.Select(n => n.Fingerprint).ToArray(),
            directives = named.Select(n => n.Id).ToArray(),
            offices = named.Select(n => n.OfficeId).ToArray(),
        });
    }

    private static async Task CloseFindings(Tx tx, IEnumerable<OfficePlan> plans)
    {
        const string sql =
            """
            update finding f set state = 3, close_reason = x.reason, closed_at = @now
            from unnest(@ids, @reasons) as x (id, reason)
            where f.finding_id = x.id
            """;
        var rows = plans.SelectMany(p => p.Closed).ToList();
        if (rows.Count > 0)
        {
            await Execute(tx, sql, new { ids = rows.Select(r => r.FindingId).ToArray(), reasons = rows.Select(r => (short)r.Reason).ToArray(), now = tx.Now });
        }
    }

    private static async Task SaveGates(Tx tx, IEnumerable<OfficePlan> plans)
    {
        const string sql =
            """
            insert into gate (office_id, directive_id, revision, state, received_at, held_since, held_on, held_until, released_at)
            select * from unnest(@offices, @directives, @revisions, @states, @received, @heldSince, @heldOn, @heldUntil, @released)
            on conflict (office_id, directive_id, revision) do update set
              state = excluded.state, received_at = excluded.received_at, held_since = excluded.held_since, held_on = excluded.held_on,
              held_until = excluded.held_until, released_at = excluded.released_at
            """;
        const string steps =
            """
            insert into gate_step (office_id, directive_id, revision, state, at)
            select office, directive, revision, state, @now
            from unnest(@offices, @directives, @revisions, @states) with ordinality as x (office, directive, revision, state, n) order by n
            """;
        var rows = plans.SelectMany(p => p.Gates.Select(g => (p.OfficeId, Gate: g))).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        await Execute(tx, sql, new
        {
            offices = rows.Select(r => r.OfficeId).ToArray(),
            directives = rows.Select(r => r.Gate.DirectiveId).ToArray(),
            revisions = rows.Select(r => r.Gate.Revision).ToArray(),
            states = rows.Select(r => (short)r.Gate.State).ToArray(),
            received = rows.Select(r => r.Gate.ReceivedAt).ToArray(),
            heldSince = rows.Select(r => r.Gate.HeldSince).ToArray(),
            heldOn = rows.Select(r => r.Gate.HeldOn).ToArray(),
            heldUntil = rows.Select(r => r.Gate.HeldUntil).ToArray(),
            released = rows.Select(r => r.Gate.ReleasedAt).ToArray(),
        });
        var path = plans.SelectMany(p => p.Steps.Select(s => (p.OfficeId, Step: s))).ToList();
        await Execute(tx, steps, new
        {
            offices = path.Select(r => r.OfficeId).ToArray(),
            directives = path.Select(r => r.Step.DirectiveId).ToArray(),
            revisions = path.Select(r => r.Step.Revision).ToArray(),
            states = path.Select(r => (short)r.Step.State).ToArray(),
            now = tx.Now,
        });
    }

    private static async Task SaveFeed(Tx tx, IEnumerable<OfficePlan> plans)
    {
        const string sql =
            """
            insert into mission (office_id, position, mission_key, version, state, sort_key, created_at, mission, material_version)
            select office, position, key, version, state, sort_key, @now, doc, material
            from unnest(@offices, @positions, @keys, @versions, @states, @sortKeys, @docs, @materials)
              as x (office, position, key, version, state, sort_key, doc, material)
            """;
        const string sources =
            """
            insert into mission_source (office_id, position, directive_id, revision)
            select * from unnest(@offices, @positions, @directives, @revisions)
            """;
        const string heads =
            """
            insert into mission_head (office_id, topic, position, live, sort_key)
            select office, topic, position, state <> 3, sort_key
            from unnest(@offices, @topics, @positions, @states, @sortKeys) x (office, topic, position, state, sort_key)
            on conflict (office_id, topic) do update set position = excluded.position, live = excluded.live, sort_key = excluded.sort_key
            """;
        // Delivered at the commit; a stream that misses it polls.
        const string notify = "select pg_notify(@channel, id::text) from unnest(@ids) id";
        var rows = plans.SelectMany(p => p.Feed.Select(e => (p.OfficeId, Entry: e))).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var parameters = new
        {
            offices = rows.Select(r => r.OfficeId).ToArray(),
            positions = rows.Select(r => r.Entry.Position).ToArray(),
            keys = rows.Select(r => r.Entry.Row.Mission.MissionKey).ToArray(),
            versions = rows.Select(r => r.Entry.Row.Mission.Version).ToArray(),
            topics = rows.Select(r => r.Entry.Row.Topic).ToArray(),
            states = rows.Select(r => (short)r.Entry.Row.Mission.State).ToArray(),
            sortKeys = rows.Select(r => r.Entry.Row.SortKey).ToArray(),
            docs = rows.Select(r => r.Entry.Row.Mission.ToByteArray()).ToArray(),
            materials = rows.Select(r => r.Entry.Row.Mission.MaterialVersion).ToArray(),
            now = tx.Now,
        };
        await Execute(tx, sql, parameters);
        var behind = rows.SelectMany(r => r.Entry.Row.Mission.Sources.Select(s => (r.OfficeId, r.Entry.Position, s.DirectiveId, s.Revision))).ToList();
        await Execute(tx, sources, new
        {
            offices = behind.Select(b => b.OfficeId).ToArray(),
            positions = behind.Select(b => b.Position).ToArray(),
            directives = behind.Select(b => b.DirectiveId).ToArray(),
            revisions = behind.Select(b => b.Revision).ToArray(),
        });
        await Execute(tx, heads, parameters);
        await Execute(tx, notify, new { channel = FeedChannel, ids = rows.Select(r => r.OfficeId).Distinct().ToArray() });
    }

    private static async Task SaveOffices(Tx tx, IReadOnlyCollection<OfficePlan> plans)
    {
        const string judged =
            """
            update office o set judged_on = @today, judged_with = @versions, feed_position = o.feed_position + x.added
            from unnest(@ids, @added) as x (id, added)
            where o.office_id = x.id
            """;
        const string settled =
            """
            update mapping m set settled = true
            from unnest(@offices, @directives) as x (office, directive)
            where m.office_id = x.office and m.directive_id = x.directive
            """;
        await Execute(tx, judged, new { today = tx.Today, versions = Judge.Versions, ids = plans.Select(p => p.OfficeId).ToArray(), added = plans.Select(p => p.Feed.Length).ToArray() });
        var done = plans.SelectMany(p => p.Settled.Select(id => (p.OfficeId, Id: id))).ToList();
        if (done.Count > 0)
        {
            await Execute(tx, settled, new { offices = done.Select(d => d.OfficeId).ToArray(), directives = done.Select(d => d.Id).ToArray() });
        }
    }

    private static Task<int> Execute(Tx tx, string sql, object parameters) =>
        tx.Connection.ExecuteAsync(new CommandDefinition(sql, parameters, tx.Transaction, cancellationToken: tx.Cancel));
}
