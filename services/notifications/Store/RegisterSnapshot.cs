using System.Collections.Immutable;
using Samstyring.Notifications.Rules;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>What has changed: whole rows, each as it is now.</summary>
public sealed record RegisterChanges(
    IReadOnlyCollection<OfficeRow> Offices, IReadOnlyCollection<MappingRow> Mappings, IReadOnlyCollection<SteeringPb.Directive> Directives);

/// <summary>
/// All offices with the directives that reach them and are not settled there, those directives, and what they were derived from and replace over all steps:
/// what a judgement looks at, as the rules see it. Never changed; a change makes another.
/// </summary>
public sealed class RegisterSnapshot
{
    /// <summary>Without offices.</summary>
    public static readonly RegisterSnapshot Empty = new();

    private static readonly Comparer<Reach> ById = Comparer<Reach>.Create((a, b) => string.CompareOrdinal(a.DirectiveId, b.DirectiveId));

    private readonly Dictionary<int, Office> offices;
    private readonly Dictionary<string, ImmutableHashSet<int>> reached;
    private readonly Dictionary<string, Known> known = [];
    private readonly Dictionary<string, Directive> directives = [];
    private readonly List<string> missing = [];

    private RegisterSnapshot() => (offices, reached) = ([], []);

    private RegisterSnapshot(RegisterSnapshot before, RegisterChanges changes, Catalogues catalogues)
    {
        (offices, reached) = (new(before.offices), new(before.reached));
        var moved = ReachingOneOf(changes.Offices);
        foreach (var row in changes.Offices)
        {
            offices[row.OfficeId] = OfficeReader.Read(row, offices.GetValueOrDefault(row.OfficeId)?.Reaches ?? []);
        }

        foreach (var rows in changes.Mappings.GroupBy(m => m.OfficeId))
        {
            Map(rows.Key, [.. rows]);
            moved.UnionWith(rows.Select(m => m.DirectiveId));
        }

        var changed = changes.Directives.ToDictionary(d => d.DirectiveId, message => new Known(message, DirectiveReader.Read(message, catalogues)));
        foreach (var id in Needed(id => changed.GetValueOrDefault(id) ?? before.known.GetValueOrDefault(id)))
        {
            if ((changed.GetValueOrDefault(id) ?? before.known.GetValueOrDefault(id)) is not { } directive)
            {
                missing.Add(id);
                continue;
            }

            known[id] = directive;
            directives[id] = !moved.Contains(id) && !changed.ContainsKey(id) && before.directives.TryGetValue(id, out var same)
                ? same
                : Delivery.To(reached.GetValueOrDefault(id, []).Select(office => offices[office].Number), directive.Directive);
        }
    }

    /// <summary>Offices by id.</summary>
    public IReadOnlyDictionary<int, Office> Offices => offices;

    /// <summary>Directives by id, delivered to the offices they reach.</summary>
    public IReadOnlyDictionary<string, Directive> Directives => directives;

    /// <summary>Directives that reach offices or are linked to, and whose message is not here; nobody may know them.</summary>
    public IReadOnlyCollection<string> Missing => missing;

    /// <summary>The message of a directive.</summary>
    public SteeringPb.Directive Message(string directiveId) => known[directiveId].Message;

    /// <summary>With the changes, and without the directives that nothing here needs any more.</summary>
    public RegisterSnapshot With(RegisterChanges changes, Catalogues catalogues) => new(this, changes, catalogues);

    private HashSet<string> ReachingOneOf(IEnumerable<OfficeRow> rows) =>
        [.. rows.SelectMany(row => offices.GetValueOrDefault(row.OfficeId)?.Reaches ?? []).Select(r => r.DirectiveId)];

    // An office that came between two readings of one snapshot is there the next time, with all that reaches it.
    private void Map(int officeId, IReadOnlyCollection<MappingRow> rows)
    {
        if (!offices.TryGetValue(officeId, out var office))
        {
            return;
        }

        // Kept in the order of ids.
        List<Reach> reaches = [.. office.Reaches];
        foreach (var row in rows)
        {
            var place = reaches.BinarySearch(new(row.DirectiveId, Days.None, []), ById);
            var where = reached.GetValueOrDefault(row.DirectiveId, []);
            if (place >= 0)
            {
                reaches.RemoveAt(place);
            }

            if (!row.Settled)
            {
                reaches.Insert(place >= 0 ? place : ~place, OfficeReader.Read(row));
            }

            reached[row.DirectiveId] = row.Settled ? where.Remove(officeId) : where.Add(officeId);
        }

        offices[officeId] = office with { Reaches = [.. reaches] };
    }

    // What reaches an office, and what that is linked to.
    private HashSet<string> Needed(Func<string, Known?> find)
    {
        var needed = reached.Where(r => !r.Value.IsEmpty).Select(r => r.Key).ToHashSet();
        var open = new Queue<string>(needed);
        while (open.TryDequeue(out var id))
        {
            foreach (var target in find(id)?.Directive is { } x ? x.DerivedFrom.Concat(x.Supersedes).Where(needed.Add) : [])
            {
                open.Enqueue(target);
            }
        }

        return needed;
    }

    // A directive as stored, and as the rules see it before it is delivered anywhere.
    private sealed record Known(SteeringPb.Directive Message, Directive Directive);
}
