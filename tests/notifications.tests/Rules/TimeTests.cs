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

    private static Facts Calendared(params Directive[] directives)
    {
        var facts = At(Day("2026-12-16"), directives);
        var profile = FjordvikProfile with { BudgetCalendar = [new("MUNICIPALITY:5035", Day("2026-06-17")), new("MUNICIPALITY:5035", Day("2027-06-16"))] };
        return facts with { Offices = [facts.Offices[0] with { Profile = profile }] };
    }

    private static Words Explained(Facts facts, Finding finding) => Phrases.Explain(
        finding, facts.Offices[0], finding.Directives.ToDictionary(d => d.Id, d => new Quote(new("Eier", "Eigar"), new("Tekst", "Tekst"))), facts.Catalogues);
}
