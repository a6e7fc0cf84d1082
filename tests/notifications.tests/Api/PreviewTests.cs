using Grpc.Core;
using Samstyring.Notifications.Tests.Gate;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Api;

public class PreviewTests
{
    [Fact]
    public async Task Draft_ThatContradicts_IsShownAtEveryOfficeAndWritesNothing()
    {
        await using var world = await World.Start();
        await world.Map(Ban("m1"), Fjordvik);
        var before = await world.Service.Scalar<long>("select sum(feed_position) + (select count(*) from finding) + (select count(*) from gate) from office");

        var (groups, summary) = await Preview(world, State("s1").Content);

        var group = Assert.Single(groups);
        Assert.Equal(FindingKind.ContradictoryOrders, group.Finding.Kind);
        Assert.Equal(Stage.Preview, group.Finding.Stage);
        Assert.Equal([Fjordvik], group.OfficeNumbers);
        Assert.Contains("«Tekst m1»", group.Finding.Explanation.Nb, StringComparison.Ordinal);
        Assert.Equal((2, 1), (summary.Offices, summary.Held));
        Assert.Equal([Fjordvik], summary.HeldOfficeNumbers);
        Assert.Empty(summary.FlaggedOfficeNumbers);
        Assert.Equal([1, 0, 0, 0], summary.GroupsBySeverity);
        Assert.Equal(before, await world.Service.Scalar<long>("select sum(feed_position) + (select count(*) from finding) + (select count(*) from gate) from office"));
    }

    [Fact]
    public async Task Draft_AtTwoOffices_IsOneGroupWithBoth()
    {
        await using var world = await World.Start();
        await world.Map(Ban("m1", c => c.IssuerOrg.Number = "5041"), Fjordvik, Midtfjell);

        var (groups, summary) = await Preview(world, State("s1").Content);

        Assert.Equal([Fjordvik, Midtfjell], Assert.Single(groups, g => g.Finding.Kind == FindingKind.ContradictoryOrders).OfficeNumbers);
        Assert.Equal(2, summary.Held);
    }

    [Fact]
    public async Task Draft_AtOneOfficeOfAnArea_IsMeasuredAgainstTheStaffOfAll()
    {
        await using var world = await World.Start();
        await ServiceAreaTests.Staffed(world, 2, pools: true);
        await world.Map(ServiceAreaTests.Demanding("m1", 5, "5041"), Midtfjell);
        var draft = ServiceAreaTests.Demanding("s1", 6).Content;
        draft.Scope = $"OFFICE({Fjordvik})";

        var (groups, summary) = await Preview(world, draft);

        Assert.Equal(FindingKind.CapacityOverbooked, Assert.Single(groups).Finding.Kind);
        Assert.Equal([Fjordvik], groups[0].OfficeNumbers);
        Assert.Equal((1, 1), (summary.Offices, summary.Held));
    }

    [Theory]
    [InlineData(Bindingness.Order, RecipientRole.CountyDirector, "2: 0 held, 0 flagged; relayed: 1 held, 0 flagged")]
    [InlineData(Bindingness.Statutory, RecipientRole.CountyDirector, "2: 0 held, 0 flagged; relayed: 0 held, 1 flagged")]
    [InlineData(Bindingness.Statutory, RecipientRole.NavLeader, "2: 0 held, 1 flagged; relayed: ")]
    [InlineData(Bindingness.Order, RecipientRole.CountyGovernor, "2: 0 held, 0 flagged; relayed: ")]
    public async Task Draft_ToAMiddleNode_IsCountedAsItWouldStandWhenRelayed(Bindingness bindingness, RecipientRole recipient, string expected)
    {
        await using var world = await World.Start();
        await world.Map(Ban("m1"), Fjordvik);

        var (_, summary) = await Preview(world, State("s1", c => (c.Bindingness, c.RecipientRole) = (bindingness, recipient)).Content);

        var relayed = summary.WhenRelayed is { } counts ? $"{counts.Held} held, {counts.Flagged} flagged" : "";
        Assert.Equal(expected, $"{summary.Offices}: {summary.Held} held, {summary.Flagged} flagged; relayed: {relayed}");
        Assert.Equal(summary.WhenRelayed ?? new() { Held = summary.Held, Flagged = summary.Flagged }, new() { Held = summary.HeldOfficeNumbers.Count, Flagged = summary.FlaggedOfficeNumbers.Count });
    }

    [Fact]
    public async Task Draft_OfANextRevision_DoesNotMeetItsOwnLast()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"), Fjordvik);

        var (groups, _) = await Preview(world, State("s1", c => c.Modality = Modality.MustNot).Content, "s1");

        Assert.Empty(groups);
    }

    [Fact]
    public async Task Draft_MeetingAShieldedDirective_TellsTheLineAndNothingElse()
    {
        await using var world = await World.Start();
        await world.Map(Ban("m1", c => c.Shielding = new() { Basis = "OFFL-14" }), Fjordvik);

        var (groups, _) = await Preview(world, State("s1").Content);

        var group = Assert.Single(groups);
        Assert.DoesNotContain("Tekst m1", group.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("m1", string.Join(',', group.Finding.Directives.Select(d => d.DirectiveId)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("county", "1000", StatusCode.PermissionDenied, "FOREIGN_ORGANISATION")]
    [InlineData("office", "5501", StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED")]
    public async Task Draft_OfSomebodyElse_IsRefused(string role, string unit, StatusCode code, string reason)
    {
        await using var world = await World.Start();
        var refused = await RefusedCall.Of(async () => await Parts(world.As(role, unit), State("s1").Content, ""));

        Assert.Equal((code, reason), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Draft_WithAMalformedScope_IsRefusedWithField()
    {
        await using var world = await World.Start();
        var refused = await RefusedCall.Of(async () => await Parts(world.As("county", "5700"), State("s1", c => c.Scope = "SOME").Content, ""));

        Assert.Equal("SCOPE_MALFORMED", refused.Fields["content.scope"]);
    }

    private static async Task<(List<FindingGroup> Groups, PreviewSummary Summary)> Preview(World world, DirectiveContent content, string id = "")
    {
        var parts = await Parts(world.As("county", "5700"), content, id);
        return ([.. parts.SkipLast(1).Select(p => p.Group)], parts[^1].Summary);
    }

    private static async Task<List<PreviewDirectiveResponse>> Parts(NotificationsService.NotificationsServiceClient client, DirectiveContent content, string id)
    {
        using var call = client.PreviewDirective(new() { Content = content, DirectiveId = id });
        var parts = new List<PreviewDirectiveResponse>();
        await foreach (var part in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            parts.Add(part);
        }

        return parts;
    }
}
