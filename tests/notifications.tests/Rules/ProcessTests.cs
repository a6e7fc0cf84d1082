using System.Collections.Immutable;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>The groups process and measurement: what their corpus does not reach, and the properties of conflicts.md section 10 on every case of it.</summary>
public class ProcessTests
{
    private static readonly FindingKind[] Kinds =
    [
        FindingKind.AssessmentMissing, FindingKind.PartnerNotConsulted, FindingKind.OwnerBypassed, FindingKind.UncoordinatedOffer, FindingKind.AdviceAsOrder,
        FindingKind.CascadeDistortion, FindingKind.OutsideJointPlan, FindingKind.AccessAsymmetry, FindingKind.DoubleReporting, FindingKind.IndicatorSplit,
        FindingKind.ScorecardImbalance, FindingKind.DetailAsymmetry,
    ];

    // These are about an office, or about a receipt with no office: no directive's removal is the same for them.
    private static readonly FindingKind[] Counted = [FindingKind.ScorecardImbalance, FindingKind.DetailAsymmetry];

    public static TheoryData<string> Cases => [.. Kinds.Select(Finding.Code).SelectMany(kind => Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "corpus", kind), "*.json").Where(path => !path.EndsWith(".expected.json", StringComparison.Ordinal))
        .Select(path => $"{kind}/{Path.GetFileName(path)}")).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_WitnessesAreConfirmedFromTheFactsAlone(string name)
    {
        var facts = await Facts(name);
        Assert.All(Of(facts).Where(f => f.Severity != Severity.Info), f => WitnessCheck.Confirm(facts, f));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_InAnotherOrder_GivesTheSameFindings(string name)
    {
        var facts = await Facts(name);
        var turned = facts with
        {
            Directives = facts.Directives.Reverse().ToDictionary(),
            Offices = [.. facts.Offices.Reverse().Select(o => o with { Reaches = [.. o.Reaches.Reverse()] })],
        };
        Assert.Equal(Prints(Of(facts)), Prints(Of(turned)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_WithADirectiveWithdrawn_LosesWhatNamesItAndNothingElse(string name)
    {
        var facts = await Facts(name);
        var before = Of(facts).Where(f => !Counted.Contains(f.Kind)).ToList();
        Assert.All(facts.Directives.Keys, id =>
        {
            var without = facts with
            {
                Directives = facts.Directives.Values.ToDictionary(d => d.Id, d => d.Id == id ? d with { State = DirectiveState.Withdrawn } : d),
            };
            var after = Prints(Of(without));
            Assert.Empty(Of(without).Where(f => f.Names(id)));
            Assert.All(before.Where(f => !f.Names(id)), f => Assert.Contains(f.Fingerprint, after));
        });
    }

    [Theory]
    [InlineData(2, ResolverClass.Issuer)]
    [InlineData(3, ResolverClass.BothOwners)]
    public void K13_Recurrence_IsForBothOwners(int count, ResolverClass resolver) => Assert.All(
        Judged([.. Enumerable.Range(1, count).Select(i => Bypassing($"s{i}", "2026-06-02"))]),
        f => Assert.Equal((FindingKind.OwnerBypassed, resolver), (f.Kind, f.Resolver.Class)));

    [Fact]
    public void K13_OneMoreThanTheThreshold_ChangesNothingForTheOthers()
    {
        Directive[] all = [.. Enumerable.Range(1, 5).Select(i => Bypassing($"s{i}", "2026-06-02"))];
        var (four, five) = (Judged(all[..4]), Judged(all));

        Assert.Equal(four.Select(FindingMessage.Write), five.Where(f => !f.Names("s5")).Select(FindingMessage.Write));
        Assert.All(five, f => Assert.Equal(["bypasses 3"], f.Witness.Numbers));

        // Nor are they looked at again; at the threshold they are.
        Assert.Equal(["s5"], Affected.By(new Predicates(At(all), At(all).Offices[0]).About(new HashSet<string> { "s5" }), FindingKind.OwnerBypassed, ["s5"]));
        Assert.Equal(["s1", "s2", "s3"], Affected.By(new Predicates(At(all[..3]), At(all[..3]).Offices[0]).About(new HashSet<string> { "s3" }), FindingKind.OwnerBypassed, ["s3"]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("2025-11-16", ResolverClass.Issuer)]
    [InlineData("2025-11-17", ResolverClass.BothOwners)]
    public void K13_Recurrence_LooksTwelveMonthsBack(string published, ResolverClass resolver) => Assert.All(
        Judged(Bypassing("s1", "2026-06-02"), Bypassing("s2", "2026-11-16"), Bypassing("s3", published)), f => Assert.Equal(resolver, f.Resolver.Class));

    [Fact]
    public void K13_OfAnotherIssuer_DoesNotCount() => Assert.All(
        Judged(Bypassing("s1", "2026-06-02"), Bypassing("s2", "2026-06-02"), Bypassing("s3", "2026-06-02") with { IssuerOrg = "COUNTY:5700", IssuerRole = IssuerRole.CountyDirector }),
        f => Assert.Equal(ResolverClass.Issuer, f.Resolver.Class));

    [Theory]
    [InlineData(null, "NOT_INVOLVED MUNICIPALITY:5035")]
    [InlineData("2026-06-08", "INFORMED_ONLY MUNICIPALITY:5035 2026-06-10")]
    [InlineData("2026-06-20", "INFORMED_ONLY MUNICIPALITY:5035 2026-06-10")]
    public void K12_Reason_SaysHowThePartnerWasInvolved(string? consulted, string expected)
    {
        // Consulted after the decision, before it was informed: that is more than information, and still too late.
        ImmutableArray<Involvement> involved = consulted is null
            ? [new("MUNICIPALITY:5035", ConsultedAt: Day("2026-06-05"), InformedAt: Day("2026-06-10"))]
            : [new("MUNICIPALITY:5035", InformedAt: Day("2026-06-10")), new("MUNICIPALITY:5041", ConsultedAt: Day(consulted))];
        var found = Only(State() with { TriggerClasses = [TriggerClass.TaskChange], PartnerInvolvement = involved });

        Assert.Equal([expected], found!.Witness.Numbers);
    }

    [Theory]
    [InlineData("2026-06-09", "NOT_INVOLVED MUNICIPALITY:5035")]
    [InlineData("2026-06-10", "INFORMED_ONLY MUNICIPALITY:5035 2026-06-10")]
    [InlineData("2026-06-11", "INFORMED_ONLY MUNICIPALITY:5035 2026-06-10")]
    public void K12_ConsultedTooLate_IsMoreThanInformedOnlyIfItCameFirst(string consulted, string expected) => Assert.Equal(
        [expected],
        Only(State() with
        {
            TriggerClasses = [TriggerClass.TaskChange],
            PartnerInvolvement = [new("MUNICIPALITY:5035", ConsultedAt: Day(consulted), InformedAt: Day("2026-06-10"))],
        })!.Witness.Numbers);

    [Theory]
    [InlineData("2026-05-31", "NO_CONFLICT")]
    [InlineData("2026-06-01", "K-12 CONFLICT S2 s1")]
    [InlineData("2026-06-02", "K-12 CONFLICT S2 s1")]
    public void K12_Consulted_IsBeforeTheDayOfTheDecision(string consulted, string expected) => Assert.Equal(expected, Summary(Only(State() with
    {
        TriggerClasses = [TriggerClass.TaskChange],
        PartnerInvolvement = [new("MUNICIPALITY:5035", ConsultedAt: Day(consulted))],
    })));

    [Fact]
    public void K13_OnAThemeNobodyKnows_StillHasToPassItsOwnDirector()
    {
        var found = Judged(Municipal() with { Theme = "NEW_THEME", DeliveryPath = [new($"OFFICE:{Fjordvik}")] }).Where(f => f.Kind == FindingKind.OwnerBypassed);

        Assert.Equal(["MUNICIPAL_DIRECTOR:5035"], found.Select(f => f.WitnessClass));
    }

    [Theory]
    [InlineData("2026-10-15", null)]
    [InlineData("2026-10-16", "2026-10-16/2028-01-01")]
    [InlineData("2026-10-17", "2026-10-16/2028-01-01")]
    public void K22_NotReceived_IsFoundTheDayAfterItWasDue(string asOf, string? window)
    {
        // Ten working days from 1 October.
        var letter = State() with
        {
            IssuerOrg = "DIRECTORATE",
            RecipientRole = RecipientRole.CountyDirector,
            PublishedAt = Day("2026-10-01"),
            Valid = Range("2026-01-01", "2028-01-01"),
            DeliveryPath = [new("DIRECTORATE"), new("COUNTY:5700")],
        };

        Assert.Equal(window, Cascade.NotReceived(At(Day(asOf), letter)).SingleOrDefault()?.Window.ToString());
        Assert.Empty(Cascade.NotReceived(At(Day(asOf), letter with { DeliveryPath = [new("DIRECTORATE"), new("COUNTY:5700", Day("2026-10-02"))] })));
    }

    [Theory]
    [InlineData(0, "NO_CONFLICT")]
    [InlineData(1, "K-36 CONFLICT S3 s1")]
    public void K36_OneChangeThatRequiresConsultation_MakesItAMatterForBoth(int changes, string expected) => Assert.Equal(expected, Summary(Only(State() with
    {
        Theme = "SICK_LEAVE",
        ReadAccess = ["COUNTY:5700"],
        TriggerClasses = [.. new[] { TriggerClass.TaskChange }.Take(changes)],
    })));

    [Theory]
    [InlineData(null, Modality.May)]
    [InlineData(Modality.May, Modality.Should)]
    [InlineData(Modality.Should, Modality.Must)]
    public void K22_WordingOneStepStronger_GoesBeyondItsSource(Modality? weaker, Modality stronger)
    {
        Assert.Equal(["child s2", "beyond MODALITY"], Passed(weaker, stronger)!.Witness.Numbers);
        Assert.Null(Passed(stronger, weaker));
        Assert.Null(Passed(stronger, stronger));

        static Finding? Passed(Modality? source, Modality? child) => Only(
            State() with { Bindingness = Bindingness.Prioritisation, Modality = source },
            State("s2") with { Bindingness = Bindingness.Prioritisation, Modality = child, DerivedFrom = ["s1"] });
    }

    [Fact]
    public void K11_NamesThePartsThatAreMissing() => Assert.Equal(
        ["economy MISSING", "reason MISSING", "signed_by MISSING"],
        Judged(State() with { ConsequenceAssessment = Assessed with { Economy = new(AssessmentAnswer.Some), Reason = null, SignedBy = "" } })
            .Single(f => f.Kind == FindingKind.AssessmentMissing).Witness.Numbers);

    [Fact]
    public void K22_NamesEveryWayItGoesBeyond() => Assert.Equal(
        ["child s2", "beyond MODALITY", "beyond BINDINGNESS"],
        Only(State() with { Bindingness = Bindingness.Advice, Modality = Modality.Should }, State("s2") with { DerivedFrom = ["s1"] })!.Witness.Numbers);

    [Fact]
    public void K23_ProposesTheDenserFrequency()
    {
        var found = Only(Reports(State(), "ARENA", "P3W"), Reports(Municipal(), "FRAMSIKT", "P1M"));
        Assert.Equal(["concept KVP_NEW", "frequency P3W"], found!.Witness.Numbers);
    }

    [Theory]
    [InlineData("P20D", "P20D")]
    [InlineData("P21D", "P21D")]
    [InlineData("P22D", "P3W")]
    public void K23_AWeek_HasSevenDays(string other, string denser) => Assert.Equal(
        $"frequency {denser}", Only(Reports(State(), "ARENA", "P3W"), Reports(Municipal(), "FRAMSIKT", other))!.Witness.Numbers[1]);

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public void K26_Ratio_IsToOneAtLeast(int count, int expected)
    {
        var facts = At([.. Enumerable.Range(1, count).Select(i => State($"s{i}") with { Level = Level.Activity, Modality = Modality.Should, Bindingness = Bindingness.Advice })]);
        var few = facts with { Thresholds = facts.Thresholds with { Values = facts.Thresholds.Values.SetItem("detail_min_count", 3) } };

        Assert.Equal(expected, Judge.Findings(few).Count(f => f.WitnessClass == "2027,RATIO"));
    }

    [Fact]
    public void Owners_WhereTheProfileSaysNone_AreThoseOfTheRegister()
    {
        var facts = At(State());
        var office = facts.Offices[0] with { Profile = FjordvikProfile with { Municipalities = [] } };

        Assert.Equal(["MUNICIPALITY:5035"], Owners.Municipal(new Predicates(facts, office)).Select(o => o.ToString()));
    }

    [Fact]
    public void K26_CountsAreAlwaysPublished()
    {
        var found = Assert.Single(Judge.Findings(At(State() with { Level = Level.Activity })));
        Assert.Equal((FindingKind.DetailAsymmetry, Severity.Info, "2027,COUNT"), (found.Kind, found.Severity, found.WitnessClass));
        Assert.Equal(["STATE 1", "MUNICIPAL 0", "STATE_ORDERING 1", "MUNICIPAL_ORDERING 0"], found.Witness.Numbers);
        Assert.Equal(ResolverClass.LineTop, found.Resolver.Class);
    }

    private static Directive Reports(Directive x, string system, string frequency) =>
        x with { Reporting = [new("KVP_NEW", null, Year2027, frequency, system)] };

    private static Directive Bypassing(string id, string published) => State(id) with
    {
        IssuerOrg = "DIRECTORATE",
        IssuerRole = IssuerRole.Directorate,
        PublishedAt = Day(published),
        DeliveryPath = [new("DIRECTORATE"), new($"OFFICE:{Fjordvik}")],
    };

    private static async Task<Facts> Facts(string name) =>
        FactsFile.Read(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "corpus", name), TestContext.Current.CancellationToken)).Value.ToFacts();

    private static ImmutableArray<Finding> Of(Facts facts) => [.. Judge.Findings(facts).Where(f => Kinds.Contains(f.Kind))];

    private static ImmutableArray<string> Prints(IEnumerable<Finding> findings) => [.. findings.Select(f => f.Fingerprint)];
}
