using Grpc.Core;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;

namespace Samstyring.Offices.Tests.Api;

public sealed class SimulateCostSplitTests
{
    [Fact]
    public async Task SimulateCostSplit_TheExampleOfK07_IsRightToTheKrone()
    {
        var office = await Partnership.Next();
        await office.Agree(office.Operating());
        await office.Staff(10, 6);
        var split = await office.Municipal.SimulateCostSplitAsync(Request(office));
        Assert.Equal((1_800_000, "9", "2027-04-01"), (split.NokPerYear, split.Months, split.From));
        Assert.Equal([(CostKeyType.Fte, true), (CostKeyType.Percent, false), (CostKeyType.Population, false)], split.Splits.Select(key => (key.Type, key.Current)));
        var municipal = split.Splits[0].Shares[1];
        Assert.Equal(("MUNICIPAL", "37.50", "46.15"), (municipal.Party, municipal.PercentBefore, municipal.PercentAfter));
        Assert.Equal((675_000, 830_769, 155_769, 116_827), (municipal.NokBefore, municipal.NokAfter, municipal.NokChange, municipal.NokChangeThisYear));
        Assert.Equal((1_125_000, 969_231, -155_769, -116_827), split.Splits[0].Shares.Take(1)
            .Select(state => (state.NokBefore, state.NokAfter, state.NokChange, state.NokChangeThisYear)).Single());
        Assert.Equal(["STATE", office.Municipality], split.Splits[2].Shares.Select(share => share.Party));
    }

    [Fact]
    public async Task SimulateCostSplit_StoresNothing()
    {
        var office = await Partnership.Next();
        await office.Agree(office.Operating());
        await office.Staff(10, 6);
        var before = await office.Read("county", office.County);
        await office.State.SimulateCostSplitAsync(Request(office));
        Assert.Equal(before, await office.Read("county", office.County));
    }

    [Fact]
    public async Task SimulateCostSplit_WithSharesToTryOut_StandsBesideTodays()
    {
        var office = await Partnership.Next();
        await office.Agree(office.Operating(CostKeyType.Percent, ("STATE", "65"), ("MUNICIPAL", "35")));
        await office.Staff(8, 4);
        var request = Request(office);
        request.Percent.AddRange([new CostShare { Party = "STATE", Percent = "60" }, new CostShare { Party = office.Municipality, Percent = "40" }]);
        var splits = (await office.Host.Client("office", office.Office).SimulateCostSplitAsync(request)).Splits;
        Assert.Equal([(CostKeyType.Fte, false), (CostKeyType.Percent, true), (CostKeyType.Percent, false), (CostKeyType.Population, false)], splits.Select(s => (s.Type, s.Current)));
        Assert.Equal((630_000, 720_000), (splits[1].Shares[1].NokAfter, splits[2].Shares[1].NokAfter));
    }

    [Fact]
    public async Task SimulateCostSplit_SharesThatDoNotAddUp_AreRefusedAtTheField()
    {
        var office = await Partnership.Next();
        var request = Request(office);
        request.Percent.Add(new CostShare { Party = "STATE", Percent = "99.9" });
        var refused = await Refused(office.State, request);
        Assert.Equal("SHARES_NOT_HUNDRED", refused.Fields["percent"]);
    }

    [Fact]
    public async Task SimulateCostSplit_NothingRegistered_NamesAllThatIsMissing()
    {
        var office = await Partnership.Next();
        var refused = await Refused(office.State, Request(office));
        Assert.Equal((StatusCode.FailedPrecondition, "ECONOMY_INCOMPLETE"), (refused.Code, refused.Reason));
        Assert.Equal("cost_key, cost_items, staffing", refused.Metadata["missing"]);
    }

    [Fact]
    public async Task SimulateCostSplit_WithBadFields_NamesThemAll()
    {
        var office = await Partnership.Vaernes();
        var refused = await Refused(office.State, new SimulateCostSplitRequest { FteDelta = "-3,0", From = "1.4.2027" });
        Assert.Equal(
            ["employer FIELD_REQUIRED", "from FIELD_MALFORMED", "fte_delta FIELD_MALFORMED", "office_number FIELD_REQUIRED"],
            refused.Fields.Select(field => $"{field.Key} {field.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("county", "9999", "FOREIGN_ORGANISATION")]
    [InlineData("council", "9999", "FOREIGN_ORGANISATION")]
    [InlineData("office", "9999", "FOREIGN_ORGANISATION")]
    [InlineData("directorate", "", "ROLE_NOT_ALLOWED")]
    [InlineData("county-governor", "50", "ROLE_NOT_ALLOWED")]
    [InlineData("system", "5700", "ROLE_NOT_ALLOWED")]
    public async Task SimulateCostSplit_ByOthers_IsDenied(string role, string unit, string reason)
    {
        var office = await Partnership.Vaernes();
        var refused = await Refused(office.Host.Client(role, unit), Request(office));
        Assert.Equal((StatusCode.PermissionDenied, reason), (refused.Code, refused.Reason));
    }

    private static SimulateCostSplitRequest Request(Partnership office) => new()
    {
        OfficeNumber = office.Office,
        Employer = Employer.State,
        FteDelta = "-3.0",
        From = "2027-04-01",
    };

    private static Task<RefusedCall> Refused(OfficesService.OfficesServiceClient client, SimulateCostSplitRequest request) =>
        RefusedCall.Of(() => client.SimulateCostSplitAsync(request).ResponseAsync);
}
