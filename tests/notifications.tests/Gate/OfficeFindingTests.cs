using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Gate;

public class OfficeFindingTests
{
    [Fact]
    public async Task FindingAboutAnOffice_HoldsNothing_IsShownToTheOwnersOnly_AndClosesWhenTheProfileIsMended()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Deliver(Reviewed(2, $"{Year - 4}-01-01"));
        await world.NewDay(0);

        var found = Assert.Single(await world.Findings());
        Assert.Equal((FindingKind.CostKeyDrift, 0, Fjordvik), (found.Kind, found.Directives.Count, found.OfficeNumber));
        Assert.Contains("Kostnadsnøkkelen ble sist gjennomgått", found.Explanation.Nb, StringComparison.Ordinal);
        Assert.Equal("RECEIVED JUDGED RELEASED", await world.Path("s1"));
        Assert.Empty((await world.Mission("s1")).Flags);
        Assert.Single((await world.As("county", "5700").ListFindingsAsync(new())).Findings);
        Assert.Empty((await world.As("office", Fjordvik).ListFindingsAsync(new())).Findings);

        await world.Deliver(Reviewed(3, $"{Year - 1}-01-01"));

        Assert.Empty(await world.Findings());
        Assert.Equal(CloseReason.ProfileChanged, Assert.Single(await world.Findings(new() { State = FindingState.Closed })).CloseReason);
    }

    private static OfficeChanged Reviewed(long version, string lastReview)
    {
        var e = OfficeOf(Fjordvik, version);
        e.Office.Profile.CostKeys.Add(new CostKey { Type = CostKeyType.Fte, LastReview = lastReview });
        return e;
    }
}
