using Samstyring.Norwegian;
using Xunit;

namespace Samstyring.Common.Tests;

public class NorwegianTests
{
    [Theory]
    [InlineData("1234.5", "1\u00A0234,5")]
    [InlineData("155769", "155\u00A0769")]
    [InlineData("-3", "\u22123")]
    [InlineData("0.25", "0,25")]
    [InlineData("12.0", "12")]
    [InlineData("mange", "mange")]
    public void Number_AsMessagesCarryIt_IsWrittenAsPeopleDo(string number, string expected) => Assert.Equal(expected, Numbers.Of(number));

    [Fact]
    public void Amounts_CarryTheirUnitOnTheSameLine()
    {
        Assert.Equal("155\u00A0769\u00A0kr", Numbers.Kroner(155_769));
        Assert.Equal("37,5\u00A0%", Numbers.Percent(37.5m));
    }

    [Theory]
    [InlineData("2026-11-22", "i dag", "i dag")]
    [InlineData("2026-11-23", "i morgen", "i morgon")]
    [InlineData("2026-11-21", "i går", "i går")]
    [InlineData("2026-12-13", "om 21 dager", "om 21 dagar")]
    [InlineData("2026-11-19", "for 3 dager siden", "for 3 dagar sidan")]
    public void Until_ADay_IsSaidInWords(string day, string nb, string nn)
    {
        var today = new DateOnly(2026, 11, 22);

        Assert.Equal(nb, Dates.Until(Dates.Parse(day)!.Value, today, nynorsk: false));
        Assert.Equal(nn, Dates.Until(Dates.Parse(day)!.Value, today, nynorsk: true));
    }

    [Theory]
    [InlineData("2027-03-22", "2027-03-22", "5 av 5 arbeidsdager igjen")]
    [InlineData("2027-03-22", "2027-03-24", "3 av 5 arbeidsdager igjen")]
    [InlineData("2027-03-22", "2027-04-01", "0 av 5 arbeidsdager igjen")]
    [InlineData("2027-03-22", "2027-04-02", "fristen er ute")]
    public void WorkingDaysLeft_OverEaster_CountsNoHoliday(string from, string today, string expected) =>
        Assert.Equal(expected, Dates.WorkingDaysLeft(Dates.Parse(from)!.Value, new DateOnly(2027, 4, 1), Dates.Parse(today)!.Value, nynorsk: false));

    [Theory]
    [InlineData("2026-11-22", "22.11.2026", 2026, 47)]
    [InlineData("2027-01-01", "01.01.2027", 2026, 53)]
    public void Day_ShortAndByWeek_FollowsIso(string day, string expected, int year, int week)
    {
        Assert.Equal(expected, Dates.Short(day));
        Assert.Equal((year, week), Dates.Week(Dates.Parse(day)!.Value));
    }

    [Fact]
    public void Catalogue_Codes_HaveNamesInBothForms()
    {
        Assert.Equal("ungdom", Catalogue.Theme("FOLLOW_UP.YOUTH", nynorsk: false));
        Assert.Equal("fysiske brukarsamtalar", Catalogue.Action("USER_MEETING.PHYSICAL", nynorsk: true));
        Assert.Equal("personer", Catalogue.Unit("PERSON", nynorsk: false));
        Assert.Equal("Deltakarar i kvalifiseringsprogrammet", Catalogue.Indicator("IND-KVP", nynorsk: true));
        Assert.Equal("UNKNOWN.CODE", Catalogue.Theme("UNKNOWN.CODE", nynorsk: false));
    }
}
