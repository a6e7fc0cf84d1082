using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class ContradictoryOrdersTests
{
    private static readonly Directive Order = State() with
    {
        ActionCode = "USER_MEETING.PHYSICAL.FIRST",
        TargetGroup = new([], new IntInterval(null, 29)),
    };

    private static readonly Directive Ban = Municipal() with
    {
        Modality = Modality.MustNot,
        ActionCode = "USER_MEETING.PHYSICAL",
        Valid = Range("2027-01-01", "2027-07-01"),
    };

    private static readonly string[] Children = ["RECEPTION.APPOINTMENT", "RECEPTION.DROP_IN", "RECEPTION.EMERGENCY"];

    [Fact]
    public void K01_WorkedExample_IsConflictWithWindowAndWitness()
    {
        var found = Only(Order, Ban)!;

        Assert.Equal("K-01 CONFLICT S1 m1,s1", Summary(found));
        Assert.Equal("2027-01-01/2027-07-01", found.Window.ToString());
        Assert.Equal((Day("2027-01-01"), Fjordvik), (found.Witness.Day, found.Witness.Office));
        Assert.Equal(("5035", 24), (found.Witness.Person.Municipality, found.Witness.Person.Age));
        Assert.Equal("USER_MEETING.PHYSICAL,USER_MEETING.PHYSICAL.FIRST", found.WitnessClass);
        Assert.Equal(ResolverClass.BothOwners, found.Resolver.Class);
        Assert.Equal("Nav Trøndelag og Fjordvik kommune", found.Resolver.Name.Nb);
        Assert.Equal(Stage.Office, found.Stage);
    }

    [Fact]
    public void K01_BanEndsTheDayTheOrderBegins_IsNoConflict() =>
        Assert.Null(Only(Order, Ban with { Valid = Range("2026-07-01", "2027-01-01") }));

    [Theory]
    [InlineData("USER_MEETING.PHYSICAL.FIRST", "USER_MEETING.PHYSICAL.FIRST", "K-01 CONFLICT S1 m1,s1")]
    [InlineData("USER_MEETING.PHYSICAL.FIRST", "USER_MEETING", "K-01 CONFLICT S1 m1,s1")]
    [InlineData("USER_MEETING.PHYSICAL", "USER_MEETING.PHYSICAL.FIRST", "K-01 AMBIGUOUS S1 m1,s1")]
    [InlineData("USER_MEETING.DIGITAL", "USER_MEETING.PHYSICAL", "NO_CONFLICT")]
    [InlineData("RECEPTION.DROP_IN", "USER_MEETING.PHYSICAL", "NO_CONFLICT")]
    [InlineData("NOT.IN.CATALOGUE", "NOT.IN.CATALOGUE", "K-01 AMBIGUOUS S1 m1,s1")]
    [InlineData("USER_MEETING.PHYSICAL", "NOT.IN.CATALOGUE", "K-01 AMBIGUOUS S1 m1,s1")]
    [InlineData("NOT.IN.CATALOGUE", "USER_MEETING.PHYSICAL", "K-01 AMBIGUOUS S1 m1,s1")]
    [InlineData(null, "USER_MEETING.PHYSICAL", "K-01 UNDERSPECIFIED S1 m1,s1")]
    [InlineData("USER_MEETING.PHYSICAL", null, "K-01 UNDERSPECIFIED S1 m1,s1")]
    public void K01_Actions_DecideTheVerdict(string? ordered, string? forbidden, string expected) =>
        Assert.Equal(expected, Summary(Only(Order with { ActionCode = ordered }, Ban with { ActionCode = forbidden })));

    [Theory]
    [InlineData(null)]
    [InlineData("NOT.IN.CATALOGUE")]
    public void K01_MissingOrUnknownActionOnAnotherTheme_IsNoConflict(string? ordered) =>
        Assert.Null(Only(Order with { ActionCode = ordered, Theme = "SICK_LEAVE" }, Ban));

    [Fact]
    public void K01_MissingAction_IsOwedByItsIssuer()
    {
        var found = Only(Order with { ActionCode = null }, Ban)!;

        Assert.Equal([new Owed("s1", "action_code")], found.Owed);
        Assert.Equal("action_code", found.WitnessClass);
        Assert.Equal(ResolverClass.Issuer, found.Resolver.Class);
        Assert.Equal("Nav Trøndelag", found.Resolver.Name.Nb);
    }

    [Theory]
    [InlineData(Bindingness.Advice)]
    [InlineData(Bindingness.Information)]
    [InlineData(Bindingness.Prioritisation)]
    public void K01_NotBinding_IsNoConflict(Bindingness bindingness) => Assert.Null(Only(Order with { Bindingness = bindingness, Modality = WordedAs(bindingness) }, Ban));

    [Theory]
    [InlineData(Bindingness.Frame)]
    [InlineData(Bindingness.ResultRequirement)]
    [InlineData(Bindingness.Statutory)]
    [InlineData(Bindingness.Supervision)]
    public void K01_Binding_IsConflict(Bindingness bindingness) =>
        Assert.Equal("K-01 CONFLICT S1 m1,s1", Summary(Only(Order with { Bindingness = bindingness }, Ban)));

    [Theory]
    [InlineData(Modality.Should)]
    [InlineData(Modality.May)]
    [InlineData(Modality.Must)]
    public void K01_BanIsNoBan_IsNoConflict(Modality modality) => Assert.Null(Only(Order, Ban with { Modality = modality }));

    [Fact]
    public void K01_SameLine_IsACollisionInsideIt() => Assert.Equal("K-21 CONFLICT S1 m1,s1", Summary(Only(Order, Ban with { Line = Line.State })));

    [Theory]
    [InlineData(18, 24, 25, 29, "NO_CONFLICT")]
    [InlineData(18, 24, 24, 29, "K-01 CONFLICT S1 m1,s1")]
    public void K01_Ages_MustMeet(int lo, int hi, int lo2, int hi2, string expected) =>
        Assert.Equal(expected, Summary(Only(Order.Ages(lo, hi), Ban.Ages(lo2, hi2))));

    [Theory]
    [InlineData("EMPLOYED", "NOT_EMPLOYED", "NO_CONFLICT")]
    [InlineData("LOW_INCOME_FAMILIES", "WITHOUT_CHILDREN", "NO_CONFLICT")]
    [InlineData("EMPLOYED", "REFUGEES", "K-01 CONFLICT S1 m1,s1")]
    [InlineData("EMPLOYED", "UNKNOWN_GROUP", "K-01 AMBIGUOUS S1 m1,s1")]
    [InlineData("UNKNOWN_GROUP", "UNKNOWN_GROUP", "K-01 AMBIGUOUS S1 m1,s1")]
    [InlineData("", "UNKNOWN_GROUP", "K-01 CONFLICT S1 m1,s1")]
    public void K01_Groups_MustMeet(string group, string other, string expected)
    {
        var order = group.Length == 0 ? Order : Order.Groups(group);
        Assert.Equal(expected, Summary(Only(order, Ban.Groups(other))));
    }

    [Fact]
    public void K01_AnyKnownPairOfGroups_Decides() =>
        Assert.Equal("K-01 CONFLICT S1 m1,s1", Summary(Only(Order.Groups("EMPLOYED", "UNKNOWN_GROUP"), Ban.Groups("NOT_EMPLOYED", "REFUGEES"))));

    [Fact]
    public void K01_DifferentMunicipalitiesOfOneOffice_IsNoConflict()
    {
        var state = Order with { Id = "s1" };
        var facts = At(state, Ban) with
        {
            Offices = [Office(Midtfjell, [Reach(state, "5042"), Reach(Ban, "5043")])],
        };

        Assert.Empty(Judge.Findings(facts));
    }

    [Fact]
    public void K01_AddressedToMiddleNode_IsUpstream()
    {
        var found = Only(Order with { RecipientRole = RecipientRole.CountyDirector }, Ban)!;

        Assert.Equal(Stage.Upstream, found.Stage);
    }

    [Fact]
    public void K01_EveryChildForbidden_IsOneFindingInsteadOfThePairs()
    {
        var order = Order with { ActionCode = "RECEPTION" };
        var bans = Children.Select((code, i) => Ban with { Id = $"m{i}", ActionCode = code }).ToArray();

        Assert.Equal("K-01 CONFLICT S1 m0,m1,m2,s1", Summary(Only([order, .. bans])));
        Assert.Equal(["K-01 AMBIGUOUS S1 m0,s1", "K-01 AMBIGUOUS S1 m1,s1"], Judged([order, .. bans[..2]]).Select(f => Summary(f)));
        Assert.Equal(["K-01 AMBIGUOUS S1 m0,s1", "K-01 AMBIGUOUS S1 m1,s1"], Judged([order with { Supersedes = ["m2"] }, .. bans]).Select(f => Summary(f)));
    }

    [Fact]
    public void K01_EveryChildForbiddenAndTheWholeToo_IsAFindingMore()
    {
        var order = Order with { ActionCode = "RECEPTION" };
        var bans = Children.Append("RECEPTION").Select((code, i) => Ban with { Id = $"m{i}", ActionCode = code });

        Assert.Equal(["K-01 CONFLICT S1 m0,m1,m2,s1", "K-01 CONFLICT S1 m3,s1"], Judged([order, .. bans]).Select(f => Summary(f)));
    }

    [Fact]
    public void K01_EveryChildForbiddenForDifferentPeople_StaysPairs()
    {
        var order = Order with { ActionCode = "RECEPTION", TargetGroup = TargetGroup.Everybody };
        var bans = Children.Select((code, i) => (Ban with { Id = $"m{i}", ActionCode = code }).Ages(i * 10, (i * 10) + 9)).ToArray();

        Assert.All(Judged([order, .. bans]), f => Assert.Equal(Verdict.Ambiguous, f.Verdict));
        Assert.Equal(3, Judged([order, .. bans]).Length);
    }

    [Fact]
    public void K01_EveryChildForbiddenOnDifferentDays_StaysPairs()
    {
        var order = Order with { ActionCode = "RECEPTION" };
        var bans = Children.Select((code, i) => Ban with { Id = $"m{i}", ActionCode = code, Valid = Range($"2027-0{i + 1}-01", $"2027-0{i + 2}-01") }).ToArray();

        Assert.Equal([Verdict.Ambiguous, Verdict.Ambiguous, Verdict.Ambiguous], Judged([order, .. bans]).Select(f => f.Verdict));
    }

    [Fact]
    public void K01_JointBan_NeedsAllItsPartsOrdered()
    {
        var ban = Ban with { ActionCode = "RECEPTION.DROP_IN", CombinedWith = ["OPENING.EVENING"] };
        var dropIn = Order with { ActionCode = "RECEPTION.DROP_IN" };
        var evening = Order with { Id = "s2", ActionCode = "OPENING.EVENING" };

        Assert.Null(Only(ban, dropIn));
        Assert.Null(Only(ban, evening));
        Assert.Equal("K-01 CONFLICT S1 m1,s1,s2", Summary(Only(ban, dropIn, evening)));
    }

    [Theory]
    [InlineData("2027-03-31", "NO_CONFLICT")]
    [InlineData("2027-04-01", "NO_CONFLICT")]
    [InlineData("2027-04-02", "K-01 CONFLICT S1 m1,s1,s2")]
    public void K01_JointBan_NeedsItsPartsOrderedOnOneDay(string until, string expected)
    {
        var ban = Ban with { ActionCode = "RECEPTION.DROP_IN", CombinedWith = ["OPENING.EVENING"] };
        var dropIn = Order with { ActionCode = "RECEPTION.DROP_IN", Valid = Range("2027-01-01", until) };
        var evening = Order with { Id = "s2", ActionCode = "OPENING.EVENING", Valid = Range("2027-04-01", "2027-07-01") };

        Assert.Equal(expected, Summary(Only(ban, dropIn, evening)));
    }

    [Fact]
    public void K01_JointBan_OfOrdersOfWhichOneReplacesTheOther_IsNoConflict()
    {
        var ban = Ban with { ActionCode = "RECEPTION.DROP_IN", CombinedWith = ["OPENING.EVENING"] };
        var dropIn = Order with { ActionCode = "RECEPTION.DROP_IN" };

        Assert.Null(Only(ban, dropIn, Order with { Id = "s2", ActionCode = "OPENING.EVENING", Supersedes = ["s1"] }));
    }

    [Theory]
    [InlineData("RECEPTION.APPOINTMENT")]
    [InlineData(null)]
    public void K01_JointBanThatOneOrderBreaksAlone_NamesNoOther(string? other)
    {
        var ban = Ban with { ActionCode = "RECEPTION.DROP_IN", CombinedWith = ["RECEPTION"] };
        var dropIn = Order with { ActionCode = "RECEPTION.DROP_IN" };

        Assert.Equal("K-01 CONFLICT S1 m1,s1", Summary(Only(ban, dropIn, Order with { Id = "s2", ActionCode = other })));
    }

    [Fact]
    public void K01_JointBan_OwesWhatTheSmallestSetDoes()
    {
        var ban = Ban with { ActionCode = "RECEPTION.DROP_IN", CombinedWith = ["RECEPTION", "OPENING.EVENING"] };
        var (dropIn, appointment) = (Order with { ActionCode = "RECEPTION.DROP_IN" }, Order with { Id = "s2", ActionCode = "RECEPTION.APPOINTMENT" });

        Assert.Equal("K-01 UNDERSPECIFIED S1 m1,s1,s3", Summary(Only(ban, dropIn, appointment, Order with { Id = "s3", ActionCode = null })));
    }

    [Theory]
    [InlineData("m1")]
    [InlineData("s1")]
    [InlineData("s2")]
    public void K01_JointBan_IsFoundWhicheverIsAskedAbout(string asked)
    {
        var facts = At(
            Ban with { ActionCode = "RECEPTION.DROP_IN", CombinedWith = ["OPENING.EVENING"] },
            Order with { ActionCode = "RECEPTION.DROP_IN" }, Order with { Id = "s2", ActionCode = "OPENING.EVENING" });

        Assert.Equal("K-01 CONFLICT S1 m1,s1,s2", Summary(Assert.Single(Judge.Findings(new Predicates(facts, facts.Offices[0]).About(new HashSet<string> { asked })))));
    }

    [Fact]
    public void K01_JointBan_FindsOnlyMinimalSets()
    {
        var ban = Ban with { ActionCode = "RECEPTION.DROP_IN", CombinedWith = ["OPENING.EVENING"] };
        var dropIn = Order with { ActionCode = "RECEPTION.DROP_IN" };
        var evenings = new[] { "s2", "s3" }.Select(id => Order with { Id = id, ActionCode = "OPENING.EVENING" });

        Assert.Equal(["K-01 CONFLICT S1 m1,s1,s2", "K-01 CONFLICT S1 m1,s1,s3"], Judged([ban, dropIn, .. evenings]).Select(f => Summary(f)));
    }

    [Fact]
    public void K01_JointBanAndOrdersOfOneLine_IsNotThisKind()
    {
        var ban = Ban with { ActionCode = "RECEPTION.DROP_IN", CombinedWith = ["OPENING.EVENING"] };
        var dropIn = Order with { ActionCode = "RECEPTION.DROP_IN", Line = Line.Municipal, IssuerOrg = Ban.IssuerOrg };
        var evening = Order with { Id = "s2", ActionCode = "OPENING.EVENING", Line = Line.Municipal, IssuerOrg = Ban.IssuerOrg };

        Assert.Null(Only(ban, dropIn, evening));
        Assert.NotNull(Only(ban, dropIn, evening with { Line = Line.State }));
    }

    [Fact]
    public void K01_JointBanWithAnOrderThatDoesNotSayWhat_IsUnderspecified()
    {
        var ban = Ban with { ActionCode = "RECEPTION.DROP_IN", CombinedWith = ["OPENING.EVENING"] };
        var dropIn = Order with { ActionCode = "RECEPTION.DROP_IN" };

        Assert.Equal("K-01 UNDERSPECIFIED S1 m1,s1,s2", Summary(Only(ban, dropIn, Order with { Id = "s2", ActionCode = null })));
    }
}
