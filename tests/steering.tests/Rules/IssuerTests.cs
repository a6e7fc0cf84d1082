using Samstyring.Common;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Rules;

public class IssuerTests
{
    [Theory]
    [InlineData(Role.Directorate, "", "DIRECTORATE", Line.State, IssuerRole.Directorate)]
    [InlineData(Role.County, "5700", "COUNTY:5700", Line.State, IssuerRole.CountyDirector)]
    [InlineData(Role.Council, "5035", "COUNCIL:5035", Line.Municipal, IssuerRole.Council)]
    [InlineData(Role.MunicipalDirector, "5035", "MUNICIPAL_DIRECTOR:5035", Line.Municipal, IssuerRole.MunicipalDirector)]
    [InlineData(Role.CountyGovernor, "50", "COUNTY_GOVERNOR:50", Line.CountyGovernor, IssuerRole.CountyGovernor)]
    public void Issuer_OfEachRole_StandsInItsLine(Role role, string unit, string node, Line line, IssuerRole issuerRole)
    {
        var issuer = Issuer.Of(new Caller(role, unit, "p"))!;
        Assert.Equal((node, line, issuerRole), (issuer.Node.Text, issuer.Line, issuer.Role));
    }

    [Theory]
    [InlineData(Role.NavLeader)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.System)]
    public void Issuer_OfThoseWhoIssueNothing_IsNobody(Role role) => Assert.Null(Issuer.Of(new Caller(role, "1783", "p")));

    [Fact]
    public void Content_OfItsOwnIssuer_IsNotForeign() => Assert.Null(Issuers.Trondelag.Refuse(Contents.Of(Issuers.Trondelag, "ALL")));

    [Fact]
    public void Content_WithoutAnIssuer_IsNotForeign() => Assert.Null(Issuers.Trondelag.Refuse(new DirectiveContent()));

    [Fact]
    public void Content_OfAnotherCounty_IsForeign() => Assert.Equal(
        "COUNTY:0200", Issuers.Trondelag.Refuse(Contents.Of(Issuers.OstViken, "ALL"))!.Metadata["issuer_org"]);

    [Fact]
    public void Content_OfTheCouncilByItsMunicipalDirector_IsForeign() => Assert.Equal(
        "content.issuer_role", Issuers.Stjordal.Refuse(Contents.Of(Issuers.Council("5035"), "ALL"))!.Metadata["field"]);

    [Fact]
    public void Content_InTheOtherLine_IsForeign()
    {
        var content = Contents.Of(Issuers.Stjordal, "ALL");
        content.Line = Line.State;
        Assert.Equal("content.line", Issuers.Stjordal.Refuse(content)!.Metadata["field"]);
    }

    [Fact]
    public void Content_WithAMalformedIssuer_IsLeftToTheRules()
    {
        var content = new DirectiveContent { IssuerOrg = new OrgRef { Kind = OrgKind.County, Number = "57" }, Line = (Line)77, IssuerRole = (IssuerRole)77 };
        Assert.Null(Issuers.Trondelag.Refuse(content));
    }

    [Fact]
    public void Node_OfAMunicipality_IsCouncilAndMunicipalDirector() => Assert.Equal(
        ["COUNCIL:5035", "MUNICIPAL_DIRECTOR:5035"],
        Node.Of(new OrgRef { Kind = OrgKind.Municipality, Number = "5035" }).Select(n => n.Text));
}
