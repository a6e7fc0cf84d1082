using System.Globalization;
using Grpc.Core;
using Samstyring.Offices.V1;
using Samstyring.Testing;

namespace Samstyring.Offices.Tests.Api;

public sealed class ListTests
{
    [Fact]
    public async Task ListOffices_PageByPage_AnswersEachOfficeOnceInOrder()
    {
        var client = (await Registers.Shared).Client("auditor");
        var numbers = new List<string>();
        var request = new ListOfficesRequest { PageSize = 100 };
        do
        {
            var page = await client.ListOfficesAsync(request);
            numbers.AddRange(page.Offices.Select(office => office.Number));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(248, numbers.Count);
        Assert.Equal(numbers.Distinct().Order(StringComparer.Ordinal), numbers);
    }

    [Theory]
    [InlineData("COUNTY(5700)", "", 20)]
    [InlineData("MUNICIPALITY(3024)", "2021-01-01", 1)]
    [InlineData("", "2010-01-01", 200)]
    public async Task ListOffices_WithScope_AnswersItsOffices(string scope, string asOf, int expected)
    {
        var page = await (await Registers.Shared).Client().ListOfficesAsync(new ListOfficesRequest { Scope = scope, AsOf = asOf, PageSize = 1000 });
        Assert.Equal(expected, page.Offices.Count);
    }

    [Fact]
    public async Task ListOffices_BadRequest_NamesEveryField()
    {
        var client = (await Registers.Shared).Client();
        var request = new ListOfficesRequest { PageSize = -1, PageToken = "æ", AsOf = "0001-01-01", Scope = "OFFICE()" };
        var refused = await RefusedCall.Of(() => client.ListOfficesAsync(request).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, refused.Code);
        Assert.Equal(["as_of", "page_size", "page_token", "scope"], refused.Fields.Keys.Order());
        refused = await RefusedCall.Of(() => client.ListOfficesAsync(new ListOfficesRequest { Scope = "MUNICIPALITY(0219)" }).ResponseAsync);
        Assert.Equal("3201", refused.Metadata["scope.successors"]);
    }

    [Fact]
    public async Task ListMunicipalities_All_HaveNumbersPopulationAndForm()
    {
        var client = (await Registers.Shared).Client("municipal-director", "5035");
        var all = new List<Municipality>();
        var request = new ListMunicipalitiesRequest { PageSize = 200 };
        do
        {
            var page = await client.ListMunicipalitiesAsync(request);
            all.AddRange(page.Municipalities);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(357, all.Count);
        Assert.Equal(5_550_203, all.Sum(municipality => municipality.Population));
        Assert.All(all, municipality => Assert.Equal("2024-01-01", municipality.PopulationAt));
        Assert.Equal(
            [(LanguageForm.Bokmal, 119), (LanguageForm.Nynorsk, 88), (LanguageForm.Neutral, 150)],
            all.CountBy(municipality => municipality.LanguageForm).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(["1835", "4214"], all.Where(municipality => municipality.OfficeNumbers.Count == 0).Select(municipality => municipality.Number));
        Assert.Equal(15, all.Single(municipality => municipality.Number == "0301").OfficeNumbers.Count);
    }

    [Theory]
    [InlineData("3201", "0219, 3024")]
    [InlineData("5055", "1612, 1613*, 1571, 5011, 5012*")]
    [InlineData("1580", "1534, 1507*")]
    [InlineData("1508", "1504, 1523, 1529, 1546, 1507*")]
    [InlineData("1101", "")]
    public async Task ListMunicipalities_FormerNumbers_AreThoseOfItsTerritory(string number, string former)
    {
        var client = (await Registers.Shared).Client();
        var request = new ListMunicipalitiesRequest { PageSize = 1, PageToken = Common.PageToken.Encode($"{int.Parse(number, CultureInfo.InvariantCulture) - 1:0000}") };
        var municipality = Assert.Single((await client.ListMunicipalitiesAsync(request)).Municipalities);
        Assert.Equal(number, municipality.Number);
        Assert.Equal(former, string.Join(", ", municipality.FormerNumbers.Select(row => row.Number + (row.Split ? "*" : ""))));
    }

    [Fact]
    public async Task ListMunicipalities_WithoutOffice_AreTheTwoThatNoSourceNames()
    {
        var page = await (await Registers.Shared).Client().ListMunicipalitiesAsync(new ListMunicipalitiesRequest { WithoutOffice = true });
        Assert.Equal(["1835 Træna", "4214 Froland"], page.Municipalities.Select(municipality => $"{municipality.Number} {municipality.Name}"));
    }

    [Fact]
    public async Task ListMunicipalities_AsOfThePast_AnswersTheNumbersThen()
    {
        var client = (await Registers.Shared).Client();
        var page = await client.ListMunicipalitiesAsync(new ListMunicipalitiesRequest { AsOf = "2022-01-01", PageSize = 1, PageToken = Common.PageToken.Encode("3023") });
        Assert.Equal(("3024", "Bærum"), (page.Municipalities[0].Number, page.Municipalities[0].Name));
        Assert.Equal(["0219"], page.Municipalities[0].FormerNumbers.Select(row => row.Number));
    }

    [Fact]
    public async Task ListCounties_All_AreFifteenCountiesAndTwelveUnits()
    {
        var page = await (await Registers.Shared).Client("county", "5700").ListCountiesAsync(new ListCountiesRequest());
        Assert.Equal((15, 12, ""), (page.Counties.Count, page.CountyUnits.Count, page.NextPageToken));
        Assert.Equal(("50", "Trøndelag", 38, 482_956L), page.Counties.Where(county => county.Number == "50").Select(c => (c.Number, c.Name, c.MunicipalityCount, c.Population)).Single());
        Assert.Contains(page.CountyUnits, unit => unit is { Number: "5700", Name: "Nav Trøndelag" });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(26)]
    public async Task ListCounties_PageByPage_AnswersEachOnce(int size)
    {
        var client = (await Registers.Shared).Client();
        var (counties, units) = (new List<string>(), new List<string>());
        var request = new ListCountiesRequest { PageSize = size };
        do
        {
            var page = await client.ListCountiesAsync(request);
            Assert.InRange(page.Counties.Count + page.CountyUnits.Count, 0, size);
            counties.AddRange(page.Counties.Select(county => county.Number));
            units.AddRange(page.CountyUnits.Select(unit => unit.Number));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal((15, 12), (counties.Distinct().Count(), units.Distinct().Count()));
        Assert.Equal((15, 12), (counties.Count, units.Count));
    }

    [Fact]
    public async Task ListCounties_ForeignPageToken_IsRefused()
    {
        var client = (await Registers.Shared).Client();
        var refused = await RefusedCall.Of(() => client.ListCountiesAsync(new ListCountiesRequest { PageToken = Common.PageToken.Encode("1783") }).ResponseAsync);
        Assert.Equal("FIELD_MALFORMED", refused.Fields["page_token"]);
    }
}
