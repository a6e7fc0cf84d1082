using Samstyring.Norwegian;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Tests.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Gate;

public class GateDecisionTests
{
    private static readonly HoldDays Usual = new();
    private static readonly DateOnly Held = new(2026, 12, 18);
    private static readonly Finding Found = Situation.Only(
        Situation.State().Indicates(Bindingness.Order, Direction.Up), Situation.Municipal().Indicates(Bindingness.Order, Direction.Down))!;

    // Section 3: what each severity and verdict does to a directive that is not released.
    [Theory]
    [InlineData(Severity.Blocking, Verdict.Conflict, "HELD 2026-12-28")]
    [InlineData(Severity.Blocking, Verdict.Underspecified, "HELD 2027-01-05")]
    [InlineData(Severity.Blocking, Verdict.Ambiguous, "HELD 2027-01-05")]
    [InlineData(Severity.NeedsClarification, Verdict.Conflict, "HELD 2027-01-05")]
    [InlineData(Severity.NeedsClarification, Verdict.Underspecified, "HELD 2027-01-05")]
    [InlineData(Severity.NeedsClarification, Verdict.Ambiguous, "RELEASEDWITHFLAG ")]
    [InlineData(Severity.Warning, Verdict.Conflict, "RELEASEDWITHFLAG ")]
    [InlineData(Severity.Warning, Verdict.Underspecified, "RELEASEDWITHFLAG ")]
    [InlineData(Severity.Warning, Verdict.Ambiguous, "RELEASEDWITHFLAG ")]
    [InlineData(Severity.Info, Verdict.Conflict, "RELEASED ")]
    [InlineData(Severity.Info, Verdict.Underspecified, "RELEASED ")]
    [InlineData(Severity.Info, Verdict.Ambiguous, "RELEASED ")]
    public void Table_EveryCell(Severity severity, Verdict verdict, string expected)
    {
        var finding = Found with { Severity = severity, Verdict = verdict, Owed = [new Owed("m1", "x")] };
        Assert.Equal(expected, Decide(finding));
    }

    [Fact]
    public void Underspecified_TheOtherDirective_IsFlagged() =>
        Assert.Equal("RELEASEDWITHFLAG ", Decide(Found with { Verdict = Verdict.Underspecified, Owed = [new Owed("s1", "x")] }));

    [Theory]
    [InlineData(Bindingness.Statutory)]
    [InlineData(Bindingness.Supervision)]
    public void LegalRequirement_IsFlaggedNotHeld(Bindingness bindingness) => Assert.Equal("RELEASEDWITHFLAG ", Decide(Found, bindingness: bindingness));

    [Fact]
    public void Upstream_HoldsAndFlagsNothing() => Assert.Equal("RELEASED ", Decide(Found with { Stage = Stage.Upstream }));

    [Theory]
    [InlineData(GateState.Released)]
    [InlineData(GateState.ReleasedWithFlag)]
    public void Released_IsNeverHeld(GateState state) => Assert.Equal("RELEASEDWITHFLAG ", Decide(Found, state));

    [Theory]
    [InlineData("2027-01-05", "HELD 2027-01-05")]
    [InlineData("2027-01-06", "RELEASEDWITHFLAG 2027-01-05")]
    public void Deadline_EndsWithTheLastWorkingDay(string today, string expected) => Assert.Equal(expected, Decide(Found, GateState.Held, today: today));

    [Theory]
    [InlineData(GateState.Held)]
    [InlineData(GateState.Withdrawn)]
    public void Over_WithoutHavingBeenReleased_IsGoneForGood(GateState state)
    {
        var before = new Standing(state, state == GateState.Held ? Held : null);
        var decision = GateDecision.Decide(Situation.Municipal(), Presence.Over, before, false, [], Held, Usual);
        Assert.Equal(GateState.Withdrawn, decision.State(before));
        Assert.Equal(state == GateState.Withdrawn, decision.Path.IsEmpty);
    }

    [Fact]
    public void SecondFinding_StretchesTheHold_UpToTheLongest()
    {
        var late = new OpenFinding(Found with { Severity = Severity.Blocking }, Held.AddDays(10));
        var early = new OpenFinding(Found with { Severity = Severity.Blocking }, Held);

        Assert.Equal(new DateOnly(2026, 12, 28), GateDecision.Until(Held, [early], Usual));
        Assert.Equal(WorkingDays.Add(Held.AddDays(10), 5), GateDecision.Until(Held, [early, late], Usual));
        Assert.Equal(new DateOnly(2027, 1, 5), GateDecision.Until(Held, [early, late with { OpenedOn = Held.AddDays(18) }], Usual));
    }

    [Fact]
    public void Machine_IsTotal_AndNeverHoldsWhatIsReleased()
    {
        foreach (var state in Enum.GetValues<GateState>().Select(s => (GateState?)s).Append(null))
        {
            foreach (var e in Enum.GetValues<GateEvent>())
            {
                var next = GateMachine.Next(state, e);
                Assert.False(state is GateState.Released or GateState.ReleasedWithFlag && next == GateState.Held);
                Assert.False(next is GateState.Released && state is GateState.Expired or GateState.Received or null);
            }
        }

        Assert.Equal(18, Enum.GetValues<GateState>().Select(s => (GateState?)s).Append(null).Sum(s => Enum.GetValues<GateEvent>().Count(e => GateMachine.Next(s, e) is not null)));
    }

    private static string Decide(Finding finding, GateState? state = null, Bindingness bindingness = Bindingness.Order, string today = "2026-12-18")
    {
        var directive = Situation.Municipal() with { Bindingness = bindingness };
        var before = new Standing(state, state == GateState.Held ? Held : null);
        var decision = GateDecision.Decide(directive, Presence.Reaches, before, false, [new OpenFinding(finding, Held)], Situation.Day(today), Usual);
        return $"{decision.State(before).ToString()!.ToUpperInvariant()} {decision.HeldUntil:yyyy-MM-dd}";
    }
}
