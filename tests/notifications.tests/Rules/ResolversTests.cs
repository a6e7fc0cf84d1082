using System.Collections.Immutable;
using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class ResolversTests
{
    private static readonly Office Three = Office(Midtfjell, []);

    [Theory]
    [InlineData("5041,5042;5042,5043", "Nav Trøndelag og Indre kommune")]
    [InlineData("5041;5043", "Nav Trøndelag, Midtfjell kommune og Ytre kommune")]
    [InlineData("5041,5042;5042,5043;5042", "Nav Trøndelag, Midtfjell kommune, Indre kommune og Ytre kommune")]
    [InlineData("5042,5043", "Nav Trøndelag, Indre kommune og Ytre kommune")]
    [InlineData("5042;", "Nav Trøndelag og Indre kommune")]
    [InlineData(";", "Nav Trøndelag, Midtfjell kommune, Indre kommune og Ytre kommune")]
    public void BothOwners_AreThoseWhomTheCollisionConcerns(string concerned, string expected) => Assert.Equal(
        expected,
        Resolvers.BothOwners(Three, concerned.Split(';').Select(c => c.Split(',', StringSplitOptions.RemoveEmptyEntries).ToImmutableSortedSet())).Name.Nb);

    [Fact]
    public void BothOwners_InACityDistrict_AreTheCountyAndTheDistrict()
    {
        var oslo = new Office("0328", "Nav Elvebakken", new("0300", "Nav Oslo"), [new("0301", "0301")], []);

        Assert.Equal("Nav Oslo og bydel Alna", Resolvers.BothOwners(oslo, [["030112"]]).Name.Nb);
        Assert.Equal("Nav Oslo og kommune 0301", Resolvers.BothOwners(oslo).Name.Nb);
    }

    [Theory]
    [InlineData("COUNTY:5700", "Nav Trøndelag")]
    [InlineData("COUNTY:1100", "Nav fylke 1100")]
    [InlineData("MUNICIPALITY:5042", "Indre kommune")]
    [InlineData("MUNICIPALITY:1103", "kommune 1103")]
    [InlineData("CITY_DISTRICT:030114", "bydel Nordstrand")]
    [InlineData("CITY_DISTRICT:030117", "bydel 030117")]
    public void Organisation_IsNamedWhereItOwnsTheOffice(string org, string expected) => Assert.Equal(expected, Resolvers.Organisation(Three, org).Nb);

    [Fact]
    public void Organisation_OfAnOfficeWithoutACounty_GoesByItsNumber() =>
        Assert.Equal("Nav fylke 5700", Resolvers.Organisation(Three with { County = null }, "COUNTY:5700").Nb);
}
