using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Samstyring.Common;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using CloseReason = Samstyring.Notifications.Coordination.CloseReason;

namespace Samstyring.Notifications.Store;

/// <summary>A case at an office, as stored.</summary>
public sealed record CaseOfficeRow(string CaseId, int OfficeId, string Number, string Name, short State, short CloseReason, string[] Signers)
{
    /// <summary>The owners whose signatures settle it here.</summary>
    public OfficeSigners ToSigners() => new(OfficeId, Number, [.. Signers.Select(s => (Org)s)]);
}

/// <summary>
/// Cases, written in the transaction that holds the row locks of the offices they are at. The row lock of a case is taken after those, in the order of ids; a
/// case without an office of its own is shared by many of them.
/// </summary>
public sealed partial class CaseStore(RegisterCache cache)
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>
    /// The cases that change what findings do at the offices. An agreement ends when one of its directives has changed materially, or when the facts of a
    /// profile that its findings name have (conflicts.md section 7): the same day judged with the office as it was gives other numbers.
    /// </summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="loaded">The offices.</param>
    /// <param name="changed">Directives that have come or changed.</param>
    /// <param name="officesChanged">Whether the offices have changed.</param>
    public async Task<CasesAtOffices> Standing(Tx tx, GateFacts loaded, IReadOnlyCollection<string> changed, bool officesChanged)
    {
        // Relies on the index case_office_standing.
        const string sql =
            """
            select o.office_id, c.case_id, o.state = 2 as escalated, c.resolver, c.doc->'resolver'->'name'->>'nb' as nb, c.doc->'resolver'->'name'->>'nn' as nn,
              o.agreed, o.agreed_directives, o.settlement
            from case_office o join coordination_case c using (case_id)
            where o.office_id = any(@ids) and (o.state = 2 or o.agreed is not null)
            """;
        const string end = "update case_office set agreed = null, agreed_directives = '{}', settlement = null where (case_id, office_id) in (select * from unnest(@cases, @offices))";
        var rows = (await tx.Connection.QueryAsync<StandingRow>(new CommandDefinition(
            sql, new { ids = loaded.Offices.Select(o => o.OfficeId).ToArray() }, tx.Transaction, cancellationToken: tx.Cancel))).AsList();
        var material = changed.Where(id => IsMaterial(loaded.Before.GetValueOrDefault(id), loaded.Facts.Directives.GetValueOrDefault(id))).ToHashSet();
        var over = rows.Where(r => r.Agreed is not null && r.AgreedDirectives.Any(material.Contains)).ToHashSet();
        if (officesChanged)
        {
            foreach (var office in rows.Where(r => r.Agreed is not null).GroupBy(r => r.OfficeId))
            {
                over.UnionWith(Outdated(loaded, office.Key, office));
            }
        }

        if (over.Count > 0)
        {
            await Execute(tx, end, new { cases = over.Select(r => r.CaseId).ToArray(), offices = over.Select(r => r.OfficeId).ToArray() });
        }

        var here = rows
            .Select(r => over.Contains(r) ? r with { Agreed = null } : r)
            .GroupBy(r => r.OfficeId)
            .ToDictionary(g => g.Key, g => new CasesHere(g.Select(r => new CaseStanding(
                r.CaseId, r.Escalated, new((ResolverClass)r.Resolver, new(r.Nb, r.Nn)), (CloseReason?)r.Agreed, [.. r.AgreedDirectives],
                r.Agreed is null || r.Settlement is null ? null : JsonSerializer.Deserialize<Settlement>(r.Settlement, Form)))));
        return new(here, over.SelectMany(r => r.AgreedDirectives.Select(id => (r.OfficeId, id))).ToLookup(x => x.OfficeId, x => x.id));
    }

    /// <summary>Takes the cases at the offices whose deadline has passed, or that held a directive until now, to their next rung.</summary>
    public async Task EscalateDue(Tx tx, GateFacts loaded)
    {
        const string sql =
            """
            select c.doc, (select min(o.office_id) from case_office o where o.case_id = c.case_id and o.office_id = any(@ids)) as office_id
            from coordination_case c
            where c.state <> 3 and c.deadline is not null
              and exists (select from case_office o where o.case_id = c.case_id and o.office_id = any(@ids) and o.state <> 3)
              and (c.deadline < @today or (c.state = 1 and exists (
                select from case_directive d join gate g using (directive_id)
                where d.case_id = c.case_id and g.office_id = any(@ids) and g.state = 5 and g.held_until < @today)))
            order by c.case_id for update of c
            """;
        var due = (await tx.Connection.QueryAsync<(string Doc, int OfficeId)>(new CommandDefinition(
            sql, new { tx.Today, ids = loaded.Offices.Select(o => o.OfficeId).ToArray() }, tx.Transaction, cancellationToken: tx.Cancel))).AsList();
        foreach (var (doc, officeId) in due)
        {
            var one = Read(doc);
            var rung = Ladder.Next(one.Resolver.Class, one.AgreementTerm);
            await Save(tx, CaseRules.Escalate(one, Ladder.Name(one, rung, loaded.Office(officeId), IssuerOf(one, loaded.Facts.Directives)), null, "", tx.Now, tx.Today));
            await Escalated(tx, one.Id);
        }
    }

    /// <summary>Marks what is open of the case as escalated, at every office.</summary>
    public Task Escalated(Tx tx, string caseId) => Execute(
        tx,
        """
        update case_office set state = 2 where case_id = @caseId and state = 1;
        update finding set state = 2 where case_id = @caseId and state = 1
        """,
        new { caseId });

    /// <summary>The cases of findings that come now, those that are not there yet.</summary>
    public async Task Open(Tx tx, GateFacts loaded, IReadOnlyCollection<OfficePlan> plans)
    {
        var first = Changed(plans).GroupBy(c => c.CaseId).Select(g => g.First()).ToList();
        if (first.Count == 0)
        {
            return;
        }

        var known = (await tx.Connection.QueryAsync<string>(new CommandDefinition(
            "select case_id from coordination_case where case_id = any(@ids)", new { ids = first.Select(c => c.CaseId).ToArray() }, tx.Transaction,
            cancellationToken: tx.Cancel))).ToHashSet();
        var opened = first.Where(c => !known.Contains(c.CaseId!)).Select(c => CaseRules.Open(
            c, loaded.Office(c.OfficeId), loaded.Facts.Catalogues, DaysAt(loaded, c.OfficeId), tx.Now, tx.Today)).ToList();
        await Insert(tx, opened);
    }

    /// <summary>Brings the cases of what has changed up to date, when findings and gate are written.</summary>
    public async Task Follow(Tx tx, GateFacts loaded, IReadOnlyCollection<OfficePlan> plans)
    {
        const string touched =
            """
            select doc from coordination_case
            where case_id in (select unnest(@ids) union select case_id from finding where finding_id = any(@closed))
            order by case_id for update
            """;
        const string standings =
            """
            select f.case_id, f.office_id, o.number, h.state as before, count(*) filter (where f.state <> 3)::int as open, min(f.severity) filter (where f.state <> 3) as worst,
              (array_agg(f.close_reason order by f.closed_at desc) filter (where f.state = 3))[1] as reason
            from finding f join office o using (office_id) left join case_office h using (case_id, office_id)
            where f.case_id = any(@ids)
            group by f.case_id, f.office_id, o.number, h.state
            """;
        var changed = Changed(plans).ToLookup(c => c.CaseId);
        var closed = plans.SelectMany(p => p.Closed).Select(c => c.FindingId).ToArray();
        if (changed.Count == 0 && closed.Length == 0)
        {
            return;
        }

        var before = (await tx.Connection.QueryAsync<string>(new CommandDefinition(
            touched, new { ids = changed.Select(g => g.Key).ToArray(), closed }, tx.Transaction, cancellationToken: tx.Cancel))).Select(Read).ToList();
        var rows = (await tx.Connection.QueryAsync<StandingOfCase>(new CommandDefinition(
            standings, new { ids = before.Select(c => c.Id).ToArray() }, tx.Transaction, cancellationToken: tx.Cancel))).ToLookup(r => r.CaseId);
        var after = before.Select(c => (Before: c, Offices: rows[c.Id].Select(r => r.ToStanding()).ToList()))
            .Select(x => (x.Before, x.Offices, After: CaseRules.Follow(
                x.Before, [.. changed[x.Before.Id]], x.Offices, loaded.Facts.Catalogues, id => DaysAt(loaded, id), tx.Now, tx.Today)))
            .ToList();
        await SaveOffices(tx, [.. after.SelectMany(x => x.Offices.Select(o => (x.After, Office: o)))], changed);
        await SaveDirectives(tx, changed);
        await Save(tx, [.. after.Where(x => x.After != x.Before).Select(x => x.After)]);
        await Collect(tx, loaded, [.. after.Where(x => x.Before.State != x.After.State || x.Before.Version == 0).Select(x => x.After)]);
    }

    /// <summary>Writes a case.</summary>
    public Task Save(Tx tx, Case one) => Save(tx, [one]);

    /// <summary>The owners have accepted it at these offices, or the board has decided.</summary>
    public Task Agree(Tx tx, Case one, IEnumerable<int> officeIds, CloseReason reason, Settlement settlement) => Execute(
        tx,
        """
        update case_office set agreed = @reason, agreed_directives = @directives, settlement = @settlement::jsonb
        where case_id = @Id and office_id = any(@offices)
        """,
        new
        {
            one.Id,
            reason = (short)reason,
            directives = one.Directives.ToArray(),
            offices = officeIds.ToArray(),
            settlement = JsonSerializer.Serialize(settlement, Form),
        });

    /// <summary>A case, locked; null when there is none. The offices are locked before.</summary>
    public async Task<Case?> Lock(Tx tx, string caseId) => await tx.Connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
        "select doc from coordination_case where case_id = @caseId for update", new { caseId }, tx.Transaction, cancellationToken: tx.Cancel)) is { } doc
        ? Read(doc)
        : null;

    /// <summary>The offices of a case, also those where it is over; of a regional one those where it stands.</summary>
    public async Task<int[]> OfficeIds(Tx tx, string caseId) => [.. await tx.Connection.QueryAsync<int>(new CommandDefinition(
        "select office_id from case_office where case_id = @caseId order by office_id", new { caseId }, tx.Transaction, cancellationToken: tx.Cancel))];

    /// <summary>Who settles the case on a rung, by name.</summary>
    public async Task<Resolver> Named(Tx tx, Case one, ResolverClass rung)
    {
        var (register, _) = await cache.Read(tx.Connection, tx.Transaction, tx.Cancel);
        var office = register.Offices[(await OfficeIds(tx, one.Id))[0]];
        return Ladder.Name(one, rung, office, IssuerOf(one, register.Directives));
    }

    internal static Case Read(string doc) => JsonSerializer.Deserialize<Case>(doc, Form)!;

    private static string Write(Case one) => JsonSerializer.Serialize(one, Form);

    private static IEnumerable<CaseFinding> Changed(IEnumerable<OfficePlan> plans) =>
        plans.SelectMany(p => p.Findings.Select(f => new CaseFinding(p.OfficeId, f.Finding, f.Owners))).Where(c => c.CaseId is not null);

    private static HoldDays DaysAt(GateFacts loaded, int officeId) => HoldDays.Of(loaded.Facts.Thresholds.With(loaded.Office(officeId).Profile.Thresholds));

    private static (Line Line, Org Org)? IssuerOf(Case one, IReadOnlyDictionary<string, Directive> directives) =>
        one.Directives.Select(directives.GetValueOrDefault).FirstOrDefault(x => x is not null) is { } x ? (x.Line, x.IssuerOrg) : null;

    private static bool IsMaterial(Directive? before, Directive? after) =>
        after is not null && after.Revision != before?.Revision && !(after.Editorial && after.Revision == before?.Revision + 1);

    private static IEnumerable<StandingRow> Outdated(GateFacts loaded, int officeId, IEnumerable<StandingRow> agreed)
    {
        if (!loaded.OfficesBefore.TryGetValue(officeId, out var old))
        {
            return [];
        }

        var offices = loaded.Facts.Offices.Select(o => o.Number == old.Number ? old : o);
        var was = Numbers(new(loaded.Facts with { Directives = loaded.Before, Offices = [.. offices] }, old));
        var now = Numbers(new(loaded.Facts, loaded.Office(officeId)));
        return agreed.Where(r => !was[r.CaseId].SequenceEqual(now[r.CaseId]));

        static ILookup<string, string> Numbers(Predicates at) => Judge.Findings(at)
            .ToLookup(f => CaseKey.Of(f) ?? "", f => $"{f.Fingerprint} {f.Severity} {string.Join(';', f.Witness.Numbers)}");
    }

    // Somebody else may have opened one of them at the same time.
    private static async Task Insert(Tx tx, List<Case> opened)
    {
        const string sql =
            """
            insert into coordination_case (case_id, kind, problem, county_unit, regional, state, severity, resolver, deadline, opened_at, version, doc)
            select id, kind, problem, county, regional, state, severity, resolver, deadline, opened, version, doc::jsonb
            from unnest(@ids, @kinds, @problems, @counties, @regionals, @states, @severities, @resolvers, @deadlines, @openings, @versions, @docs)
              x (id, kind, problem, county, regional, state, severity, resolver, deadline, opened, version, doc)
            order by id
            on conflict do nothing
            """;
        if (opened.Count > 0)
        {
            await Execute(tx, sql, new
            {
                ids = opened.Select(c => c.Id).ToArray(),
                kinds = opened.Select(c => (short)c.Kind).ToArray(),
                problems = opened.Select(c => c.Problem).ToArray(),
                counties = opened.Select(c => c.CountyUnit).ToArray(),
                regionals = opened.Select(c => c.Regional).ToArray(),
                states = opened.Select(c => (short)c.State).ToArray(),
                severities = opened.Select(c => (short)c.Severity).ToArray(),
                resolvers = opened.Select(c => (short)c.Resolver.Class).ToArray(),
                deadlines = opened.Select(c => c.Deadline).ToArray(),
                openings = opened.Select(c => c.OpenedAt).ToArray(),
                versions = opened.Select(c => c.Version).ToArray(),
                docs = opened.Select(Write).ToArray(),
            });
        }
    }

    private static async Task Save(Tx tx, IReadOnlyCollection<Case> all)
    {
        const string sql =
            """
            update coordination_case c set
              state = x.state, severity = x.severity, resolver = x.resolver, deadline = x.deadline, closed_at = x.closed, regional_id = x.regional,
              version = c.version + 1, doc = jsonb_set(x.doc::jsonb, '{version}', to_jsonb(c.version + 1))
            from unnest(@ids, @states, @severities, @resolvers, @deadlines, @closed, @regionals, @docs)
              x (id, state, severity, resolver, deadline, closed, regional, doc)
            where c.case_id = x.id
            """;
        if (all.Count > 0)
        {
            await Execute(tx, sql, new
            {
                ids = all.Select(c => c.Id).ToArray(),
                states = all.Select(c => (short)c.State).ToArray(),
                severities = all.Select(c => (short)c.Severity).ToArray(),
                resolvers = all.Select(c => (short)c.Resolver.Class).ToArray(),
                deadlines = all.Select(c => c.Deadline).ToArray(),
                closed = all.Select(c => c.ClosedAt).ToArray(),
                regionals = all.Select(c => c.RegionalId).ToArray(),
                docs = all.Select(Write).ToArray(),
            });
        }
    }

    private static async Task SaveOffices(Tx tx, IReadOnlyList<(Case Case, OfficeStanding Office)> rows, ILookup<string?, CaseFinding> changed)
    {
        const string sql =
            """
            insert into case_office as h (case_id, office_id, state, close_reason, signers)
            select case_id, office, state, reason, string_to_array(signers, ' ')
            from unnest(@cases, @offices, @states, @reasons, @signers) x (case_id, office, state, reason, signers)
            on conflict (case_id, office_id) do update set
              state = excluded.state, close_reason = excluded.close_reason,
              signers = array(select distinct s from unnest(h.signers || excluded.signers) s order by s)
            """;
        if (rows.Count == 0)
        {
            return;
        }

        await Execute(tx, sql, new
        {
            cases = rows.Select(r => r.Case.Id).ToArray(),
            offices = rows.Select(r => r.Office.OfficeId).ToArray(),
            states = rows.Select(r => (short)(!r.Office.IsOpen ? CaseState.Closed : r.Case.State == CaseState.Escalated ? CaseState.Escalated : CaseState.Open)).ToArray(),
            reasons = rows.Select(r => r.Office.IsOpen ? (short)0 : (short)(r.Office.Reason ?? CloseReason.DirectiveChanged)).ToArray(),
            signers = rows.Select(r => string.Join(' ', changed[r.Case.Id].Where(c => c.OfficeId == r.Office.OfficeId).SelectMany(c => c.Owners).Distinct())).ToArray(),
        });
    }

    private static async Task SaveDirectives(Tx tx, ILookup<string?, CaseFinding> changed)
    {
        const string sql = "insert into case_directive (case_id, directive_id) select * from unnest(@cases, @directives) on conflict do nothing";
        var named = changed.SelectMany(g => g.SelectMany(c => c.Finding.Directives).Select(x => (Case: g.Key!, x.Id))).Distinct().ToList();
        if (named.Count > 0)
        {
            await Execute(tx, sql, new { cases = named.Select(n => n.Case).ToArray(), directives = named.Select(n => n.Id).ToArray() });
        }
    }

    private static Task<int> Execute(Tx tx, string sql, object parameters) =>
        tx.Connection.ExecuteAsync(new CommandDefinition(sql, parameters, tx.Transaction, cancellationToken: tx.Cancel));

    private sealed record StandingRow(
        int OfficeId, string CaseId, bool Escalated, short Resolver, string Nb, string Nn, short? Agreed, string[] AgreedDirectives, string? Settlement);

    private sealed record StandingOfCase(string CaseId, int OfficeId, string Number, short? Before, int Open, short? Worst, short? Reason)
    {
        public OfficeStanding ToStanding() => new(OfficeId, Number, (CaseState?)Before, Open, (Severity?)Worst, (CloseReason?)Reason);
    }
}
