using Dapper;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Coordination;

namespace Samstyring.Notifications.Store;

/// <summary>What a caller asks for; zero and empty: any. State 0: open and escalated ones.</summary>
public sealed record CaseQuery(
    string CaseId = "", string Office = "", string DirectiveId = "", short Kind = 0, short State = 0, bool Regional = false, bool AlsoClosed = false);

/// <summary>A case with the place it has in the list: the nearest deadline first, those without one last.</summary>
public sealed record ListedCase(string Doc, string Place)
{
    /// <summary>The case.</summary>
    public Case Case { get; } = CaseStore.Read(Doc);
}

/// <summary>Cases, as far as the caller is a party to them.</summary>
public sealed class CaseReader
{
    /// <summary>A page of cases after a place.</summary>
    public async Task<IReadOnlyList<ListedCase>> Page(NpgsqlConnection connection, Caller caller, CaseQuery query, string after, int limit, CancellationToken cancel)
    {
        var sql =
            $"""
            select * from (
              select c.doc, coalesce(to_char(c.deadline, 'YYYY-MM-DD'), '9999-12-31') || ' ' || c.severity || ' ' || c.case_id collate "C" as place
              from coordination_case c
              where (@CaseId = '' or c.case_id = @CaseId)
                and (@Kind = 0 or c.kind = @Kind)
                and (c.regional or not @Regional)
                and (c.state = @State or (@State = 0 and (@AlsoClosed or c.state <> 3)))
                and (@Office = '' or exists (
                  select from case_office h join office o using (office_id)
                  where h.case_id = c.case_id and o.number = @Office and (h.state <> 3 or @State = 3 or @AlsoClosed)))
                and (@DirectiveId = '' or exists (select from case_directive d where d.case_id = c.case_id and d.directive_id = @DirectiveId))
                and {Party(caller.Role)}) listed
            where place > @after collate "C" order by place limit @limit
            """;
        return (await connection.QueryAsync<ListedCase>(new CommandDefinition(
            sql,
            new
            {
                query.CaseId,
                query.Kind,
                query.Regional,
                query.State,
                query.AlsoClosed,
                query.Office,
                query.DirectiveId,
                unit = caller.Unit,
                issuer = DirectiveReader.Org(caller.Org).ToString(),
                after,
                limit,
            },
            cancellationToken: cancel))).AsList();
    }

    /// <summary>A case that the caller is a party to; null when there is none.</summary>
    public async Task<Case?> Find(NpgsqlConnection connection, Caller caller, string caseId, CancellationToken cancel) =>
        caseId.Length == 0 ? null : (await Page(connection, caller, new(caseId, AlsoClosed: true), "", 1, cancel)).SingleOrDefault()?.Case;

    /// <summary>The offices of cases, by number; of one that is not shared by a county only those the caller is a party at.</summary>
    public async Task<ILookup<string, CaseOfficeRow>> Offices(NpgsqlConnection connection, Caller caller, IReadOnlyCollection<string> caseIds, CancellationToken cancel)
    {
        const string sql =
            """
            select h.case_id, h.office_id, o.number, o.name, h.state, h.close_reason, h.signers
            from case_office h join office o using (office_id) join coordination_case c using (case_id)
            where h.case_id = any(@caseIds) and (c.regional or @all or o.county_unit = @unit or @unit = any(o.municipalities) or o.number = @unit)
            order by o.number
            """;
        var all = caller.Role is Role.Auditor or Role.Directorate or Role.CountyGovernor;
        var rows = await connection.QueryAsync<CaseOfficeRow>(new CommandDefinition(
            sql, new { caseIds = caseIds.ToArray(), all, unit = caller.Unit }, cancellationToken: cancel));
        return rows.ToLookup(r => r.CaseId);
    }

    /// <summary>The newest revisions of directives, and whether each still stands.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Revisions(NpgsqlConnection connection, IEnumerable<string> directiveIds, CancellationToken cancel) =>
        (await connection.QueryAsync<(string Id, int Revision)>(new CommandDefinition(
            "select directive_id, revision from directive where directive_id = any(@ids)", new { ids = directiveIds.ToArray() }, cancellationToken: cancel)))
        .ToDictionary(r => r.Id, r => r.Revision);

    /// <summary>The lines of directives, by id.</summary>
    public async Task<IReadOnlyDictionary<string, short>> Lines(NpgsqlConnection connection, IEnumerable<string> directiveIds, CancellationToken cancel) =>
        (await connection.QueryAsync<(string Id, short Line)>(new CommandDefinition(
            "select directive_id, line from directive where directive_id = any(@ids)", new { ids = directiveIds.Distinct().ToArray() }, cancellationToken: cancel)))
        .ToDictionary(r => r.Id, r => r.Line);

    /// <summary>The open cases that a regional case collects, with their offices.</summary>
    public async Task<IReadOnlyList<(Case Case, int OfficeId)>> Members(NpgsqlConnection connection, string regionalId, CancellationToken cancel)
    {
        const string sql =
            """
            select c.doc, h.office_id from coordination_case c join case_office h using (case_id)
            where c.regional_id = @regionalId and c.state <> 3 order by c.case_id, h.office_id
            """;
        return [.. (await connection.QueryAsync<(string Doc, int OfficeId)>(new CommandDefinition(sql, new { regionalId }, cancellationToken: cancel)))
            .Select(r => (CaseStore.Read(r.Doc), r.OfficeId))];
    }

    /// <summary>Other open cases about the same directives that the caller is a party to.</summary>
    public async Task<IReadOnlyList<string>> Related(NpgsqlConnection connection, Caller caller, Case one, CancellationToken cancel)
    {
        var sql =
            $"""
            select distinct c.case_id from case_directive d join coordination_case c using (case_id)
            where d.directive_id = any(@directives) and c.case_id <> @Id and c.state <> 3 and c.case_id is distinct from @RegionalId
              and c.regional_id is distinct from @Id and {Party(caller.Role)}
            order by c.case_id limit 50
            """;
        return (await connection.QueryAsync<string>(new CommandDefinition(
            sql,
            new
            {
                one.Id,
                one.RegionalId,
                directives = one.Directives.ToArray(),
                unit = caller.Unit,
                issuer = DirectiveReader.Org(caller.Org).ToString(),
            },
            cancellationToken: cancel))).AsList();
    }

    // The relation of a role to a case. Constant texts only; what the caller sends are parameters.
    private static string Party(Role role)
    {
        const string own = "exists (select from case_directive n join directive d using (directive_id) where n.case_id = c.case_id and d.issuer = @issuer)";
        const string at = "exists (select from case_office h join office o using (office_id) where h.case_id = c.case_id and ";
        return role switch
        {
            Role.Auditor => "true",
            Role.Directorate => own,
            Role.County => $"({at} o.county_unit = @unit) or {own})",
            Role.Council or Role.MunicipalDirector => $"({at} @unit = any(o.municipalities)) or {own})",
            // Escalated ones in its county, and those of its own directives.
            Role.CountyGovernor => $"((c.state = 2 and {at} exists (select from unnest(o.municipalities) m where left(m, 2) = @unit))) or {own})",
            Role.NavLeader => $"{at} o.number = @unit)",
            _ => "false",
        };
    }
}
