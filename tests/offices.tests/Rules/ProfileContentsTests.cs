using Google.Protobuf;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using static Samstyring.Offices.Tests.Rules.ProfileSituations;

namespace Samstyring.Offices.Tests.Rules;

public sealed class ProfileContentsTests
{
    public static TheoryData<string, IMessage, string> Faulty => new()
    {
        { "staffing", new Staffing(), "row.employer FieldRequired; row.fte FieldRequired" },
        { "staffing", Fte(Employer.State, "-0.5"), "row.fte NumberOutOfRange" },
        { "staffing", Fte(Employer.State, "10001"), "row.fte NumberOutOfRange" },
        { "staffing", Fte(Employer.State, "NaN"), "row.fte NumberNotFinite" },
        { "staffing", new Staffing(Fte(Employer.State, "5")) { FollowUpFte = "5.5" }, "row.follow_up_fte NumberOutOfRange" },
        { "staffing", new Staffing(Fte(Employer.State, "5")) { FollowUpFte = "-1" }, "row.follow_up_fte NumberOutOfRange" },
        { "staffing", Fte(Employer.State, "5", "2027-01-01", "2027-01-01"), "row.valid PeriodReversed" },
        { "staffing", Fte((Employer)7, "5"), "row.employer EnumUnknown" },
        { "staffing_guarantees", Valid("2027-02-30"), "row.from FieldMalformed" },
        { "leadership", new LeadershipPeriod(), "row.leaders FieldRequired; row.model FieldRequired" },
        { "leadership", new LeadershipPeriod(Single()) { Model = LeadershipModel.Dual }, "row.leaders FieldRequired; row.leaders[0].role FieldNotAllowed" },
        {
            "leadership", new LeadershipPeriod(Dual()) { Leaders = { new Leader { Role = RecipientRole.StateLeader } } },
            "row.leaders[2].employer FieldRequired; row.leaders[2].role EntryRepeated"
        },
        { "responsibilities", new Responsibility { Theme = "NO_THEME" }, "row.leader FieldRequired; row.theme GroupUnknown" },
        { "services", new ProvidedService { ServiceCode = "NO_SERVICE" }, "row.service_code GroupUnknown" },
        { "services", new ProvidedService { ServiceCode = "HOUSING_SUPPORT", MunicipalityNumber = "1103" }, "row.municipality_number MunicipalityNotServed" },
        {
            "services", new ProvidedService { ServiceCode = "HOUSING_SUPPORT", MunicipalityNumber = "5036", Valid = Valid("2019-12-31") },
            "row.municipality_number MunicipalityNotServed"
        },
        { "data_processing_agreements", new DataProcessingAgreement { System = "X" }, "row.municipality_number FieldRequired; row.system GroupUnknown" },
        { "sub_offices", new SubOffice(), "row.municipality_number FieldRequired; row.name FieldRequired" },
        { "sub_offices", new SubOffice { Name = new string('a', 201), MunicipalityNumber = "5035" }, "row.name FieldTooLong" },
        { "networks", new Membership { NetworkId = "two words" }, "row.network_id FieldMalformed" },
        { "service_areas", new ServiceArea { Name = "a\u202eb" }, "row.name TextForbiddenCharacter; row.service_area_id FieldRequired" },
        {
            "pilots", new Pilot { PilotId = "p", ExemptThemes = { "MEASURES", "MEASURES", "NO_THEME" } },
            "row.exempt_themes[1] EntryRepeated; row.exempt_themes[2] GroupUnknown"
        },
        { "pilots", new Pilot { PilotId = "p", ExemptThemes = { "FOLLOW_UP", "SOCIAL_SERVICES" } }, "row.exempt_themes FieldNotAllowed" },
        { "joint_plans", new JointPlan { PlanId = "plan" }, "row.year FieldRequired" },
        {
            "joint_plans", new JointPlan { PlanId = "plan", Year = 3000, Exceptions = { new PlanException { DirectiveId = "d" } } },
            "row.exceptions[0].reason FieldRequired; row.year NumberOutOfRange"
        },
        {
            "joint_plans",
            new JointPlan
            {
                PlanId = "plan", Year = 2027, Elements = { new PlanElement { ElementId = "e" }, new PlanElement { ElementId = "e" } }, Ranking = { "d", "d" },
            },
            "row.elements[1].element_id EntryRepeated; row.ranking[1] EntryRepeated"
        },
        { "scorecard", new ScorecardIndicator { IndicatorId = "i", OwnerLine = Line.CountyGovernor }, "row.owner_line EnumUnknown" },
        { "budget_calendar", new BudgetDecision(), "row.budget_decision FieldRequired; row.party FieldRequired" },
        {
            "budget_calendar", new BudgetDecision { Party = new OrgRef { Kind = OrgKind.County, Number = "1100" }, BudgetDecision_ = "2026-12-01" },
            "row.party PartyNotOwner"
        },
        { "change_capacity", new ChangeCapacity { Days = "-1" }, "row.days NumberOutOfRange" },
        { "thresholds", new Threshold { Name = "no_threshold", Value = "1" }, "row EnumUnknown" },
        { "thresholds", Hold("11"), "row NumberOutOfRange" },
        { "thresholds", Hold("2.5"), "row NumberOutOfRange" },
        { "thresholds", new Threshold { Name = "hold_s1_working_days", Value = "6" }, "row NumberOutOfRange" },
        { "thresholds", new Threshold { Name = "cost_shift_nok" }, "row FieldRequired" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Read_FaultyRow_NamesEveryFieldAtFault(string part, IMessage row, string faults)
    {
        var fields = new Fields();
        Assert.Null(new ProfileContents(Facts(), fields, null).Read("row", ProfilePart.Named(part)!, row));
        Assert.Equal(faults, string.Join("; ", fields.Faults.Select(fault => $"{fault.Field} {fault.Reason}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Read_SameInOtherWords_IsTheSameRow()
    {
        Assert.Equal(
            Read("staffing", new Staffing { Employer = Employer.State, Fte = "5", FollowUpFte = "4", Valid = Valid() }),
            Read("staffing", new Staffing { Employer = Employer.State, Fte = "5.0", FollowUpFte = "04.00" }));
        Assert.Equal(
            Read("pilots", new Pilot { PilotId = "p", ExemptThemes = { "MEASURES", "FOLLOW_UP" } }),
            Read("pilots", new Pilot { PilotId = "p", ExemptThemes = { "FOLLOW_UP", "MEASURES" } }));
        Assert.Equal(
            Read("joint_plans", new JointPlan { PlanId = "plan", Year = 2027, ApprovedBy = { Line.State } }),
            Read("joint_plans", new JointPlan { PlanId = "plan", Year = 2027 }));
    }

    [Fact]
    public void Read_FormerNumberOfAMunicipality_NamesTheMunicipality() =>
        Assert.Equal(1, Read("services", new ProvidedService { ServiceCode = "HOUSING_SUPPORT", MunicipalityNumber = "1714" }).MunicipalityId);

    [Fact]
    public void Read_ReadRow_LeavesWhatWasGivenAsItIs()
    {
        var given = Fte(Employer.State, "5.0", "2027-01-01");
        var before = given.Clone();
        Read("staffing", given);
        Assert.Equal(before, given);
    }

    [Fact]
    public void Parts_OfTheContract_AreAllWrittenOrComeFromAgreements()
    {
        string[] others = ["cost_keys", "cost_items", "agreements", "delegations", "threshold_proposals", "sources"];
        Assert.Equal(
            OfficeProfile.Descriptor.Fields.InDeclarationOrder().Select(field => field.Name).Except(others).Order(),
            ProfilePart.All.Select(part => part.Name).Order());
    }
}
