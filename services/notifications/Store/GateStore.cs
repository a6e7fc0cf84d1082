using System.Collections.Immutable;
using Dapper;
using Samstyring.Common;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Pb = Samstyring.Notifications.V1;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>The facts of a judgement and what is stored about the offices judged.</summary>
public sealed record GateFacts(Facts Facts, Func<string, SteeringPb.Directive> MessageOf, ImmutableArray<OfficeBefore> Before);

/// <summary>Reads and writes what the gate works with, for any number of offices at once. All of it happens under the offices' row locks.</summary>
public sealed partial class GateStore(RegisterCache register)
{
    /// <summary>
    /// Takes the row locks of the offices, and of those they share state resources with, and loads what the judgement needs. All of them are in the answer.
    /// </summary>
    public async Task<GateFacts> Load(Tx tx, IReadOnlyCollection<int> officeIds)
    {
        var ids = officeIds.Distinct().Order().ToArray();
        var offices = await Lock(tx, ids);
        while (!offices.Select(o => o.OfficeId).SequenceEqual(ids))
        {
            // Until nobody has joined while others were waited for.
            ids = [.. offices.Select(o => o.OfficeId)];
            offices = await Lock(tx, ids);
        }

        var known = await register.Read(tx.Connection, tx.Transaction, tx.Cancel);
        var gates = (await Gates(tx, ids)).ToLookup(g => g.OfficeId);
        var findings = (await Findings(tx, ids)).ToLookup(f => f.OfficeId);
        var missions = (await Missions(tx, ids)).ToLookup(m => m.OfficeId);
        var facts = new Facts(tx.Today, Catalogues.Newest, known.Directives, [.. offices.Select(office => known.Offices[office.OfficeId])]);
        return new(facts, known.Message, [.. offices.Select(office => new OfficeBefore(
            office.OfficeId,
            office.FeedPosition,
            gates[office.OfficeId].Select(g => g.Row).ToLookup(g => g.DirectiveId),
            findings[office.OfficeId].Select(f => f.Row).ToDictionary(f => f.FindingId),
            missions[office.OfficeId].Select(m => m.Row).ToDictionary(m => m.DirectiveId)))]);
    }

    private static async Task<IReadOnlyList<LockedOffice>> Lock(Tx tx, int[] ids)
    {
        // Who waits longer than this tries again.
        const string sql =
            $"""
            set local lock_timeout = '3s';
            with recursive wanted (office_id) as (select unnest(@ids)), {OfficeLocks.Together}
            select office_id, feed_position
            from office where office_id in (select office_id from together)
            order by office_id
            for update of office
            """;
        return (await tx.Connection.QueryAsync<LockedOffice>(new CommandDefinition(sql, new { ids }, tx.Transaction, cancellationToken: tx.Cancel))).AsList();
    }

    private static async Task<IEnumerable<(int OfficeId, GateRow Row)>> Gates(Tx tx, int[] ids)
    {
        const string sql =
            """
            select g.office_id, g.directive_id, g.revision, g.state, g.received_at, g.held_since, g.held_on, g.held_until, g.released_at
            from gate g join mapping m using (office_id, directive_id)
            where g.office_id = any(@ids) and not m.settled
            """;
        var rows = await tx.Connection.QueryAsync<StoredGate>(new CommandDefinition(sql, new { ids }, tx.Transaction, cancellationToken: tx.Cancel));
        return rows.Select(g => (g.OfficeId, new GateRow(
            g.DirectiveId, g.Revision, (GateState)g.State, g.ReceivedAt, g.HeldSince, g.HeldOn, g.HeldUntil, g.ReleasedAt)));
    }

    private static async Task<IEnumerable<(int OfficeId, FindingRow Row)>> Findings(Tx tx, int[] ids)
    {
        const string sql = "select office_id, finding_id, state, opened_on, finding from finding where office_id = any(@ids) and state <> 3";
        var rows = await tx.Connection.QueryAsync<(int OfficeId, string FindingId, short State, DateOnly OpenedOn, byte[] Finding)>(
            new CommandDefinition(sql, new { ids }, tx.Transaction, cancellationToken: tx.Cancel));
        return rows.Select(f => (f.OfficeId, new FindingRow(f.FindingId, (Pb.FindingState)f.State, f.OpenedOn, Pb.Finding.Parser.ParseFrom(f.Finding))));
    }

    private static async Task<IEnumerable<(int OfficeId, MissionRow Row)>> Missions(Tx tx, int[] ids)
    {
        const string sql =
            """
            select distinct on (x.office_id, x.mission_key) x.office_id, x.directive_id, x.revision, x.sort_key, x.mission
            from mission x join mapping m using (office_id, directive_id)
            where x.office_id = any(@ids) and not m.settled
            order by x.office_id, x.mission_key, x.version desc
            """;
        var rows = await tx.Connection.QueryAsync<(int OfficeId, string DirectiveId, int Revision, string SortKey, byte[] Mission)>(
            new CommandDefinition(sql, new { ids }, tx.Transaction, cancellationToken: tx.Cancel));
        return rows.Select(m => (m.OfficeId, new MissionRow(m.DirectiveId, m.Revision, m.SortKey, Pb.Mission.Parser.ParseFrom(m.Mission))));
    }

    private sealed record LockedOffice(int OfficeId, long FeedPosition);

    private sealed record StoredGate(
        int OfficeId, string DirectiveId, int Revision, short State, DateTimeOffset ReceivedAt, DateTimeOffset? HeldSince, DateOnly? HeldOn,
        DateOnly? HeldUntil, DateTimeOffset? ReleasedAt);
}
