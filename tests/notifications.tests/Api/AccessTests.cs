using Grpc.Core;
using Samstyring.Notifications.Api;
using Samstyring.Notifications.V1;
using Samstyring.Testing;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Api;

public class AccessTests
{
    private static readonly string[] Roles = ["directorate", "county", "council", "municipal-director", "county-governor", "office", "auditor", "system"];

    [Fact]
    public void EveryRpc_HasOnePolicy() => Assert.Equal(
        NotificationsService.Descriptor.Methods.Select(m => $"/{m.Service.FullName}/{m.Name}").Order(StringComparer.Ordinal),
        Access.Policies.Keys.Order(StringComparer.Ordinal));

    // The rows of the authorization matrix; "-" is never.
    [Theory]
    [InlineData("WatchMissions", "- A - A - A - A")]
    [InlineData("ListMissions", "- A A A - A A A")]
    [InlineData("GetMission", "- A A A - A A A")]
    [InlineData("GetMissionChanges", "- A A A - A A A")]
    [InlineData("MarkMissionsSeen", "- - - - - A - -")]
    [InlineData("AcknowledgeMission", "- - - - - A - -")]
    [InlineData("AskForClarification", "- - - - - A - -")]
    [InlineData("ReportObstacle", "- - - - - A - -")]
    [InlineData("AnswerQuestion", "- A - A - - - -")]
    [InlineData("ListQuestions", "- A - A - - - -")]
    [InlineData("GetDirectiveStatus", "A A A A A - A A")]
    [InlineData("ListFindings", "A A A A A A A A")]
    [InlineData("GetFinding", "A A A A A A A A")]
    [InlineData("PreviewDirective", "A A A A A - - -")]
    [InlineData("JudgeFacts", "A A A A A - A -")]
    public void Matrix_Roles_AreThePublishedOnes(string rpc, string row)
    {
        var allowed = Access.Policies[$"/samstyring.notifications.v1.NotificationsService/{rpc}"];
        Assert.Equal(row.Split(' ').Select(cell => cell == "A"), Roles.Select(role => allowed.Contains(Samstyring.Common.Caller.RoleOf(role)!.Value)));
    }

    [Theory]
    [InlineData("office", "5501", true)]
    [InlineData("office", "5502", false)]
    [InlineData("county", "5700", true)]
    [InlineData("county", "1000", false)]
    [InlineData("council", "5035", true)]
    [InlineData("municipal-director", "5035", true)]
    [InlineData("municipal-director", "5041", false)]
    [InlineData("auditor", "", true)]
    [InlineData("system", "5501", true)]
    [InlineData("system", "", false)]
    public async Task Missions_OfAnOffice_AreForItsLeaderAndOwners(string role, string unit, bool allowed)
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var caller = world.As(role, unit);
        var key = (await world.Mission("s1")).MissionKey;

        if (allowed)
        {
            Assert.Single((await caller.ListMissionsAsync(new() { OfficeNumber = Fjordvik })).Missions);
            Assert.Equal("Tekst s1", (await caller.GetMissionAsync(new() { OfficeNumber = Fjordvik, MissionKey = key })).Mission.Text.Nb);
            return;
        }

        // As if it did not exist.
        foreach (var office in new[] { Fjordvik, "9999" })
        {
            var refused = await RefusedCall.Of(() => caller.ListMissionsAsync(new() { OfficeNumber = office }).ResponseAsync);
            Assert.Equal((StatusCode.NotFound, "OFFICE_NOT_FOUND"), (refused.Code, refused.Reason));
            Assert.Equal(StatusCode.NotFound, (await RefusedCall.Of(() => caller.GetMissionAsync(new() { OfficeNumber = office, MissionKey = key }).ResponseAsync)).Code);
        }
    }

    [Fact]
    public async Task Leader_OfAFlag_NeverSeesTheHeldDirective()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1-kanari", c =>
        {
            (c.Title.Nb, c.Text.Nb, c.DocumentId, c.ClauseRef) = ("kanaritittel", "kanaritekst", "kanaridokument", "kanaripunkt");
            c.Valid = new() { From = $"{Year}-02-03", To = $"{Year}-04-05" };
        }));
        var leader = world.As("office", Fjordvik);

        var finding = Assert.Single((await leader.ListFindingsAsync(new())).Findings);
        var missions = await leader.ListMissionsAsync(new() { OfficeNumber = Fjordvik });
        using var stream = leader.WatchMissions(new() { OfficeNumber = Fjordvik });
        var seen = $"{finding} {(await leader.GetFindingAsync(new() { FindingId = finding.FindingId })).Finding} {missions} {string.Join(' ', await UntilCaughtUp(stream))}";

        Assert.DoesNotContain("kanari", seen, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Year}-02-03", seen, StringComparison.Ordinal);
        Assert.Equal(["", "s1"], finding.Directives.Select(d => d.DirectiveId));
        Assert.Equal([Types.V1.Line.Municipal, Types.V1.Line.State], finding.Directives.Select(d => d.Line));
        Assert.Contains("Kommunen har gitt en føring som ikke kan vises her.", finding.Explanation.Nb, StringComparison.Ordinal);

        await world.NewDay(20);

        var released = (await leader.GetFindingAsync(new() { FindingId = finding.FindingId })).Finding;
        Assert.Contains("kanaritekst", released.Explanation.Nb, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("county", "5700", true)]
    [InlineData("council", "5035", true)]
    [InlineData("auditor", "", true)]
    [InlineData("office", "5502", false)]
    [InlineData("county", "1000", false)]
    [InlineData("municipal-director", "5041", false)]
    [InlineData("directorate", "", false)]
    [InlineData("county-governor", "50", false)]
    public async Task Findings_AreForTheirParties(string role, string unit, bool allowed)
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = Assert.Single(await world.Findings()).FindingId;
        var caller = world.As(role, unit);

        Assert.Equal(allowed ? 1 : 0, (await caller.ListFindingsAsync(new())).Findings.Count);
        if (allowed)
        {
            var finding = (await caller.GetFindingAsync(new() { FindingId = id })).Finding;
            Assert.Equal(["Tekst m1", "Tekst s1"], finding.Directives.Select(d => d.Text.Nb));
        }
        else
        {
            var refused = await RefusedCall.Of(() => caller.GetFindingAsync(new() { FindingId = id }).ResponseAsync);
            Assert.Equal((StatusCode.NotFound, "FINDING_NOT_FOUND"), (refused.Code, refused.Reason));
        }
    }

    [Fact]
    public async Task Directorate_SeesFindingsOfItsOwnDirectives_AndTheCountyGovernorEscalatedOnes()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.IssuerOrg = new() { Kind = Types.V1.OrgKind.Directorate }));
        await world.Map(Ban("m1"));

        Assert.Single((await world.As("directorate").ListFindingsAsync(new())).Findings);
        Assert.Empty((await world.As("county-governor", "50").ListFindingsAsync(new())).Findings);

        await world.NewDay(20);

        Assert.Single((await world.As("county-governor", "50").ListFindingsAsync(new())).Findings);
        Assert.Empty((await world.As("county-governor", "11").ListFindingsAsync(new())).Findings);
    }

    [Fact]
    public async Task Shielded_Directive_ShowsThePartnerItsLineOnly()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1", c => c.Shielding = new() { Basis = "offl-14" }));

        var county = Assert.Single((await world.As("county", "5700").ListFindingsAsync(new())).Findings);
        var council = Assert.Single((await world.As("council", "5035").ListFindingsAsync(new())).Findings);

        Assert.Equal(["", "s1"], county.Directives.Select(d => d.DirectiveId));
        Assert.Empty(county.Fields);
        Assert.Null(county.Witness);
        Assert.Equal(["m1", "s1"], council.Directives.Select(d => d.DirectiveId));
    }

    [Theory]
    [InlineData("county", "5700", 2)]
    [InlineData("directorate", "", 0)]
    [InlineData("county", "1000", 0)]
    [InlineData("municipal-director", "5035", 0)]
    [InlineData("auditor", "", 2)]
    public async Task Status_IsForTheIssuerAndItsLine(string role, string unit, int offices)
    {
        await using var world = await World.Start();
        await world.Map(State("s1"), Fjordvik, Midtfjell);
        var caller = world.As(role, unit);
        if (offices > 0)
        {
            Assert.Equal(offices, (await caller.GetDirectiveStatusAsync(new() { DirectiveId = "s1" })).Counts.Offices);
            return;
        }

        var refused = await RefusedCall.Of(() => caller.GetDirectiveStatusAsync(new() { DirectiveId = "s1" }).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "DIRECTIVE_NOT_FOUND"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Status_OfTheMunicipalLine_ShowsAnOwnerItsOffices()
    {
        await using var world = await World.Start();
        await world.Map(Ban("m1"), Fjordvik, Midtfjell);

        var own = await world.As("council", "5035").GetDirectiveStatusAsync(new() { DirectiveId = "m1" });
        var neighbour = await world.As("municipal-director", "5042").GetDirectiveStatusAsync(new() { DirectiveId = "m1" });

        Assert.Equal((2, 2), (own.Counts.Offices, own.Offices.Count));
        Assert.Equal(Midtfjell, Assert.Single(neighbour.Offices).OfficeNumber);
    }
}
