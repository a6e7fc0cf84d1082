using System.Collections.Immutable;
using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>K-04, K-05, K-21 and K-29.</summary>
public class CapacityTests
{
    private static readonly Directive Youth = State() with { PriorityRank = 1, Theme = "YOUTH" };
    private static readonly Directive Families = Municipal() with { PriorityRank = 1, Theme = "CHILD_POVERTY" };

    [Fact]
    public void K05_WorkedExample_IsConflict()
    {
        var found = Only(Youth, Families)!;

        Assert.Equal("K-05 CONFLICT S2 m1,s1", Summary(found));
        Assert.Equal(("-", ResolverClass.BothOwners), (found.WitnessClass, found.Resolver.Class));
    }

    [Theory]
    [InlineData(2027, true, "s1,m1", "NO_CONFLICT")]
    [InlineData(2027, false, "s1,m1", "K-05 CONFLICT S2 m1,s1")]
    [InlineData(2027, true, "s1", "K-05 CONFLICT S2 m1,s1")]
    [InlineData(2028, true, "s1,m1", "K-05 CONFLICT S2 m1,s1")]
    public void K05_JointPlan_SettlesItWhenApprovedAndForTheYearAndRankingBoth(int year, bool approved, string ranking, string expected)
    {
        var plan = new JointPlan
        {
            PlanId = "P",
            Year = year,
            ApprovedBy = approved ? [Line.State, Line.Municipal] : [Line.State],
            Ranking = [.. ranking.Split(',')],
            Exceptions = [new("s1", "Rangert i planen"), new("m1", "Rangert i planen")],
        };

        Assert.Equal(expected, Summary(Judged(At(Youth, Families), p => p with { JointPlans = [plan] }).SingleOrDefault()));
    }

    [Theory]
    [InlineData("YOUTH", 1, "NO_CONFLICT")]
    [InlineData("FOLLOW_UP", 1, "NO_CONFLICT")]
    [InlineData("CHILD_POVERTY", 2, "NO_CONFLICT")]
    [InlineData("CHILD_POVERTY", null, "NO_CONFLICT")]
    public void K05_SameThemeOrAnotherRank_IsNoConflict(string theme, int? rank, string expected) =>
        Assert.Equal(expected, Summary(Only(Youth, Families with { Theme = theme, PriorityRank = rank })));

    [Fact]
    public void K05_RankBelowTheTop_CollidesWhereTheOwnersCountTwoRanks()
    {
        Directive[] second = [Youth with { PriorityRank = 2 }, Families with { PriorityRank = 2 }];

        Assert.Null(Only(second));
        Assert.Equal("K-05 CONFLICT S2 m1,s1", Summary(Assert.Single(Judged(
            At(second), p => p with { Thresholds = p.Thresholds.Add("priority_top_ranks", 2) }))));
    }

    [Fact]
    public void K21_WorkedExample_IsForTheTopOfTheLine()
    {
        var open = State() with { ActionCode = "RECEPTION.DROP_IN", IssuerOrg = "DIRECTORATE", IssuerUnit = "Tjenesteavdelingen" };
        var closed = open with { Id = "s2", Modality = Modality.MustNot, IssuerUnit = "Kanalavdelingen" };

        var found = Only(open, closed)!;

        Assert.Equal("K-21 CONFLICT S1 s1,s2", Summary(found));
        Assert.Equal(("K-01", ResolverClass.LineTop, "Arbeids- og velferdsdirektoratet"), (found.WitnessClass, found.Resolver.Class, found.Resolver.Name.Nb));
        Assert.Null(Only(open, closed with { Supersedes = ["s1"] }));
        Assert.Null(Only(open, closed with { IssuerUnit = open.IssuerUnit }));
        Assert.Null(Only(open with { Line = Line.Joint }, closed with { Line = Line.Joint }));
    }

    [Fact]
    public void K21_TwoInnerKinds_AreTwoFindings()
    {
        var open = State() with { ActionCode = "RECEPTION.DROP_IN", PriorityRank = 1, Theme = "YOUTH" };
        var closed = open with { Id = "s2", Modality = Modality.MustNot, IssuerUnit = "Kanalavdelingen", Theme = "OPENING_HOURS" };

        Assert.Equal(["K-01", "K-05"], Judged(open, closed).Select(f => f.WitnessClass));
        Assert.Equal([Severity.Blocking, Severity.NeedsClarification], Judged(open, closed).Select(f => f.Severity));
    }

    [Fact]
    public void K21_Targets_SayBothNumbers()
    {
        var two = State().Indicates(Bindingness.ResultRequirement, target: new(0, 2, "WORKING_DAY"), indicator: "IND-RESPONSE");
        var five = State("s2").Indicates(Bindingness.ResultRequirement, target: new(5, 7, "WORKING_DAY"), indicator: "IND-RESPONSE") with { IssuerUnit = "B" };

        var found = Only(two, five)!;

        Assert.Equal("K-21 CONFLICT S2 s1,s2", Summary(found));
        Assert.Equal(["<= 2 WORKING_DAY", ">= 5 WORKING_DAY"], found.Witness.Numbers);
        Assert.Equal([">= 5 WORKING_DAY", "<= 2 WORKING_DAY"], Only(two with { Id = "s2" }, five with { Id = "s1" })!.Witness.Numbers);
    }

    [Fact]
    public void K21_EveryChildForbiddenInsideTheLine_IsOneFinding()
    {
        var order = State() with { ActionCode = "RECEPTION" };
        var bans = Catalogues.Newest.ChildrenOf("RECEPTION")
            .Select((code, i) => State($"t{i}") with { Modality = Modality.MustNot, ActionCode = code, IssuerUnit = "B" })
            .ToArray();
        var local = bans[0] with { Line = Line.Municipal, IssuerOrg = "MUNICIPALITY:5035" };

        Assert.Equal("K-21 CONFLICT S1 s1,t0,t1,t2", Summary(Only([order, .. bans])));
        Assert.Equal("K-01 CONFLICT S1 s1,t0,t1,t2", Summary(Only([order, local, .. bans[1..]])));
    }

    [Fact]
    public void K29_WorkedExample_IsBetweenTheMunicipalities()
    {
        var indre = (Of("5042", "a") with { ActionCode = "FINANCIAL_ASSISTANCE.ACTIVITY_REQUIREMENT", Theme = "FOLLOW_UP" }).Ages(null, 39);
        var under = Of("5043", "b") with { ActionCode = indre.ActionCode, Theme = "FOLLOW_UP", TargetGroup = new([], new IntInterval(null, 29)) };
        var over = (under with { Id = "c", Modality = Modality.MustNot }).Ages(30, null);

        var found = Assert.Single(InMidtfjell(indre, under, over));

        Assert.Equal("K-29 CONFLICT S2 a,c", Summary(found));
        Assert.Equal(("K-01", ResolverClass.Municipalities), (found.WitnessClass, found.Resolver.Class));
        Assert.InRange(found.Witness.Person.Age!.Value, 30, 39);
        Assert.Empty(InMidtfjell(indre, under));
    }

    [Fact]
    public void K29_EveryChildForbiddenByOthers_IsOneFinding()
    {
        var order = Of("5041", "a") with { ActionCode = "RECEPTION", Theme = "FOLLOW_UP" };
        var bans = Catalogues.Newest.ChildrenOf("RECEPTION")
            .Select((code, i) => Of("5042", $"b{i}") with { Modality = Modality.MustNot, ActionCode = code })
            .ToArray();

        Assert.Equal("K-29 CONFLICT S2 a,b0,b1,b2", Summary(Assert.Single(InMidtfjell([order, .. bans]))));
        Assert.Empty(InMidtfjell([order with { IssuerOrg = bans[0].IssuerOrg }, .. bans]));
    }

    [Theory]
    [InlineData("5042", "ECONOMIC_COUNSELLING", "K-29 CONFLICT S2 a")]
    [InlineData("5041", "ECONOMIC_COUNSELLING", "NO_CONFLICT")]
    [InlineData("5042", null, "NO_CONFLICT")]
    public void K29_ParticipantSteersAServiceItHandedOver_IsConflict(string number, string? service, string expected)
    {
        var found = InMidtfjell(Of(number, "a") with { ServiceCode = service });

        Assert.Equal(expected, Summary(found.SingleOrDefault(f => f.Kind == FindingKind.IntermunicipalSplit)));
    }

    [Fact]
    public void K29_RoleForTheService_GoesBeforeTheRoleForAll()
    {
        var facts = MidtfjellFacts(Of("5042", "a") with { ServiceCode = "ECONOMIC_COUNSELLING" });
        var found = Judged(facts, p => p with { Municipalities = p.Municipalities.Add(new("5042", MunicipalityRole.Host, ["ECONOMIC_COUNSELLING"])) });

        Assert.DoesNotContain(found, f => f.Kind == FindingKind.IntermunicipalSplit);
    }

    [Fact]
    public void K29_MunicipalityThatOwnsNothingHere_IsNoParty()
    {
        var open = Of("5041", "a") with { ActionCode = "RECEPTION.DROP_IN" };
        var closed = Of("1103", "b") with { ActionCode = "RECEPTION.DROP_IN", Modality = Modality.MustNot };

        Assert.Empty(Split(open, closed));
        Assert.Empty(Split(open with { IssuerOrg = closed.IssuerOrg }, closed with { IssuerOrg = open.IssuerOrg }));
        Assert.Equal(["K-29 CONFLICT S2 a,b"], Split(open, closed with { IssuerOrg = "MUNICIPALITY:5042" }));

        static IEnumerable<string> Split(params Directive[] all) => InMidtfjell(all).Where(f => f.Kind == FindingKind.IntermunicipalSplit).Select(f => Summary(f));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0.5, 0)]
    [InlineData(0.5, 0.5, 1)]
    [InlineData(1, 0.5, 2)]
    [InlineData(1, 2, 0.5)]
    public void Ratio_IsDemandOverCapacity(double demand, double capacity, double expected) =>
        Assert.Equal((decimal)expected, new LoadRatio(Pool.State, (decimal)demand, (decimal)capacity).Ratio);

    [Fact]
    public void Ratio_WithoutCapacity_IsTheGreatest() => Assert.Equal(decimal.MaxValue, new LoadRatio(Pool.State, 0.1m, 0).Ratio);

    [Fact]
    public void K04_WorkedExample_NamesBothAndWhatIsDemanded()
    {
        var found = Only(Demands(State(), new FteDemand(Pool.Total, SharePct: 50)), Demands(Municipal(), new FteDemand(Pool.Total, SharePct: 60)))!;

        Assert.Equal("K-04 CONFLICT S2 m1,s1", Summary(found));
        Assert.Equal("TOTAL,2027-01-01", found.WitnessClass);
        Assert.Equal(["pool TOTAL", "day 2027-01-01", "demand 13.2", "capacity 12", "minimal m1,s1", "offices 5501"], found.Witness.Numbers);
    }

    [Theory]
    [InlineData(50, "NO_CONFLICT")]
    [InlineData(51, "K-04 CONFLICT S2 m1,s1")]
    [InlineData(65, "K-04 CONFLICT S2 m1,s1")]
    [InlineData(66, "K-04 CONFLICT S1 m1,s1")]
    public void K04_Share_DecidesTheSeverity(int share, string expected) => Assert.Equal(
        expected, Summary(Only(Demands(State(), new FteDemand(Pool.Total, SharePct: 50)), Demands(Municipal(), new FteDemand(Pool.Total, SharePct: share)))));

    [Fact]
    public void K04_OneLineAlone_IsACollisionInsideIt()
    {
        var found = Only(Demands(State(), new FteDemand(Pool.State, 9)))!;

        Assert.Equal("K-21 CONFLICT S2 s1", Summary(found));
        Assert.Equal(("K-04", ResolverClass.LineTop), (found.WitnessClass, found.Resolver.Class));
    }

    [Fact]
    public void K04_TwoRunsOfOneLine_AreOneFinding()
    {
        var first = Demands(State() with { Valid = Range("2027-01-01", "2027-02-01") }, new FteDemand(Pool.State, 9));
        var facts = At(first);
        var days = Days.Of(Range("2027-01-01", "2027-02-01"), Range("2027-03-01", "2027-04-01"));
        var twice = facts with { Offices = [Office(Fjordvik, [new(first.Id, days, ["5035"])])] };

        Assert.Equal("2027-01-01/2027-02-01,2027-03-01/2027-04-01", Assert.Single(Found(twice)).Window.ToString());
    }

    [Fact]
    public void K04_MunicipalitiesAlone_IsASplitBetweenThem()
    {
        var two = new FteDemand(Pool.Municipal, 2);
        var found = Assert.Single(InMidtfjell(Demands(Of("5041", "a"), two), Demands(Of("5042", "b"), two)));

        Assert.Equal("K-29 CONFLICT S1 a,b", Summary(found));
        Assert.Equal("K-04", found.WitnessClass);
    }

    [Fact]
    public void K04_CapacityGroup_CountsOnceAndLeavesItOpenWhenOnlyOneNamesIt()
    {
        var state = Demands(State(), new FteDemand(Pool.Total, 7, CapacityGroup: "Ungdomsteam"));
        var municipal = Demands(Municipal(), new FteDemand(Pool.Total, 7, CapacityGroup: "Ungdomsteam"));

        Assert.Null(Only(state, municipal));
        Assert.Equal("K-04 AMBIGUOUS S1 m1,s1", Summary(Only(state, Demands(Municipal(), new FteDemand(Pool.Total, 7)))));
        Assert.Equal("K-04 CONFLICT S1 m1,s1", Summary(Only(state, Demands(Municipal(), new FteDemand(Pool.Total, 13)))));
    }

    [Fact]
    public void K04_FollowUpNotRegistered_IsOwedByTheEmployer()
    {
        var facts = At(Demands(State(), new FteDemand(Pool.State, 1)), Demands(Municipal(), new FteDemand(Pool.Municipal, 1)));
        var found = Assert.Single(Judged(facts, p => p with { Staffing = [p.Staffing[0], p.Staffing[1] with { FollowUpFte = null }] }));

        Assert.Equal("K-04 UNDERSPECIFIED S1 m1,s1", Summary(found));
        Assert.Equal([Owed.By("MUNICIPALITY:5035", "staffing.follow_up_fte")], found.Owed);
        Assert.Equal("staffing.follow_up_fte,2027-01-01", found.WitnessClass);
    }

    [Fact]
    public void K04_CapacityThatNobodyDemands_IsNotMissed()
    {
        var facts = At(Demands(State(), new FteDemand(Pool.State, 1)));

        Assert.Empty(Judged(facts, p => p with { Staffing = [p.Staffing[0]] }));
    }

    [Theory]
    [InlineData(Pool.State)]
    [InlineData(Pool.Municipal)]
    [InlineData(Pool.Total)]
    public void K04_DemandOfNothing_MissesNoCapacity(Pool pool) =>
        Assert.Empty(Judged(At(Demands(State(), new FteDemand(pool, 0))), p => p with { Staffing = [] }));

    [Theory]
    [InlineData(Pool.State, 0)]
    [InlineData(Pool.Municipal, 1)]
    public void K04_WhoTakesNothingOfWhatIsLacking_IsNotNamed(Pool pool, int fte) =>
        Assert.Equal("K-21 CONFLICT S2 s1", Summary(Only(Demands(State(), new FteDemand(Pool.State, 9)), Demands(Municipal(), new FteDemand(pool, fte)))));

    [Fact]
    public void K04_StateDemand_IsNoPartOfWhatTheMunicipalityLacks() => Assert.Equal(
        "K-21 CONFLICT S1 m1", Summary(Only(Demands(State(), new FteDemand(Pool.State, 1)), Demands(Municipal(), new FteDemand(Pool.Municipal, 5)))));

    [Fact]
    public void K04_TotalThatTheMunicipalStaffCanTake_TakesNothingOfTheState()
    {
        Assert.Null(Only(Demands(State(), new FteDemand(Pool.State, 8)), Demands(Municipal(), new FteDemand(Pool.Total, 4))));
        Assert.Equal("K-04 CONFLICT S2 m1,s1", Summary(Only(Demands(State(), new FteDemand(Pool.State, 8)), Demands(Municipal(), new FteDemand(Pool.Total, 4.1m)))));
    }

    [Fact]
    public void K04_MunicipalStaffThatIsOverbookedItself_LendsNothing()
    {
        var found = Only(
            Demands(State(), new FteDemand(Pool.State, 7.5m)), Demands(Municipal(), new FteDemand(Pool.Municipal, 4.4m)), Demands(State("s2"), new FteDemand(Pool.Total, 5)))!;

        Assert.Equal("K-04 CONFLICT S1 m1,s1,s2", Summary(found));
        Assert.Contains("demand 16.5", found.Witness.Numbers);
    }

    [Fact]
    public void K04_Minimal_IsTheGreatestThatAloneIsTooMuch()
    {
        var found = Only(Demands(State(), new FteDemand(Pool.Total, 13)), Demands(Municipal(), new FteDemand(Pool.Total, 1)))!;

        Assert.Equal("K-04 CONFLICT S1 m1,s1", Summary(found));
        Assert.Contains("minimal s1", found.Witness.Numbers);
    }

    [Fact]
    public void K04_OfficeOfTheAreaWithRoomForItsOwn_IsNotNamed()
    {
        var state = Demands(State(), new FteDemand(Pool.Total, 30));
        var municipal = Demands(Of("5041", "m1"), new FteDemand(Pool.Total, 3));
        var facts = At(state, municipal) with { Offices = [Pooling(Fjordvik, Reach(state)), Pooling(Midtfjell, Reach(municipal, "5041"))] };

        Assert.Equal(["K-21 CONFLICT S1 s1"], Found(facts).Select(f => Summary(f)));
    }

    [Theory]
    [InlineData(7, "2027-04-01", "capacity 11")]
    [InlineData(8, "2027-01-01", "capacity 12")]
    [InlineData(9, "2027-01-01", "capacity 12")]
    public void K04_StaffThatChangesUnderARun_IsOneFindingOfItsWorstDay(int later, string worst, string capacity)
    {
        var facts = At(Demands(State(), new FteDemand(Pool.Total, 10)), Demands(Municipal(), new FteDemand(Pool.Total, 4)));
        var found = Assert.Single(Judged(facts, p => p with { Staffing = [.. Until("2027-04-01", p.Staffing[0], p.Staffing[0] with { FollowUpFte = later }), p.Staffing[1]] }));

        Assert.Equal("2027-01-01/2028-01-01", found.Window.ToString());
        Assert.Contains($"day {worst}", found.Witness.Numbers);
        Assert.Contains(capacity, found.Witness.Numbers);
    }

    [Fact]
    public void K04_DaysWithoutACapacity_AreARunOfTheirOwn()
    {
        var facts = At(Demands(State(), new FteDemand(Pool.Total, 10)), Demands(Municipal(), new FteDemand(Pool.Total, 4)));
        var found = Judged(facts, p => p with { Staffing = [.. Until("2027-04-01", p.Staffing[0], p.Staffing[0] with { FollowUpFte = null }), p.Staffing[1]] });

        Assert.Equal(["2027-01-01/2027-04-01", "2027-04-01/2028-01-01"], found.OrderBy(f => f.Verdict).Select(f => f.Window.ToString()));
        Assert.Equal([Verdict.Conflict, Verdict.Underspecified], found.Select(f => f.Verdict).Order());
    }

    [Fact]
    public void K04_StaffThatLeaves_BeginsARun()
    {
        var facts = At(Demands(State(), new FteDemand(Pool.State, 7)), Demands(Municipal(), new FteDemand(Pool.Total, 5)));
        var found = Assert.Single(Judged(facts, p => p with
        {
            Staffing =
            [
                p.Staffing[0] with { Valid = new(DateOnly.MinValue, Day("2027-04-01")) },
                p.Staffing[0] with { FollowUpFte = 7.5m, Valid = new(Day("2027-04-01"), DateOnly.MaxValue) },
                p.Staffing[1],
            ],
        }));

        Assert.Equal("K-04 CONFLICT S2 m1,s1", Summary(found));
        Assert.Equal("2027-04-01/2028-01-01", found.Window.ToString());
    }

    [Fact]
    public void K04_AreaThatPools_IsJudgedTogetherAndFoundAtEveryOfficeReached()
    {
        var state = Demands(State(), new FteDemand(Pool.State, 8));
        var municipal = Demands(Of("5041", "m1"), new FteDemand(Pool.State, 7));
        var facts = At(state, municipal) with { Offices = [Pooling(Fjordvik, Reach(state)), Pooling(Midtfjell, Reach(municipal, "5041"))] };

        var found = Found(facts).Where(f => f.Kind == FindingKind.CapacityOverbooked).ToList();

        Assert.Equal([Fjordvik, Midtfjell], found.Select(f => f.Office));
        Assert.All(found, f => Assert.Equal("K-04 CONFLICT S2 m1,s1", Summary(f)));
        Assert.All(found, f => Assert.Contains("demand 15", f.Witness.Numbers));
        Assert.All(found, f => WitnessCheck.Confirm(facts, f));
    }

    [Fact]
    public void K04_AreaWithRoom_LendsItToTheOther()
    {
        var state = Demands(State(), new FteDemand(Pool.State, 9));
        var facts = At(state) with { Offices = [Pooling(Fjordvik, Reach(state)), Pooling(Midtfjell)] };

        Assert.Empty(Found(facts));
    }

    private static Office Pooling(string number, params Reach[] reaches) => Office(number, reaches) is var office
        ? office with { Profile = office.Profile with { ServiceArea = new ServiceArea("TO-1", true) } }
        : throw new InvalidOperationException();

    private static Staffing[] Until(string day, Staffing before, Staffing after) =>
        [before with { Valid = new(DateOnly.MinValue, Day(day)) }, after with { Valid = new(Day(day), DateOnly.MaxValue) }];

    private static Directive Demands(Directive x, params FteDemand[] demands) => x with { FteDemand = [.. demands] };

    private static Directive Of(string municipality, string id) => Municipal(id) with { IssuerOrg = Org.Municipality(municipality) };

    private static Facts MidtfjellFacts(params Directive[] directives) =>
        At(directives) with { Offices = [Office(Midtfjell, directives.Select(d => Reach(d, d.IssuerOrg.Number)))] };

    private static ImmutableArray<Finding> InMidtfjell(params Directive[] directives) => Found(MidtfjellFacts(directives));

    private static ImmutableArray<Finding> Judged(Facts facts, Func<Profile, Profile> change) =>
        Found(facts with { Offices = [.. facts.Offices.Select(o => o with { Profile = change(o.Profile) })] });

    private static ImmutableArray<Finding> Judged(params Directive[] directives) => Situation.Judged(directives);
}
