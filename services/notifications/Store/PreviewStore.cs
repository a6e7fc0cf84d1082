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

    // The draft stands in place of what is published of it.
    private static Office With(Office office, Directive draft, Reach? reach) => office with
    {
        Reaches = [.. office.Reaches.Where(r => r.DirectiveId != draft.Id), .. reach is null ? Array.Empty<Reach>() : [reach]],
    };
}
