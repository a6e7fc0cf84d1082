using FsCheck;
using FsCheck.Fluent;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using CostSplit = Samstyring.Offices.Rules.CostSplit;

namespace Samstyring.Offices.Tests.Rules;

public sealed class CostSplitTests
{
    private static readonly DateOnly April = new(2027, 4, 1);

    // The ten cases, each worked out by hand. Fjordvik is the example of K-07: 10 state and 6 municipal full-time equivalents share 1 800 000 kr.

    [Fact]
    public void Split_ByStaffing_StateTakesThreeAway_MunicipalityPaysTheExampleOfK07()
    {
        // 6/16 = 37.5 % of 1 800 000 is 675 000; 6/13 = 46.15 % is 830 769.23; the difference times 9/12 is 116 826.92.
        var (state, municipal) = Two(Current(Fjordvik(10, 6), State(-3.0m, April)));
        Assert.Equal((675_000, 830_769, 116_827), (municipal.NokBefore, municipal.NokAfter, municipal.ThisYear));
        Assert.Equal(155_769, municipal.NokAfter - municipal.NokBefore);
        Assert.Equal((1_125_000, 969_231, -116_827), (state.NokBefore, state.NokAfter, state.ThisYear));
        Assert.Equal((new Fraction(6, 16), new Fraction(6, 13)), (municipal.Before, municipal.After));
    }

    [Fact]
    public void Split_ByStaffing_HalfAPosition_IsTheNearMissOfK07()
    {
        // 6/15.5 of 1 800 000 is 696 774.19.
        var (_, municipal) = Two(Current(Fjordvik(10, 6), State(-0.5m, April)));
        Assert.Equal((696_774, 21_774), (municipal.NokAfter, municipal.NokAfter - municipal.NokBefore));
    }

    [Fact]
    public void Split_ByStaffing_MunicipalityAddsTwo_ItPaysMore()
    {
        // Midtfjell: 8 and 4 share 900 000. 4/12 is 300 000; 6/14 is 385 714.29; a full year from 1 January.
        var (state, municipal) = Two(Current(Facts(Key(CostKeyType.Fte, 900_000), 8, 4), Municipal(2, new DateOnly(2027, 1, 1))));
        Assert.Equal((300_000, 385_714, 85_714), (municipal.NokBefore, municipal.NokAfter, municipal.ThisYear));
        Assert.Equal((600_000, 514_286, -85_714), (state.NokBefore, state.NokAfter, state.ThisYear));
    }

    [Fact]
    public void Split_ByStaffing_FromTheMiddleOfAMonth_CountsItsDays()
    {
        // From 16 April: 15 of 30 days and 8 months are 8.5 months. 155 769.23 times 8.5/12 is 110 336.54.
        var (_, municipal) = Two(Current(Fjordvik(10, 6), State(-3, new DateOnly(2027, 4, 16))));
        Assert.Equal(110_337, municipal.ThisYear);
    }

    [Fact]
    public void Split_ByStaffing_StateLeavesAltogether_MunicipalityPaysAll()
    {
        // The last state position of three: 2/3 of 100 000 is 66 666.67 and becomes 100 000; 1 December leaves one month, 2 777.78.
        var (state, municipal) = Two(Current(Facts(Key(CostKeyType.Fte, 100_000), 1, 2), State(-1, new DateOnly(2027, 12, 1))));
        Assert.Equal((33_333, 0, -2_778), (state.NokBefore, state.NokAfter, state.ThisYear));
        Assert.Equal((66_667, 100_000, 2_778), (municipal.NokBefore, municipal.NokAfter, municipal.ThisYear));
    }

    [Fact]
    public void Split_ByStaffing_SmallPositions_StaysExact()
    {
        // 0.1 and 0.2 of 10 kr are 3.33 and 6.67; with 0.3 from the state 4 in 6 and 2 in 6.
        var (state, municipal) = Two(Current(Facts(Key(CostKeyType.Fte, 10), 0.1m, 0.2m), State(0.3m, April)));
        Assert.Equal((3, 7, 7, 3), (state.NokBefore, municipal.NokBefore, state.NokAfter, municipal.NokAfter));
    }

    [Fact]
    public void Split_ByPercent_StaffingMovesNothing_ButWouldByStaffing()
    {
        // Midtfjell: 65/35 of 900 000 is 585 000 and 315 000, whatever the staffing; by staffing 8/12 would become 8/14.
        var keys = Simulate(Facts(Key(CostKeyType.Percent, 900_000, ("STATE", 65), ("MUNICIPAL", 35)), 8, 4), Municipal(2, April));
        var (state, municipal) = Two(keys.Single(key => key.IsCurrent));
        Assert.Equal((585_000, 585_000, 315_000, 315_000), (state.NokBefore, state.NokAfter, municipal.NokBefore, municipal.NokAfter));
        var (stateByFte, _) = Two(keys.Single(key => key.Type == CostKeyType.Fte));
        Assert.Equal((600_000, 514_286), (stateByFte.NokBefore, stateByFte.NokAfter));
    }

    [Fact]
    public void Split_ByPercent_ThirdsOfAnOddSum_LastTakesTheRest()
    {
        // 33.333, 33.333 and 33.334 % of 1 000 001: 333 330.33 and 333 330.33, and what is left, 333 341.
        var shares = Key(CostKeyType.Percent, 1_000_001, ("STATE", 33.333m), ("5035", 33.333m), ("5036", 33.334m));
        var parties = Current(Facts(shares, 8, 4), State(-1, April)).Parties;
        Assert.Equal([("STATE", 333_330), ("5035", 333_330), ("5036", 333_341)], parties.Select(party => (party.Party, party.NokAfter)));
    }

    [Fact]
    public void Split_ByPopulation_StaysWithTheSharesOfTheLastRevision()
    {
        // 40 % of 500 000 is 200 000; 45 % is 225 000; 15 % is 75 000.
        var shares = Key(CostKeyType.Population, 500_000, ("5036", 15), ("STATE", 40), ("5035", 45));
        var parties = Current(Facts(shares, 8, 4), State(-1, April)).Parties;
        Assert.Equal([("STATE", 200_000), ("5035", 225_000), ("5036", 75_000)], parties.Select(party => (party.Party, party.NokBefore)));
        Assert.All(parties, party => Assert.Equal((party.NokBefore, 0), (party.NokAfter, party.ThisYear)));
    }

    [Fact]
    public void Split_ByPopulationInstead_StateKeepsItsPartAndMunicipalitiesShareByInhabitants()
    {
        // By staffing the state has 3/4 of 400 000. The rest, 100 000, goes 24 717 to 2 604 inhabitants: 90 468.87 and 9 531.13.
        var facts = Facts(Key(CostKeyType.Fte, 400_000), 9, 3) with { Municipalities = [("5036", 2_604), ("5035", 24_717)] };
        var parties = Simulate(facts, State(-1, April)).Single(key => key.Type == CostKeyType.Population).Parties;
        Assert.Equal([("STATE", 300_000), ("5035", 90_469), ("5036", 9_531)], parties.Select(party => (party.Party, party.NokBefore)));
    }

    [Fact]
    public void Split_WithoutInhabitants_KeepsTheMunicipalSideAsOne()
    {
        var facts = Fjordvik(10, 6) with { Municipalities = [("0301", null)] };
        var parties = Simulate(facts, State(-1, April)).Single(key => key.Type == CostKeyType.Population).Parties;
        Assert.Equal(["STATE", "MUNICIPAL"], parties.Select(party => party.Party));
    }

    [Fact]
    public void Simulate_ShowsTodaysKeyAndTheOthersSideBySide()
    {
        var keys = Simulate(Fjordvik(10, 6), State(-3, April));
        Assert.Equal(
            [(CostKeyType.Fte, true), (CostKeyType.Percent, false), (CostKeyType.Population, false)], keys.Select(key => (key.Type, key.IsCurrent)));
        var (_, frozen) = Two(keys[1]);
        Assert.Equal((675_000, 675_000), (frozen.NokBefore, frozen.NokAfter));
    }

    [Fact]
    public void Simulate_SharesToTryOut_StandBesideTodays()
    {
        var facts = Facts(Key(CostKeyType.Percent, 900_000, ("STATE", 65), ("MUNICIPAL", 35)), 8, 4);
        var keys = CostSplit.Simulate(facts, State(-1, April), [new FixedShare("MUNICIPAL", 40), new FixedShare("STATE", 60)]).Value;
        Assert.Equal([(CostKeyType.Percent, true), (CostKeyType.Percent, false)], keys.Where(key => key.Type == CostKeyType.Percent).Select(key => (key.Type, key.IsCurrent)));
        Assert.Equal(540_000, keys[2].Parties[0].NokAfter);
    }

    [Theory]
    [InlineData(-10.1)]
    [InlineData(-11)]
    public void Simulate_LessThanNobody_IsRefusedAtTheDelta(double delta)
    {
        var fault = Assert.Single(CostSplit.Simulate(Fjordvik(10, 6), State((decimal)delta, April), []).Refusal.Faults);
        Assert.Equal(("fte_delta", ErrorReason.NumberOutOfRange), (fault.Field, fault.Reason));
    }

    [Fact]
    public void Simulate_NobodyLeft_IsRefusedAtTheDelta() =>
        Assert.Equal("fte_delta", CostSplit.Simulate(Fjordvik(1, 0), State(-1, April), []).Refusal.Faults[0].Field);

    [Fact]
    public void Simulate_NothingRegistered_NamesAllThatIsMissing()
    {
        var refusal = CostSplit.Simulate(new CostFacts(null, null, 2, []), State(-1, April), []).Refusal;
        Assert.Equal((ErrorReason.EconomyIncomplete, "cost_key, cost_items, staffing"), (refusal.Reason, refusal.Metadata["missing"]));
    }

    [Fact]
    public void Simulate_KeyWithoutItems_NamesTheItems() => Assert.Equal(
        "cost_items", CostSplit.Simulate(new CostFacts(new CostTerms { Type = CostKeyType.Fte }, 1, 2, []), State(-1, April), []).Refusal.Metadata["missing"]);

    [Fact]
    public void Split_OfAnyStaffing_EveryColumnAddsUp() => Prop.ForAll<Tuple<int, int, int, int>>(drawn =>
    {
        var (facts, change) = Any(drawn.Item1, drawn.Item2, drawn.Item3, drawn.Item4);
        var total = facts.Terms!.Items.Sum(item => item.NokPerYear);
        return Simulate(facts, change).All(key =>
            key.Parties.Sum(party => party.NokBefore) == total && key.Parties.Sum(party => party.NokAfter) == total && key.Parties.Sum(party => party.ThisYear) == 0
            && key.Parties.Aggregate(default(Fraction), (sum, party) => sum + party.After) == (Fraction)1m);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Split_WithTheOwnersChangedAbout_IsTheSameSplit() => Prop.ForAll<Tuple<int, int, int, int>>(drawn =>
    {
        var (facts, change) = Any(drawn.Item1, drawn.Item2, drawn.Item3, drawn.Item4);
        var mirrored = facts with { StateFte = facts.MunicipalFte, MunicipalFte = facts.StateFte };
        var (first, second) = (Two(Current(facts, change)), Two(Current(mirrored, change with { Employer = Employer.Municipal })));
        return (first.State.Before, first.State.After) == (second.Municipal.Before, second.Municipal.After)
            && Math.Abs(first.State.NokAfter - second.Municipal.NokAfter) <= 1;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Split_OfNoChange_MovesNothing() => Prop.ForAll<int, int, int>((state, municipal, nok) =>
    {
        var (facts, change) = Any(state, municipal, 0, nok);
        return Simulate(facts, change).All(key => key.Parties.All(party => party.NokBefore == party.NokAfter && party.ThisYear == 0));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2027-01-01", 12, 1)]
    [InlineData("2027-04-01", 9, 1)]
    [InlineData("2027-12-31", 1, 31)]
    [InlineData("2028-02-15", (10 * 29) + 15, 29)]
    public void MonthsLeft_CountsAMonthBegunByItsDays(string from, int numerator, int denominator) =>
        Assert.Equal(new Fraction(numerator, denominator), CostSplit.MonthsLeft(DateOnly.ParseExact(from, "yyyy-MM-dd")));

    private static StaffingChange State(decimal delta, DateOnly from) => new(Employer.State, delta, from);

    private static StaffingChange Municipal(decimal delta, DateOnly from) => new(Employer.Municipal, delta, from);

    private static CostFacts Fjordvik(decimal state, decimal municipal) => Facts(Key(CostKeyType.Fte, 1_800_000), state, municipal);

    private static CostFacts Facts(CostTerms terms, decimal state, decimal municipal) => new(terms, state, municipal, []);

    private static CostTerms Key(CostKeyType type, long nok, params (string Party, decimal Percent)[] shares)
    {
        var terms = new CostTerms { Type = type, Items = { new CostItem { Item = "Husleie", NokPerYear = nok } } };
        terms.Shares.AddRange(shares.Select(share => new CostShare { Party = share.Party, Percent = CostShares.Text(share.Percent) }));
        return terms;
    }

    private static IReadOnlyList<KeyCost> Simulate(CostFacts facts, StaffingChange change) => CostSplit.Simulate(facts, change, []).Value;

    private static KeyCost Current(CostFacts facts, StaffingChange change) => Simulate(facts, change).Single(key => key.IsCurrent);

    private static (PartyCost State, PartyCost Municipal) Two(KeyCost key) => (key.Parties[0], key.Parties[1]);

    // Half positions, at least one on each side after the change.
    private static (CostFacts Facts, StaffingChange Change) Any(int state, int municipal, int delta, int nok)
    {
        var half = (Math.Abs((long)delta) % 200) / 2m * Math.Sign(delta);
        var facts = Facts(Key(CostKeyType.Fte, Math.Abs((long)nok) * 997), (Math.Abs((long)state) % 400 / 2m) + 101, (Math.Abs((long)municipal) % 400 / 2m) + 1);
        return (facts with { Municipalities = [("5035", 24_717), ("5036", 2_604), ("5032", 4_100)] }, State(half, April));
    }
}
