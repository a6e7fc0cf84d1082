using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using static Samstyring.Offices.Tests.Rules.Situations;

namespace Samstyring.Offices.Tests.Rules;

public sealed class AgreementContentsTests
{
    [Fact]
    public void Check_ContentWithoutFault_IsTaken() => Assert.Empty(Faults(Content()));

    [Fact]
    public void Check_NothingAtAll_NamesEveryFieldThatIsMissing() => Assert.Equal(
        ["c.clauses FieldRequired", "c.parties PartiesIncomplete", "c.type FieldRequired", "c.valid.from FieldRequired"], Faults(new AgreementContent()));

    [Theory]
    [InlineData(AgreementType.HostMunicipality, "COUNTY MUNICIPALITY")]
    [InlineData(AgreementType.HostMunicipality, "MUNICIPALITY")]
    [InlineData(AgreementType.Partnership, "MUNICIPALITY MUNICIPALITY")]
    [InlineData(AgreementType.Partnership, "COUNTY COUNTY MUNICIPALITY")]
    [InlineData(AgreementType.Operating, "COUNTY")]
    [InlineData(AgreementType.Other, "COUNTY")]
    public void Check_PartiesThatTheTypeCannotHave_AreRefused(AgreementType type, string kinds)
    {
        var content = Content();
        content.Type = type;
        content.Parties.Clear();
        content.Parties.AddRange(kinds.Split(' ').Select((kind, i) => new OrgRef { Kind = Enum.Parse<OrgKind>(kind, ignoreCase: true), Number = $"570{i}" }));
        Assert.Equal(["c.parties PartiesIncomplete"], Faults(content));
    }

    [Fact]
    public void Check_PartiesOfOtherKindsOrTwice_AreRefusedOneByOne()
    {
        var content = Content();
        content.Parties.AddRange([Host.Org, new OrgRef { Kind = OrgKind.Ks, Number = "1" }, new OrgRef()]);
        Assert.Equal(
            ["c.parties[3] EntryRepeated", "c.parties[4].kind EnumUnknown", "c.parties[5].kind FieldRequired", "c.parties[5].number FieldRequired"], Faults(content));
    }

    [Fact]
    public void Check_ClausesAtFault_AreNamedOneByOne()
    {
        var content = Content();
        content.Clauses.AddRange(
        [
            new AgreementClause { ClauseRef = "1", Chapter = ClauseChapter.Goals, Text = new LocalizedText { Nn = "To gonger." } },
            new AgreementClause { Chapter = (ClauseChapter)99, Term = "WEATHER", Value = "fine" },
            new AgreementClause { ClauseRef = "5", Chapter = ClauseChapter.Leadership, Term = "LEADERSHIP_MODEL", Value = "TRIPLE", NoticeMonths = -1 },
            new AgreementClause { ClauseRef = "6", Chapter = ClauseChapter.Services, Term = "MUNICIPAL_SERVICE_IN_OFFICE" },
            new AgreementClause { ClauseRef = "7", Chapter = ClauseChapter.Users, Value = "alone" },
            new AgreementClause { ClauseRef = "8", Chapter = ClauseChapter.Users },
            new AgreementClause { ClauseRef = "9", Chapter = ClauseChapter.Users, Text = new LocalizedText { Nb = "snu\u202Eom" } },
        ]);
        Assert.Equal(
            [
                "c.clauses[2].clause_ref EntryRepeated", "c.clauses[3].chapter EnumUnknown", "c.clauses[3].clause_ref FieldRequired", "c.clauses[3].term EnumUnknown",
                "c.clauses[4].notice_months NumberOutOfRange", "c.clauses[4].value EnumUnknown", "c.clauses[5].key FieldRequired",
                "c.clauses[5].value FieldRequired", "c.clauses[6].term FieldRequired", "c.clauses[7].text FieldRequired",
                "c.clauses[8].text.nb TextForbiddenCharacter",
            ],
            Faults(content));
    }

    [Theory]
    [InlineData(AgreementType.DataProcessing, "STATE_ICT", "DIGITAL_APPLICATION", "included", "")]
    [InlineData(AgreementType.DataProcessing, "MUNICIPAL_ICT", "CASE_SYSTEM", "excluded", "")]
    [InlineData(AgreementType.DataProcessing, "STATE_ICT", "", "included", "c.clauses[2].key FieldRequired")]
    [InlineData(AgreementType.DataProcessing, "MUNICIPAL_ICT", "CASE_SYSTEM", "yes", "c.clauses[2].value EnumUnknown")]
    [InlineData(AgreementType.Partnership, "STATE_ICT", "", "staten leverer utstyr", "")]
    public void Check_ClauseOnIct_NamesASystemInADataProcessingAgreement(AgreementType type, string term, string key, string value, string expected)
    {
        var content = Content();
        content.Type = type;
        content.Clauses.Add(new AgreementClause { ClauseRef = "7", Chapter = ClauseChapter.PrivacyAndSecurity, Term = term, Key = key, Value = value });
        Assert.Equal(expected, string.Join(", ", Faults(content)));
    }

    [Theory]
    [InlineData("STATE 60;MUNICIPAL 30", "c.costs.shares SharesNotHundred")]
    [InlineData("STATE 60;MUNICIPAL 40.000000001", "c.costs.shares SharesNotHundred")]
    [InlineData("STATE 60;STATE 40", "c.costs.shares[1].party EntryRepeated")]
    [InlineData("STATE 60;1103 40", "c.costs.shares[1].party MunicipalityUnknown")]
    [InlineData("STATE 60;MUNICIPAL 20;5035 20", "c.costs.shares[1].party FieldNotAllowed")]
    [InlineData("STATE 120;MUNICIPAL -20", "c.costs.shares[0].percent NumberOutOfRange, c.costs.shares[1].percent NumberOutOfRange")]
    [InlineData("STATE NaN;MUNICIPAL 100", "c.costs.shares[0].percent NumberNotFinite")]
    [InlineData("", "c.costs.shares SharesNotHundred")]
    [InlineData("STATE 60;MUNICIPAL 40", "")]
    [InlineData("STATE 60;5035 30.5;5036 9.5", "")]
    public void Check_Shares_AddUpToExactlyAHundred(string shares, string expected)
    {
        var content = Operating(CostKeyType.Percent);
        content.Costs.Shares.AddRange(shares.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(share => new CostShare { Party = share.Split(' ')[0], Percent = share.Split(' ')[1] }));
        Assert.Equal(expected, string.Join(", ", Faults(content)));
    }

    [Fact]
    public void Check_SharesThatDoNotAddUp_SaysWhatTheyMake()
    {
        var content = Operating(CostKeyType.Population);
        content.Costs.Shares.AddRange([new CostShare { Party = "STATE", Percent = "60" }, new CostShare { Party = "MUNICIPAL", Percent = "30" }]);
        var fields = new Fields();
        AgreementContents.Check(fields, "c", content);
        Assert.Equal("Andelene blir 90 prosent til sammen, ikke 100.", ReasonTexts.Nb(fields.Faults.Single()));
    }

    [Fact]
    public void Check_CostTermsAtFault_AreNamedOneByOne()
    {
        var content = Operating(CostKeyType.Fte);
        content.Type = AgreementType.Leader;
        content.Costs.LastReview = "i fjor";
        content.Costs.Shares.Add(new CostShare { Party = "STATE", Percent = "100" });
        content.Costs.Items.AddRange([new CostItem { Item = "Husleie", NokPerYear = -1 }, new CostItem { Valid = new Types.V1.Period() }]);
        Assert.Equal(
            [
                "c.costs FieldNotAllowed", "c.costs.items[1].item EntryRepeated", "c.costs.items[1].nok_per_year NumberOutOfRange", "c.costs.items[2].item FieldRequired",
                "c.costs.items[2].valid FieldNotAllowed", "c.costs.last_review FieldMalformed", "c.costs.shares FieldNotAllowed",
            ],
            Faults(content));
    }

    [Fact]
    public void Check_DelegationsAtFault_AreNamedOneByOne()
    {
        var content = Content(parties: [State, Host]);
        var right = new Delegation { FromParty = Host.Org, ToLeader = ResponsibleLeader.StateLeader, ActionCode = "GRANT", LegalBasis = "Vedtak 3/26" };
        content.Delegations.AddRange(
        [
            right, right.Clone(), new Delegation(right) { ActionCode = "DENY", Valid = new Types.V1.Period { From = "2020-01-01" } },
            new Delegation(right) { FromParty = Participant.Org }, new Delegation(),
        ]);
        Assert.Equal(
            [
                "c.delegations[1] EntryRepeated", "c.delegations[2].valid FieldNotAllowed", "c.delegations[3].from_party FieldNotAllowed",
                "c.delegations[4].action_code FieldRequired", "c.delegations[4].from_party FieldRequired", "c.delegations[4].legal_basis FieldRequired",
                "c.delegations[4].to_leader FieldRequired",
            ],
            Faults(content));
    }

    [Fact]
    public void Normal_ContentWrittenAnotherWay_IsTheSameContent()
    {
        var one = Operating(CostKeyType.Percent);
        one.Costs.Shares.AddRange([new CostShare { Party = "STATE", Percent = "62.50" }, new CostShare { Party = "5035", Percent = "37.5" }]);
        one.Delegations.Add(new Delegation { FromParty = Host.Org, ToLeader = ResponsibleLeader.StateLeader, ActionCode = "GRANT", LegalBasis = "Råd" });
        var other = one.Clone();
        Turn(other.Parties);
        Turn(other.Clauses);
        other.Clauses[1].Text.Nn = "";
        other.Costs.Shares.Clear();
        other.Costs.Shares.AddRange([new CostShare { Party = "5035", Percent = "37.500" }, new CostShare { Party = "STATE", Percent = "62.5" }]);
        other.Delegations[0].LegalBasis = "Ra\u030Ad";
        other.Delegations[0].Valid = one.Valid.Clone();
        Assert.Equal(AgreementContents.Normal(one), AgreementContents.Normal(other));
    }

    private static void Turn<T>(IList<T> list)
    {
        var turned = list.Reverse().ToList();
        list.Clear();
        turned.ForEach(list.Add);
    }

    private static AgreementContent Operating(CostKeyType key)
    {
        var content = Content();
        content.Type = AgreementType.Operating;
        content.Costs = new CostTerms { Type = key, Items = { new CostItem { Item = "Husleie", NokPerYear = 1_800_000 } } };
        return content;
    }

    private static IEnumerable<string> Faults(AgreementContent content)
    {
        var fields = new Fields();
        AgreementContents.Check(fields, "c", content);
        return fields.Faults.Select(fault => $"{fault.Field} {fault.Reason}").Order(StringComparer.Ordinal);
    }
}
