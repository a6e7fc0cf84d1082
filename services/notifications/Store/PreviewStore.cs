using Dapper;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>The facts of a preview: the offices a draft would reach, with all that reaches them already. Reads only, and takes no lock.</summary>
public sealed class PreviewStore
{
    /// <summary>The facts with the draft in them, and the messages of all other directives by id.</summary>
    public async Task<(Rules.Facts Facts, Dictionary<string, SteeringPb.Directive> Messages)> Load(
        NpgsqlConnection connection, Directive draft, Scope scope, DateOnly today, CancellationToken cancel)
    {
        var catalogues = Catalogues.Newest;
        var reached = (await Offices(connection, cancel))
            .Select(row => (Row: row, Office: OfficeReader.Read(row, [])))
            .Select(x => (x.Row, x.Office, Reach: FactsScope.Of(draft, scope, x.Office.Profile, catalogues)))
            .Where(x => x.Reach is not null)
            .ToList();
        var mappings = (await Mappings(connection, [.. reached.Select(x => x.Row.OfficeId)], cancel)).ToLookup(m => m.OfficeId);
        var messages = await Directives(connection, [.. mappings.SelectMany(m => m).Select(m => m.DirectiveId).Distinct()], cancel);
        messages.Remove(draft.Id);
        var directives = messages.Values.ToDictionary(m => m.DirectiveId, m => DirectiveReader.Read(m, catalogues));
        directives[draft.Id] = draft;
        var offices = reached.Select(x =>
        {
            var here = OfficeReader.Read(x.Row, mappings[x.Row.OfficeId].Where(m => m.DirectiveId != draft.Id));
            return here with { Reaches = here.Reaches.Add(x.Reach!) };
        });
        return (new(today, catalogues, directives, [.. offices]), messages);
    }

    private static async Task<IEnumerable<OfficeRow>> Offices(NpgsqlConnection connection, CancellationToken cancel) =>
        await connection.QueryAsync<OfficeRow>(new CommandDefinition(
            "select office_id, number, name, county_unit, municipalities, office, feed_position from office order by number", cancellationToken: cancel));

    private static async Task<IEnumerable<MappingRow>> Mappings(NpgsqlConnection connection, int[] ids, CancellationToken cancel) =>
        await connection.QueryAsync<MappingRow>(new CommandDefinition(
            "select office_id, directive_id, days::text as days, concerned, withdrawn from mapping where office_id = any(@ids) and not settled",
            new { ids },
            cancellationToken: cancel));

    private static async Task<Dictionary<string, SteeringPb.Directive>> Directives(NpgsqlConnection connection, string[] ids, CancellationToken cancel)
    {
        // Also what they were derived from and what they replace, over all steps: liveness follows the lineage.
        const string sql =
            """
            with recursive known (directive_id) as (
              select unnest(@ids::text[])
              union
              select l.target_id from known k join directive_link l using (directive_id))
            select d.directive from known join directive d using (directive_id)
            """;
        var rows = await connection.QueryAsync<byte[]>(new CommandDefinition(sql, new { ids }, cancellationToken: cancel));
        return rows.Select(SteeringPb.Directive.Parser.ParseFrom).ToDictionary(d => d.DirectiveId);
    }
}
