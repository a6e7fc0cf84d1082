using Google.Protobuf;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Feed;

/// <summary>What two owners say about the same is one mission with two sources.</summary>
public class OneMissionTests
{
    [Fact]
    public async Task BothLines_SayTheSame_IsOneMissionWithTwoSources()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => (c.PriorityRank, c.Deadline) = (2, $"{Year}-06-01")));
        await world.Map(Agreeing("m1", c => (c.PriorityRank, c.Deadline) = (1, $"{Year}-03-01")));

        var mission = Assert.Single(await Live(world));

        Assert.Equal(["m1", "s1"], mission.Sources.Select(s => s.DirectiveId));
        Assert.Equal([Types.V1.Line.Municipal, Types.V1.Line.State], mission.Sources.Select(s => s.Line));
        Assert.Equal(["Tekst m1", "Tekst s1"], mission.Sources.Select(s => s.Text.Nb));
        Assert.Equal([1, 2], mission.Sources.Select(s => s.PriorityRank));
        Assert.Equal([$"{Year}-03-01", $"{Year}-06-01"], mission.Sources.Select(s => s.Deadline));
        Assert.Equal(("Tittel m1", "Tekst m1", $"{Year}-03-01"), (mission.Title.Nb, mission.Text.Nb, mission.Deadline));
        Assert.Equal((2, 2, ChangeClass.Material, 1), (mission.Version, mission.MaterialVersion, mission.ChangeClass, mission.Rank));
        Assert.Equal(FeedPlan.Key(Fjordvik, Topic), mission.MissionKey);
        await world.AssertGapless();
    }

    [Fact]
    public async Task Sources_EndOneByOne_TheMissionEndsWithTheLast()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Agreeing("m1"));

        await world.Map(Withdrawn(State("s1")));
        var one = Assert.Single(await Live(world));
        Assert.Equal((3, ChangeClass.Material, "m1"), (one.Version, one.ChangeClass, Assert.Single(one.Sources).DirectiveId));

        await world.Map(Withdrawn(Agreeing("m1")));
        var ended = await world.Mission("m1");
        Assert.Equal((4, MissionState.Ended, EndReason.Withdrawn, 0), (ended.Version, ended.State, ended.EndReason, ended.Rank));

        await world.Map(State("s2"));
        var again = Assert.Single(await Live(world));
        Assert.Equal((ended.MissionKey, 5, ChangeClass.Material, 1), (again.MissionKey, again.Version, again.ChangeClass, again.Rank));
        await world.AssertGapless();
    }

    [Fact]
    public async Task HeldSecond_IsNoSourceUntilItIsReleased()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var second = Agreeing("m2", Unassessed);
        await world.Map(second);

        var alone = Assert.Single(await Live(world));
        Assert.Equal("s1", Assert.Single(alone.Sources).DirectiveId);
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m2"));
        Assert.DoesNotContain("m2", alone.ToString(), StringComparison.Ordinal);

        await world.Map(Revised(second, ChangeClass.Material, c => c.ConsequenceAssessment = NoConsequence()));

        Assert.Equal(["m2", "s1"], Assert.Single(await Live(world)).Sources.Select(s => s.DirectiveId));
    }

    [Fact]
    public async Task OrderAndBan_OfTheSame_AreTwoMissions()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Agreeing("m1", c => (c.Modality, c.Bindingness) = (Modality.MustNot, Bindingness.Statutory)));

        Assert.Equal("m1 RELEASEDWITHFLAG; s1 RELEASEDWITHFLAG", await world.Feed());
        Assert.Equal([1, 2], (await Live(world)).Select(m => m.Rank));
    }

    [Fact]
    public async Task WithoutAction_IsAMissionOfItsOwn()
    {
        await using var world = await World.Start();
        static void Inform(DirectiveContent c) => (c.Bindingness, c.Modality, c.ActionCode) = (Bindingness.Information, Modality.Unspecified, "");

        await world.Map(State("s1", Inform));
        await world.Map(State("s2", Inform));

        var missions = await Live(world);
        Assert.Equal([FeedPlan.Key(Fjordvik, "s1"), FeedPlan.Key(Fjordvik, "s2")], missions.Select(m => m.MissionKey));
        Assert.Equal([1, 2], missions.Select(m => m.Rank));
    }

    [Fact]
    public async Task Revision_AboutSomethingElse_LeavesForAnotherMissionInOneTransaction()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Agreeing("m1"));
        await world.Map(Agreeing("m2", Apart));

        await world.Map(Revised(Agreeing("m1"), ChangeClass.Material, Apart));

        var missions = await Live(world);
        Assert.Equal(["s1", "m1,m2"], missions.Select(m => string.Join(',', m.Sources.Select(s => s.DirectiveId))).OrderDescending());
        Assert.All(missions, m => Assert.Equal(ChangeClass.Material, m.ChangeClass));
        Assert.Equal(1L, await world.Service.Scalar<long>("select count(distinct xmin::text) from mission where position > 3"));

        await world.Map(Revised(State("s1"), ChangeClass.Material, Apart));

        var all = Assert.Single(await Live(world));
        Assert.Equal(["m1", "m2", "s1"], all.Sources.Select(s => s.DirectiveId));
        var left = Assert.Single(await Feed(world), m => m.State == MissionState.Ended);
        Assert.Equal((EndReason.Replaced, all.MissionKey), (left.EndReason, left.ReplacedByMissionKey));
        await world.AssertGapless();
    }

    [Fact]
    public async Task HeldRevision_AboutSomethingElse_StaysInItsMissionUntilItIsReleased()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(State("s2", c => c.ActionCode = "USER_MEETING.DIGITAL"));
        await world.Map(Ban("m1", c => c.ActionCode = "USER_MEETING.PHYSICAL.FOLLOW_UP"));

        await world.Map(Revised(State("s2"), ChangeClass.Material, c => c.ActionCode = "USER_MEETING.PHYSICAL.FOLLOW_UP"));
        Assert.Equal(
            ["m1 1 USER_MEETING.PHYSICAL.FOLLOW_UP", "s1 1 USER_MEETING.PHYSICAL.FIRST", "s2 1 USER_MEETING.DIGITAL"],
            (await Live(world)).Select(m => $"{m.Sources.Single().DirectiveId} {m.Sources.Single().Revision} {m.ActionCode}").Order());

        await world.Map(Withdrawn(Ban("m1", c => c.ActionCode = "USER_MEETING.PHYSICAL.FOLLOW_UP")));
        Assert.Equal(
            ["s1 1 USER_MEETING.PHYSICAL.FIRST", "s2 2 USER_MEETING.PHYSICAL.FOLLOW_UP"],
            (await Live(world)).Select(m => $"{m.Sources.Single().DirectiveId} {m.Sources.Single().Revision} {m.ActionCode}").Order());
    }

    [Fact]
    public async Task ChangeClass_OnlyWhatSomebodyHasToReadAgain_IsMaterial()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Agreeing("m1"));
        Assert.Equal("2 MATERIAL 2", await Change(world));

        await world.Map(Revised(State("s1"), ChangeClass.Editorial, c => c.Title.Nb = "Ny tittel"));
        Assert.Equal("3 EDITORIAL 2", await Change(world));

        var held = Revised(Agreeing("m1"), ChangeClass.Material, Unassessed);
        await world.Map(held);
        Assert.Equal("4 EDITORIAL 2", await Change(world));

        // The material revision was held; what is released with the next is more than an editorial change.
        await world.Map(Revised(held, ChangeClass.Editorial, c => c.ConsequenceAssessment = NoConsequence()));
        Assert.Equal("5 MATERIAL 5", await Change(world));
        Assert.Equal(["m1 3", "s1 2"], Assert.Single(await Live(world)).Sources.Select(s => $"{s.DirectiveId} {s.Revision}"));
    }

    [Fact]
    public async Task Order_OfAMission_IsByTheStrongestAndTheEarliestOfItsSources()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => (c.Valid.From, c.PriorityRank) = ($"{Year}-01-02", 1)));
        await world.Map(State("s2", c => (c.Valid.From, c.PriorityRank) = ($"{Year}-01-03", 1)));
        await world.Map(Agreeing("m2", c => (c.Valid.From, c.PriorityRank) = ($"{Year}-01-03", 4)));
        await world.Map(State("s3", c => (c.Valid.From, c.Bindingness) = ($"{Year}-01-04", Bindingness.Advice)));
        await world.Map(Agreeing("m3", c => (c.Valid.From, c.Bindingness) = ($"{Year}-01-04", Bindingness.Statutory)));
        await world.Map(State("s4", c => (c.Valid.From, c.Bindingness) = ($"{Year}-01-05", Bindingness.Advice)));
        await world.Map(Agreeing("m4", c => (c.Valid.From, c.Deadline) = ($"{Year}-01-05", $"{Year}-11-01")));

        var missions = await Live(world);

        Assert.Equal(["m3,s3", "m4,s4", "s2,m2", "s1"], missions.Select(m => string.Join(',', m.Sources.Select(s => s.DirectiveId))));
        Assert.Equal([1, 2, 3, 4], missions.Select(m => m.Rank));
    }

    [Fact]
    public async Task TwoLeaders_WhereTheSourcesDisagree_EachSourceNamesItsOwn()
    {
        await using var world = await World.Start();
        var office = OfficeOf(Fjordvik, 2);
        office.Office.Profile.Leadership[0].Model = Offices.V1.LeadershipModel.Dual;
        await world.Deliver(office);
        await world.Map(State("s1", c => c.ResponsibleLeader = ResponsibleLeader.StateLeader));
        Assert.Equal(ResponsibleLeader.StateLeader, Assert.Single(await Live(world)).ResponsibleLeader);

        await world.Map(Agreeing("m1", c => (c.ResponsibleLeader, c.RecipientRole) = (ResponsibleLeader.Unspecified, RecipientRole.MunicipalLeader)));

        var mission = Assert.Single(await Live(world));
        Assert.Equal(ResponsibleLeader.Unspecified, mission.ResponsibleLeader);
        Assert.Equal([ResponsibleLeader.MunicipalLeader, ResponsibleLeader.StateLeader], mission.Sources.Select(s => s.ResponsibleLeader));
    }

    [Fact]
    public async Task Flags_OfAllSources_AreShownOnceAndTheWorstFirst()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Agreeing("m1"));

        await world.Map(Revised(State("s1"), ChangeClass.Material, Unassessed));
        await world.Map(Revised(Agreeing("m1"), ChangeClass.Material, Unassessed));
        await world.Map(Ban("m2", c => c.Bindingness = Bindingness.Statutory));

        var flags = (await Live(world)).Single(m => m.Sources.Count == 2).Flags;
        Assert.InRange(flags.Count, 3, int.MaxValue);
        Assert.Equal(flags.Count, flags.Select(f => f.FindingId).Distinct().Count());
        Assert.Equal(flags.Select(f => f.Severity).Order(), flags.Select(f => f.Severity));
        Assert.Contains(flags, f => f.Kind == FindingKind.ContradictoryOrders);
        Assert.Equal(2, flags.Count(f => f.Kind == FindingKind.AssessmentMissing));
    }

    [Fact]
    public async Task Feed_WhateverTheOrderOfArrival_IsTheSame()
    {
        Directive[] directives =
        [
            State("s1", c => c.PriorityRank = 3), Agreeing("m1", c => c.Deadline = $"{Year}-05-01"), State("s2", Apart), Agreeing("m2", Apart),
            State("s3", c => (c.Bindingness, c.Modality, c.ActionCode) = (Bindingness.Information, Modality.Unspecified, "")),
            State("s4", c => (c.ActionCode, c.TargetGroup) = ("USER_MEETING.DIGITAL", new() { Groups = { "YOUTH", "REFUGEES" } })),
            Agreeing("m4", c => (c.ActionCode, c.TargetGroup) = ("USER_MEETING.DIGITAL", new() { Groups = { "REFUGEES", "YOUTH", "YOUTH" } })),
            Revised(Agreeing("m5", Apart), ChangeClass.Material, c => c.Valid.From = $"{Year}-01-01"),
        ];

        var random = new Random(7);
        List<string> feeds = [];
        for (var run = 0; run < 3; run++)
        {
            await using var world = await World.Start();
            foreach (var directive in directives)
            {
                await world.Map(directive);
            }

            feeds.Add(string.Join('\n', (await Live(world)).Select(Content)));
            random.Shuffle(directives);
        }

        Assert.Equal(4, feeds[0].Split('\n').Length);
        Assert.All(feeds, feed => Assert.Equal(feeds[0], feed));

        // All but when and as which version it came to be so.
        static string Content(Mission mission)
        {
            (mission.Version, mission.MaterialVersion, mission.ReleasedAt, mission.ChangeClass) = (0, 0, null, ChangeClass.Unspecified);
            foreach (var source in mission.Sources)
            {
                source.ReleasedAt = null;
            }

            return Convert.ToHexString(mission.ToByteArray());
        }
    }

    [Fact]
    public void StoredVersion_WithWhatItsSourceSaysAtTheMissionOnly_IsReadAsOneThatSaysItAtBoth()
    {
        var stored = new Mission
        {
            Title = new() { Nb = "Tittel" },
            Text = new() { Nb = "Tekst" },
            Deadline = "2027-03-01",
            Valid = new() { From = "2027-01-01" },
            ResponsibleLeader = ResponsibleLeader.StateLeader,
            Sources = { new MissionSource { DirectiveId = "s1", Revision = 2 } },
        };

        var source = Assert.Single(FeedPlan.Read(stored.ToByteArray()).Sources);

        Assert.Equal((stored.Title, stored.Text, stored.Deadline, stored.Valid, stored.ResponsibleLeader), (source.Title, source.Text, source.Deadline, source.Valid, source.ResponsibleLeader));
    }

    // Held until its issuer has said what it means for the partner.
    private static void Unassessed(DirectiveContent c) => c.ConsequenceAssessment = null;

    private static string Topic => $"FOLLOW_UP.USER_MEETINGS|USER_MEETING.PHYSICAL.FIRST||..|..|{Year}-01-01/{Year + 1}-01-01|";

    private static async Task<string> Change(World world)
    {
        var mission = Assert.Single(await Live(world));
        return $"{mission.Version} {mission.ChangeClass.ToString().ToUpperInvariant()} {mission.MaterialVersion}";
    }

    private static async Task<List<Mission>> Live(World world) => [.. (await Feed(world)).Where(m => m.State != MissionState.Ended)];

    private static async Task<IReadOnlyList<Mission>> Feed(World world) =>
        [.. (await world.As("office", Fjordvik).ListMissionsAsync(new() { OfficeNumber = Fjordvik, IncludeEnded = true })).Missions];
}
