using System.Collections.Immutable;
using Samstyring.Norwegian;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Gate;

/// <summary>A finding at the office, and the day in Oslo on which it was opened.</summary>
public sealed record OpenFinding(Finding Finding, DateOnly OpenedOn);

/// <summary>Where a directive revision stands at an office before the decision.</summary>
/// <param name="State">Its state; null when it has just come.</param>
/// <param name="HeldOn">The day in Oslo on which it was held, while it is.</param>
public sealed record Standing(GateState? State, DateOnly? HeldOn)
{
    /// <summary>A revision that has just come.</summary>
    public static Standing New { get; } = new(null, null);
}

/// <summary>What keeps a directive out of the feed for good.</summary>
public enum Presence
{
    /// <summary>It reaches the office today or later.</summary>
    Reaches,

    /// <summary>Its days at the office have passed.</summary>
    Over,

    /// <summary>Withdrawn, replaced, or no longer reaching the office.</summary>
    Gone,
}

/// <summary>How long findings hold a directive, in working days.</summary>
/// <param name="Blocking">A certain S1.</param>
/// <param name="Other">Every other hold, and the longest any hold lasts.</param>
public sealed record HoldDays(int Blocking = 5, int Other = 10)
{
    /// <summary>Those of a partnership.</summary>
    public static HoldDays Of(Thresholds thresholds) => new((int)thresholds["hold_s1_working_days"], (int)thresholds["hold_s2_working_days"]);
}

/// <summary>The states a directive goes through now, the last of them its new state, and the days of its hold.</summary>
public sealed record Decision(ImmutableArray<GateState> Path, DateOnly? HeldOn, DateOnly? HeldUntil)
{
    /// <summary>The state it ends in; null when it has none.</summary>
    public GateState? State(Standing before) => Path.IsEmpty ? before.State : Path[^1];
}

/// <summary>The gate's decision about one directive revision at one office (conflicts.md section 3).</summary>
public static class GateDecision
{
    /// <summary>Whether the finding holds the directive while it is not released: the table, and rules 3, 4 and 6.</summary>
    public static bool Holds(Finding finding, Directive directive) =>
        finding.Stage == Stage.Office && Predicates.Holdable(directive) && (finding.Verdict, finding.Severity) switch
        {
            (Verdict.Conflict, Severity.Blocking or Severity.NeedsClarification) => true,
            (Verdict.Underspecified, Severity.Blocking or Severity.NeedsClarification) => finding.Owed.Any(o => o.DirectiveId == directive.Id),
            (Verdict.Ambiguous, Severity.Blocking) => true,
            _ => false,
        };

    /// <summary>Whether the finding puts a flag on a released directive. S4 is only counted, and what waits at a middle node is not the office's.</summary>
    public static bool Flags(Finding finding) => finding.Stage == Stage.Office && finding.Severity != Severity.Info;

    /// <summary>The finding as it would be when the directive has been passed on to the offices: upstream for the sake of another directive alone.</summary>
    public static Finding WhenRelayed(Finding finding, Directive directive) => finding with
    {
        Stage = finding.Directives.Any(x => x.Id != directive.Id && Predicates.ToMiddleNode(x)) ? Stage.Upstream : Stage.Office,
    };

    /// <summary>Decides.</summary>
    /// <param name="directive">The revision.</param>
    /// <param name="presence">Whether it reaches the office.</param>
    /// <param name="before">Where it stands.</param>
    /// <param name="released">Its last revision was released here and this one is editorial: it stays released.</param>
    /// <param name="findings">The current findings at the office that name it.</param>
    /// <param name="today">Today in Oslo.</param>
    /// <param name="days">How long findings hold.</param>
    public static Decision Decide(
        Directive directive, Presence presence, Standing before, bool released, IReadOnlyList<OpenFinding> findings, DateOnly today, HoldDays days)
    {
        var walk = new Walk(before.State);
        if (presence == Presence.Gone || (presence == Presence.Over && before.State is GateState.Held or GateState.Withdrawn))
        {
            return before.State == GateState.Withdrawn ? walk.End() : walk.Take(GateEvent.Receive).Take(GateEvent.Withdraw).End();
        }

        walk.Take(GateEvent.Receive).Take(GateEvent.Judge);
        if (presence == Presence.Over || Predicates.ToMiddleNode(directive))
        {
            return walk.End();
        }

        var release = findings.Any(f => Flags(f.Finding)) ? GateEvent.ReleaseWithFlag : GateEvent.Release;
        var holding = findings.Where(f => Holds(f.Finding, directive)).ToList();
        var isOut = released || before.State is GateState.Released or GateState.ReleasedWithFlag;
        if (isOut || holding.Count == 0)
        {
            return walk.Take(GateEvent.Resolve).Take(release).End();
        }

        var heldOn = before.HeldOn ?? today;
        var until = Until(heldOn, holding, days);
        return until < today
            ? walk.Take(GateEvent.Expire).Take(GateEvent.ReleaseWithFlag).End(heldOn, until)
            : walk.Take(GateEvent.Hold).End(heldOn, until);
    }

    /// <summary>
    /// The last working day of the hold: the latest deadline of the findings that hold it, each counted from the day it began to hold, and at the latest
    /// the longest hold counted from the first day (conflicts.md section 5).
    /// </summary>
    public static DateOnly Until(DateOnly heldOn, IEnumerable<OpenFinding> holding, HoldDays days)
    {
        var latest = holding.Max(f => WorkingDays.Add(
            f.OpenedOn > heldOn ? f.OpenedOn : heldOn,
            f.Finding is { Verdict: Verdict.Conflict, Severity: Severity.Blocking } ? days.Blocking : days.Other));
        var cap = WorkingDays.Add(heldOn, days.Other);
        return latest < cap ? latest : cap;
    }

    // Takes the steps the machine allows and leaves the others out.
    private sealed class Walk(GateState? state)
    {
        private readonly List<GateState> path = [];
        private GateState? state = state;

        public Walk Take(GateEvent e)
        {
            if (GateMachine.Next(state, e) is { } next)
            {
                state = next;
                path.Add(next);
            }

            return this;
        }

        public Decision End(DateOnly? heldOn = null, DateOnly? until = null) => new([.. path], heldOn, until);
    }
}
