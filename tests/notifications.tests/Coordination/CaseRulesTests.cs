using Samstyring.Norwegian;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Gate;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Coordination;

public class CaseRulesTests
{
    [Fact]
    public void Follow_ReopenedAtAnotherOffice_CountsTheDaysOfThatOffice()
    {
        var facts = At(State() with { ConsequenceAssessment = null });
        var finding = Assert.Single(Found(facts));
        var opened = CaseRules.Open(new(1, finding, []), facts.Offices[0], facts.Catalogues, new HoldDays(), default, AsOf);
        var closed = CaseRules.Follow(
            opened, [], [new(1, Fjordvik, CaseState.Open, 0, null, CloseReason.DirectiveChanged)], facts.Catalogues, _ => new HoldDays(), default, AsOf);

        var again = CaseRules.Follow(
            closed, [new(2, finding, [])], [new(2, Midtfjell, null, 1, finding.Severity, null)], facts.Catalogues,
            id => id == 2 ? new HoldDays(Other: 3) : new HoldDays(), default, AsOf);

        Assert.Equal(
            [(CaseState.Open, 10), (CaseState.Closed, 10), (CaseState.Open, 3)], new[] { opened, closed, again }.Select(c => (c.State, c.Days)));
        Assert.Equal(WorkingDays.Add(AsOf, 3), again.Deadline);
    }
}
