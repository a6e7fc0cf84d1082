using Samstyring.Offices.Api;
using Samstyring.Offices.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Store;

/// <summary>Scopes over what the register cannot fill from public sources: the owners have registered it.</summary>
public sealed class AttributeScopeTests(AttributeScopeTests.RegisteredOffices registered) : IClassFixture<AttributeScopeTests.RegisteredOffices>
{
    [Theory]
    [InlineData("SERVICE_AREA(namdalen)", "0105 2027-01-01..2027-07-01; 1783 2027-01-01..2028-01-01")]
    [InlineData("NETWORK(ungdom)", "0105 2027-01-01..2028-01-01")]
    [InlineData("PILOT(forsok)", "0101 2027-01-01..2027-03-01 2027-05-01..2027-06-01")]
    [InlineData("LEADERSHIP(DUAL)", "0105 2027-01-01..2028-01-01; 1783 2027-04-01..2028-01-01")]
    [InlineData("LEADERSHIP(SINGLE, DUAL)", "0105 2027-01-01..2028-01-01; 1783 2027-01-01..2028-01-01")]
    [InlineData("PROVIDES(HOUSING_SUPPORT)", "0101 2027-02-01..2027-03-01")]
    [InlineData("PROVIDES(REFUGEE_SETTLEMENT)", "1783 2027-01-01..2028-01-01")]
    [InlineData("MINIMUM_ONLY", "0101 2027-01-01..2027-02-01 2027-03-01..2028-01-01; 0105 2027-01-01..2028-01-01")]
    [InlineData("AND(SERVICE_AREA(namdalen), LEADERSHIP(SINGLE))", "1783 2027-01-01..2027-04-01")]
    [InlineData("EXCEPT(SERVICE_AREA(namdalen), LEADERSHIP(DUAL))", "1783 2027-01-01..2027-04-01")]
    [InlineData("OR(PILOT(forsok), AND(OFFICE(0101), PROVIDES(HOUSING_SUPPORT)))", "0101 2027-01-01..2027-03-01 2027-05-01..2027-06-01")]
    [InlineData("EXCEPT(PILOT(forsok), PROVIDES(HOUSING_SUPPORT))", "0101 2027-01-01..2027-02-01 2027-05-01..2027-06-01")]
    public async Task Resolve_Attribute_ReachesOfficesOnTheDaysItHolds(string scope, string expected)
    {
        var request = new ResolveScopeRequest { Scope = scope, Period = new Period { From = "2027-01-01", To = "2028-01-01" } };
        var resolved = await registered.Host.Client().ResolveScopeAsync(request);
        Assert.Equal(expected, string.Join("; ", resolved.Offices.Select(office => $"{office.Number} {string.Join(' ', office.Periods.Select(days => $"{days.From}..{days.To}"))}")));
    }

    [Fact]
    public async Task Resolve_ServiceForOneMunicipality_ConcernsOnlyThatOne()
    {
        var resolved = await registered.Host.Client().ResolveScopeAsync(new ResolveScopeRequest { Scope = "PROVIDES(REFUGEE_SETTLEMENT)" });
        Assert.Equal(["5036"], Assert.Single(resolved.Offices).ConcernedMunicipalityNumbers);
    }

    [Fact]
    public async Task GetOffice_RegisteredAttributes_StandInItsProfile()
    {
        var profile = (await registered.Host.Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "0105" })).Office.Profile;
        Assert.Equal("namdalen", Assert.Single(profile.ServiceAreas).ServiceAreaId);
        Assert.True(profile.ServiceAreas[0].PoolsStateResources);
        Assert.Equal(new Period { From = "2027-01-01", To = "2027-07-01" }, profile.ServiceAreas[0].Valid);
        Assert.Equal("ungdom", Assert.Single(profile.Networks).NetworkId);
        Assert.Equal(LeadershipModel.Dual, Assert.Single(profile.Leadership).Model);
        Assert.Equal("FINANCIAL_ASSISTANCE", Assert.Single(profile.Services).ServiceCode);
    }

    /// <summary>The real register with a service area, a network, a pilot, leaders and services at three offices.</summary>
    public sealed class RegisteredOffices : IAsyncLifetime
    {
        public ServiceFixture<OfficesApi> Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await Registers.Imported(Registers.DataFolder);
            await Registers.Profiles(
                Host,
                """
                office_number,part,valid_from,valid_to,service_area_id,name,pools_state_resources,network_id,pilot_id,model,leaders,service_code,municipality_number
                1783,service_areas,2027-01-01,,namdalen,Namdalen,true,,,,,,
                0105,service_areas,2027-01-01,2027-07-01,namdalen,Namdalen,true,,,,,,
                0105,networks,,,,Ungdom,,ungdom,,,,,
                0101,pilots,2027-01-01,2027-03-01,,,,,forsok,,,,
                0101,pilots,2027-05-01,2027-06-01,,,,,forsok,,,,
                1783,leadership,,2027-04-01,,,,,,SINGLE,NAV_LEADER:STATE,,
                1783,leadership,2027-04-01,,,,,,,DUAL,STATE_LEADER:STATE;MUNICIPAL_LEADER:MUNICIPAL,,
                0105,leadership,,,,,,,,DUAL,STATE_LEADER:STATE;MUNICIPAL_LEADER:MUNICIPAL,,
                0105,services,,,,,,,,,,FINANCIAL_ASSISTANCE,
                0101,services,,,,,,,,,,FINANCIAL_ASSISTANCE,
                0101,services,2027-02-01,2027-03-01,,,,,,,,HOUSING_SUPPORT,
                1783,services,2016-01-01,,,,,,,,,REFUGEE_SETTLEMENT,5036
                """);
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
