using Dapper;
using Npgsql;
using Samstyring.Common;

namespace Samstyring.Notifications.Store;

/// <summary>Whose offices of a directive are asked for: all of them, or those that a unit owns.</summary>
public sealed record StatusView(bool All, string CountyUnit, string Municipality);

/// <summary>A directive at an office, with where its newest revision stands, and who has read the mission that shows it.</summary>
public sealed record StatusRow(
    string Number, string Name, int Revision, short State, DateTimeOffset ReceivedAt, DateTimeOffset? HeldSince, DateOnly? HeldUntil, DateTimeOffset? ReleasedAt,
    DateTimeOffset? JudgedAt, DateTimeOffset? SettledAt, string? MissionKey, int Seen, DateTimeOffset? SeenFirst, DateTimeOffset? SeenLast, int Acknowledged,
    DateTimeOffset? AcknowledgedFirst, DateTimeOffset? AcknowledgedLast, string[] FindingIds);

/// <summary>Offices by state, and by whether somebody there has read it.</summary>
public sealed record StatusCountsRow(int Offices, int Released, int ReleasedWithFlag, int Held, int Withdrawn, int Seen, int Acknowledged);

/// <summary>What became of a directive at its offices.</summary>
public sealed class StatusStore
{
    // The mission that shows the newest released revision, or did last before it ended, and the persons whose receipts of it stand; an acknowledgement is of
    // what has been seen. Relies on the index mission_source_directive.
    private const string Receipts =
        """
        left join lateral (
          select x.mission_key, x.material_version from mission_source s join mission x using (office_id, position)
          where s.office_id = g.office_id and s.directive_id = g.directive_id and x.state <> 3 and s.revision = (
            select max(r.revision) from gate r where r.office_id = g.office_id and r.directive_id = g.directive_id and r.released_at is not null)
          order by s.position desc limit 1) shown on true
        left join lateral (
          select count(distinct r.actor) filter (where r.act = 'S')::int as seen,
            min(r.at) filter (where r.act = 'S') as seen_first, max(r.at) filter (where r.act = 'S') as seen_last,
            count(distinct r.actor) filter (where r.act = 'A')::int as acknowledged,
            min(r.at) filter (where r.act = 'A') as acknowledged_first, max(r.at) filter (where r.act = 'A') as acknowledged_last
          from receipt r
          where r.office_id = g.office_id and r.mission_key = shown.mission_key and r.version >= shown.material_version) receipts on true
        """;

    private const string Seen = "(@All or o.county_unit = @CountyUnit or @Municipality = any(o.municipalities))";

    /// <summary>Which offices of the directive the caller sees; null when there is no such directive for it.</summary>
    public async Task<StatusView?> ViewOf(NpgsqlConnection connection, string directiveId, Caller caller, CancellationToken cancel)
    {
        // Own: issued by the caller's organisation, or derived from what it issued. Own line: it reaches an office the unit owns.
        const string sql =
            """
            with recursive source (directive_id) as (
              select @directiveId
              union
              select l.target_id from source s join directive_link l on l.directive_id = s.directive_id and l.kind = 'D')
            select d.line,
              exists (select from source s join directive i using (directive_id) where i.issuer = any(@issuers)) as own,
              exists (select from mapping m join office o using (office_id)
                where m.directive_id = d.directive_id and (o.county_unit = @county or @municipality = any(o.municipalities))) as reaches
            from directive d where d.directive_id = @directiveId
            """;
        var municipality = caller.Role is Role.Council or Role.MunicipalDirector ? caller.Unit : "";
        var county = caller.Role == Role.County ? caller.Unit : "";
        string[] issuers = caller.Org is { } org ? [DirectiveReader.Org(org).ToString()]
            : caller.Role == Role.System ? [$"COUNTY:{caller.Unit}", $"MUNICIPALITY:{caller.Unit}", $"CITY_DISTRICT:{caller.Unit}", $"COUNTY_GOVERNOR:{caller.Unit}"]
            : [];
        var row = await connection.QuerySingleOrDefaultAsync<(short Line, bool Own, bool Reaches)?>(new CommandDefinition(
            sql, new { directiveId, issuers, county, municipality }, cancellationToken: cancel));
        return row is not { } found ? null
            : caller.Role == Role.Auditor || found.Own ? new(true, "", "")
            : found.Reaches && found.Line == (short)caller.Line ? new(false, county, municipality)
            : null;
    }

    /// <summary>A page of offices after an office number.</summary>
    public async Task<IReadOnlyList<StatusRow>> Page(
        NpgsqlConnection connection, string directiveId, StatusView view, short[] states, string after, int limit, CancellationToken cancel)
    {
        const string sql =
            $"""
            select o.number, o.name, g.revision, g.state, g.received_at, g.held_since, g.held_until, g.released_at,
              steps.judged_at, steps.settled_at, shown.mission_key, receipts.seen, receipts.seen_first, receipts.seen_last,
              receipts.acknowledged, receipts.acknowledged_first, receipts.acknowledged_last,
              array(select f.finding_id from finding_directive n join finding f using (finding_id)
                where n.directive_id = g.directive_id and f.office_id = g.office_id and f.state <> 3 order by f.severity, f.finding_id) as finding_ids
            from directive d
            join gate g on g.directive_id = d.directive_id and g.revision = d.revision
            join office o using (office_id)
            cross join lateral (
              select max(t.at) filter (where t.state = 2) as judged_at, max(t.at) filter (where t.state = 6) as settled_at
              from gate_step t where t.directive_id = g.directive_id and t.office_id = g.office_id and t.revision = g.revision) steps
            {Receipts}
            where d.directive_id = @directiveId and o.number > @after and (cardinality(@states) = 0 or g.state = any(@states)) and {Seen}
            order by o.number limit @limit
            """;
        return (await connection.QueryAsync<StatusRow>(new CommandDefinition(
            sql, new { directiveId, view.All, view.CountyUnit, view.Municipality, states, after, limit }, cancellationToken: cancel))).AsList();
    }

    /// <summary>The counts over all offices seen.</summary>
    public Task<StatusCountsRow> Counts(NpgsqlConnection connection, string directiveId, StatusView view, CancellationToken cancel)
    {
        const string sql =
            $"""
            select count(*)::int as offices, count(*) filter (where g.state = 3)::int as released, count(*) filter (where g.state = 4)::int as released_with_flag,
              count(*) filter (where g.state = 5)::int as held, count(*) filter (where g.state = 7)::int as withdrawn,
              count(*) filter (where receipts.seen > 0)::int as seen, count(*) filter (where receipts.acknowledged > 0)::int as acknowledged
            from directive d
            join gate g on g.directive_id = d.directive_id and g.revision = d.revision
            join office o using (office_id)
            {Receipts}
            where d.directive_id = @directiveId and {Seen}
            """;
        return connection.QuerySingleAsync<StatusCountsRow>(new CommandDefinition(
            sql, new { directiveId, view.All, view.CountyUnit, view.Municipality }, cancellationToken: cancel));
    }
}
