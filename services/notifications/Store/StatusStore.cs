using Dapper;
using Npgsql;
using Samstyring.Common;

namespace Samstyring.Notifications.Store;

/// <summary>Whose offices of a directive are asked for: all of them, or those that a unit owns.</summary>
public sealed record StatusView(bool All, string CountyUnit, string Municipality);

/// <summary>A directive at an office, with where its newest revision stands.</summary>
public sealed record StatusRow(
    string Number, string Name, int Revision, short State, DateTimeOffset ReceivedAt, DateTimeOffset? HeldSince, DateOnly? HeldUntil,
    DateTimeOffset? ReleasedAt, string[] FindingIds);

/// <summary>Offices by state.</summary>
public sealed record StatusCountsRow(int Offices, int Released, int ReleasedWithFlag, int Held, int Withdrawn);

/// <summary>What became of a directive at its offices.</summary>
public sealed class StatusStore
{
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
              array(select f.finding_id from finding_directive n join finding f using (finding_id)
                where n.directive_id = g.directive_id and f.office_id = g.office_id and f.state <> 3 order by f.severity, f.finding_id) as finding_ids
            from directive d
            join gate g on g.directive_id = d.directive_id and g.revision = d.revision
            join office o using (office_id)
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
              count(*) filter (where g.state = 5)::int as held, count(*) filter (where g.state = 7)::int as withdrawn
            from directive d
            join gate g on g.directive_id = d.directive_id and g.revision = d.revision
            join office o using (office_id)
            where d.directive_id = @directiveId and {Seen}
            """;
        return connection.QuerySingleAsync<StatusCountsRow>(new CommandDefinition(
            sql, new { directiveId, view.All, view.CountyUnit, view.Municipality }, cancellationToken: cancel));
    }
}
