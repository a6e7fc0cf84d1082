using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Api;

/// <summary>
/// Nav Værnes in its first year, by the numbers of that year: five municipalities of two counties, Stjørdal the host of the statutory services, one state owner
/// (Meld. St. 33 (2015–2016), chapter 5).
/// </summary>
public sealed class VaernesTests
{
    private const string Day = "2016-06-01";

    private static readonly Period In2016 = new() { From = Day, To = "2017-01-01" };

    [Fact]
    public async Task GetOffice_Vaernes_HasFiveMunicipalitiesOfTwoCountiesAndOneStateOwner()
    {
        var office = (await (await Registers.Shared).Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783", AsOf = Day })).Office;
        Assert.Equal(
            ["1664 Selbu Participant", "1665 Tydal Participant", "1711 Meråker Participant", "1714 Stjørdal Host", "1717 Frosta Participant"],
            office.Municipalities.Select(link => $"{link.Number} {link.Name} {link.Role}"));
        Assert.Equal(["16", "17"], office.Municipalities.Select(link => link.Number[..2]).Distinct());
        Assert.Equal("5700", office.CountyUnit.Number);
    }

    [Theory]
    [InlineData("1717", "", "1717")]
    [InlineData("1664", "", "1664")]
    [InlineData("1717", "FINANCIAL_ASSISTANCE", "1717")]
    [InlineData("1714", "", "1714")]
    [InlineData("1714", "FINANCIAL_ASSISTANCE", "1664, 1665, 1711, 1714, 1717")]
    [InlineData("1714", "REFUGEE_SETTLEMENT", "1714")]
    public async Task ResolveScope_DecisionOfOneMunicipality_ConcernsItsOwnResidentsAndAsHostThoseOfAll(string issuer, string service, string concerned)
    {
        var resolved = await (await Registers.Shared).Client().ResolveScopeAsync(new ResolveScopeRequest
        {
            Scope = "ALL",
            Period = In2016,
            Issuer = new OrgRef { Kind = OrgKind.Municipality, Number = issuer },
            ServiceCode = service,
        });
        var office = Assert.Single(resolved.Offices);
        Assert.Equal(("1783", "5700"), (office.Number, office.CountyUnitNumber));
        Assert.Equal(concerned, string.Join(", ", office.ConcernedMunicipalityNumbers));
        Assert.Equal(5, office.MunicipalityNumbers.Count);
    }

    [Fact]
    public async Task ResolveScope_TheCountyUnit_ConcernsAllFive()
    {
        var resolved = await (await Registers.Shared).Client().ResolveScopeAsync(new ResolveScopeRequest
        {
            Scope = "OFFICE(1783)",
            Period = In2016,
            Issuer = new OrgRef { Kind = OrgKind.County, Number = "5700" },
        });
        Assert.Equal(["1664", "1665", "1711", "1714", "1717"], Assert.Single(resolved.Offices).ConcernedMunicipalityNumbers);
    }
}
