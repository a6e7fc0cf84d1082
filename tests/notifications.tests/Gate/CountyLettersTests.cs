using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Gate;

/// <summary>K-20 has no office; the gate applies it wherever the clause reaches.</summary>
public class CountyLettersTests
{
    [Fact]
    public async Task SteeringLetter_WithoutItsTwin_IsHeldAtEveryOfficeUntilTheTwinExists()
    {
        await using var world = await World.Start();

        await world.Map(Clause("s1", DocumentType.SteeringLetter, RecipientRole.NavLeader), Fjordvik, Midtfjell);

        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("s1"));
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("s1", Midtfjell));
        var found = await world.Findings();
        Assert.All(found, f => Assert.Equal(FindingKind.CountyLettersDiffer, f.Kind));
        Assert.Equal([Fjordvik, Midtfjell], found.Select(f => f.OfficeNumber).Order(StringComparer.Ordinal));

        await world.Map(Clause("g1", DocumentType.CountyGovernorAssignment, RecipientRole.CountyGovernor), Fjordvik, Midtfjell);

        Assert.Equal("RECEIVED JUDGED HELD RESOLVED RELEASED", await world.Path("s1"));
        Assert.Equal("RECEIVED JUDGED HELD RESOLVED RELEASED", await world.Path("s1", Midtfjell));
        Assert.Empty(await world.Findings());
    }

    [Fact]
    public async Task Assignment_WithoutItsTwin_HoldsNothing()
    {
        await using var world = await World.Start();

        await world.Map(Clause("g1", DocumentType.CountyGovernorAssignment, RecipientRole.CountyGovernor));

        Assert.Equal(Stage.Upstream, Assert.Single(await world.Findings()).Stage);
        Assert.Equal("RECEIVED JUDGED", await world.Path("g1"));
    }

    private static Directive Clause(string id, DocumentType type, RecipientRole recipient) => State(id, c =>
    {
        (c.DocumentType, c.RecipientRole, c.Theme) = (type, recipient, "QUALIFICATION_PROGRAMME");
        c.IssuerRole = IssuerRole.Directorate;
        c.IssuerOrg = new() { Kind = OrgKind.Directorate };
    });
}
