using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Flows.Tests;

/// <summary>Two owners' directives become one NAV-leder's feed, on Norway's real register.</summary>
public class OneFeedTests
{
    private const string Vaernes = "1783";
    private const int TrondelagOffices = 20;
    private const string Action = "USER_MEETING.PHYSICAL";

    [Fact]
    public async Task Directive_OfTheDirectorate_ReachesTheOfficesOfTheCountyThatRelaysIt()
    {
        await using var platform = await Platform.Start();
        var parent = await platform.Issuer("directorate").Publish(Situations.FromTheDirectorate("ALL"));
        Assert.Empty(await platform.Feed(Vaernes));

        var child = await platform.Issuer("county", "5700").Relay(parent.DirectiveId);
        var status = await platform.Judged(child.DirectiveId, TrondelagOffices);
        Assert.Equal(TrondelagOffices, status.Counts.Released);
        var mission = Assert.Single(await platform.Feed(Vaernes));
        Assert.Equal(child.DirectiveId, Assert.Single(mission.Sources).DirectiveId);
        Assert.Contains(parent.DirectiveId, mission.Sources[0].DerivedFrom);
        Assert.Empty(await platform.Feed("0219"));
    }

    [Fact]
    public async Task Priority_OfAMunicipality_ReachesOnlyTheOfficeThatServesIt()
    {
        await using var platform = await Platform.Start();
        var directive = await platform.Issuer("municipal-director", "5035").Publish(Situations.FromTheMunicipality("5035"));
        var status = await platform.Judged(directive.DirectiveId, 1);
        Assert.Equal(Vaernes, Assert.Single(status.Offices).OfficeNumber);
    }

    [Fact]
    public async Task Contradiction_AtOneOffice_IsHeldThereAndFreeElsewhereUntilItIsWithdrawn()
    {
        await using var platform = await Platform.Start();
        var municipality = platform.Issuer("municipal-director", "5035");
        var ban = await municipality.Publish(Situations.FromTheMunicipality("5035", "Ingen fysiske brukermøter under ombygging").Ordering(Modality.MustNot, Action));
        await platform.Judged(ban.DirectiveId, 1);

        var parent = await platform.Issuer("directorate").Publish(Situations.FromTheDirectorate("ALL", "Fysisk førstesamtale for alle under 30").Ordering(Modality.Must, Action));
        var order = await platform.Issuer("county", "5700").Relay(parent.DirectiveId);
        var status = await platform.Judged(order.DirectiveId, TrondelagOffices);
        var held = Assert.Single(status.Offices, o => o.State == GateState.Held);
        Assert.Equal(Vaernes, held.OfficeNumber);
        Assert.NotEqual("", held.HeldUntil);
        Assert.Equal(TrondelagOffices - 1, status.Counts.Released);

        var flagged = Assert.Single(await platform.Feed(Vaernes));
        Assert.Equal(ban.DirectiveId, flagged.Sources[0].DirectiveId);
        Assert.Equal(MissionState.ReleasedWithFlag, flagged.State);
        Assert.Equal(FindingKind.ContradictoryOrders, Assert.Single(flagged.Flags).Kind);
        Assert.DoesNotContain(order.Content.Title.Nb, flagged.ToString(), StringComparison.Ordinal);

        var finding = (await platform.Reader("county", "5700").GetFindingAsync(
            new GetFindingRequest { FindingId = held.FindingIds.Single() }, deadline: Situations.Soon())).Finding;
        Assert.Equal(Severity.Blocking, finding.Severity);
        Assert.Contains("Værnes", finding.Explanation.Nb, StringComparison.Ordinal);
        Assert.NotEqual("", finding.Explanation.Nn);

        await municipality.Withdraw(ban);
        await Eventually.Is(() => platform.Judged(order.DirectiveId, TrondelagOffices), s => s.Counts.Released == TrondelagOffices);
        var released = Assert.Single(await platform.Feed(Vaernes));
        Assert.Equal(order.DirectiveId, released.Sources[0].DirectiveId);
        Assert.Equal(MissionState.Released, released.State);
        var ended = Assert.Single(await platform.Feed(Vaernes, ended: true), m => m.State == MissionState.Ended);
        Assert.Equal(EndReason.Withdrawn, ended.EndReason);
    }

    [Fact]
    public async Task Leader_WhoWatches_SeesTheReleaseLiveAndResumesWithoutGapOrRepeat()
    {
        await using var platform = await Platform.Start();
        var municipality = platform.Issuer("municipal-director", "5035");
        var leader = platform.Reader("office", Vaernes);
        string token;
        using (var call = leader.WatchMissions(new WatchMissionsRequest { OfficeNumber = Vaernes }))
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.True(call.ResponseStream.Current.CaughtUp);
            var first = await municipality.Publish(Situations.FromTheMunicipality("5035", "Første"));
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(first.DirectiveId, call.ResponseStream.Current.Mission.Sources[0].DirectiveId);
            Assert.Equal(1, call.ResponseStream.Current.Position);
            token = call.ResponseStream.Current.ResumeToken;
        }

        var second = await municipality.Publish(Situations.FromTheMunicipality("5035", "Andre"));
        await platform.Judged(second.DirectiveId, 1);
        using var resumed = leader.WatchMissions(new WatchMissionsRequest { OfficeNumber = Vaernes, ResumeToken = token });
        Assert.True(await resumed.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(second.DirectiveId, resumed.ResponseStream.Current.Mission.Sources[0].DirectiveId);
        Assert.Equal(2, resumed.ResponseStream.Current.Position);
    }

    [Fact]
    public async Task Events_RepeatedReorderedAndLate_ChangeNothing()
    {
        await using var platform = await Platform.Start();
        var municipality = platform.Issuer("municipal-director", "5035");
        var withdrawn = await municipality.Publish(Situations.FromTheMunicipality("5035", "Trekkes"));
        await platform.Judged(withdrawn.DirectiveId, 1);
        await municipality.Withdraw(withdrawn);
        var standing = await municipality.Publish(Situations.FromTheMunicipality("5035", "Står"));
        await platform.Judged(standing.DirectiveId, 1);
        await Eventually.Is(() => platform.Feed(Vaernes), feed => feed.Count == 1);
        var before = await platform.Feed(Vaernes, ended: true);
        var position = await platform.Notifications.Scalar<long>("select sum(feed_position) from office");

        var events = await platform.Offices.Published<Offices.V1.DirectiveMapped>(Common.Topics.OfficesMapping);
        var random = new Random(20261121);
        foreach (var (subject, version, data) in events.Concat(events).OrderBy(_ => random.Next()))
        {
            Assert.Equal("SUCCESS", await platform.Notifications.Deliver(Common.Topics.OfficesMapping, "offices", subject, version, data));
        }

        Assert.Equal(before, await platform.Feed(Vaernes, ended: true));
        Assert.Equal(position, await platform.Notifications.Scalar<long>("select sum(feed_position) from office"));
    }

    [Fact]
    public async Task Service_ThatIsDownForAWhile_GetsEverythingWhenItIsBack()
    {
        await using var platform = await Platform.Start();
        platform.Network.Down.Add("notifications");
        var directive = await platform.Issuer("municipal-director", "5035").Publish(Situations.FromTheMunicipality("5035"));
        await Eventually.True(
            async () => await platform.Offices.Scalar<int>("select count(*) from outbox_delivery where attempts > 0 and delivered_at is null") > 0, "a delivery that failed");
        platform.Network.Down.Remove("notifications");
        platform.Offices.Time.Advance(TimeSpan.FromMinutes(1));
        await platform.Judged(directive.DirectiveId, 1);
        Assert.Single(await platform.Feed(Vaernes));
    }

    [Fact]
    public async Task Reader_OfAnotherOffice_SeesNothing()
    {
        await using var platform = await Platform.Start();
        var refused = await RefusedCall.Of(async () => await platform.Reader("office", "0219").ListMissionsAsync(
            new ListMissionsRequest { OfficeNumber = Vaernes }, deadline: Situations.Soon()));
        Assert.Equal(StatusCode.NotFound, refused.Code);
        Assert.Equal("OFFICE_NOT_FOUND", refused.Reason);
    }
}
