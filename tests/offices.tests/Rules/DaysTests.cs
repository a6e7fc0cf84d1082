using Samstyring.Common;
using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Tests.Rules;

public sealed class DaysTests
{
    [Theory]
    [InlineData("", "2027..2028", false)]
    [InlineData("2027..2028", "2027..2028", true)]
    [InlineData("2026..2029", "2027..2028", true)]
    [InlineData("2027..2028", "2027..", false)]
    [InlineData("2027..", "2027..", true)]
    [InlineData("..2028", "..2028", true)]
    [InlineData("2027..2028", "..2028", false)]
    [InlineData("..", "..", true)]
    [InlineData("..2027 2027..", "..", true)]
    [InlineData("2027..2028 2026..2027", "2026..2028", true)]
    [InlineData("2026..2027 2028..2029", "2026..2029", false)]
    [InlineData("2026..2030 2027..2028", "2026..2030", true)]
    [InlineData("2020..2021 2026..2028", "2026..2028", true)]
    public void Cover_Periods_IsWhetherEveryDayIsInOne(string periods, string days, bool covered) =>
        Assert.Equal(covered, Days.Cover(periods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Read), Read(days)));

    private static Period Read(string years)
    {
        static DateOnly? Day(string year) => year.Length == 0 ? null : new DateOnly(int.Parse(year, System.Globalization.CultureInfo.InvariantCulture), 1, 1);
        var ends = years.Split("..");
        return new Period(Day(ends[0]), Day(ends[1]));
    }
}
