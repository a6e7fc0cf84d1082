using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Gate;

public class GateTests
{
    [Fact]
    public async Task Directive_WithoutFindings_IsReleasedToItsOfficesOnly()
    {
        await using var world = await World.Start();

        await world.Map(State("s1"));

        Assert.Equal("s1 RELEASED", await world.Feed());
        Assert.Equal("", await world.Feed(Midtfjell));
        Assert.Equal("RECEIVED JUDGED RELEASED", await world.Path("s1"));
    }

    [Fact]
    public async Task Directive_ReachingMoreThanATransactionTakes_IsJudgedAtTheFirstOfficeAndThenAtTheOthers()
    {
        await using var world = await World.Start(mostAtOnce: 1);
        await world.Map(State("s1"), Fjordvik, Midtfjell);
        var (first, later) = (await world.Feed(), await world.Feed(Midtfjell));

        await world.NewDay(0);
        await world.Map(Ban("m1"), Fjordvik, Midtfjell);
        await world.NewDay(0);

        Assert.Equal(("s1 RELEASED", ""), (first, later));
        foreach (var office in new[] { Fjordvik, Midtfjell })
        {
            Assert.Equal("s1 RELEASEDWITHFLAG", await world.Feed(office));
            Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1", office));
        }

        await world.AssertGapless();
    }

    [Fact]
    public async Task Contradiction_TheLaterIsHeldAndTheEarlierGetsAFlag()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"), Fjordvik, Midtfjell);

        await world.Map(Ban("m1"));

        Assert.Equal("s1 RELEASEDWITHFLAG", await world.Feed());
        Assert.Equal("s1 RELEASED", await world.Feed(Midtfjell));
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1"));
        var flag = Assert.Single((await world.Mission("s1")).Flags);
        Assert.Equal((FindingKind.ContradictoryOrders, Types.V1.Line.Municipal), (flag.Kind, flag.OtherLine));
        Assert.Equal("Nav Trøndelag og Sted 5035 kommune", flag.Resolver.Name.Nb);
        Assert.Equal((await world.Status("m1")).HeldUntil, flag.Until);
        Assert.Equal(2, (await world.Mission("s1")).Version);
        Assert.Equal(ChangeClass.Editorial, (await world.Mission("s1")).ChangeClass);
        await world.AssertGapless();
    }

    [Fact]
    public async Task Withdrawal_OfOneParty_ReleasesTheOther()
    {
        await using var world = await World.Start();
        var first = State("s1");
        await world.Map(first);
        await world.Map(Ban("m1"));

        await world.Map(Withdrawn(first));

        Assert.Equal("m1 RELEASED; s1 ENDED WITHDRAWN", await world.Feed());
        Assert.Equal("RECEIVED JUDGED HELD RESOLVED RELEASED", await world.Path("m1"));
        var closed = Assert.Single(await world.Findings(new() { State = FindingState.Closed }));
        Assert.Equal(CloseReason.DirectiveWithdrawn, closed.CloseReason);
        Assert.Empty(await world.Findings());
    }

    [Fact]
    public async Task Withdrawal_OfTheHeldOne_TakesTheFlagAway()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));

        await world.Map(Withdrawn(Ban("m1")));

        Assert.Equal("s1 RELEASED", await world.Feed());
        Assert.Equal("RECEIVED JUDGED HELD WITHDRAWN", await world.Path("m1"));
        Assert.Equal(3, (await world.Mission("s1")).Version);
    }

    [Fact]
    public async Task Withdrawal_AtOneOffice_LeavesTheOthers()
    {
        await using var world = await World.Start();
        var first = State("s1");
        await world.Map(first, Fjordvik, Midtfjell);
        await world.Map(Ban("m1"), Fjordvik, Midtfjell);

        await world.Map(Withdrawn(first, Fjordvik), Fjordvik, Midtfjell);

        Assert.Equal("m1 RELEASED; s1 ENDED WITHDRAWN", await world.Feed());
        Assert.Equal("s1 RELEASEDWITHFLAG", await world.Feed(Midtfjell));
    }

    [Fact]
    public async Task LegalRequirement_IsNeverHeld()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));

        await world.Map(Ban("m1", c => c.Bindingness = Bindingness.Statutory));

        Assert.Equal("m1 RELEASEDWITHFLAG; s1 RELEASEDWITHFLAG", await world.Feed());
    }

    [Fact]
    public async Task Underspecified_HoldsOnlyTheOneThatOwes()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.ActionCode = ""));
        await world.Map(Ban("m1"));

        Assert.Equal("m1 RELEASEDWITHFLAG; s1 RELEASEDWITHFLAG", await world.Feed());

        await world.Map(State("s2", c => c.ActionCode = ""));

        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("s2"));
    }

    [Fact]
    public async Task Warning_ReleasesWithFlag()
    {
        await using var world = await World.Start();
        static void Indicates(DirectiveContent c, Direction direction) =>
            (c.ActionCode, c.IndicatorId, c.Direction) = ("", "IND-KVP", direction);
        await world.Map(State("s1", c => Indicates(c, Direction.Up)));

        await world.Map(Ban("m1", c =>
        {
            Indicates(c, Direction.Hold);
            c.Modality = Modality.Must;
        }));

        Assert.Equal("m1 RELEASEDWITHFLAG; s1 RELEASEDWITHFLAG", await world.Feed());
    }

    [Fact]
    public async Task MiddleNode_IsJudgedUpstreamAndNeverAMission()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.RecipientRole = RecipientRole.CountyDirector));

        await world.Map(Ban("m1"));

        Assert.Equal("m1 RELEASED", await world.Feed());
        Assert.Equal("RECEIVED JUDGED", await world.Path("s1"));
        Assert.Equal(Stage.Upstream, Assert.Single(await world.Findings()).Stage);
    }

    [Fact]
    public async Task Relay_TheParentIsNoLongerJudgedWhereItsChildIs()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.RecipientRole = RecipientRole.CountyDirector), Fjordvik, Midtfjell);
        await world.Map(Ban("m1"), Fjordvik, Midtfjell);

        await world.Map(State("s2", c => c.DerivedFrom.Add(new SourceRef { DirectiveId = "s1" })));

        var findings = await world.Findings();
        Assert.Equal(
            ["5501 m1,s2 Office", "5502 m1,s1 Upstream"],
            findings.Select(f => $"{f.OfficeNumber} {string.Join(',', f.Directives.Select(d => d.DirectiveId))} {f.Stage}").Order());
        Assert.Equal("m1 RELEASEDWITHFLAG", await world.Feed());
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("s2"));
        Assert.Equal("m1 RELEASED", await world.Feed(Midtfjell));
    }

    [Fact]
    public async Task Relay_OfAReleasedMission_ReplacesItWhenTheChildIsOut()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));

        await world.Map(State("s2", c => c.DerivedFrom.Add(new SourceRef { DirectiveId = "s1" })));
        await world.Map(State("s3"), Midtfjell);
        await world.Map(State("s4", c =>
        {
            c.Theme = "HOUSING";
            c.DerivedFrom.Add(new SourceRef { DirectiveId = "s3" });
        }), Midtfjell);

        Assert.Equal("s2 RELEASED", await world.Feed());
        Assert.Equal((2, ChangeClass.Material), ((await world.Mission("s2")).Version, (await world.Mission("s2")).ChangeClass));
        Assert.Equal("s3 ENDED REPLACED; s4 RELEASED", await world.Feed(Midtfjell));
    }

    [Fact]
    public async Task Relay_WhileTheChildIsHeld_KeepsTheReleasedParentInTheFeedWithItsFlag()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        await world.Map(State("s2", c => c.DerivedFrom.Add(new SourceRef { DirectiveId = "s1" })));

        Assert.Equal("s1 RELEASEDWITHFLAG", await world.Feed());

        await world.Map(Withdrawn(Ban("m1")));

        Assert.Equal("s2 RELEASED", await world.Feed());
    }

    [Fact]
    public async Task Supersedes_EndsTheOlderWhenTheNewerIsInForce()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.Valid = new() { From = "2020-01-01", To = $"{Year + 1}-01-01" }));

        await world.Map(State("s2", c => c.Supersedes.Add("s1")));
        Assert.Equal("s1 RELEASED; s2 RELEASED", await world.Feed());

        await world.NewDay((int)(new DateTime(Year, 1, 2) - DateTime.UtcNow).TotalDays + 1);
        Assert.Equal("s1 ENDED REPLACED; s2 RELEASED", await world.Feed());
    }

    [Fact]
    public async Task Revision_ThatSettlesIt_IsReleased()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var ban = Ban("m1");
        await world.Map(ban);

        await world.Map(Revised(ban, ChangeClass.Material, c => c.ActionCode = "USER_MEETING.DIGITAL"));

        Assert.Equal("m1 RELEASED; s1 RELEASED", await world.Feed());
        Assert.Equal("RECEIVED JUDGED HELD WITHDRAWN", await world.Path("m1"));
        Assert.Equal("RECEIVED JUDGED RELEASED", await world.Path("m1", revision: 2));
    }

    [Fact]
    public async Task MaterialRevision_OfAReleasedOne_CanBeHeldAndTheOldOneStaysInTheFeed()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var ban = Ban("m1", c => c.ActionCode = "USER_MEETING.DIGITAL");
        await world.Map(ban);

        await world.Map(Revised(ban, ChangeClass.Material, c =>
        {
            c.ActionCode = "USER_MEETING.PHYSICAL";
            c.Text.Nb = "hemmelig";
        }));

        Assert.Equal("m1 RELEASEDWITHFLAG; s1 RELEASEDWITHFLAG", await world.Feed());
        var shown = await world.Mission("m1");
        Assert.Equal((1, "Tekst m1"), (shown.Sources[0].Revision, shown.Text.Nb));
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1", revision: 2));
    }

    [Fact]
    public async Task EditorialRevision_KeepsTheClockOrTheRelease()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var until = (await world.Status("m1")).HeldUntil;
        await world.NewDay(1);

        await world.Map(Revised(Ban("m1"), ChangeClass.Editorial, c => c.Title.Nb = "Ny tittel"));
        await world.Map(Revised(State("s1"), ChangeClass.Editorial, c => c.Title.Nb = "Ny tittel"));

        Assert.Equal((2, V1.GateState.Held, until), ((await world.Status("m1")).Revision, (await world.Status("m1")).State, (await world.Status("m1")).HeldUntil));
        var mission = await world.Mission("s1");
        Assert.Equal(("Ny tittel", MissionState.ReleasedWithFlag, ChangeClass.Editorial), (mission.Title.Nb, mission.State, mission.ChangeClass));
    }

    [Fact]
    public async Task NoLongerReached_EndsTheMissionVisibly()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"), Fjordvik, Midtfjell);

        await world.Map(State("s1"), Midtfjell);

        Assert.Equal("s1 ENDED OUTOFSCOPE", await world.Feed());
        Assert.Equal("s1 RELEASED", await world.Feed(Midtfjell));

        await world.Map(State("s1"), Fjordvik, Midtfjell);

        Assert.Equal("s1 RELEASED", await world.Feed());
        Assert.Equal("RECEIVED JUDGED RELEASED WITHDRAWN RECEIVED JUDGED RELEASED", await world.Path("s1"));
        Assert.Equal(3, (await world.Mission("s1")).Version);
    }

    [Fact]
    public async Task ReachedAgain_AfterTheOtherLineSpoke_IsHeldAndStaysEnded()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"), Fjordvik, Midtfjell);
        await world.Map(State("s1"), Midtfjell);
        await world.Map(Ban("m1"));

        await world.Map(State("s1"), Fjordvik, Midtfjell);

        Assert.Equal("m1 RELEASEDWITHFLAG; s1 ENDED OUTOFSCOPE", await world.Feed());
        Assert.Equal("RECEIVED JUDGED RELEASED WITHDRAWN RECEIVED JUDGED HELD", await world.Path("s1"));

        await world.Map(Withdrawn(Ban("m1")));

        Assert.Equal("m1 ENDED WITHDRAWN; s1 RELEASED", await world.Feed());
        await world.AssertGapless();
    }

    [Fact]
    public async Task OfficeChanged_NamesTheResolverAnew()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var changed = OfficeOf(Fjordvik, 2);
        changed.Office.Municipalities[0].Name = "Fjordvik";

        await world.Deliver(changed);

        Assert.Equal("Nav Trøndelag og Fjordvik kommune", Assert.Single((await world.Mission("s1")).Flags).Resolver.Name.Nb);
    }
}
