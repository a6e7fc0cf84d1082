using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class PreconditionTests
{
    private static readonly Directive Up = State().Indicates(Bindingness.Order, Direction.Up);
    private static readonly Directive Down = Municipal().Indicates(Bindingness.Order, Direction.Down);

    [Fact]
    public void Pair_Plain_Collides() => Assert.NotNull(Only(Up, Down));

    [Fact]
    public void Pair_NeedsTwoThatAreLive()
    {
        var facts = At(Up, Down, State("s2") with { State = DirectiveState.Withdrawn });
        var at = new Predicates(facts, facts.Offices[0]);
        var withdrawn = facts.Directives["s2"];

        Assert.True(at.Pair(Up, Down));
        Assert.False(at.Pair(Up, Up));
        Assert.False(at.Pair(withdrawn, Down));
        Assert.False(at.Pair(Down, withdrawn));
    }

    [Theory]
    [InlineData("2027-01-31", 1)]
    [InlineData("2027-02-01", 0)]
    public void Pair_CommonDaysHavePassed_IsNoConflict(string asOf, int expected)
    {
        var common = Range("2027-01-01", "2027-02-01");
        var facts = At(Day(asOf), Up, Down) with
        {
            Offices = [Office(Fjordvik, [Reach(Up) with { Days = Days.Of(common, Range("2027-03-01", "2027-04-01")) }, Reach(Down) with { Days = Days.Of(common, Range("2027-05-01", "2027-06-01")) }])],
        };

        Assert.Equal(expected, Judge.Findings(facts).Length);
    }

    [Fact]
    public void N1_SameDirectionIntervalsMeetWithinTolerance_IsNoConflict() => Assert.Null(Only(
        Up with { Target = new(32, null, "PERSON") }, Down with { Direction = Direction.Up, Target = new(20, 30, "PERSON", 2) }));

    [Fact]
    public void N2_DisjointTargetGroups_IsNoConflict() => Assert.Null(Only(Up.Ages(18, 24), Down.Ages(25, 29)));

    [Fact]
    public void N3_OneEndsTheDayTheOtherStarts_IsNoConflict() =>
        Assert.Null(Only(Up with { Valid = Range("2026-01-01", "2027-01-01") }, Down));

    [Fact]
    public void N4_NoCommonOffice_IsNoConflict()
    {
        var facts = At(Up, Down) with { Offices = [Office(Fjordvik, [Reach(Up)]), Office(Midtfjell, [Reach(Down, "5041")])] };
        Assert.Empty(Judge.Findings(facts));
    }

    [Fact]
    public void N5_AdviceAgainstAdvice_IsNoConflict() =>
        Assert.Null(Only(Up with { Bindingness = Bindingness.Advice, Modality = Modality.Should }, Down with { Bindingness = Bindingness.Advice, Modality = Modality.Should }));

    [Fact]
    public void N6_ExceptedOffice_IsNoConflict()
    {
        // EXCEPT(ALL, PILOT(x)): the register expands the scope to no day at the office.
        var facts = At(Up, Down) with { Offices = [Office(Fjordvik, [new Reach(Up.Id, Days.None, ["5035"]), Reach(Down)])] };
        Assert.Empty(Judge.Findings(facts));
    }

    [Fact]
    public void N7_SupersededAgainstSuccessor_IsNoConflict()
    {
        Assert.Null(Only(Up, Down with { Supersedes = ["s1"] }));
        var middle = Municipal("m2") with { Supersedes = ["s1"], Valid = Range("2020-01-01", "2021-01-01") };
        Assert.Null(Only(Up, Down with { Supersedes = ["m2"] }, middle));
    }

    [Fact]
    public void N8_SameLineRefinement_IsNoConflict() =>
        Assert.Null(Only(Up, State("s2").Indicates(Bindingness.Order, Direction.Up, new(40, null, "PERSON")) with { DerivedFrom = ["s1"] }));

    [Fact]
    public void N9_Information_IsNoConflict() => Assert.Null(Only(Up with { Bindingness = Bindingness.Information, Modality = null }, Down));

    [Theory]
    [InlineData(DirectiveState.Draft)]
    [InlineData(DirectiveState.Superseded)]
    [InlineData(DirectiveState.Withdrawn)]
    public void N10_NotPublished_IsNoConflict(DirectiveState state) => Assert.Null(Only(Up with { State = state }, Down));

    [Fact]
    public void Live_WithdrawnAtTheOffice_IsNot()
    {
        var facts = At(Up, Down) with { Offices = [Office(Fjordvik, [Reach(Up) with { Withdrawn = true }, Reach(Down)])] };
        Assert.Empty(Judge.Findings(facts));
    }

    [Fact]
    public void Live_ToTheCountyGovernor_IsNot() => Assert.DoesNotContain(
        Judged(Up with { RecipientRole = RecipientRole.CountyGovernor }, Down), f => f.Office is not null);

    [Fact]
    public void Live_RelayedHere_IsNot_TheChildIs()
    {
        var parent = Up with { RecipientRole = RecipientRole.CountyDirector };
        var child = Up with { Id = "s2", DerivedFrom = ["s1"] };
        Assert.Equal("K-02 CONFLICT S2 m1,s2", Summary(Only(parent, child, Down)));
    }

    [Fact]
    public void Live_RelayedOverAWithdrawnStep_IsNot()
    {
        var middle = State("s2") with { DerivedFrom = ["s1"], State = DirectiveState.Withdrawn };
        var child = Up with { Id = "s3", DerivedFrom = ["s2"] };
        Assert.Equal("K-02 CONFLICT S2 m1,s3", Summary(Judged(Up, middle, child, Down)[0]));
    }

    [Fact]
    public void Live_ChildReachesAnotherOffice_StaysLiveHere()
    {
        var child = Up with { Id = "s2", DerivedFrom = ["s1"] };
        var facts = At(Up, child, Down) with
        {
            Offices = [Office(Fjordvik, [Reach(Up), Reach(Down)]), Office(Midtfjell, [Reach(Up, "5041"), Reach(child, "5041")])],
        };
        Assert.Equal("K-02 CONFLICT S2 m1,s1", Summary(Assert.Single(Judge.Findings(facts))));
    }

    [Fact]
    public void Live_ChildWithdrawnHere_ParentIsLiveAgain()
    {
        var child = Up with { Id = "s2", DerivedFrom = ["s1"] };
        var facts = At(Up, child, Down) with { Offices = [Office(Fjordvik, [Reach(Up), Reach(child) with { Withdrawn = true }, Reach(Down)])] };
        Assert.Equal("K-02 CONFLICT S2 m1,s1", Summary(Assert.Single(Judge.Findings(facts))));
    }

    [Fact]
    public void Live_DerivedByTheOtherLine_IsStillLive()
    {
        var child = Down with { DerivedFrom = ["s1"] };
        Assert.Equal("K-02 CONFLICT S2 m1,s1", Summary(Only(Up, child)));
    }

    [Fact]
    public void Live_DerivedFromEachOther_BothStayLive()
    {
        var one = Up with { DerivedFrom = ["s2"] };
        var two = Up with { Id = "s2", DerivedFrom = ["s1"] };
        Assert.Equal(2, Judged(one, two, Down).Length);
    }

    [Theory]
    [InlineData("2027-12-31", 1)]
    [InlineData("2028-01-01", 0)]
    public void Window_HasPassed_IsNoFinding(string asOf, int expected) => Assert.Equal(expected, Judge.Findings(At(Day(asOf), Up, Down)).Length);

    [Fact]
    public void Window_IsStoredUnclipped_WitnessIsNotBeforeAsOf()
    {
        var found = Assert.Single(Judge.Findings(At(Day("2027-06-15"), Up, Down)));
        Assert.Equal("2027-01-01/2028-01-01", found.Window.ToString());
        Assert.Equal(Day("2027-06-15"), found.Witness.Day);
    }

    [Theory]
    [InlineData(Line.State, Line.Joint)]
    [InlineData(Line.CountyGovernor, Line.Municipal)]
    public void CrossLine_AnyTwoLines_Count(Line one, Line other) =>
        Assert.Contains(Judged(Up with { Line = one }, Down with { Line = other }), f => f.Kind == FindingKind.OpposedDirections);
}
