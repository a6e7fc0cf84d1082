using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using static Samstyring.Offices.Tests.Rules.Situations;
using Agreement = Samstyring.Offices.Rules.Agreement;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Tests.Rules;

public sealed class DataProcessingTests
{
    [Fact]
    public void Of_AnAgreedAgreement_CoversItsSystemsForEachMunicipality() =>
        Assert.Equal(["5035 APPLICATION [2027-01-01, 2031-01-01)", "5036 APPLICATION [2027-01-01, 2031-01-01)"], Covered(Agreed(Systems())));

    [Fact]
    public void Of_AProposal_CoversNothing() => Assert.Empty(Covered(After(Put(Systems(), Signs(State)))));

    [Fact]
    public void Of_AnAgreementOfAnotherType_CoversNothing()
    {
        var content = Systems();
        content.Type = AgreementType.Other;
        Assert.Empty(Covered(Agreed(content)));
    }

    [Fact]
    public void Of_ASystemThatIsExcluded_IsNotCovered() => Assert.Empty(Covered(Agreed(Systems(value: "excluded"))));

    [Fact]
    public void Of_AnAmendmentThatExcludesIt_EndsItOnThatDay()
    {
        var agreement = Agreed(Systems(parties: [State, Host]));
        Assert.Equal(["5035 APPLICATION [2027-01-01, 2031-01-01)"], Covered(Amended(agreement, "excluded", "2028-05-01", 1, State)));
        var excluded = Amended(agreement, "excluded", "2028-05-01", 1, State, Host);
        Assert.Equal(["5035 APPLICATION [2027-01-01, 2028-05-01)"], Covered(excluded));
        Assert.Equal(
            ["5035 APPLICATION [2027-01-01, 2028-05-01)", "5035 APPLICATION [2029-01-01, 2031-01-01)"],
            Covered(Amended(excluded, "included", "2029-01-01", 2, State, Host)));
    }

    [Fact]
    public void Of_ARevisionThatNamesAnotherSystem_TakesOverFromItsFirstDay()
    {
        var first = Agreed(Systems(parties: [State, Host]));
        var second = Agreed(Systems("2028-01-01", system: "CASES", parties: [State, Host]), first);
        Assert.Equal(["5035 APPLICATION [2027-01-01, 2028-01-01)", "5035 CASES [2028-01-01, )"], Covered(second));
    }

    [Fact]
    public void Of_ARevisionThatKeepsTheSystem_IsOneRow() =>
        Assert.Equal(
            ["5035 APPLICATION [2027-01-01, )"], Covered(Agreed(Systems("2028-01-01", parties: [State, Host]), Agreed(Systems(parties: [State, Host])))));

    [Theory]
    [InlineData("2026-01-01", "2027-01-01", "A [2026-01-01, 2028-01-01)")]
    [InlineData("2026-01-01", "2029-01-01", "A [2026-01-01, 2029-01-01)")]
    [InlineData("2027-06-01", "2027-07-01", "A [2027-01-01, 2028-01-01)")]
    [InlineData(null, "2027-06-01", "A [, 2028-01-01)")]
    [InlineData("2027-06-01", null, "A [2027-01-01, )")]
    [InlineData("2028-01-02", null, "A [2027-01-01, 2028-01-01); A [2028-01-02, )")]
    public void Union_OfDaysThatMeet_IsOneRow(string? from, string? to, string expected)
    {
        var other = new Period(from is null ? null : Day(from), to is null ? null : Day(to));
        CoveredSystem[] rows = [new("5035", "A", other), new("5035", "A", new Period(Day("2027-01-01"), Day("2028-01-01")))];
        Assert.Equal(expected, string.Join("; ", DataProcessing.Union(rows).Select(row => $"{row.System} {row.Valid}")));
    }

    private static AgreementContent Systems(string from = "2027-01-01", string system = "APPLICATION", string value = "included", params Party[] parties)
    {
        var content = Content(from, from == "2027-01-01" ? "2031-01-01" : null, parties);
        content.Type = AgreementType.DataProcessing;
        content.Clauses[1] = new AgreementClause { ClauseRef = "4.2", Chapter = ClauseChapter.PrivacyAndSecurity, Term = "STATE_ICT", Key = system, Value = value };
        return AgreementContents.Normal(content);
    }

    private static IEnumerable<string> Covered(Agreement agreement) =>
        DataProcessing.Union(DataProcessing.Of(agreement)).Select(row => $"{row.Municipality} {row.System} {row.Valid}");
}
