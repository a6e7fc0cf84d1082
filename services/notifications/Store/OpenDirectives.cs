using Dapper;
using Npgsql;
using Samstyring.Notifications.Rules;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>What reaches a number of offices and is not settled there.</summary>
/// <param name="Mappings">By office.</param>
/// <param name="Messages">By directive, also those they link to.</param>
/// <param name="Directives">The same as the rules see them, delivered to those of the offices that they reach.</param>
internal sealed record OpenDirectives(
    ILookup<int, MappingRow> Mappings, Dictionary<string, SteeringPb.Directive> Messages, Dictionary<string, Directive> Directives)
{
    /// <summary>Reads them.</summary>
    public static async Task<OpenDirectives> At(
        IReadOnlyCollection<OfficeRow> offices, Catalogues catalogues, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        // Relies on the partial index mapping_open.
        const string reaching =
            """
            select office_id, directive_id, days::text as days, concerned, withdrawn
            from mapping where office_id = any(@offices) and not settled
            """;
        // Also what they were derived from and what they replace, over all steps: liveness follows the lineage.
        const string linked =
            """
            with recursive known (directive_id) as (
              select unnest(@ids::text[])
              union
              select l.target_id from known k join directive_link l using (directive_id))
            select d.directive from known join directive d using (directive_id)
            """;
        var mappings = (await connection.QueryAsync<MappingRow>(new CommandDefinition(
            reaching, new { offices = offices.Select(o => o.OfficeId).ToArray() }, transaction, cancellationToken: cancel))).AsList();
        var rows = await connection.QueryAsync<byte[]>(new CommandDefinition(
            linked, new { ids = mappings.Select(m => m.DirectiveId).Distinct().ToArray() }, transaction, cancellationToken: cancel));
        var messages = rows.Select(SteeringPb.Directive.Parser.ParseFrom).ToDictionary(d => d.DirectiveId);
        var numbers = offices.ToDictionary(o => o.OfficeId, o => o.Number);
        var reached = mappings.ToLookup(m => m.DirectiveId, m => numbers[m.OfficeId]);
        return new(
            mappings.ToLookup(m => m.OfficeId),
            messages,
            messages.Values.ToDictionary(m => m.DirectiveId, m => Delivery.To(reached[m.DirectiveId], DirectiveReader.Read(m, catalogues))));
    }
}
