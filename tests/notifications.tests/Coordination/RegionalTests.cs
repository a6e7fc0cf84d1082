using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Coordination;

public class RegionalTests
{
    // The same two directives at every office: the municipality's stands for a decision they have made alike.
    private static Directive Order() => State("s1", NotAbout);

    private static Directive Prohibition() => Ban("m1", NotAbout);

    [Fact]
    public async Task TwelveOffices_WithTheSameConflict_AreOneRegionalCaseWithTwelveReferences()
    {
        await using var world = await World.Start(withRegion: true);
        await world.MapTo(Order(), Region);

        await world.MapTo(Prohibition(), Region);

        var regional = Assert.Single((await world.As("auditor").ListCasesAsync(new() { Filter = new() { Regional = true } })).Cases);
        var whole = await world.Case(regional.CaseId);
        Assert.Equal((12, 12), (whole.Offices.Count, whole.CollectedCaseIds.Count));
        Assert.Equal(ResolverClass.RegionalArena, whole.Resolver.ResolverClass);
        Assert.Equal(12, whole.Findings.Count);
        foreach (var id in whole.CollectedCaseIds)
        {
            var one = await world.Case(id);
            Assert.Equal(regional.CaseId, one.RegionalCaseId);
            Assert.Single(one.Offices);
        }
    }

    [Fact]
    public async Task RegionalCase_IsSettledOfficeByOffice_WhenItsOwnersHaveSigned()
    {
        await using var world = await World.Start(withRegion: true);
        var three = Region[..3];
        await world.MapTo(Order(), three);
        await world.MapTo(Prohibition(), three);
        var id = Assert.Single((await world.As("auditor").ListCasesAsync(new() { Filter = new() { Regional = true } })).Cases).CaseId;

        await world.ProposeAcceptance(id);
        await world.Sign(id, "5011");

        Assert.Equal("m1 RELEASED; s1 RELEASED", await world.Feed("5511"));
        Assert.Equal("s1 RELEASEDWITHFLAG", await world.Feed("5512"));
        await world.Sign(id, "5012");
        var settled = await world.Sign(id, "5013");
        Assert.Equal((CaseState.Closed, CloseReason.OwnersAgreed), (settled.State, settled.CloseReason));
        Assert.Equal("m1 RELEASED; s1 RELEASED", await world.Feed("5513"));
        Assert.Empty(await world.OpenCases());
    }

    [Fact]
    public async Task TwoOffices_AreNoRegionalCase()
    {
        await using var world = await World.Start(withRegion: true);
        await world.MapTo(Order(), Region[..2]);
        await world.MapTo(Prohibition(), Region[..2]);

        Assert.DoesNotContain(await world.OpenCases(), c => c.Regional);
    }

    // Consulted and passed everywhere, so that only the contradiction is found.
    private static void NotAbout(DirectiveContent c)
    {
        foreach (var number in Region.Select(n => $"50{n[2..]}"))
        {
            c.PartnerInvolvement.Add(new PartnerInvolvement
            {
                Partner = new() { Kind = Types.V1.OrgKind.Municipality, Number = number },
                Arena = Arena.PartnershipMeeting,
                ConsultedAt = $"{Year - 2}-05-01",
            });
        }
    }
}
