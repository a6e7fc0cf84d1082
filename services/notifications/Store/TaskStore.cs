using Dapper;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Store;

/// <summary>What tasks and agendas are made of, beside the cases themselves.</summary>
public sealed class TaskStore(RegisterCache register, CaseReader cases)
{
    private const int MaxCases = 2_000;

    /// <summary>The open cases of the caller with all that their tasks are made of.</summary>
    public async Task<IReadOnlyList<CaseAtHand>> Cases(NpgsqlConnection connection, Caller caller, CancellationToken cancel)
    {
        var open = (await cases.Page(connection, caller, new(), "", MaxCases, cancel)).Select(c => c.Case).ToList();
        var offices = await cases.Offices(connection, caller, [.. open.Select(c => c.Id)], cancel);
        var named = open.SelectMany(c => c.Directives).Distinct().ToList();
        var revisions = await cases.Revisions(connection, named, cancel);
        var (known, _) = await register.Read(connection, transaction: null, cancel);
        var issuers = named.Where(known.Directives.ContainsKey).ToDictionary(id => id, id => known.Directives[id].IssuerOrg);
        return [.. open.Select(c => new CaseAtHand(
            c, [.. offices[c.Id].Where(o => o.State != (short)CaseState.Closed).Select(o => o.ToSigners())], revisions, issuers))];
    }

    /// <summary>The offices that the unit owns, as the rules see them.</summary>
    public async Task<IReadOnlyList<Office>> Owned(NpgsqlConnection connection, Caller caller, CancellationToken cancel)
    {
        if (caller.Role is not (Role.County or Role.MunicipalDirector))
        {
            return [];
        }

        var (known, _) = await register.Read(connection, transaction: null, cancel);
        return [.. known.Offices.Values.Where(o => caller.Role == Role.County
            ? o.County?.Number == caller.Unit
            : o.Municipalities.Any(m => m.Number == caller.Unit) || o.Profile.Municipalities.Any(m => m.CityDistrict == caller.Unit))];
    }

    /// <summary>An office and what reaches it, with whether the gate holds it; also the cases that stand or ended since.</summary>
    public async Task<(Office Office, IReadOnlyList<(Directive Directive, Reach Reach, bool IsHeld)> Directives, IReadOnlyList<Case> Cases)> Meeting(
        NpgsqlConnection connection, int officeId, DateTimeOffset since, CancellationToken cancel)
    {
        const string held = "select directive_id from gate where office_id = @officeId and state = 5";
        const string standing =
            """
            select c.doc from coordination_case c join case_office h using (case_id)
            where h.office_id = @officeId and (h.state <> 3 or c.closed_at > @since) order by c.case_id
            """;
        var (known, _) = await register.Read(connection, transaction: null, cancel);
        var holds = (await connection.QueryAsync<string>(new CommandDefinition(held, new { officeId }, cancellationToken: cancel))).ToHashSet();
        var docs = await connection.QueryAsync<string>(new CommandDefinition(standing, new { officeId, since }, cancellationToken: cancel));
        var office = known.Offices[officeId];
        return (
            office,
            [.. office.Reaches.Where(r => !r.Withdrawn && known.Directives[r.DirectiveId].State == DirectiveState.Published)
                .Select(r => (known.Directives[r.DirectiveId], r, holds.Contains(r.DirectiveId)))],
            [.. docs.Select(CaseStore.Read)]);
    }
}
