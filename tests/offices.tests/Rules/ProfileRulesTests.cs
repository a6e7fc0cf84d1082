using Google.Protobuf;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using static Samstyring.Offices.Tests.Rules.ProfileSituations;
using static Samstyring.Offices.Tests.Rules.Situations;
using Party = Samstyring.Offices.Rules.Party;

namespace Samstyring.Offices.Tests.Rules;

public sealed class ProfileRulesTests
{
    [Fact]
    public void Decide_SameRows_ChangesNothing()
    {
        var facts = Facts(Known("staffing", Fte(Employer.State, "10", "2020-01-01"), Fte(Employer.Municipal, "6")));
        Assert.True(Write(facts, State, "staffing", [Fte(Employer.State, "10.0", "2020-01-01")]).Value.IsEmpty);
    }

    [Fact]
    public void Decide_ChangeFromADay_EndsTheRowBeforeAndKeepsThePast()
    {
        var facts = Facts(Known("staffing", Fte(Employer.State, "10", "2020-01-01"), Fte(Employer.Municipal, "6")));
        var change = Write(facts, State, "staffing", [Fte(Employer.State, "8.5")], from: "2027-01-01").Value;
        Assert.Equal([1L], change.Ended);
        Assert.Equal("[2020-01-01, 2027-01-01); [2027-01-01, )", Days(change));
        Assert.Equal(["10", "8.5"], change.Added.Select(row => ((Staffing)row.Row.Content).Fte));
        Assert.All(change.Added, row => Assert.True(row.IsAgreed));
    }

    [Fact]
    public void Decide_RowThatBeginsBeforeTheChange_IsRefused() => Assert.Equal(
        "profile.staffing[0].valid.from FieldNotAllowed",
        Faults(Write(Facts(), State, "staffing", [Fte(Employer.State, "8", "2026-12-31")], from: "2027-01-01")));

    [Fact]
    public void Decide_RowsOfTheOtherOwner_StayAsTheyAre()
    {
        var facts = Facts(Known("staffing", Fte(Employer.State, "10"), Fte(Employer.Municipal, "6")));
        Assert.True(Write(facts, State, "staffing", [Fte(Employer.State, "10"), Fte(Employer.Municipal, "6")]).Value.IsEmpty);
        Assert.Equal([1L], Write(facts, State, "staffing", []).Value.Ended);
    }

    [Fact]
    public void Decide_EveryFault_IsNamedAtOnceAndTheForeignRowDecides()
    {
        var refused = Write(
            Facts(), State, "staffing",
            [Fte(Employer.Municipal, "6"), Fte(Employer.State, "-1"), Fte(Employer.State, "5", "2027-01-01"), Fte(Employer.State, "6", "2028-01-01")]);
        Assert.Equal(ErrorReason.RowNotOwn, refused.Refusal.Reason);
        Assert.Equal("profile.staffing[0] RowNotOwn; profile.staffing[1].fte NumberOutOfRange; profile.staffing[3] PeriodOverlaps", Faults(refused));
    }

    public static TheoryData<string, IMessage, string> Owners => new()
    {
        { "staffing", Fte(Employer.State, "5"), "State" },
        { "staffing", Fte(Employer.Municipal, "5"), "Host" },
        { "staffing_guarantees", Valid("2026-01-01", "2028-01-01"), "State" },
        { "service_areas", new ServiceArea { ServiceAreaId = "namdalen" }, "State" },
        { "services", new ProvidedService { ServiceCode = "HOUSING_SUPPORT" }, "Host" },
        { "services", new ProvidedService { ServiceCode = "HOUSING_SUPPORT", MunicipalityNumber = "5036", Valid = Valid("2026-01-01") }, "Participant" },
        { "data_processing_agreements", new DataProcessingAgreement { System = "MODIA", MunicipalityNumber = "5035" }, "State Host" },
        { "pilots", new Pilot { PilotId = "p", ExemptThemes = { "MEASURES", "FOLLOW_UP" } }, "State" },
        { "pilots", new Pilot { PilotId = "p", ExemptThemes = { "SOCIAL_SERVICES" } }, "Host" },
        { "pilots", new Pilot { PilotId = "p", ExemptThemes = { "OFFICE" } }, "State Host Participant" },
        { "scorecard", new ScorecardIndicator { IndicatorId = "i", OwnerLine = Line.State }, "State" },
        { "scorecard", new ScorecardIndicator { IndicatorId = "i", OwnerLine = Line.Municipal }, "Host" },
        { "scorecard", new ScorecardIndicator { IndicatorId = "i", OwnerLine = Line.Joint }, "State Host Participant" },
        { "budget_calendar", new BudgetDecision { Party = State.Org, BudgetDecision_ = "2026-12-18" }, "State" },
        { "budget_calendar", new BudgetDecision { Party = Participant.Org, FrameDecision = "2026-06-18" }, "Participant" },
        { "leadership", Single(), "State Host Participant" },
        { "networks", new Membership { NetworkId = "n" }, "State Host Participant" },
        { "sub_offices", new SubOffice { Name = "Frosta", MunicipalityNumber = "5036", Valid = Valid("2026-01-01") }, "State Host Participant" },
        { "change_capacity", new ChangeCapacity { Days = "40" }, "State Host Participant" },
        { "joint_plans", new JointPlan { PlanId = "plan", Year = 2027 }, "State Host Participant" },
        { "thresholds", Hold("5"), "State Host Participant" },
    };

    [Theory]
    [MemberData(nameof(Owners))]
    public void Decide_Row_IsItsOwnersToWrite(string part, IMessage row, string owners)
    {
        (string Name, Party Party)[] parties = [("State", State), ("Host", Host), ("Participant", Participant)];
        Assert.Equal(owners, string.Join(' ', parties.Where(party => !Write(Facts(), party.Party, part, [row]).IsRefused).Select(party => party.Name)));
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Decide_Platform_WritesWhatOneOwnerMayAndSignsNothing(string part, IMessage row, string owners)
    {
        var decided = Write(Facts(), null, part, [row]);
        Assert.Equal(ProfilePart.Named(part)!.IsSigned, decided.IsRefused);
        Assert.NotEmpty(owners);
    }

    [Fact]
    public void Decide_NoHostKnown_EveryMunicipalityWritesForTheMunicipalSide()
    {
        var facts = Facts() with { Municipalities = [.. Facts().Municipalities.Select(municipality => municipality with { IsHost = false })] };
        Assert.False(Write(facts, Participant, "staffing", [Fte(Employer.Municipal, "5")]).IsRefused);
    }

    [Theory]
    [InlineData("2026-01-01..2027-01-01 2027-01-01..", "")]
    [InlineData("2026-01-01..2027-01-01 2027-02-01..", "profile.leadership[0].valid PeriodGap")]
    [InlineData("2026-01-01..2027-01-01", "profile.leadership[0].valid PeriodGap")]
    [InlineData("2026-01-01..2027-01-01 2026-12-31..", "profile.leadership[1] PeriodOverlaps")]
    public void Decide_Leadership_HasNoGapOnceItIsKnown(string days, string faults)
    {
        var decided = Write(Facts(), State, "leadership", days.Split(' ').Select(row => row.Split("..")).Select(ends => Single(ends[0], ends[1])));
        Assert.Equal(faults, decided.IsRefused ? Faults(decided) : "");
    }

    [Fact]
    public void Decide_StaffingUntilTheOfficeCloses_IsNoGap()
    {
        var closing = Facts() with { Life = new Samstyring.Common.Period(null, Day("2027-07-01")) };
        Assert.False(Write(closing, State, "staffing", [Fte(Employer.State, "5", "2026-01-01", "2027-07-01")]).IsRefused);
        Assert.True(Write(closing, State, "staffing", [Fte(Employer.State, "5", "2026-01-01", "2027-06-30")]).IsRefused);
    }

    [Fact]
    public void Decide_Services_MayPause() =>
        Assert.False(Write(
            Facts(), Host, "services",
            [
                new ProvidedService { ServiceCode = "HOUSING_SUPPORT", Valid = Valid("2026-01-01", "2026-06-01") },
                new ProvidedService { ServiceCode = "HOUSING_SUPPORT", Valid = Valid("2026-09-01") },
            ]).IsRefused);

    [Fact]
    public void Decide_ResponsibilitiesOutsideDualLeadership_AreRefusedFromBothSides()
    {
        var row = new Responsibility { Theme = "FOLLOW_UP", Leader = ResponsibleLeader.StateLeader, Valid = Valid("2027-01-01") };
        var single = Facts(Known("leadership", Single()));
        Assert.Equal("profile.responsibilities[0].valid FieldNotAllowed", Faults(Write(single, State, "responsibilities", [row])));
        var dual = Facts(Known("leadership", Dual()));
        Assert.False(Write(dual, State, "responsibilities", [row]).IsRefused);
        var both = dual with { Rows = [.. dual.Rows, .. Known("responsibilities", row).Select(known => known with { Id = 2 })] };
        Assert.Equal("profile.leadership FieldNotAllowed", Faults(Write(both, Host, "leadership", [Dual("", "2028-01-01"), Single("2028-01-01")])));
    }

    [Fact]
    public void Decide_SystemThatAnAgreementCovers_IsNotRegisteredAgain()
    {
        var facts = Facts() with { Systems = [new CoveredSystem("5035", "MODIA", new Samstyring.Common.Period(Day("2026-01-01"), null))] };
        DataProcessingAgreement Row(string from) => new() { System = "MODIA", MunicipalityNumber = "5035", Valid = Valid(from) };
        Assert.True(Write(facts, Host, "data_processing_agreements", [Row("2026-06-01")]).Value.IsEmpty);
        Assert.Single(Write(facts, Host, "data_processing_agreements", [Row("2025-06-01")]).Value.Added);
    }

    [Fact]
    public void Decide_Threshold_HoldsWhenEveryOwnerHasSignedTheSame()
    {
        var proposed = Write(Facts(), State, "thresholds", [Hold("5")]).Value;
        var row = Assert.Single(proposed.Added);
        Assert.False(row.IsAgreed);
        var proposal = new KnownRow(1, row.Row, false, row.Signatures, "");
        Assert.True(Write(Facts(proposal), State, "thresholds", [Hold("5")]).Value.IsEmpty);

        var second = Assert.Single(Write(Facts(proposal), Host, "thresholds", [Hold("5")]).Value.Signed);
        Assert.False(second.Agrees);
        var signed = proposal with { Signatures = [.. proposal.Signatures, second.Signature] };
        var last = Write(Facts(signed, Known("thresholds", Hold("8"))[0] with { Id = 2 }), Participant, "thresholds", [Hold("5")]).Value;
        Assert.True(Assert.Single(last.Signed).Agrees);
        Assert.Equal([2L], last.Ended);
    }

    [Fact]
    public void Decide_OtherValueThanProposed_IsANewProposalThatTheOthersSignAnew()
    {
        var proposal = new KnownRow(1, Read("thresholds", Hold("5")), false, [new PartySignature(State, "person of 5700", "", Noon())], "");
        var change = Write(Facts(proposal), Host, "thresholds", [Hold("4")]).Value;
        Assert.Equal([1L], change.Ended);
        Assert.Equal([Host], Assert.Single(change.Added).Signatures.Select(signature => signature.Party));
    }

    [Fact]
    public void Decide_SamePersonForTwoOwners_IsRefused()
    {
        var proposal = new KnownRow(1, Read("thresholds", Hold("5")), false, [new PartySignature(State, "one person", "", Noon())], "");
        Assert.Equal(ErrorReason.SignedBySamePerson, Write(Facts(proposal), Host, "thresholds", [Hold("5")], actor: "one person").Refusal.Reason);
    }

    [Fact]
    public void Decide_JointPlan_StaysWhenItIsNotNamedAndIsReplacedWhenAllHaveSigned()
    {
        var plan = new JointPlan { PlanId = "plan", Year = 2027, Ranking = { "d1" } };
        var agreed = Known("joint_plans", plan)[0];
        Assert.True(Write(Facts(agreed), State, "joint_plans", []).Value.IsEmpty);
        var other = Write(Facts(agreed), State, "joint_plans", [new JointPlan(plan) { Ranking = { "d2" } }]).Value;
        Assert.Empty(other.Ended);
        Assert.False(Assert.Single(other.Added).IsAgreed);
    }

    [Fact]
    public void SignedLines_CityDistricts_AreTheMunicipalOwnersTogether()
    {
        static Party District(string number) => new(OrgKind.CityDistrict, 9, number, number);
        Party[] owners = [State, new(OrgKind.Municipality, 9, "", "0301"), District("030104"), District("030116")];
        PartySignature By(int owner) => new(owners[owner], $"{owner}", "", Noon());
        Assert.Equal([Line.State], ProfileRules.SignedLines(owners, [By(0), By(2)]));
        Assert.Equal([Line.State, Line.Municipal], ProfileRules.SignedLines(owners, [By(0), By(2), By(3)]));
        Assert.Equal([Line.Municipal], ProfileRules.SignedLines(owners, [By(1)]));
    }
}
