using System.Collections.Immutable;
using Dapper;
using Samstyring.Common;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Pb = Samstyring.Notifications.V1;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>The facts of a judgement, and the offices that are locked for it.</summary>
/// <param name="Facts">The facts; their offices are those locked, in the same order.</param>
/// <param name="MessageOf">The message of a directive by its id.</param>
/// <param name="Offices">The offices.</param>
/// <param name="Before">The directives as they were before the transaction.</param>
/// <param name="OfficesBefore">The offices as they were before the transaction, by id.</param>
public sealed record GateFacts(
    Facts Facts, Func<string, SteeringPb.Directive> MessageOf, ImmutableArray<LockedOffice> Offices, IReadOnlyDictionary<string, Directive> Before,
    IReadOnlyDictionary<int, Office> OfficesBefore)
{
    private readonly Dictionary<int, Office> byId = Offices.Zip(Facts.Offices).ToDictionary(pair => pair.First.OfficeId, pair => pair.Second);

    /// <summary>The office of an id that is locked.</summary>
    public Office Office(int officeId) => byId[officeId];
}

/// <summary>An office whose row is locked, with the last position of its feed, and when and with which versions it was last judged.</summary>
public sealed record LockedOffice(int OfficeId, long FeedPosition, DateOnly JudgedOn, string JudgedWith);

/// <summary>What the gate asks for of an office.</summary>
/// <param name="Office">The office.</param>
/// <param name="Directives">The directives whose findings, missions and gate rows are needed; null: all.</param>
/// <param name="Named">Directives of which the gate rows are needed too.</param>
/// <param name="Topics">Topics of which the missions are needed too.</param>
public sealed record Wanted(LockedOffice Office, IReadOnlySet<string>? Directives, IReadOnlyCollection<string> Named, IReadOnlyCollection<string> Topics);

/// <summary>Reads and writes what the gate works with, for any number of offices at once. All of it happens under the offices' row locks.</summary>
public sealed partial class GateStore(RegisterCache register)
{
    /// <summary>
    /// Takes the row locks of the offices, and of those they share state resources with, and loads what the judgement needs. All of them are in the answer.
    /// </summary>
    public async Task<GateFacts> Load(Tx tx, IReadOnlyCollection<int> officeIds)
    {
        var ids = officeIds.Distinct().Order().ToArray();
        var offices = await OfficeLocks.Take(tx, ids);
        while (!offices.Select(o => o.OfficeId).SequenceEqual(ids))
        {
            // Until nobody has joined while others were waited for.
            ids = [.. offices.Select(o => o.OfficeId)];
            offices = await OfficeLocks.Take(tx, ids);
        }

        var (committed, seen) = await register.Read(tx.Connection, tx.Transaction, tx.Cancel);
        var facts = new Facts(tx.Today, Catalogues.Newest, seen.Directives, [.. offices.Select(office => seen.Offices[office.OfficeId])]);
        return new(facts, seen.Message, [.. offices], committed.Directives, committed.Offices);
    }

    /// <summary>Takes the row locks of the offices, and of those they share state resources with, before anything else that a case needs.</summary>
    public static Task LockOffices(Tx tx, IEnumerable<int> officeIds) => OfficeLocks.Take(tx, officeIds);

    /// <summary>What is stored about the offices, as far as it is wanted, in the same order.</summary>
    public async Task<ImmutableArray<OfficeBefore>> Before(Tx tx, IReadOnlyCollection<Wanted> wanted)
    {
        var pairs = new Pairs(wanted, w => w.Directives ?? (IEnumerable<string>)[]);
        var gates = (await Gates(tx, new(wanted, w => w.Directives is null ? [] : w.Directives.Union(w.Named)))).ToLookup(g => g.OfficeId);
        var findings = (await Findings(tx, pairs)).ToLookup(f => f.OfficeId);
        var missions = (await Missions(tx, wanted, pairs)).ToLookup(m => m.OfficeId);
        return [.. wanted.Select(w => w.Office).Select(office => new OfficeBefore(
            office.OfficeId,
            office.FeedPosition,
            gates[office.OfficeId].Select(g => g.Row).ToLookup(g => g.DirectiveId),
            findings[office.OfficeId].Select(f => f.Row).ToDictionary(f => f.FindingId),
            missions[office.OfficeId].Select(m => m.Row).ToDictionary(m => m.Topic)))];
    }

    /// <summary>How many missions that go on come before each entry of the feeds, as stored; by plan and entry.</summary>
    public async Task<IReadOnlyList<int>> Earlier(Tx tx, IEnumerable<OfficePlan> plans)
    {
        // Relies on the index mission_head_order.
        const string sql =
            """
            select (select count(*) from mission_head h where h.office_id = x.office and h.live and h.sort_key < x.key)
            from unnest(@offices, @keys) with ordinality x (office, key, n) order by n
            """;
        var entries = plans.SelectMany(p => p.Feed.Select(e => (p.OfficeId, e.Row))).ToList();
        return entries.Count == 0 ? [] : [.. await tx.Connection.QueryAsync<int>(new CommandDefinition(
            sql,
            new
            {
                offices = entries.Select(e => e.OfficeId).ToArray(),
                keys = entries.Select(e => e.Row.SortKey).ToArray(),
            },
            tx.Transaction, cancellationToken: tx.Cancel))];
    }

    /// <summary>Marks offices as not judged today.</summary>
    public async Task LeaveForLater(Tx tx, IEnumerable<int> officeIds)
    {
        var ids = officeIds.ToArray();
        if (ids.Length > 0)
        {
            await tx.Connection.ExecuteAsync(new CommandDefinition(
                "update office set judged_on = @yesterday where office_id = any(@ids)", new { ids, yesterday = tx.Today.AddDays(-1) }, tx.Transaction,
                cancellationToken: tx.Cancel));
        }
    }

    private static async Task<IEnumerable<(int OfficeId, GateRow Row)>> Gates(Tx tx, Pairs pairs)
    {
        const string sql =
            """
            select g.office_id, g.directive_id, g.revision, g.state, g.received_at, g.held_since, g.held_on, g.held_until, g.released_at
            from gate g join mapping m using (office_id, directive_id)
            where g.office_id = any(@Whole) and not m.settled
            union all
            select g.office_id, g.directive_id, g.revision, g.state, g.received_at, g.held_since, g.held_on, g.held_until, g.released_at
            from unnest(@Offices, @Directives) x (office_id, directive_id) join gate g using (office_id, directive_id)
            """;
        var rows = await tx.Connection.QueryAsync<StoredGate>(new CommandDefinition(sql, pairs, tx.Transaction, cancellationToken: tx.Cancel));
        return rows.Select(g => (g.OfficeId, new GateRow(
            g.DirectiveId, g.Revision, (GateState)g.State, g.ReceivedAt, g.HeldSince, g.HeldOn, g.HeldUntil, g.ReleasedAt)));
    }

    private static async Task<IEnumerable<(int OfficeId, FindingRow Row)>> Findings(Tx tx, Pairs pairs)
    {
        const string sql =
            """
            select f.office_id, f.finding_id, f.state, f.opened_on, f.finding, f.case_id from finding f where f.office_id = any(@Whole) and f.state <> 3
            union all
            select f.office_id, f.finding_id, f.state, f.opened_on, f.finding, f.case_id
            from (select distinct d.finding_id from unnest(@Offices, @Directives) x (office_id, directive_id)
                  join finding_directive d using (office_id, directive_id)) named
            join finding f using (finding_id)
            where f.state <> 3
            union all
            select f.office_id, f.finding_id, f.state, f.opened_on, f.finding, f.case_id
            from finding f where f.office_id = any(@Offices) and f.state <> 3 and f.kind = any(@OfOffice)
            """;
        var rows = await tx.Connection.QueryAsync<(int OfficeId, string FindingId, short State, DateOnly OpenedOn, byte[] Finding, string? CaseId)>(
            new CommandDefinition(sql, pairs, tx.Transaction, cancellationToken: tx.Cancel));
        return rows.Select(f => (f.OfficeId, new FindingRow(f.FindingId, (Pb.FindingState)f.State, f.OpenedOn, Pb.Finding.Parser.ParseFrom(f.Finding), f.CaseId)));
    }

    private static async Task<IEnumerable<(int OfficeId, MissionRow Row)>> Missions(Tx tx, IReadOnlyCollection<Wanted> wanted, Pairs pairs)
    {
        // Relies on the indexes mission_head_order, mission_source_directive and mission_head_position.
        const string sql =
            """
            select h.office_id, h.topic, h.sort_key, x.mission
            from (
              select office_id, position from mission_head where office_id = any(@Whole) and live
              union
              select office_id, s.position from unnest(@Offices, @Directives) y (office_id, directive_id) join mission_source s using (office_id, directive_id)
              union
              select office_id, h.position from unnest(@topicOffices, @topics) y (office_id, topic) join mission_head h using (office_id, topic)) p
            join mission_head h using (office_id, position) join mission x using (office_id, position)
            """;
        var topics = wanted.SelectMany(w => w.Topics.Select(topic => (w.Office.OfficeId, Topic: topic))).ToList();
        var rows = await tx.Connection.QueryAsync<(int OfficeId, string Topic, string SortKey, byte[] Mission)>(new CommandDefinition(
            sql,
            new
            {
                pairs.Whole,
                pairs.Offices,
                pairs.Directives,
                topicOffices = topics.Select(t => t.OfficeId).ToArray(),
                topics = topics.Select(t => t.Topic).ToArray(),
            },
            tx.Transaction, cancellationToken: tx.Cancel));
        return rows.Select(m => (m.OfficeId, new MissionRow(m.Topic, m.SortKey, FeedPlan.Read(m.Mission))));
    }

    // Offices of which everything is wanted, and single directives at others, as parameters.
    private sealed class Pairs
    {
        public Pairs(IReadOnlyCollection<Wanted> wanted, Func<Wanted, IEnumerable<string>> directives)
        {
            Whole = [.. wanted.Where(w => w.Directives is null).Select(w => w.Office.OfficeId)];
            var some = wanted.Where(w => w.Directives is not null).SelectMany(w => directives(w).Select(id => (w.Office.OfficeId, id))).ToList();
            (Offices, Directives) = ([.. some.Select(s => s.OfficeId)], [.. some.Select(s => s.id)]);
        }

        public int[] Whole { get; }

        public int[] Offices { get; }

        public string[] Directives { get; }

        public short[] OfOffice { get; } = [.. Judge.OfOffice.Select(kind => (short)kind)];
    }

    private sealed record StoredGate(
        int OfficeId, string DirectiveId, int Revision, short State, DateTimeOffset ReceivedAt, DateTimeOffset? HeldSince, DateOnly? HeldOn,
        DateOnly? HeldUntil, DateTimeOffset? ReleasedAt);
}
