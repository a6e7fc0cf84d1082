using Dapper;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>
/// The facts of a preview: the offices a draft would reach, and those they share state resources with, with all that reaches them already. Reads only, and
/// takes no lock.
/// </summary>
public sealed class PreviewStore
{
    /// <summary>The facts with the draft in them, and the messages of the stored directives by id.</summary>
    public async Task<(Rules.Facts Facts, Dictionary<string, SteeringPb.Directive> Messages)> Load(
        NpgsqlConnection connection, Directive draft, Scope scope, DateOnly today, CancellationToken cancel)
    {
        var catalogues = Catalogues.Newest;
        var all = (await Offices(connection, cancel))
            .Select(row => (Row: row, Office: OfficeReader.Read(row, [])))
            .Select(x => (x.Row, x.Office, Reach: FactsScope.Of(draft, scope, x.Office.Profile, catalogues)))
            .ToList();
        var pools = all.Where(x => x.Reach is not null).SelectMany(x => x.Office.Profile.Pools).ToHashSet();
        var looked = all.Where(x => x.Reach is not null || x.Office.Profile.Pools.Any(pools.Contains)).ToList();
        var open = await OpenDirectives.At([.. looked.Select(x => x.Row)], catalogues, connection, transaction: null, cancel);
        var directives = open.Directives;
        directives[draft.Id] = Delivery.To(looked.Where(x => x.Reach is not null).Select(x => x.Row.Number), Delivery.FromIssuer(draft));
        var offices = looked.Select(x =>
        {
            var here = OfficeReader.Read(x.Row, open.Mappings[x.Row.OfficeId].Where(m => m.DirectiveId != draft.Id));
            return x.Reach is null ? here : here with { Reaches = here.Reaches.Add(x.Reach) };
        });
        return (new(today, catalogues, directives, [.. offices]), open.Messages);
    }

    private static async Task<IEnumerable<OfficeRow>> Offices(NpgsqlConnection connection, CancellationToken cancel) =>
        await connection.QueryAsync<OfficeRow>(new CommandDefinition(
            "select office_id, number, name, county_unit, municipalities, office, feed_position from office order by number", cancellationToken: cancel));
}
