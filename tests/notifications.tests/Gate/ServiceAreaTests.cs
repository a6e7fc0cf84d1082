using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Gate;

/// <summary>Offices of a service area that pools state resources are locked and judged together.</summary>
public class ServiceAreaTests
{
    [Fact]
    public async Task Area_ThatPools_IsJudgedTogether()
    {
        await using var world = await World.Start();
        await Staffed(world, 2, pools: true);
        await world.Map(Demanding("s1", 6), Fjordvik);
        Assert.Equal("s1 RELEASED", await world.Feed());

        await world.Map(Demanding("m1", 5, "5041"), Midtfjell);

        Assert.Equal("s1 RELEASEDWITHFLAG", await world.Feed());
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1", Midtfjell));
        var findings = await world.Findings();
        Assert.Equal([Fjordvik, Midtfjell], findings.Select(f => f.OfficeNumber).Order(StringComparer.Ordinal));
        Assert.All(findings, f => Assert.Equal((FindingKind.CapacityOverbooked, 2), (f.Kind, f.Directives.Count)));
        await world.AssertGapless();
    }

    [Fact]
    public async Task Area_OneOfItsOfficesGetsMoreStaff_ReleasesAtTheOther()
    {
        await using var world = await World.Start();
        await Staffed(world, 2, pools: true);
        await world.Map(Demanding("s1", 6), Fjordvik);
        await world.Map(Demanding("m1", 5, "5041"), Midtfjell);

        await world.Deliver(Office(Fjordvik, 3, pools: true, followUp: "6"));

        Assert.Equal("s1 RELEASED", await world.Feed());
        Assert.Equal("m1 RELEASED", await world.Feed(Midtfjell));
        Assert.All(await world.Findings(new() { State = FindingState.Closed }), f => Assert.Equal(CloseReason.ProfileChanged, f.CloseReason));
        Assert.Empty(await world.Findings());
    }

    [Fact]
    public async Task Area_ThatAnOfficeLeaves_IsJudgedWithoutIt()
    {
        await using var world = await World.Start();
        await Staffed(world, 2, pools: true);
        await world.Map(Demanding("s1", 6), Fjordvik);
        Assert.Empty(await world.Findings());

        await world.Deliver(Office(Midtfjell, 3, pools: false));

        Assert.Equal(FindingKind.SameLineCollision, Assert.Single(await world.Findings()).Kind);
    }

    [Fact]
    public async Task Area_ThatDoesNotPool_IsJudgedOfficeByOffice()
    {
        await using var world = await World.Start();
        await Staffed(world, 2, pools: false);

        await world.Map(Demanding("s1", 5), Fjordvik);
        await world.Map(Demanding("m1", 5, "5041"), Midtfjell);

        Assert.Empty(await world.Findings());
    }

    [Fact]
    public async Task Area_DemandsAtBothOfficesAtOnce_AreNeverBothReleasedWithoutFlag_AndDoNotDeadlock()
    {
        await using var world = await World.Start();
        await Staffed(world, 2, pools: true);

        for (var round = 0; round < 10; round++)
        {
            var valid = new Period { From = $"{Year + round}-01-01", To = $"{Year + round}-12-01" };
            var (state, municipal) = (Demanding($"s{round}", 6), Demanding($"m{round}", 5, "5041"));
            (state.Content.Valid, municipal.Content.Valid) = (valid, valid);
            await Task.WhenAll(
                Task.Run(() => world.Map(state, Fjordvik)),
                Task.Run(() => world.Deliver(Mapped(municipal, 1, [Midtfjell]))));
        }

        Assert.Equal(0L, await world.Service.Scalar<long>("select deadlocks from pg_stat_database where datname = current_database()"));
        Assert.Equal(0L, await world.Service.Scalar<long>("select count(*) from gate where state not in (4, 5)"));
        Assert.Equal(20L, await world.Service.Scalar<long>("select count(*) from finding where state = 1"));
        await world.AssertGapless();
    }

    [Fact]
    public async Task Area_OnANewDay_IsJudgedOnceForAll()
    {
        await using var world = await World.Start();
        await Staffed(world, 2, pools: true);
        await world.Map(Demanding("s1", 6), Fjordvik);
        await world.Map(Demanding("m1", 5, "5041"), Midtfjell);

        world.Service.Time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(1, await world.Part<Samstyring.Notifications.Gate.HoldDeadlines>().Catch(TestContext.Current.CancellationToken));
        Assert.Equal("m1 RELEASEDWITHFLAG", await world.Feed(Midtfjell));
        Assert.Equal(2, (await world.Findings()).Count);
    }

    internal static async Task Staffed(World world, long version, bool pools)
    {
        await world.Deliver(Office(Fjordvik, version, pools));
        await world.Deliver(Office(Midtfjell, version, pools));
    }

    private static OfficeChanged Office(string number, long version, bool pools, string followUp = "5")
    {
        var office = OfficeOf(number, version);
        office.Office.Profile.ServiceAreas.Add(new ServiceArea { ServiceAreaId = "TO-1", PoolsStateResources = pools, Valid = new() });
        office.Office.Profile.Staffing.Add(new Staffing { Employer = Employer.State, Fte = "8", FollowUpFte = followUp, Valid = new() });
        office.Office.Profile.Staffing.Add(new Staffing { Employer = Employer.Municipal, Fte = "4", FollowUpFte = "3", Valid = new() });
        return office;
    }

    // A directive of the state, or of a municipality, that demands state staff.
    internal static Directive Demanding(string id, int fte, string? municipality = null)
    {
        void Demands(DirectiveContent c)
        {
            c.ActionCode = "";
            c.Modality = Modality.Must;
            c.FteDemand.Add(new FteDemand { Pool = Pool.State, Fte = $"{fte}" });
        }

        return municipality is null ? State(id, Demands) : Ban(id, c =>
        {
            Demands(c);
            c.IssuerOrg.Number = municipality;
            c.PartnerInvolvement.ToList().ForEach(p => p.AgreedAt = p.ConsultedAt);
        });
    }
}
