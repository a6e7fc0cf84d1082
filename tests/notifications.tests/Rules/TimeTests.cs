using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class TimeTests
{
    private static readonly Directive Frame = Municipal() with
    {
        Bindingness = Bindingness.Frame,
        Frame = new(2027, FreeFte: 2),
        Theme = "FOLLOW_UP",
        DecidedAt = Day("2026-06-17"),
        PublishedAt = Day("2026-06-18"),
    };

    private static readonly Directive Late = State() with { PublishedAt = Day("2026-12-15") };

    [Fact]
    public void K09_WorkedExample_HasAGapOf181Days()
    {
        var facts = Calendared(Frame, Late with { FteDemand = [new(Pool.State, 1.5m), new(Pool.Municipal, 1.5m)] });
        var found = Judge.Findings(facts).Single(f => f.Kind == FindingKind.BudgetTimingGap);

        Assert.Equal(Severity.NeedsClarification, found.Severity);
        Assert.Contains("gap_days 181", found.Witness.Numbers);
        Assert.Contains(
            "Budsjettrammen til Fjordvik kommune ble vedtatt 17. juni 2026. Føringen kom 181 dager senere, 15. desember 2026, og gjelder fra 1. januar 2027, "
            + "før neste rammevedtak 16. juni 2027.",
            Explained(facts, found).Nb, StringComparison.Ordinal);
    }

    [Fact]
    public void K09_ThatNeedsNothingOfThePartner_IsOnlyCounted() =>
        Assert.Equal(Severity.Info, Judge.Findings(Calendared(Frame, Late)).Single(f => f.Kind == FindingKind.BudgetTimingGap).Severity);

    [Fact]
    public void K09_UnknownTheme_IsAmbiguous() => Assert.Equal(
        Verdict.Ambiguous,
        Judge.Findings(Calendared(Frame with { Theme = "NEW_THEME" }, Late with { Theme = "NEW_THEME" })).Single(f => f.Kind == FindingKind.BudgetTimingGap).Verdict);

    [Fact]
    public void K27_WorkedExample_IsOneRunForTheRegionalArena()
    {
        var facts = At(
            State() with { Introduction = Range("2027-02-01", "2027-05-01"), EffortDays = 18 },
            Municipal() with { Introduction = Range("2027-02-15", "2027-05-16"), EffortDays = 30 });
        var found = Judge.Findings(facts).Single();

        Assert.Equal("2027-02-15/2027-05-01", found.Window.ToString());
        Assert.Equal(["load 1479/1891", "load_rounded 0.78", "capacity_days 40"], found.Witness.Numbers);
        Assert.Equal(ResolverClass.RegionalArena, found.Resolver.Class);
        Assert.Contains("Innføringene tar til sammen 0,78 dagsverk per virkedag 15. februar 2027, og kontoret har 40 dagsverk per 60 virkedager", Explained(facts, found).Nb, StringComparison.Ordinal);
    }

    [Fact]
    public void K27_OfOneLine_IsForTheTopOfThatLine() => Assert.Equal(
        ResolverClass.LineTop,
        Judge.Findings(At(State() with { Introduction = Range("2027-02-01", "2027-03-01"), EffortDays = 30 })).Single().Resolver.Class);

    [Theory]
    [InlineData("2027-02-01", "2027-02-02", 0.6, null)]
    [InlineData("2027-02-01", "2027-02-02", 0.7, "load_rounded 0.7")]
    [InlineData("2027-02-06", "2027-02-08", 0.7, "load_rounded 0.7")]
    [InlineData("2027-02-01", "2027-02-03", 1.3, null)]
    [InlineData("2027-02-01", "2027-02-03", 1.4, "load_rounded 0.7")]
    public void K27_Load_IsSpreadOverTheWorkingDaysOrOneDay(string from, string to, double effort, string? expected)
    {
        var found = Judge.Findings(At(State() with { Introduction = Range(from, to), EffortDays = (decimal)effort })).SingleOrDefault();

        Assert.Equal(expected, found?.Witness.Numbers[1]);
    }

    [Theory]
    [InlineData("2027-01-01")]
    [InlineData("2026-11-16")]
    [InlineData("2026-11-15")]
    public void K27_RunThatHasBegun_IsReadOnTheDayOfJudgement(string from)
    {
        var found = Judge.Findings(At(State() with { Valid = Range(from, "2028-01-01"), Introduction = Range(from, "2027-02-01"), EffortDays = 100 })).Single();

        Assert.Equal(Days.Later(Day(from), AsOf), found.Witness.Day);
        Assert.Equal($"LOAD,{from}", found.WitnessClass);
    }

    [Fact]
    public void K27_WithoutAnEnd_OwesTheEnd() => Assert.Equal(
        ("introduction.to", Verdict.Underspecified),
        Judge.Findings(At(State() with { Introduction = new(Day("2027-02-01"), DateOnly.MaxValue), EffortDays = 30 })).Select(f => (f.WitnessClass, f.Verdict)).Single());

    [Fact]
    public void K28_SameDatesTheOtherWayRound_AreOneFinding()
    {
        Reporting[] On(string day) => [new("C", Due: Day(day), EffortDays: 2, System: "X", Period: Year2027)];
        var found = Judge.Findings(At(
            State() with { Deadline = Day("2027-09-09"), EffortDays = 2, Reporting = [.. On("2027-09-10")] },
            Municipal() with { Deadline = Day("2027-09-10"), EffortDays = 2, Reporting = [.. On("2027-09-09")] }));

        Assert.Equal(
            ["2027-09-09,2027-09-09", "2027-09-09,2027-09-10", "2027-09-10,2027-09-10"],
            found.Where(f => f.Kind == FindingKind.DeadlineCollision).Select(f => f.WitnessClass));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(3.5, 1)]
    public void K28_DeliveryThatSaysNoEffort_TakesNone(double effort, int expected)
    {
        var due = Municipal() with { Deadline = Day("2027-09-09"), EffortDays = (decimal)effort };
        var silent = State() with { Deadline = Day("2027-09-09") };
        var report = State() with { Reporting = [new("C", Due: Day("2027-09-09"), System: "X", Period: Year2027)] };

        Assert.Equal(expected, Judge.Findings(At(due, silent)).Count(f => f.Kind == FindingKind.DeadlineCollision));
        Assert.Equal(expected, Judge.Findings(At(due, report)).Count(f => f.Kind == FindingKind.DeadlineCollision));
    }

    [Theory]
    [InlineData("2026-11-15", 0)]
    [InlineData("2026-11-16", 1)]
    [InlineData("2026-11-17", 1)]
    public void K28_DeadlineThatHasPassed_CollidesWithNothing(string day, int expected)
    {
        var valid = Range("2026-01-01", "2028-01-01");
        var found = Judge.Findings(At(
            Municipal() with { Valid = valid, Deadline = Day(day), EffortDays = 2 }, State() with { Valid = valid, Deadline = Day(day), EffortDays = 2 }));

        Assert.Equal(expected, found.Count(f => f.Kind == FindingKind.DeadlineCollision));
    }

    [Theory]
    [InlineData("2027-09-10", 1)]
    [InlineData("2027-09-14", 1)]
    [InlineData("2027-09-15", 0)]
    public void K28_Window_IsThreeWorkingDays(string second, int expected)
    {
        var due = Municipal() with { Deadline = Day("2027-09-09"), EffortDays = 2 };

        Assert.Equal(expected, Judge.Findings(At(due, State() with { Deadline = Day(second), EffortDays = 2 })).Count(f => f.Kind == FindingKind.DeadlineCollision));
    }

    private static Facts Calendared(params Directive[] directives)
    {
        var facts = At(Day("2026-12-16"), directives);
        var profile = FjordvikProfile with { BudgetCalendar = [new("MUNICIPALITY:5035", Day("2026-06-17")), new("MUNICIPALITY:5035", Day("2027-06-16"))] };
        return facts with { Offices = [facts.Offices[0] with { Profile = profile }] };
    }

    private static Words Explained(Facts facts, Finding finding) => Phrases.Explain(
        finding, facts.Offices[0], finding.Directives.ToDictionary(d => d.Id, d => new Quote(new("Eier", "Eigar"), new("Tekst", "Tekst"))), facts.Catalogues);
}
