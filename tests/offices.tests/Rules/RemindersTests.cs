using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using static Samstyring.Offices.Tests.Rules.Situations;
using Agreement = Samstyring.Offices.Rules.Agreement;

namespace Samstyring.Offices.Tests.Rules;

public sealed class RemindersTests
{
    [Fact]
    public void Before_TheLastOfAMonth_ClampsToTheLastOfAShorterOne() => Assert.Equal(
        ["2026-02-28", "2026-04-30", "2026-07-31", "2026-10-17", "2026-10-24", "2026-10-31"],
        Reminders.Before(new DateOnly(2026, 10, 31)).Select(mark => $"{mark.Day:yyyy-MM-dd}"));

    [Fact]
    public void Before_InALeapYear_ClampsToThe29th() => Assert.Equal(new DateOnly(2028, 2, 29), Reminders.Before(new DateOnly(2028, 10, 31))[0].Day);

    [Theory]
    [InlineData("2030-04-30", null)]
    [InlineData("2030-05-01", ReminderMark.EightMonths)]
    [InlineData("2030-06-30", ReminderMark.EightMonths)]
    [InlineData("2030-07-01", ReminderMark.SixMonths)]
    [InlineData("2030-10-01", ReminderMark.ThreeMonths)]
    [InlineData("2030-12-18", ReminderMark.FourteenDays)]
    [InlineData("2030-12-25", ReminderMark.SevenDays)]
    [InlineData("2030-12-31", ReminderMark.SevenDays)]
    [InlineData("2031-01-01", ReminderMark.Ended)]
    [InlineData("2033-01-01", ReminderMark.Ended)]
    public void On_TheWayToTheEnd_TheNewestMarkCounts(string today, ReminderMark? mark) => Assert.Equal(mark, Marks(today, Agreed()).SingleOrDefault());

    [Fact]
    public void On_WithoutEndOrNotAgreed_NobodyIsReminded() =>
        Assert.Empty(Marks("2040-01-01", Agreed(Content(to: null)), After(Put(Content(), Signs(State)))));

    [Fact]
    public void On_ARenewedAgreement_GoesByTheNewEnd()
    {
        var renewed = Agreed(Content(to: "2035-01-01"), Agreed());
        Assert.Empty(Marks("2031-01-01", renewed));
        Assert.Equal(new DateOnly(2035, 1, 1), Assert.Single(Reminders.On(new DateOnly(2034, 12, 1), [renewed])).EndsOn);
    }

    [Fact]
    public void On_ASuccessorThatBeginsAtTheEnd_NobodyIsReminded() =>
        Assert.Empty(Marks("2030-12-31", Agreed(), Agreed(Content("2031-01-01", null))));

    [Fact]
    public void On_ASuccessorAfterAGap_ReminderStandsUntilItHolds()
    {
        var (first, second) = (Agreed(), Agreed(Content("2031-02-01", null)));
        Assert.Equal([ReminderMark.Ended], Marks("2031-01-31", first, second));
        Assert.Empty(Marks("2031-02-01", first, second));
    }

    [Fact]
    public void On_AnotherMunicipalitysAgreement_IsNoSuccessor() =>
        Assert.Equal([ReminderMark.Ended], Marks("2031-01-01", Agreed(Content(parties: [State, Host])), Agreed(Content(parties: [State, Participant], to: null))));

    [Fact]
    public void On_SeveralAgreements_TheFirstToEndComesFirst()
    {
        var (late, soon) = (Agreed(Content(to: "2031-03-01", parties: [State, Host])), Agreed(Content(parties: [State, Participant])));
        Assert.Equal([soon.Id, late.Id], Reminders.On(new DateOnly(2030, 12, 31), [late, soon]).Select(reminder => reminder.Agreement.Id));
    }

    private static IEnumerable<ReminderMark?> Marks(string today, params Agreement[] agreements) =>
        Reminders.On(Day(today), agreements).Select(reminder => (ReminderMark?)reminder.Mark);
}
