using System.Collections;
using Samstyring.Notifications.Rules;

namespace Samstyring.Bench.Race;

/// <summary>K-01, K-02 and K-03 of two rows of different lines, written from conflicts.md for the peers and sharing nothing with the judge.</summary>
internal static class Compare
{
    private const byte Must = (byte)Modality.Must;
    private const byte MustNot = (byte)Modality.MustNot;
    private const byte Up = (byte)Direction.Up;
    private const byte Down = (byte)Direction.Down;

    // Actions are numbered from 1.
    private static readonly BitArray[] Above = ReadClosure();

    /// <summary>Whether the two share an indicator or one may forbid what the other orders, on a common day and for a common age.</summary>
    public static bool Possible(in Row a, in Row b) =>
        ((a.Indicator != 0 && a.Indicator == b.Indicator)
            || (a.Modality == Must && b.Modality == MustNot) || (a.Modality == MustNot && b.Modality == Must))
        && a.From < b.To && b.From < a.To && a.AgeFrom <= b.AgeTo && b.AgeFrom <= a.AgeTo;

    /// <summary>Every kind that is not NO_CONFLICT.</summary>
    public static IEnumerable<Hit> All(int office, Row a, Row b)
    {
        if (Orders(a, b) is var orders and not Verdict.NoConflict)
        {
            yield return Hit.Of(1, (int)orders, office, a.Id, b.Id);
        }

        if (a.Indicator == 0 || a.Indicator != b.Indicator || !Force(a, b))
        {
            yield break;
        }

        if (Directions(a, b) is var directions and not Verdict.NoConflict)
        {
            yield return Hit.Of(2, (int)directions, office, a.Id, b.Id);
        }

        if (Targets(a, b) is var targets and not Verdict.NoConflict)
        {
            yield return Hit.Of(3, (int)targets, office, a.Id, b.Id);
        }
    }

    private static Verdict Orders(in Row a, in Row b) =>
        !Binding(a) || !Binding(b) ? Verdict.NoConflict
        : a.Modality == Must && b.Modality == MustNot ? Bans(a, b)
        : a.Modality == MustNot && b.Modality == Must ? Bans(b, a)
        : Verdict.NoConflict;

    // A ban of a part leaves open whether the whole can still be done.
    private static Verdict Bans(in Row order, in Row ban) =>
        Above[ban.Action][order.Action] ? Verdict.Conflict : Above[order.Action][ban.Action] ? Verdict.Ambiguous : Verdict.NoConflict;

    private static Verdict Directions(in Row a, in Row b) =>
        Owes(a) || Owes(b) ? Verdict.Underspecified
        : a.Direction != 0 && b.Direction != 0 && a.Direction != b.Direction ? Verdict.Conflict
        : Verdict.NoConflict;

    private static Verdict Targets(in Row a, in Row b) =>
        Owes(a) || Owes(b) ? ((Owes(a) || a.HasTarget) && (Owes(b) || b.HasTarget) ? Verdict.Underspecified : Verdict.NoConflict)
        : a.HasTarget && b.HasTarget && !(a.Direction == Up && b.Direction == Down) && !(a.Direction == Down && b.Direction == Up)
            && (a.Lo > b.Hi || b.Lo > a.Hi)
            ? Verdict.Conflict
        : Verdict.NoConflict;

    private static bool Force(in Row a, in Row b) =>
        a.Bindingness != (byte)Bindingness.Information && b.Bindingness != (byte)Bindingness.Information
        && !(a.Bindingness == (byte)Bindingness.Advice && b.Bindingness == (byte)Bindingness.Advice);

    private static bool Binding(in Row x) => x.Bindingness >= (byte)Bindingness.Frame;

    // Steers by an indicator and says neither where it should go nor how far.
    private static bool Owes(in Row x) => x.Bindingness >= (byte)Bindingness.Prioritisation && x.Direction == 0 && !x.HasTarget;

    private static BitArray[] ReadClosure()
    {
        var closure = World.Closure.ToList();
        var size = closure.Max(pair => Math.Max(pair.Above, pair.Action)) + 1;
        var above = Enumerable.Range(0, size).Select(_ => new BitArray(size)).ToArray();
        foreach (var (x, y) in closure)
        {
            above[x][y] = true;
        }

        return above;
    }
}
