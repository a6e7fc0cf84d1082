using System.Collections.Concurrent;

namespace Samstyring.Notifications.Rules;

/// <summary>Which directives replace and which were derived from which, over any number of steps. Cycles in the data end the walk.</summary>
public sealed class Lineage(IReadOnlyDictionary<string, Directive> directives)
{
    // Most directives are linked to no other.
    private static readonly HashSet<string> None = [];

    // Offices are judged side by side.
    private readonly ConcurrentDictionary<string, HashSet<string>> sources = [];
    private readonly ConcurrentDictionary<string, HashSet<string>> replaced = [];

    private readonly Lazy<ILookup<string, string>> links = new(() => directives.Values
        .SelectMany(x => x.DerivedFrom.Concat(x.Supersedes).SelectMany(target => new[] { (From: x.Id, To: target), (From: target, To: x.Id) }))
        .ToLookup(link => link.From, link => link.To));

    /// <summary>The directives it was made of.</summary>
    public IReadOnlyDictionary<string, Directive> Directives => directives;

    /// <summary>replaces*: b can be reached from a along "supersedes".</summary>
    public bool Replaces(Directive a, Directive b) => Replaced(a).Contains(b.Id);

    /// <summary>All that the directive replaces, nearest first.</summary>
    public IReadOnlySet<string> Replaced(Directive a) => a.Supersedes.IsEmpty ? None : Reachable(a.Id, replaced, x => x.Supersedes);

    /// <summary>derives*: of one line, and b can be reached from a along "derived_from".</summary>
    public bool Derives(Directive a, Directive b) => a.Line == b.Line && Sources(a).Contains(b.Id);

    /// <summary>All that the directive was derived from, whatever the line, nearest first.</summary>
    public IReadOnlySet<string> Sources(Directive a) => a.DerivedFrom.IsEmpty ? None : Reachable(a.Id, sources, x => x.DerivedFrom);

    /// <summary>The directive with all that are linked to it, by whichever link and in either direction.</summary>
    public IReadOnlySet<string> Family(string id)
    {
        HashSet<string> family = [id];
        var open = new Queue<string>(family);
        while (open.TryDequeue(out var current))
        {
            foreach (var next in links.Value[current].Where(family.Add))
            {
                open.Enqueue(next);
            }
        }

        return family;
    }

    private HashSet<string> Reachable(string id, ConcurrentDictionary<string, HashSet<string>> known, Func<Directive, IEnumerable<string>> next)
    {
        if (known.TryGetValue(id, out var found))
        {
            return found;
        }

        found = [];
        var open = new Queue<string>([id]);
        while (open.TryDequeue(out var current))
        {
            if (directives.TryGetValue(current, out var directive))
            {
                foreach (var target in next(directive).Where(found.Add))
                {
                    open.Enqueue(target);
                }
            }
        }

        found.Remove(id);
        return known[id] = found;
    }
}
