using Dapper;
using Npgsql;
using Samstyring.Common;

namespace Samstyring.Notifications.Store;

/// <summary>A finding as stored, with its office.</summary>
public sealed record StoredFinding(
    string FindingId, short Severity, short State, short CloseReason, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, byte[] Finding, int OfficeId,
    string Number, string Name, string CountyUnit, string[] Municipalities, byte[]? Office);

/// <summary>A directive of a finding in the revision the finding names, and whether it is released at the finding's office.</summary>
public sealed record QuotedDirective(string FindingId, string DirectiveId, byte[] Directive, bool Released);

/// <summary>What a caller asks for; zero and empty: any.</summary>
public sealed record FindingQuery(string FindingId = "", string Office = "", string DirectiveId = "", short Kind = 0, short State = 0, bool AlsoClosed = false, string CaseId = "");

/// <summary>Findings, as far as the caller is a party to them.</summary>
public sealed class FindingStore
{
    /// <summary>A page of findings, worst first, after a place in that order.</summary>
    public async Task<IReadOnlyList<StoredFinding>> Page(
        NpgsqlConnection connection, Caller caller, FindingQuery query, short afterSeverity, string afterId, int limit, CancellationToken cancel)
    {
        var sql =
            $"""
            select f.finding_id, f.severity, f.state, f.close_reason, f.opened_at, f.closed_at, f.finding,
              o.office_id, o.number, o.name, o.county_unit, o.municipalities, o.office
            from finding f join office o using (office_id)
            where (f.severity, f.finding_id) > (@afterSeverity, @afterId)
              and (@FindingId = '' or f.finding_id = @FindingId)
              and (@Office = '' or o.number = @Office)
              and (@Kind = 0 or f.kind = @Kind)
              and (@CaseId = '' or f.case_id = @CaseId or f.case_id in (select case_id from coordination_case where regional_id = @CaseId))
              and (f.state = @State or (@State = 0 and (@AlsoClosed or f.state <> 3)))
              and (@DirectiveId = '' or exists (select from finding_directive n where n.directive_id = @DirectiveId and n.finding_id = f.finding_id))
              and {Party(caller.Role)}
            order by f.severity, f.finding_id limit @limit
            """;
        return (await connection.QueryAsync<StoredFinding>(new CommandDefinition(
            sql,
            new
            {
                query.FindingId,
                query.Office,
                query.DirectiveId,
                query.Kind,
                query.State,
                query.AlsoClosed,
                query.CaseId,
                afterSeverity,
                afterId,
                limit,
                unit = caller.Unit,
                issuer = DirectiveReader.Org(caller.Org).ToString(),
            },
            cancellationToken: cancel))).AsList();
    }

    /// <summary>The directives that findings name.</summary>
    public async Task<ILookup<string, QuotedDirective>> Directives(
        NpgsqlConnection connection, IReadOnlyCollection<(string FindingId, int OfficeId, string DirectiveId, int Revision)> named, CancellationToken cancel)
    {
        const string sql =
            """
            select x.finding_id, r.directive_id, r.directive,
              exists (select from gate g where g.office_id = x.office_id and g.directive_id = r.directive_id and g.revision = r.revision
                and g.released_at is not null) as released
            from unnest(@findings, @offices, @directives, @revisions) as x (finding_id, office_id, directive_id, revision)
            join directive_revision r on r.directive_id = x.directive_id and r.revision = x.revision
            """;
        var rows = await connection.QueryAsync<QuotedDirective>(new CommandDefinition(
            sql,
            new
            {
                findings = named.Select(n => n.FindingId).ToArray(),
                offices = named.Select(n => n.OfficeId).ToArray(),
                directives = named.Select(n => n.DirectiveId).ToArray(),
                revisions = named.Select(n => n.Revision).ToArray(),
            },
            cancellationToken: cancel));
        return rows.ToLookup(r => r.FindingId);
    }

    // The relation of a role to a finding. Constant texts only; what the caller sends are parameters.
    private static string Party(Role role)
    {
        const string own = "exists (select from finding_directive n join directive d using (directive_id) where n.finding_id = f.finding_id and d.issuer = @issuer)";
        return role switch
        {
            Role.Auditor => "true",
            Role.Directorate => own,
            Role.County => $"(o.county_unit = @unit or {own})",
            Role.Council or Role.MunicipalDirector => $"(@unit = any(o.municipalities) or {own})",
            // Escalated ones in its county, and those of its own directives.
            Role.CountyGovernor => $"((f.state = 2 and exists (select from unnest(o.municipalities) m where left(m, 2) = @unit)) or {own})",
            Role.System => "@unit <> '' and (o.number = @unit or o.county_unit = @unit or @unit = any(o.municipalities))",
            // As a flag of a released mission shows it.
            Role.NavLeader =>
                """
                o.number = @unit and f.stage = 3 and f.severity <> 4 and exists (
                  select from finding_directive n join gate g using (directive_id)
                  where n.finding_id = f.finding_id and g.office_id = f.office_id and g.released_at is not null)
                """,
            _ => "false",
        };
    }
}
