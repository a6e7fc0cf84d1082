using Samstyring.Common;

namespace Samstyring.Offices.Rules;

/// <summary>Sets of days.</summary>
public static class Days
{
    /// <summary>Whether every day of a period is in one of the others.</summary>
    public static bool Cover(IEnumerable<Period> periods, Period days)
    {
        // What is not covered yet begins here; the periods come in the order they begin.
        var rest = days;
        foreach (var period in periods.OrderBy(period => period.From ?? DateOnly.MinValue))
        {
            if (period.From > (rest.From ?? DateOnly.MinValue))
            {
                return rest.IsEmpty;
            }

            if (period.To is null || period.To >= rest.To)
            {
                return true;
            }

            rest = period.To > (rest.From ?? DateOnly.MinValue) ? rest with { From = period.To } : rest;
        }

        return rest.IsEmpty;
    }
}
