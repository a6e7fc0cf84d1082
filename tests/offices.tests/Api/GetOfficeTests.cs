using Grpc.Core;
using Samstyring.Offices.V1;
using Samstyring.Testing;

namespace Samstyring.Offices.Tests.Api;

public sealed class GetOfficeTests
{
    [Fact]
    public async Task GetOffice_Vaernes_HasFiveMunicipalitiesOfWhichOneIsHost()
    {
        var office = (await (await Registers.Shared).Client("office", "0105").GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783" })).Office;

        Assert.Equal(("Nav Værnes", OfficeStatus.Active, "915870686"), (office.Name, office.Status, office.OrganisationNumber));
        Assert.Equal(("5700", "Nav Trøndelag"), (office.CountyUnit.Number, office.CountyUnit.Name));
        Assert.Equal(
            ["5032 Selbu Participant", "5033 Tydal Participant", "5034 Meråker Participant", "5035 Stjørdal Host", "5036 Frosta Participant"],
            office.Municipalities.Select(link => $"{link.Number} {link.Name} {link.Role}"));
        Assert.All(office.Municipalities, link =>
        {
            Assert.Equal((LinkBasis.Source, "2016-01-01"), (link.Basis, link.Valid.From));
            Assert.Equal(6, link.ServiceCodes.Count);
            Assert.StartsWith("Meld. St. 33 (2015–2016)", link.Source, StringComparison.Ordinal);
        });
        Assert.Equal((34_805, SizeClass.Large), (office.Population, office.SizeClass));
        Assert.Equal(1, office.Revision);
    }

    [Fact]
    public async Task GetOffice_CityOffice_NamesItsDistrictsAndNoPopulation()
    {
        var office = (await (await Registers.Shared).Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "0313" })).Office;
        var link = Assert.Single(office.Municipalities);
        Assert.Equal(("0301", MunicipalityRole.Host), (link.Number, link.Role));
        Assert.Equal(["030104", "030116"], link.CityDistricts);
        Assert.False(office.HasPopulation);
        Assert.Equal(SizeClass.Unspecified, office.SizeClass);
    }

    [Fact]
    public async Task GetOffice_DerivedLink_SaysSo()
    {
        var host = await Registers.Shared;
        var number = await host.Scalar<string>("select number from office_number join office_municipality using (office_id) where basis = 3 and city_district = '' order by number limit 1");
        var office = (await host.Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = number })).Office;
        Assert.Contains(office.Municipalities, link => link.Basis == LinkBasis.Derived);
    }

    [Fact]
    public async Task GetOffice_AsOfThePast_NamesMunicipalitiesByTheirNumbersThen()
    {
        var office = (await (await Registers.Shared).Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783", AsOf = "2017-06-01" })).Office;
        Assert.Equal(["1664", "1665", "1711", "1714", "1717"], office.Municipalities.Select(link => link.Number));
    }

    [Theory]
    [InlineData("9999")]
    [InlineData("5700")]
    [InlineData("nav")]
    public async Task GetOffice_Unknown_IsNotFound(string number)
    {
        var refused = await Refused(new GetOfficeRequest { OfficeNumber = number });
        Assert.Equal((StatusCode.NotFound, "OFFICE_NOT_FOUND", number), (refused.Code, refused.Reason, refused.Metadata["office_number"]));
    }

    [Fact]
    public async Task GetOffice_BadFields_AreAllNamed()
    {
        var refused = await Refused(new GetOfficeRequest { AsOf = "i dag" });
        Assert.Equal([("as_of", "FIELD_MALFORMED"), ("office_number", "FIELD_REQUIRED")], refused.Fields.Select(field => (field.Key, field.Value)).Order());
    }

    [Fact]
    public async Task GetOffice_WithoutToken_IsUnauthenticated()
    {
        var client = new OfficesService.OfficesServiceClient((await Registers.Shared).With(""));
        var refused = await RefusedCall.Of(() => client.GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783" }).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, refused.Code);
    }

    private static async Task<RefusedCall> Refused(GetOfficeRequest request)
    {
        var client = (await Registers.Shared).Client();
        return await RefusedCall.Of(() => client.GetOfficeAsync(request).ResponseAsync);
    }
}
