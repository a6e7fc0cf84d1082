namespace Samstyring.Notifications.Rules;

/// <summary>
/// The current directives at an office on one indicator, so ordered that those which can clash are found without comparing each with each: by direction (K-02)
/// and by the ends of their targets (K-03). What is owed or cannot be converted is compared with all.
/// </summary>
internal sealed class OneIndicator
{
    private readonly Predicates at;
    private readonly List<Directive> all;

    /// <summary>The directives of a group with one indicator id and definition.</summary>
    public OneIndicator(Predicates at, IEnumerable<Directive> group) => (this.at, all) = (at, [.. group]);

    /// <summary>Every two, of which one is asked about, that do not say the same direction.</summary>
    public IEnumerable<(Directive A, Directive B)> OtherDirections()
    {
        var groups = all.GroupBy(x => x.Direction).Select(group => group.ToList()).ToList();
        var different = groups.SelectMany((one, i) => groups.Skip(i + 1).SelectMany(other => at.Pairs(one, other)));
        return different.Concat(groups.Where(group => group[0].Direction is null).SelectMany(at.Pairs));
    }

    /// <summary>Every two, of which one is asked about, whose targets are apart or cannot be compared.</summary>
    public IEnumerable<(Directive A, Directive B)> ApartTargets()
    {
        var (begins, ends, plain, open) = (new List<End>(), new List<End>(), new List<Directive>(), new List<Directive>());
        var registered = at.Facts.Catalogues.Indicators.GetValueOrDefault(all[0].IndicatorId!)?.Unit;
        var unit = registered ?? all.FirstOrDefault(x => x.Target is not null)?.Target!.Unit;
        foreach (var x in all)
        {
            var factor = x.Target is null ? null : x.Target.Unit == unit ? 1 : at.Facts.Catalogues.Factor(x.Target.Unit, registered);
            var (lo, hi) = (factor * (x.Target?.Lo - x.Target?.Tolerance), factor * (x.Target?.Hi + x.Target?.Tolerance));
            if (factor is null || lo > hi)
            {
                open.Add(x);
                continue;
            }

            plain.Add(x);
            begins.AddRange(lo is { } begin ? [new(begin, x)] : []);
            ends.AddRange(hi is { } end ? [new(end, x)] : []);
        }

        // Above each upper end lie the targets that begin higher.
        begins.Sort((a, b) => a.Value.CompareTo(b.Value));
        var asked = begins.FindAll(begin => at.Asks(begin.By));
        foreach (var end in ends)
        {
            var higher = at.Asks(end.By) ? begins : asked;
            for (var i = FirstAbove(higher, end.Value); i < higher.Count; i++)
            {
                yield return (end.By, higher[i].By);
            }
        }

        foreach (var pair in at.Pairs(open).Concat(at.Pairs(open, plain)))
        {
            yield return pair;
        }
    }

    private static int FirstAbove(List<End> rising, decimal end)
    {
        var (from, to) = (0, rising.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = rising[middle].Value > end ? (from, middle) : (middle + 1, to);
        }

        return from;
    }

    // An end of a directive's target, in the base unit.
    private readonly record struct End(decimal Value, Directive By);
}
