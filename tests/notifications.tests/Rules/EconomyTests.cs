using System.Collections.Immutable;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class EconomyTests
{
    private static readonly Directive Cut = State() with { FteDelta = [new(Employer.State, -3)], Valid = Range("2027-04-01", "2028-01-01") };

    [Fact]
    public void K07_WorkedExample_ShowsFullYearAndRestOfYear()
    {
        var facts = At(Cut);
        var found = Of(facts, FindingKind.CostShift).Single();

        Assert.Equal(
            ["party MUNICIPAL", "share_before 3/8", "share_after 6/13", "before 675000", "after 830769", "more 155769", "rest_of_year 116827"],
            found.Witness.Numbers);
        Assert.Contains(
            "Andelen kommunen betaler av felles utgifter, går fra 37,5 til 46,15 prosent: fra 675 000 til 830 769 kroner, "
            + "155 769 kroner mer i året og 116 827 kroner mer i 2027.",
            Explained(facts, found).Nb, StringComparison.Ordinal);
    }

    [Fact]
    public void K07_Thirds_AreNotRoundedBeforeTheLimit()
    {
        // A third of 150 000 kroner is the limit exactly; one krone more is over it.
        var profile = FjordvikProfile with
        {
            CostKey = new CostKey(CostKeyType.Fte, LastReview: new(2026, 6, 1)),
            Staffing = [new() { Employer = Employer.State, Fte = 2 }, new() { Employer = Employer.Municipal, Fte = 1 }],
        };

        Assert.Empty(Of(With(profile, Shared(150_000)), FindingKind.CostShift));
        Assert.Single(Of(With(profile, Shared(150_001)), FindingKind.CostShift));

        static Directive Shared(decimal nok) => State() with { Nok = nok, NokYear = 2027, CostBearer = CostBearer.SharedByKey };
    }

    [Fact]
    public void K07_MoreMunicipalStaff_MovesTheShareToTheMunicipality() => Assert.Equal(
        ["party MUNICIPAL", "share_before 3/8", "share_after 9/19"],
        Of(At(Cut with { FteDelta = [new(Employer.Municipal, 3)] }), FindingKind.CostShift).Single().Witness.Numbers.Take(3));

    [Fact]
    public void K07_MoreThanTheStaffThereIs_LeavesNobody()
    {
        var facts = At(Cut with { FteDelta = [new(Employer.State, -12)] });
        var found = Of(facts, FindingKind.CostShift).Single();

        Assert.Contains("share_after 1", found.Witness.Numbers);
        Assert.Contains("går fra 37,5 til 100 prosent: fra 675 000 til 1 800 000 kroner", Explained(facts, found).Nb, StringComparison.Ordinal);
    }

    [Fact]
    public void K07_CostsOfTheDayBeforeItTakesEffect_Count()
    {
        CostItem[] items =
        [
            FjordvikProfile.CostItems[0] with { Valid = new(DateOnly.MinValue, Cut.Valid.From) },
            FjordvikProfile.CostItems[0] with { NokPerYear = 3_600_000, Valid = new(Cut.Valid.From, DateOnly.MaxValue) },
        ];

        Assert.Contains("before 675000", Of(With(FjordvikProfile with { CostItems = [.. items] }, Cut), FindingKind.CostShift).Single().Witness.Numbers);
    }

    [Theory]
    [InlineData(Employer.State, "MUNICIPALITY:5035")]
    [InlineData(Employer.Municipal, "COUNTY:5700")]
    public void K07_StaffThatIsNotRegistered_IsOwedByItsEmployer(Employer registered, string owes) => Assert.Equal(
        [Owed.By(owes, "staffing")],
        Of(With(FjordvikProfile with { Staffing = [.. FjordvikProfile.Staffing.Where(s => s.Employer == registered)] }, Cut), FindingKind.CostShift).Single().Owed);

    [Theory]
    [InlineData(0.99, 1)]
    [InlineData(1, 0)]
    [InlineData(1.01, 0)]
    public void K06_Share_IsOfTheFollowUpStaff(double free, int expected)
    {
        // A quarter of the four municipal ones.
        var found = Of(At(State() with { FteDemand = [new(Pool.Municipal, SharePct: 25)] }, Frame(new(2027, FreeFte: (decimal)free))), FindingKind.UnfundedDemand);

        Assert.Equal(expected, found.Length);
        Assert.All(found, f => Assert.Contains("fte 1", f.Witness.Numbers));
    }

    [Fact]
    public void K06_OneDay_IsSaidInTenThousandths() => Assert.Contains(
        "fte 0.0027",
        Of(At(State() with { Valid = Range("2027-01-01", "2027-01-02"), FteDemand = [new(Pool.Municipal, 1)] }, Frame(new(2027, FreeFte: 0))), FindingKind.UnfundedDemand)
            .Single().Witness.Numbers);

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(1, null, "cost_bearer,2027")]
    [InlineData(0, CostBearer.Municipal, null)]
    [InlineData(1, CostBearer.Municipal, "nok_year,2027")]
    public void K06_Kroner_AreSpokenForWhereThereAreAny(int nok, CostBearer? bearer, string? expected) =>
        Assert.Equal(expected, Of(At(State() with { Nok = nok, CostBearer = bearer }), FindingKind.UnfundedDemand).SingleOrDefault()?.WitnessClass);

    [Fact]
    public void K06_Kroner_AreClaimedOnTheDaysOfTheDirective() => Assert.Equal(
        "2027-04-01/2028-01-01",
        Of(At(State() with { Valid = Range("2027-04-01", "2028-01-01"), Nok = 1, NokYear = 2027, CostBearer = CostBearer.Municipal }, Frame(new(2027, FreeNok: 0))), FindingKind.UnfundedDemand)
            .Single().Window.ToString());

    [Theory]
    [InlineData("2028-01-01", 0)]
    [InlineData("2028-01-02", 1)]
    public void K06_EveryYearItHasADayIn_HasToBeFramed(string to, int owing)
    {
        var facts = At(State() with { Valid = Range("2027-01-01", to), FteDemand = [new(Pool.Municipal, 1)] }, Frame(new(2027, FreeFte: 1)));

        Assert.Equal(Enumerable.Repeat("frame.free_fte,2028", owing), Of(facts, FindingKind.UnfundedDemand).Select(f => f.WitnessClass));
    }

    [Fact]
    public void K06_OwnStaffAndWhatIsAgreed_OweNothing()
    {
        var unknown = FjordvikProfile with { Staffing = [.. FjordvikProfile.Staffing.Select(s => s with { FollowUpFte = null })] };
        var agreed = State() with
        {
            FteDemand = [new(Pool.Municipal, SharePct: 25)],
            PartnerInvolvement = [new("MUNICIPALITY:5035", ConsultedAt: Day("2026-05-01"), AgreedAt: Day("2026-05-01"))],
        };

        Assert.Empty(Of(With(unknown, State() with { FteDemand = [new(Pool.State, SharePct: 25)] }), FindingKind.UnfundedDemand));
        Assert.Empty(Of(With(unknown, agreed), FindingKind.UnfundedDemand));
    }

    [Fact]
    public void K06_UnknownFollowUpStaff_IsOwedByTheEmployerForThatYear()
    {
        var profile = FjordvikProfile with { Staffing = [.. FjordvikProfile.Staffing.Select(s => s with { FollowUpFte = null })] };
        var found = Of(With(profile, State() with { FteDemand = [new(Pool.Municipal, SharePct: 25)] }), FindingKind.UnfundedDemand).Single();

        Assert.Equal((Verdict.Underspecified, "staffing.follow_up_fte,2027"), (found.Verdict, found.WitnessClass));
        Assert.Equal("MUNICIPALITY:5035", Assert.Single(found.Owed).Owner);
    }

    [Fact]
    public void K06_WorkedExample_SaysWhatIsClaimedAndWhatIsFree()
    {
        var facts = At(State() with { FteDemand = [new(Pool.Municipal, 0.8m)] }, Frame(new(2027, FreeFte: 0)));
        var found = Of(facts, FindingKind.UnfundedDemand).Single();

        Assert.Equal(["frame m1", "owner MUNICIPAL", "year 2027", "fte 0.8", "free_fte 0"], found.Witness.Numbers);
        Assert.Contains("Det krever 0,8 årsverk fra kommunen i 2027, men rammen for 2027 har ingenting ledig.", Explained(facts, found).Nb, StringComparison.Ordinal);
    }

    [Fact]
    public void K06_WithoutAnEnd_AsksForNoFrameBeyondTheNewest()
    {
        var statutory = State() with { Bindingness = Bindingness.Statutory, Valid = new(Day("2027-01-01"), DateOnly.MaxValue), FteDemand = [new(Pool.Municipal, 1)] };

        Assert.Equal("frame.free_fte,2027", Of(At(statutory), FindingKind.UnfundedDemand).Single().WitnessClass);
        Assert.Empty(Of(At(statutory, Frame(new(2027, FreeFte: 1))), FindingKind.UnfundedDemand));
    }

    [Theory]
    [InlineData(0, "K-08 UNDERSPECIFIED S3 ")]
    [InlineData(0.5, "K-08 CONFLICT S3 ")]
    [InlineData(0.6, "K-08 CONFLICT S3 ")]
    public void K08_NobodyEmployed_IsNoFigure(double each, string expected)
    {
        Staffing[] staffing = [new() { Employer = Employer.State, Fte = (decimal)each }, new() { Employer = Employer.Municipal, Fte = (decimal)each }];
        var found = Of(With(MidtfjellProfile with { OfficeId = Fjordvik, Staffing = [.. staffing] }, State()), FindingKind.CostKeyDrift);

        Assert.All(found, f => Assert.Equal(expected, Summary(f)));
        Assert.NotEmpty(found);
    }

    [Fact]
    public void K08_NamesNoDirective_AndHoldsNothing()
    {
        var facts = With(MidtfjellProfile with { OfficeId = Fjordvik, Staffing = [new() { Employer = Employer.State, Fte = 5 }, new() { Employer = Employer.Municipal, Fte = 5 }] }, State());
        var found = Of(facts, FindingKind.CostKeyDrift);

        Assert.Equal(["MUNICIPAL", "STATE"], found.Select(f => f.WitnessClass));
        Assert.All(found, f => Assert.Empty(f.Directives));
        Assert.All(found, f => Assert.False(GateDecision.Holds(f, State())));
        var message = FindingMessage.Write(found[0]);
        Assert.Equal(message, FindingMessage.Write(FindingMessage.Read(message, ImmutableDictionary<string, Directive>.Empty)));
        Assert.Contains(
            "Etter kostnadsnøkkelen betaler kommunen 35 prosent, men har 50 prosent 30. juni 2026 og 50 prosent 30. september 2026 av årsverkene ved kontoret.",
            Explained(facts, found[0]).Nb, StringComparison.Ordinal);
    }

    [Fact]
    public void K31_NamesTheSourceAndTheDay()
    {
        var catalogues = Catalogues.Newest with
        {
            Sources = new Dictionary<string, Source> { ["GARANTI"] = new(To: Day("2026-07-01"), Title: new("bemanningsgarantien", "bemanningsgarantien")) },
        };
        var facts = At(Municipal() with { LegalBasis = [new("GARANTI")] }) with { Catalogues = catalogues };
        var found = Of(facts, FindingKind.OutdatedBasis).Single();

        Assert.Equal((Severity.NeedsClarification, ResolverClass.Issuer), (found.Severity, found.Resolver.Class));
        Assert.Contains("Føringa byggjer på bemanningsgarantien, som ikkje gjeld frå 1. juli 2026.", Explained(facts, found).Nn, StringComparison.Ordinal);
    }

    private static Directive Frame(Frame frame) =>
        Municipal() with { Bindingness = Bindingness.Frame, Frame = frame, Theme = "FOLLOW_UP", DecidedAt = Day("2026-06-17"), PublishedAt = Day("2026-06-18") };

    private static Facts With(Profile profile, params Directive[] directives)
    {
        var facts = At(directives);
        return facts with { Offices = [facts.Offices[0] with { Profile = profile }] };
    }

    private static ImmutableArray<Finding> Of(Facts facts, FindingKind kind) => [.. Judge.Findings(facts).Where(f => f.Kind == kind)];

    private static Words Explained(Facts facts, Finding finding) => Phrases.Explain(
        finding, facts.Offices[0], finding.Directives.ToDictionary(d => d.Id, d => new Quote(new("Eier", "Eigar"), new("Tekst", "Tekst"))), facts.Catalogues);
}
