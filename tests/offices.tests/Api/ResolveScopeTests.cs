using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Api;

public sealed class ResolveScopeTests
{
    [Theory]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData("   ", "FIELD_REQUIRED")]
    [InlineData("ALLE", "SCOPE_MALFORMED")]
    [InlineData("OFFICE(301)", "SCOPE_MALFORMED")]
    [InlineData("OFFICE(9999)", "OFFICE_UNKNOWN")]
    [InlineData("OFFICE(5700)", "OFFICE_UNKNOWN")]
    [InlineData("MUNICIPALITY(9999)", "MUNICIPALITY_UNKNOWN")]
    [InlineData("MUNICIPALITY(2100)", "MUNICIPALITY_UNKNOWN")]
    [InlineData("MUNICIPALITY(0219)", "MUNICIPALITY_NUMBER_EXPIRED")]
    [InlineData("COUNTY(9900)", "COUNTY_UNKNOWN")]
    [InlineData("SERVICE_AREA(x)", "GROUP_UNKNOWN")]
    [InlineData("NETWORK(x)", "GROUP_UNKNOWN")]
    [InlineData("PILOT(x)", "GROUP_UNKNOWN")]
    [InlineData("PROVIDES(HAIRCUTS)", "GROUP_UNKNOWN")]
    public async Task ResolveScope_BadScope_IsRefusedWithItsReason(string scope, string reason)
    {
        var refused = await Refused(new ResolveScopeRequest { Scope = scope });
        Assert.Equal((StatusCode.InvalidArgument, reason), (refused.Code, refused.Fields["scope"]));
    }

    [Theory]
    [InlineData("0219", "", "3201", "valid_to", "2020-01-01")]
    [InlineData("3024", "", "3201", "valid_to", "2024-01-01")]
    [InlineData("0219", "2021-05-01", "3024", "valid_to", "2020-01-01")]
    [InlineData("3201", "2021-05-01", "3024", "valid_from", "2024-01-01")]
    [InlineData("3201", "2012-05-01", "0219", "valid_from", "2024-01-01")]
    [InlineData("1613", "", "5055, 5056, 5059", "valid_to", "2018-01-01")]
    [InlineData("5012", "", "5055, 5056, 5059", "valid_to", "2020-01-01")]
    [InlineData("1613", "2018-06-01", "5012", "valid_to", "2018-01-01")]
    [InlineData("1850", "", "1806, 1875", "valid_to", "2020-01-01")]
    [InlineData("1507", "", "1508, 1580", "valid_to", "2024-01-01")]
    [InlineData("1534", "2021-05-01", "1507", "valid_to", "2020-01-01")]
    [InlineData("0716", "", "3905", "valid_to", "2020-01-01")]
    public async Task ResolveScope_NumberThatDoesNotHold_NamesThoseThatDo(string number, string day, string successors, string key, string date)
    {
        var refused = await Refused(new ResolveScopeRequest
        {
            Scope = $"MUNICIPALITY({number})",
            Period = day.Length == 0 ? null : new Period { From = day, To = "2030-01-01" },
        });
        Assert.Equal("MUNICIPALITY_NUMBER_EXPIRED", refused.Fields["scope"]);
        Assert.Equal((number, successors, date), (refused.Metadata["scope.number"], refused.Metadata["scope.successors"], refused.Metadata[$"scope.{key}"]));
    }

    [Fact]
    public async Task ResolveScope_SeveralFaults_AreAllNamed()
    {
        var refused = await Refused(new ResolveScopeRequest
        {
            Scope = "OR(OFFICE(9999), MUNICIPALITY(0219, 9998), EXCEPT(ALL, COUNTY(9900)), PILOT(x))",
            Issuer = new OrgRef { Kind = OrgKind.County, Number = "9901" },
        });
        Assert.Equal("6", refused.Metadata["faults"]);
        Assert.Equal(5, refused.Descriptions["scope"].Count());
        Assert.Equal("COUNTY_UNKNOWN", refused.Fields["issuer.number"]);
    }

    [Fact]
    public async Task ResolveScope_BadPeriodAndIssuer_AreRefusedWithTheScope()
    {
        var refused = await Refused(new ResolveScopeRequest
        {
            Scope = "ALL(",
            Period = new Period { From = "2027-01-01", To = "2026-01-01" },
            Issuer = new OrgRef { Kind = OrgKind.Municipality },
        });
        Assert.Equal(
            [("issuer.number", "FIELD_REQUIRED"), ("period", "PERIOD_REVERSED"), ("scope", "SCOPE_MALFORMED")],
            refused.Fields.Select(field => (field.Key, field.Value)).Order());
    }

    [Fact]
    public async Task ResolveScope_PageThatIsNone_IsRefused()
    {
        var refused = await Refused(new ResolveScopeRequest { Scope = "ALL", PageSize = -1, PageToken = PageToken.Encode("1783a") });
        Assert.Equal(("NUMBER_OUT_OF_RANGE", "FIELD_MALFORMED"), (refused.Fields["page_size"], refused.Fields["page_token"]));
    }

    [Theory]
    [InlineData(OrgKind.Unspecified, "FIELD_REQUIRED")]
    [InlineData((OrgKind)99, "ENUM_UNKNOWN")]
    public async Task ResolveScope_IssuerOfNoKind_IsRefused(OrgKind kind, string reason) =>
        Assert.Equal(reason, (await Refused(new ResolveScopeRequest { Scope = "ALL", Issuer = new OrgRef { Kind = kind } })).Fields["issuer.kind"]);

    [Fact]
    public async Task ResolveScope_ForANavLeader_IsDenied()
    {
        var client = (await Registers.Shared).Client("office", "1783");
        var refused = await RefusedCall.Of(() => client.ResolveScopeAsync(new ResolveScopeRequest { Scope = "ALL" }).ResponseAsync);
        Assert.Equal((StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED"), (refused.Code, refused.Reason));
    }

    private static async Task<RefusedCall> Refused(ResolveScopeRequest request)
    {
        var host = await Registers.Shared;
        return await RefusedCall.Of(() => host.Client().ResolveScopeAsync(request).ResponseAsync);
    }
}
