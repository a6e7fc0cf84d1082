using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Store;

/// <summary>Scopes over place, on the real register.</summary>
public sealed class ScopeTests
{
    [Theory]
    [InlineData("ALL", 248)]
    [InlineData("OFFICE(1783)", 1)]
    [InlineData("OFFICE(1783, 0105, 1783)", 2)]
    [InlineData("MUNICIPALITY(5035)", 1)]
    [InlineData("MUNICIPALITY(5035, 5032)", 1)]
    [InlineData("MUNICIPALITY(0301)", 15)]
    [InlineData("MUNICIPALITY(1835)", 0)]
    [InlineData("COUNTY(5700)", 20)]
    [InlineData("COUNTY(5700, 0600)", 31)]
    [InlineData("AND(COUNTY(5700), SERVES(2..))", -1)]
    [InlineData("SERVES(5)", -1)]
    [InlineData("SIZE(SMALL)", -1)]
    [InlineData("AND(OFFICE(1783), SERVES(5))", 1)]
    [InlineData("AND(OFFICE(1783), SERVES(1..4))", 0)]
    [InlineData("AND(OFFICE(1783), SIZE(LARGE))", 1)]
    [InlineData("AND(OFFICE(1783), SIZE(SMALL, MEDIUM))", 0)]
    [InlineData("OR(OFFICE(1783), COUNTY(5700))", 20)]
    [InlineData("EXCEPT(COUNTY(5700), OFFICE(1783))", 19)]
    [InlineData("EXCEPT(OFFICE(1783), ALL)", 0)]
    [InlineData("PROVIDES(FINANCIAL_ASSISTANCE)", 248)]
    [InlineData("PROVIDES(REFUGEE_SETTLEMENT)", 0)]
    [InlineData("LEADERSHIP(SINGLE, DUAL)", 0)]
    [InlineData("MINIMUM_ONLY", 0)]
    public async Task Resolve_Form_ReachesItsOffices(string scope, int offices)
    {
        var resolved = (await Resolve(scope)).Offices;
        if (offices >= 0)
        {
            Assert.Equal(offices, resolved.Count);
        }

        Assert.Equal(resolved.Select(office => office.Number).Order(StringComparer.Ordinal), resolved.Select(office => office.Number));
        Assert.All(resolved, office => Assert.NotEmpty(office.ConcernedMunicipalityNumbers));
    }

    [Theory]
    [InlineData("SIZE(SMALL)", "SIZE(MEDIUM, LARGE)")]
    [InlineData("SERVES(1)", "SERVES(2..)")]
    public async Task Resolve_ClassesOfAPartition_AreDisjointAndCoverWhatIsKnown(string one, string other)
    {
        var (a, b) = (Numbers(await Resolve(one)), Numbers(await Resolve(other)));
        Assert.Empty(a.Intersect(b));
        Assert.NotEmpty(a);
        // Offices that serve a part of a municipality have no size: how many live in the part is not known.
        Assert.Equal(one.StartsWith("SIZE", StringComparison.Ordinal) ? 222 : 248, a.Count + b.Count);
    }

    [Theory]
    [InlineData("OFFICE(1783)", "5032, 5033, 5034, 5035, 5036")]
    [InlineData("MUNICIPALITY(5035)", "5035")]
    [InlineData("AND(COUNTY(5700), MUNICIPALITY(5035, 5036))", "5035, 5036")]
    [InlineData("EXCEPT(OFFICE(1783), MUNICIPALITY(5035))", "5032, 5033, 5034, 5036")]
    [InlineData("OR(MUNICIPALITY(5032), MUNICIPALITY(5033))", "5032, 5033")]
    public async Task Resolve_AtSharedOffice_ConcernsOnlyTheMunicipalitiesNamed(string scope, string concerned)
    {
        var office = Assert.Single((await Resolve(scope)).Offices);
        Assert.Equal("1783", office.Number);
        Assert.Equal("5700", office.CountyUnitNumber);
        Assert.Equal(["5032", "5033", "5034", "5035", "5036"], office.MunicipalityNumbers);
        Assert.Equal(concerned, string.Join(", ", office.ConcernedMunicipalityNumbers));
    }

    [Theory]
    [InlineData(OrgKind.Directorate, "", "", 248, 0)]
    [InlineData(OrgKind.Department, "", "", 248, 0)]
    [InlineData(OrgKind.County, "5700", "", 20, 228)]
    [InlineData(OrgKind.Municipality, "5035", "", 1, 247)]
    [InlineData(OrgKind.Municipality, "0301", "", 15, 233)]
    [InlineData(OrgKind.CityDistrict, "030105", "", 1, 247)]
    [InlineData(OrgKind.CountyGovernor, "03", "", 15, 233)]
    [InlineData(OrgKind.Partnership, "1783", "", 1, 247)]
    [InlineData(OrgKind.Ks, "", "", 0, 248)]
    public async Task Resolve_AllForAnIssuer_IsCutToWhatItSteers(OrgKind kind, string number, string service, int offices, int beyond)
    {
        var resolved = await Resolve("ALL", new OrgRef { Kind = kind, Number = number }, service);
        Assert.Equal((offices, beyond), (resolved.Offices.Count, resolved.BeyondIssuer.Count));
        Assert.Empty(resolved.BeyondIssuer.Intersect(Numbers(resolved)));
    }

    [Theory]
    [InlineData("5036", "", "5036")]
    [InlineData("5036", "FINANCIAL_ASSISTANCE", "5036")]
    [InlineData("5035", "", "5035")]
    [InlineData("5035", "FINANCIAL_ASSISTANCE", "5032, 5033, 5034, 5035, 5036")]
    [InlineData("5035", "REFUGEE_SETTLEMENT", "5035")]
    public async Task Resolve_MunicipalityAtVaernes_ConcernsItsOwnAndAsHostTheParticipants(string number, string service, string concerned)
    {
        var resolved = await Resolve("OFFICE(1783)", new OrgRef { Kind = OrgKind.Municipality, Number = number }, service);
        Assert.Equal(concerned, string.Join(", ", Assert.Single(resolved.Offices).ConcernedMunicipalityNumbers));
        Assert.Empty(resolved.BeyondIssuer);
    }

    [Fact]
    public async Task Resolve_CountyGovernor_ConcernsTheMunicipalitiesOfItsCounty()
    {
        var resolved = await Resolve("ALL", new OrgRef { Kind = OrgKind.CountyGovernor, Number = "18" });
        Assert.All(resolved.Offices.SelectMany(office => office.ConcernedMunicipalityNumbers), number => Assert.StartsWith("18", number, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2015-06-01", "2016-03-01", "2016-01-01", "2016-03-01")]
    [InlineData("2018-01-01", "2018-02-01", "2018-01-01", "2018-02-01")]
    public async Task Resolve_Vaernes_IsInScopeOnItsDaysOnly(string from, string to, string first, string end)
    {
        // The five municipalities have shared the office since 2016; Stjørdal had the number 1714 in 2015.
        var scope = from.StartsWith("2015", StringComparison.Ordinal) ? "MUNICIPALITY(1714)" : "MUNICIPALITY(5035)";
        var office = Assert.Single((await Resolve(scope, period: new Period { From = from, To = to })).Offices);
        Assert.Equal([new Period { From = first, To = end }], office.Periods);
    }

    [Fact]
    public async Task Resolve_OpenPeriod_HasOpenEnds()
    {
        var office = Assert.Single((await Resolve("OFFICE(0105)", period: new Period())).Offices);
        Assert.Equal([new Period()], office.Periods);
    }

    [Fact]
    public async Task Resolve_NumbersOfThePast_AreReadAndAnsweredOnTheFirstDay()
    {
        var office = Assert.Single((await Resolve("MUNICIPALITY(3024)", period: new Period { From = "2023-01-01", To = "2025-01-01" })).Offices);
        Assert.Equal(["3024"], office.ConcernedMunicipalityNumbers);
        var now = Assert.Single((await Resolve("MUNICIPALITY(3201)", period: new Period { From = "2024-01-01", To = "2025-01-01" })).Offices);
        Assert.Equal(["3201"], now.ConcernedMunicipalityNumbers);
        Assert.Equal(office.OfficeId, now.OfficeId);
    }

    [Theory]
    [InlineData("ALL")]
    [InlineData("EXCEPT(ALL, SIZE(LARGE))")]
    [InlineData("OR(COUNTY(5700), SERVES(2..))")]
    public async Task Resolve_InPages_AnswersWhatOneAnswerDoes(string scope)
    {
        var issuer = new OrgRef { Kind = OrgKind.County, Number = "5700" };
        var client = (await Registers.Shared).Client();
        var request = new ResolveScopeRequest { Scope = scope, Issuer = issuer, PageSize = 31 };
        var paged = new ResolveScopeResponse();
        do
        {
            var page = await client.ResolveScopeAsync(request);
            Assert.InRange(page.Offices.Count + page.BeyondIssuer.Count, 0, 31);
            paged.MergeFrom(page);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        var whole = await Resolve(scope, issuer);
        Assert.Equal(whole.Offices, paged.Offices.OrderBy(office => office.Number, StringComparer.Ordinal));
        Assert.Equal(whole.BeyondIssuer, paged.BeyondIssuer.Order(StringComparer.Ordinal));
        Assert.Empty(whole.NextPageToken);
    }

    private static List<string> Numbers(ResolveScopeResponse resolved) => [.. resolved.Offices.Select(office => office.Number)];

    private static async Task<ResolveScopeResponse> Resolve(string scope, OrgRef? issuer = null, string service = "", Period? period = null) =>
        await (await Registers.Shared).Client().ResolveScopeAsync(
            new ResolveScopeRequest { Scope = scope, Issuer = issuer, ServiceCode = service, Period = period });
}
