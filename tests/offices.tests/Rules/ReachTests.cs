using Samstyring.Offices.Rules;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Rules;

public sealed class ReachTests
{
    public static TheoryData<OrgKind, Reach> Issuers => new()
    {
        { OrgKind.Department, new Reach.Everything() },
        { OrgKind.Directorate, new Reach.Everything() },
        { OrgKind.County, new Reach.CountyUnit("n") },
        { OrgKind.Municipality, new Reach.Municipality("n", "s") },
        { OrgKind.CityDistrict, new Reach.CityDistrict("n") },
        { OrgKind.CountyGovernor, new Reach.CountyGovernor("n") },
        { OrgKind.Partnership, new Reach.Partnership("n") },
        { OrgKind.Ks, new Reach.Nothing() },
        { OrgKind.Unspecified, new Reach.Nothing() },
    };

    [Theory]
    [MemberData(nameof(Issuers))]
    public void Of_Issuer_IsWhatItSteers(OrgKind kind, Reach expected) =>
        Assert.Equal(expected, Reach.Of(new OrgRef { Kind = kind, Number = "n" }, "s"));

    [Fact]
    public void Of_NoIssuer_IsNoCut() => Assert.Equal(new Reach.Everything(), Reach.Of(null, ""));
}
