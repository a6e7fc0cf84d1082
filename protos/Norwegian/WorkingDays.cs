namespace Samstyring.Norwegian;

/// <summary>The Norwegian working-day calendar (conflicts.md section 5); decides deadlines of holds, cases and consultations.</summary>
public static class WorkingDays
{
    /// <summary>Easter Sunday by the Gregorian computus.</summary>
    public static DateOnly Easter(int year)
    {
        var golden = year % 19;
        var century = year / 100;
        var epact = (century - (century / 4) - (((8 * century) + 13) / 25) + (19 * golden) + 15) % 30;
        var fullMoon = epact - (epact / 28 * (1 - (29 / (epact + 1) * ((21 - golden) / 11))));
        var weekday = (year + (year / 4) + fullMoon + 2 - century + (century / 4)) % 7;
        var offset = fullMoon - weekday;
        var month = 3 + ((offset + 40) / 44);
        return new(year, month, offset + 28 - (31 * (month / 4)));
    }

    /// <summary>A public holiday. 24 and 31 December and the Wednesday before Maundy Thursday are not.</summary>
    public static bool IsHoliday(DateOnly day) =>
        (day.Month, day.Day) is (1, 1) or (5, 1) or (5, 17) or (12, 25) or (12, 26)
        || (day.DayNumber - Easter(day.Year).DayNumber) is -3 or -2 or 0 or 1 or 39 or 49 or 50;

    /// <summary>Monday to Friday and not a public holiday.</summary>
    public static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(day);

    /// <summary>The working day number <paramref name="count"/> after <paramref name="day"/>, which is day 0 and need not be one itself.</summary>
    public static DateOnly Add(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        while (count > 0)
        {
            day = day.AddDays(1);
            count -= IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>The number of working days after <paramref name="day"/> up to and including <paramref name="end"/>; 0 on the same day or before it.</summary>
    public static int Between(DateOnly day, DateOnly end)
    {
        var count = 0;
        for (var d = day.AddDays(1); d <= end; d = d.AddDays(1))
        {
            count += IsWorkingDay(d) ? 1 : 0;
        }

        return count;
    }
}
