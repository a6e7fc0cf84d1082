using System.Collections.Immutable;
using Dapper;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>
/// The facts of a preview: the offices a draft would reach, and those they share state resources with, with all that reaches them already. Reads only, and
/// takes no lock.
/// </summary>
public sealed class PreviewStore(RegisterCache register)
{
    /// <summary>The facts with the draft in them, and the messages of the stored directives by id.</summary>
    public async Task<(Rules.Facts Facts, Func<string, SteeringPb.Directive> Messages)> Load(
        NpgsqlConnection connection, Directive draft, Scope scope, DateOnly today, CancellationToken cancel)
    {
        var catalogues = Catalogues.Newest;
        var (known, _) = await register.Read(connection, transaction: null, cancel);
        var all = known.Offices.Values
            .Select(office => (Office: office, Reach: FactsScope.Of(draft, scope, office.Profile, catalogues)))
            .ToList();
        var pools = all.Where(x => x.Reach is not null).SelectMany(x => x.Office.Profile.Pools).ToHashSet();
        var offices = all.Where(x => x.Reach is not null || x.Office.Profile.Pools.Any(pools.Contains)).OrderBy(x => x.Office.Number, StringComparer.Ordinal)
            .Select(x => With(x.Office, draft, x.Reach));
        var directives = new Dictionary<string, Directive>(known.Directives)
        {
            [draft.Id] = Delivery.To(all.Where(x => x.Reach is not null).Select(x => x.Office.Number), Delivery.FromIssuer(draft)),
        };
        return (new(today, catalogues, directives, [.. offices]), known.Message);
    }

    /// <summary>The facts an office is judged by on a day, as a document that <c>JudgeFacts</c> takes.</summary>
    public async Task<FactsFile> File(NpgsqlConnection connection, int officeId, DateOnly today, CancellationToken cancel)
    {
        const string sql =
            """
            select g.directive_id, g.state, g.held_on from gate g join directive d using (directive_id, revision) where g.office_id = @officeId
            """;
        var (known, _) = await register.Read(connection, transaction: null, cancel);
        var office = known.Offices[officeId];
        var reaching = office.Reaches.Select(r => r.DirectiveId).ToHashSet();
        var gate = (await connection.QueryAsync<(string DirectiveId, short State, DateOnly? HeldOn)>(
            new CommandDefinition(sql, new { officeId }, cancellationToken: cancel))).Where(g => reaching.Contains(g.DirectiveId));
        return FactsFile.Of(
            new(today, Catalogues.Newest, known.Directives, [.. known.Offices.Values.OrderBy(o => o.Number, StringComparer.Ordinal)]), office.Number,
            gate.Select(g => new GateFact(g.DirectiveId, office.Number, (GateState)g.State, g.HeldOn)));
    }

    /// <summary>The messages of directives that are known here.</summary>
    public async Task<IReadOnlyDictionary<string, SteeringPb.Directive>> Messages(NpgsqlConnection connection, IEnumerable<string> directiveIds, CancellationToken cancel)
    {
        var (known, _) = await register.Read(connection, transaction: null, cancel);
        return directiveIds.Distinct().ToDictionary(id => id, known.Message);
    }

    /// <summary>
    /// The facts at offices as they are and as they would be with other revisions of some directives, and with some withdrawn there. A revision reaches the
    /// offices that it reached; on other days only as its scope and the offices' profiles say.
    /// </summary>
    public async Task<(Rules.Facts Before, Rules.Facts After, Func<string, SteeringPb.Directive> Messages)> Revised(
        NpgsqlConnection connection, IReadOnlyCollection<int> officeIds, IReadOnlyCollection<Directive> revised, IReadOnlySet<string> withdrawn, DateOnly today,
        CancellationToken cancel)
    {
        var catalogues = Catalogues.Newest;
        var (known, _) = await register.Read(connection, transaction: null, cancel);
        var pools = officeIds.Select(id => known.Offices[id]).SelectMany(o => o.Profile.Pools).ToHashSet();
        var offices = known.Offices.Where(o => officeIds.Contains(o.Key) || o.Value.Profile.Pools.Any(pools.Contains)).Select(o => o.Value)
            .OrderBy(o => o.Number, StringComparer.Ordinal).ToImmutableArray();
        var settled = offices.Where(o => officeIds.Any(id => known.Offices[id].Number == o.Number)).Select(o => o.Number).ToHashSet();
        var byId = revised.ToDictionary(x => x.Id);
        var after = offices.Select(office => office with
        {
            Reaches = [.. office.Reaches.Select(r => byId.GetValueOrDefault(r.DirectiveId) is { } x ? Moved(r, known.Directives[x.Id], x, office) : r)
                .Select(r => withdrawn.Contains(r.DirectiveId) && settled.Contains(office.Number) ? r with { Withdrawn = true } : r)],
        });
        var directives = new Dictionary<string, Directive>(known.Directives);
        foreach (var x in revised)
        {
            directives[x.Id] = x with { DeliveryPath = known.Directives[x.Id].DeliveryPath };
        }

        return (new(today, catalogues, known.Directives, offices), new(today, catalogues, directives, [.. after]), known.Message);

        Reach Moved(Reach reach, Directive old, Directive x, Office office) =>
            x.Valid.From >= old.Valid.From && x.Valid.To <= old.Valid.To
                ? reach with { Days = reach.Days.Intersect(Days.Of([x.Valid])) }
                : Scope.Parse(x.Scope).Scope is { } scope && FactsScope.Of(x, scope, office.Profile, catalogues) is { } moved ? moved with { Withdrawn = reach.Withdrawn }
                : reach with { Days = Days.None };
    }

    // The draft stands in place of what is published of it.
    private static Office With(Office office, Directive draft, Reach? reach) => office with
    {
        Reaches = [.. office.Reaches.Where(r => r.DirectiveId != draft.Id), .. reach is null ? Array.Empty<Reach>() : [reach]],
    };
}
