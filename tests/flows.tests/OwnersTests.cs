using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Flows.Tests;

/// <summary>From flag to one mission through all services: held, settled by both owners, carried out, read and acknowledged.</summary>
public class OwnersTests
{
    private const string Vaernes = "1783";
    private const int TrondelagOffices = 20;
    private const string Action = "USER_MEETING.PHYSICAL";

    [Fact]
    public async Task Contradiction_BothOwnersSignAJointText_TheLeaderReadsItAndAcknowledges()
    {
        await using var platform = await Platform.Start();
        var director = platform.Reader("municipal-director", "5035");
        var county = platform.Reader("county", "5700");
        var ban = await platform.Issuer("municipal-director", "5035").Publish(Situations.FromTheMunicipality("5035").Ordering(Modality.MustNot, Action));
        await platform.Judged(ban.DirectiveId, 1);
        var parent = await platform.Issuer("directorate").Publish(Situations.FromTheDirectorate("ALL").Ordering(Modality.Must, Action));
        var order = await platform.Issuer("county", "5700").Relay(parent.DirectiveId);
        Assert.Equal(1, (await platform.Judged(order.DirectiveId, TrondelagOffices)).Counts.Held);

        // Of the five municipalities of the office, the ban concerns the residents of one: its owner signs with the county.
        var filter = new CaseFilter { OfficeNumber = Vaernes, Kind = FindingKind.ContradictoryOrders };
        var one = Assert.Single((await county.ListCasesAsync(new() { Filter = filter }, deadline: Situations.Soon())).Cases);
        Assert.Equal(["5700", "5035"], one.Offices[0].Signers.Select(s => s.Number));
        await county.ProposeResolutionAsync(
            new()
            {
                RequestId = "p",
                CaseId = one.CaseId,
                Mandate = "Fullmakt",
                Resolution = new()
                {
                    WayOut = WayOut.JointText,
                    JointText = new() { Nb = "Fysiske møter holdes i nabokommunen til ombyggingen er ferdig", Nn = "Fysiske møte blir haldne i nabokommunen til ombygginga er ferdig" },
                },
            },
            deadline: Situations.Soon());
        Assert.Contains(await Waiting(director), t => t.CaseId == one.CaseId);
        Assert.DoesNotContain(await Waiting(platform.Reader("municipal-director", "5036")), t => t.CaseId == one.CaseId);
        var settled = (await director.AnswerResolutionAsync(
            new() { RequestId = "s", CaseId = one.CaseId, ProposalNumber = 1, Answer = ResolutionAnswer.Sign, Mandate = "Delegasjonsvedtak 12/26" },
            deadline: Situations.Soon())).Case;
        Assert.Equal((CaseState.Closed, CloseReason.OwnersAgreed), (settled.State, settled.CloseReason));

        var feed = await platform.Feed(Vaernes);
        Assert.Equal(2, feed.Count);
        Assert.All(feed, m => Assert.Equal(MissionState.Released, m.State));
        Assert.All(feed, m => Assert.Equal("Fysiske møter holdes i nabokommunen til ombyggingen er ferdig", Assert.Single(m.Settlements).Text.Nb));
        var leader = platform.Reader("office", Vaernes);
        foreach (var mission in feed)
        {
            await leader.AcknowledgeMissionAsync(
                new() { RequestId = mission.MissionKey, OfficeNumber = Vaernes, MissionKey = mission.MissionKey, Version = mission.Version, ContentHash = mission.ContentHash },
                deadline: Situations.Soon());
        }

        var status = await county.GetDirectiveStatusAsync(new() { DirectiveId = order.DirectiveId, PageSize = 200 }, deadline: Situations.Soon());
        Assert.Equal(TrondelagOffices, status.Counts.Released);
        Assert.Equal(1, status.Counts.Acknowledged);
    }

    [Theory]
    [InlineData("1203", "1200", "4601", "4601")] // Nav Bergen nord: Bergen is divided among its offices, and owns them as one.
    [InlineData("0331", "0300", "0301", "030108")] // Nav Nordre Aker: in Oslo the city district is the owner.
    public async Task Contradiction_InACity_IsSignedByTheOfficesOwner(string office, string countyUnit, string municipality, string owner)
    {
        await using var platform = await Platform.Start();
        var (county, director) = (platform.Reader("county", countyUnit), platform.Reader("municipal-director", owner));
        var ban = Situations.FromTheMunicipality(municipality).Ordering(Modality.MustNot, Action);
        ban.Scope = $"OFFICE({office})";
        await platform.Judged((await platform.Issuer("municipal-director", municipality).Publish(ban)).DirectiveId, 1);
        var parent = await platform.Issuer("directorate").Publish(Situations.FromTheDirectorate("ALL").Ordering(Modality.Must, Action));
        var order = await platform.Issuer("county", countyUnit).Relay(parent.DirectiveId);

        var filter = new CaseFilter { OfficeNumber = office, DirectiveId = order.DirectiveId, Kind = FindingKind.ContradictoryOrders };
        var one = (await Eventually.Is(
            async () => (await county.ListCasesAsync(new() { Filter = filter }, deadline: Situations.Soon())).Cases,
            cases => cases.Any(c => c.Offices.Any(o => o.OfficeNumber == office)))).Single();
        Assert.Equal([countyUnit, owner], one.Offices.Single(o => o.OfficeNumber == office).Signers.Select(s => s.Number));
        await county.ProposeResolutionAsync(
            new() { RequestId = "p", CaseId = one.CaseId, Mandate = "Fullmakt", Resolution = new() { WayOut = WayOut.AcceptBoth, Reason = "Begge gjelder" } },
            deadline: Situations.Soon());
        var settled = (await director.AnswerResolutionAsync(
            new() { RequestId = "s", CaseId = one.CaseId, ProposalNumber = 1, Answer = ResolutionAnswer.Sign, Mandate = "Fullmakt" }, deadline: Situations.Soon())).Case;
        Assert.Equal((CaseState.Closed, CloseReason.OwnersAgreed), (settled.State, settled.CloseReason));
    }

    [Fact]
    public async Task DirectorOfACityDistrict_IsTheOwnerOfItsOfficeAndOfNoOther()
    {
        const string nordreAker = "0331";
        await using var platform = await Platform.Start();
        var content = Situations.FromTheMunicipality("030108").Ordering(Modality.Must, Action);
        (content.IssuerOrg.Kind, content.Scope) = (Types.V1.OrgKind.CityDistrict, $"OFFICE({nordreAker})");
        var published = await platform.Issuer("municipal-director", "030108").Publish(content);

        var status = await platform.Judged(published.DirectiveId, 1);
        Assert.Equal(nordreAker, Assert.Single(status.Offices).OfficeNumber);
        var (own, other) = (platform.Reader("municipal-director", "030108"), platform.Reader("municipal-director", "030102"));
        var shown = await own.ListMissionsAsync(new() { OfficeNumber = nordreAker, PageSize = 10 }, deadline: Situations.Soon());
        Assert.Equal(published.DirectiveId, Assert.Single(Assert.Single(shown.Missions).Sources).DirectiveId);
        var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () =>
            await other.ListMissionsAsync(new() { OfficeNumber = nordreAker, PageSize = 10 }, deadline: Situations.Soon()));
        Assert.Equal(Grpc.Core.StatusCode.NotFound, refused.StatusCode);
    }

    private static async Task<IEnumerable<WorkItem>> Waiting(NotificationsService.NotificationsServiceClient who) =>
        (await who.ListTasksAsync(new(), deadline: Situations.Soon())).Tasks.Where(t => t.Kind == TaskKind.AnswerResolution);
}
