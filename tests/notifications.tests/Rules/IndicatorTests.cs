using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class IndicatorTests
{
    private static Target Least(decimal lo, string unit = "PERSON") => new(lo, null, unit);

    private static Target Most(decimal hi, string unit = "PERSON") => new(null, hi, unit);

    [Fact]
    public void K02_WorkedExample_IsConflictOnlyOfThisKind()
    {
        var found = Only(
            State().Indicates(Bindingness.ResultRequirement, Direction.Up, Least(32)), Municipal().Indicates(Bindingness.Frame, Direction.Down, Most(20)))!;

        Assert.Equal("K-02 CONFLICT S2 m1,s1", Summary(found));
        Assert.Equal("IND-KVP", found.WitnessClass);
        Assert.Equal(["DOWN", "UP"], found.Witness.Numbers);
    }

    [Fact]
    public void K02_SameDirectionIntervalsMeet_IsNoConflict() => Assert.Null(Only(
        State().Indicates(Bindingness.ResultRequirement, Direction.Up, Least(32)), Municipal().Indicates(Bindingness.Frame, Direction.Up, Least(30))));

    [Theory]
    [InlineData(Bindingness.ResultRequirement, Direction.Up, Bindingness.ResultRequirement, Direction.Down, "S1")]
    [InlineData(Bindingness.ResultRequirement, Direction.Up, Bindingness.ResultRequirement, Direction.Hold, "S1")]
    [InlineData(Bindingness.ResultRequirement, Direction.Up, Bindingness.Order, Direction.Down, "S2")]
    [InlineData(Bindingness.ResultRequirement, Direction.Up, Bindingness.Order, Direction.Hold, "S3")]
    [InlineData(Bindingness.ResultRequirement, Direction.Up, Bindingness.Advice, Direction.Down, "S3")]
    [InlineData(Bindingness.Prioritisation, Direction.Down, Bindingness.Frame, Direction.Up, "S2")]
    public void K02_Severity_FollowsForceAndDirection(Bindingness force, Direction direction, Bindingness other, Direction otherDirection, string severity) =>
        Assert.Equal($"K-02 CONFLICT {severity} m1,s1", Summary(Only(State().Indicates(force, direction), Municipal().Indicates(other, otherDirection))));

    [Theory]
    [InlineData(Bindingness.Advice, Bindingness.Advice)]
    [InlineData(Bindingness.Information, Bindingness.Order)]
    [InlineData(Bindingness.Order, Bindingness.Information)]
    public void K02_WithoutForce_IsNoConflict(Bindingness force, Bindingness other) =>
        Assert.Null(Only(State().Indicates(force, Direction.Up), Municipal().Indicates(other, Direction.Down)));

    [Fact]
    public void K02_OtherDefinition_IsAnotherKind() => Assert.Equal("K-24 CONFLICT S3 m1,s1", Summary(Only(
        State().Indicates(Bindingness.Order, Direction.Up) with { IndicatorDefinitionHash = "a" },
        Municipal().Indicates(Bindingness.Order, Direction.Down) with { IndicatorDefinitionHash = "b" })));

    [Fact]
    public void K02_DirectionAndTargetMissing_IsUnderspecifiedInOneKind()
    {
        var found = Only(State().Indicates(Bindingness.Order), Municipal().Indicates(Bindingness.Order, Direction.Down))!;

        Assert.Equal("K-02 UNDERSPECIFIED S2 m1,s1", Summary(found));
        Assert.Equal([new Owed("s1", "direction")], found.Owed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void K02K03_DirectionAndTargetMissing_OtherHasTargetOrLacksItToo_AreBothUnderspecified(bool otherHasTarget) => Assert.Equal(
        ["K-02 UNDERSPECIFIED S2 m1,s1", "K-03 UNDERSPECIFIED S2 m1,s1"],
        Judged(State().Indicates(Bindingness.Order), Municipal().Indicates(Bindingness.Order, null, otherHasTarget ? Most(5) : null)).Select(f => Summary(f)));

    [Fact]
    public void K02_AdviceWithoutDirection_OwesNothing() =>
        Assert.Null(Only(State().Indicates(Bindingness.Advice), Municipal().Indicates(Bindingness.Order, Direction.Down)));

    [Fact]
    public void K03_WorkedExample_IsConflictWithTheNumbers()
    {
        var found = Only(
            State().Indicates(Bindingness.ResultRequirement, null, new(0, 2, "WORKING_DAY"), "IND-RESPONSE"),
            Municipal().Indicates(Bindingness.ResultRequirement, null, new(5, 5, "WORKING_DAY", 1), "IND-RESPONSE"))!;

        Assert.Equal("K-03 CONFLICT S2 m1,s1", Summary(found));
        Assert.Equal([">= 4 WORKING_DAY", "<= 2 WORKING_DAY"], found.Witness.Numbers);
        Assert.Equal("IND-RESPONSE", found.WitnessClass);
    }

    [Fact]
    public void K03_NearMiss_IsNoConflict() => Assert.Null(Only(
        State().Indicates(Bindingness.ResultRequirement, null, new(0, 2, "WORKING_DAY"), "IND-RESPONSE"),
        Municipal().Indicates(Bindingness.ResultRequirement, null, new(0, 3, "WORKING_DAY"), "IND-RESPONSE")));

    [Theory]
    [InlineData("10.0", "9.9", "0", "K-03 CONFLICT S2 m1,s1")]
    [InlineData("10.0", "10.0", "0", "NO_CONFLICT")]
    [InlineData("10.0", "9.9", "0.1", "NO_CONFLICT")]
    [InlineData("10.0", "9.89", "0.1", "K-03 CONFLICT S2 m1,s1")]
    public void K03_Bounds_AreClosedAndExact(string lo, string hi, string tolerance, string expected) => Assert.Equal(expected, Summary(Only(
        State().Indicates(Bindingness.Order, null, Least(Number(lo))),
        Municipal().Indicates(Bindingness.Order, null, Most(Number(hi)) with { Tolerance = Number(tolerance) }))));

    [Theory]
    [InlineData(2, "WEEK", 13, "DAY", "K-03 CONFLICT S2 m1,s1")]
    [InlineData(2, "WEEK", 14, "DAY", "NO_CONFLICT")]
    [InlineData(1, "MONTH", 14, "DAY", "K-03 UNDERSPECIFIED S2 m1,s1")]
    public void K03_Units_AreConverted(int lo, string unit, int hi, string other, string expected) => Assert.Equal(expected, Summary(Only(
        State().Indicates(Bindingness.Order, null, Least(lo, unit), "IND-CASE-TIME-SOCIAL"),
        Municipal().Indicates(Bindingness.Order, null, Most(hi, other), "IND-CASE-TIME-SOCIAL"))));

    [Fact]
    public void K03_UnitWithoutConversion_IsOwedByWhoStatedIt()
    {
        var found = Only(
            State().Indicates(Bindingness.Order, null, Least(1, "MONTH"), "IND-CASE-TIME-SOCIAL"),
            Municipal().Indicates(Bindingness.Order, null, Most(14, "DAY"), "IND-CASE-TIME-SOCIAL"))!;

        Assert.Equal([new Owed("s1", "target.unit")], found.Owed);
        Assert.Equal("target.unit", found.WitnessClass);
    }

    [Fact]
    public void K03_UnregisteredIndicatorInOneUnit_IsCompared() => Assert.Equal("K-03 CONFLICT S2 m1,s1", Summary(Only(
        State().Indicates(Bindingness.Order, null, Least(3, "X"), "IND-NEW"), Municipal().Indicates(Bindingness.Order, null, Most(2, "X"), "IND-NEW"))));

    [Fact]
    public void K03_HoldAgainstUpWithDisjointTargets_IsBothKinds() => Assert.Equal(
        ["K-02 CONFLICT S3 m1,s1", "K-03 CONFLICT S2 m1,s1"],
        Judged(
            State().Indicates(Bindingness.Order, Direction.Up, Least(30)), Municipal().Indicates(Bindingness.Order, Direction.Hold, Most(20))).Select(f => Summary(f)));

    [Fact]
    public void K03_OneIsAdvice_IsWarning() => Assert.Equal("K-03 CONFLICT S3 m1,s1", Summary(Only(
        State().Indicates(Bindingness.Advice, null, Least(30)), Municipal().Indicates(Bindingness.Order, null, Most(20)))));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
