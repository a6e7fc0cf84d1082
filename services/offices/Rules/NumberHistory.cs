using Samstyring.Common;

namespace Samstyring.Offices.Rules;

/// <summary>A municipality number that is no more, as the source lists it.</summary>
/// <param name="Key">The number, with the letter by which the source tells an earlier use of the same number apart (0716u).</param>
/// <param name="FromYear">First year it held; null where the source does not say.</param>
/// <param name="ToYear">Last year it held: it ended on 1 January of the next.</param>
/// <param name="NumbersNow">The numbers of today that cover its territory; more than one when the municipality was split.</param>
public sealed record EndedNumber(string Key, string Name, int? FromYear, int ToYear, IReadOnlySet<string> NumbersNow)
{
    public string Number => Key[..4];
}

/// <summary>A number of today, with the name in use and the one that tells namesakes and languages apart ("Fauske - Fuossko").</summary>
public sealed record CurrentNumber(string Number, string Name, string FullName);

/// <summary>One number of a municipality, the days it holds and the numbers of today that cover its territory.</summary>
public sealed record NumberPeriod(string Key, string Number, string Name, Period Valid, IReadOnlySet<string> NumbersNow);

/// <summary>A municipality with all numbers it has had, oldest first. It stays the same municipality as long as its name goes on.</summary>
public sealed record MunicipalityNumbers(IReadOnlyList<NumberPeriod> Numbers);

/// <summary>On this day the municipality of the first number, by key, ended or gave a part away, and that of the other took over.</summary>
public sealed record NumberSuccession(string Predecessor, string Successor, DateOnly On);

/// <summary>
/// Rebuilds the steps between municipality numbers. The source only says which number of today an old number ended up in (0219 and 3024 both
/// in 3201); the steps between (0219 to 3024 to 3201) follow from the years and the names.
/// </summary>
public static class NumberHistory
{
    /// <summary>
    /// The municipalities behind the numbers, and who took over from whom. A number that the sources do not date keeps an open start, also where
    /// it must have come with a merger: no day is made up.
    /// </summary>
    public static (IReadOnlyList<MunicipalityNumbers> Municipalities, IReadOnlyList<NumberSuccession> Successions) Build(
        IReadOnlyCollection<CurrentNumber> current, IReadOnlyCollection<EndedNumber> former)
    {
        var nodes = former.Select(Node.Of).Concat(current.Select(Node.Of)).ToDictionary(node => node.Key);
        var ended = nodes.Values.Where(node => node.To is not null).OrderBy(node => node.To).ThenBy(node => node.Key).ToList();

        // A part of a split number that continues no number of its own began when the split number ended.
        foreach (var split in ended.Where(node => node.NumbersNow.Count > 1))
        {
            foreach (var part in split.NumbersNow)
            {
                nodes[part].From = split.To;
            }
        }

        var steps = ended.ToDictionary(node => node, node => Next(node, nodes));
        foreach (var (from, to) in steps)
        {
            foreach (var same in to.Where(node => node.To is null && node.SharesNameWith(from)))
            {
                same.From = from.To;
            }
        }
        var continues = steps.ToDictionary(step => step.Key, step => step.Value.SingleOrDefault(step.Key.SharesNameWith));
        var continued = continues.Values.OfType<Node>().ToHashSet();
        var municipalities = nodes.Values.Where(node => !continued.Contains(node)).OrderBy(node => node.Key)
            .Select(first => new MunicipalityNumbers([.. Chain(first, continues).Select(node => node.Stated)])).ToList();
        var successions = steps.SelectMany(step => step.Value.Where(to => to != continues[step.Key])
            .Select(to => new NumberSuccession(step.Key.Key, to.Key, step.Key.To!.Value))).ToList();
        return (municipalities, successions);
    }

    private static List<Node> Next(Node ended, IReadOnlyDictionary<string, Node> nodes)
    {
        var day = ended.To!.Value;
        var there = nodes.Values
            .Where(node => node != ended && node.HoldsOn(day) && node.NumbersNow.Overlaps(ended.NumbersNow))
            .OrderBy(node => node.Key).ToList();
        var now = there.Where(node => node.To is null).ToList();
        if (there.Find(node => node.To is not null && node.SharesNameWith(ended)) is { } renumbered)
        {
            return [renumbered];
        }
        if (ended.NumbersNow.Count == 1 && now.Exists(node => node.SharesNameWith(ended)))
        {
            return now;
        }
        var begun = there.Where(node => node.To is not null && node.From == day).ToList();
        return begun.Count > 0 ? begun : now;
    }

    private static IEnumerable<Node> Chain(Node first, IReadOnlyDictionary<Node, Node?> continues)
    {
        for (var node = first; node is not null; node = continues.GetValueOrDefault(node))
        {
            yield return node;
        }
    }

    private sealed class Node(string key, string number, string name, HashSet<string> names, DateOnly? from, DateOnly? to, IReadOnlySet<string> numbersNow)
    {
        public string Key => key;
        public DateOnly? From { get; set; } = from;
        public DateOnly? To => to;
        public IReadOnlySet<string> NumbersNow => numbersNow;
        public NumberPeriod Stated => new(key, number, name, Valid, numbersNow);

        private Period Valid => new(From, to);

        public static Node Of(EndedNumber former) => new(
            former.Key, former.Number, former.Name, NamesIn(former.Name), former.FromYear is { } year ? new DateOnly(year, 1, 1) : null,
            new DateOnly(former.ToYear + 1, 1, 1), former.NumbersNow);

        public static Node Of(CurrentNumber current) =>
            new(current.Number, current.Number, current.Name, [current.Name, .. NamesIn(current.FullName)], null, null, new HashSet<string> { current.Number });

        public bool HoldsOn(DateOnly day) => Valid.Contains(day);

        public bool SharesNameWith(Node other) => names.Overlaps(other.Names);

        private HashSet<string> Names => names;

        // "Herøy (Nordland)" and "Fauske - Fuossko": what stands in brackets tells namesakes apart, a dash parts languages.
        private static HashSet<string> NamesIn(string text)
        {
            var bracket = text.IndexOf('(', StringComparison.Ordinal);
            var plain = bracket < 0 ? text : text[..bracket];
            return [.. plain.Split(" - ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        }
    }
}
