using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class TermsTests
{
    private static readonly Org[] Parties = ["COUNTY:5700", "MUNICIPALITY:5035"];

    [Theory]
    [InlineData("SINGLE", "DUAL", true)]
    [InlineData("SINGLE", "single ", false)]
    [InlineData("true", "false", true)]
    [InlineData("25..35", "35..", false)]
    [InlineData("25..35", "35.5..", true)]
    [InlineData("..10", "10", false)]
    [InlineData("..10", "10.01", true)]
    [InlineData("18", "18.0", false)]
    [InlineData("A,B", "B", false)]
    [InlineData("A,B", "B, A", false)]
    [InlineData("A,B", "B,C", true)]
    [InlineData("A", "A,B", true)]
    [InlineData("Storgata 1", "7", true)]
    [InlineData("", "SINGLE", false)]
    [InlineData("SINGLE", "", false)]
    public void Differ_ComparesByTheForm(string clause, string presupposed, bool differ) => Assert.Equal(differ, Terms.Differ(clause, presupposed));

    [Theory]
    [InlineData("SINGLE", "SINGLE", true)]
    [InlineData("60..70", "70", true)]
    [InlineData("60..70", "65..75", false)]
    [InlineData("60..", "60..80", true)]
    [InlineData("A,B", "A", true)]
    [InlineData("A", "A,B", false)]
    [InlineData("SINGLE", "", false)]
    public void Hold_WantsAllOfIt(string clause, string presupposed, bool hold) => Assert.Equal(hold, Terms.Hold(clause, presupposed));

    [Theory]
    [InlineData("..")]
    [InlineData("1..2..3")]
    [InlineData("1e3")]
    [InlineData("7,5")]
    [InlineData("mandag")]
    public void Interval_OfAnythingElse_IsNone(string written) => Assert.Null(Terms.Interval(written));

    [Fact]
    public void Amendments_HoldFromTheirDay_WhenAllPartiesHaveSigned()
    {
        var clause = Clause(
            null, Amended("B", "2027-03-01", Parties), Amended("C", "2027-02-01", Parties[0]), Amended("D", "2027-06-01", Parties), Amended("E", "2027-06-01", Parties));

        Assert.Equal(
            "A 2024-01-01/2027-03-01; B 2027-03-01/2027-06-01; E 2027-06-01/2028-01-01",
            string.Join("; ", clause.Values.Select(v => $"{v.Value} {v.Days}")));
    }

    [Theory]
    [InlineData(6, "2026-08-31", "2027-02-28", true)]
    [InlineData(6, "2026-08-31", "2027-02-27", false)]
    [InlineData(0, "2026-08-31", "2026-08-31", true)]
    [InlineData(null, "2026-01-01", "2027-12-31", false)]
    public void ChangeAllowed_CountsWholeMonthsFromPublication(int? months, string published, string from, bool allowed) => Assert.Equal(
        allowed,
        Clause(months).ChangeAllowed(Municipal() with { PublishedAt = Day(published), Valid = new(Day(from), DateOnly.MaxValue) }, AsOf));

    [Fact]
    public void ChangeAllowed_IsOnlyForParties() =>
        Assert.False(Clause(0).ChangeAllowed(State() with { IssuerOrg = "DIRECTORATE" }, AsOf));

    [Fact]
    public void ChangeAllowed_OfADraft_CountsFromToday() =>
        Assert.Equal(AsOf.AddMonths(2), Clause(2).Earliest(State() with { State = DirectiveState.Draft, PublishedAt = null }, AsOf));

    private static Amendment Amended(string value, string from, params Org[] by) => new() { ClauseRef = "1", Value = value, EffectiveFrom = Day(from), SignedBy = [.. by] };

    private static ClauseInForce Clause(int? notice, params Amendment[] amendments) => Assert.Single(ClauseInForce.On(
        FjordvikProfile with
        {
            Agreements =
            [
                new()
                {
                    AgreementId = "X",
                    Parties = [.. Parties],
                    Clauses = [new() { ClauseRef = "1", Term = "LOCAL_GOAL", Value = "A", NoticeMonths = notice }],
                    Amendments = [.. amendments],
                    Valid = Range("2024-01-01", "2028-01-01"),
                },
            ],
        },
        new AssertedTerm("LOCAL_GOAL")));
}
