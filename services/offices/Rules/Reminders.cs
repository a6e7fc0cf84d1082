using Samstyring.Offices.V1;

namespace Samstyring.Offices.Rules;

/// <summary>An agreement on its way to its end, or past it.</summary>
/// <param name="EndsOn">The first day on which it no longer holds.</param>
/// <param name="Mark">The newest mark it has passed.</param>
/// <param name="DueOn">The day it passed the mark.</param>
public sealed record Reminder(Agreement Agreement, DateOnly EndsOn, ReminderMark Mark, DateOnly DueOn);

/// <summary>
/// When owners are reminded that an agreement ends: 8, 6 and 3 months and 14 and 7 days before, and the day it has ended (systems.md, S-12). Computed from
/// the agreements and the day; nothing is kept, so a new revision or a successor ends the reminding by itself.
/// </summary>
public static class Reminders
{
    /// <summary>The reminders of a day, the agreement that ends first, first.</summary>
    public static IReadOnlyList<Reminder> On(DateOnly today, IReadOnlyCollection<Agreement> agreements) =>
        [.. agreements.Select(agreement => Of(today, agreement, agreements)).OfType<Reminder>()
            .OrderBy(reminder => reminder.EndsOn).ThenBy(reminder => reminder.Agreement.Id)];

    /// <summary>The marks before an end. Months are counted back to the same date; where there is none, to the last of the month.</summary>
    public static IReadOnlyList<(ReminderMark Mark, DateOnly Day)> Before(DateOnly end) =>
    [
        (ReminderMark.EightMonths, end.AddMonths(-8)),
        (ReminderMark.SixMonths, end.AddMonths(-6)),
        (ReminderMark.ThreeMonths, end.AddMonths(-3)),
        (ReminderMark.FourteenDays, end.AddDays(-14)),
        (ReminderMark.SevenDays, end.AddDays(-7)),
        (ReminderMark.Ended, end),
    ];

    private static Reminder? Of(DateOnly today, Agreement agreement, IReadOnlyCollection<Agreement> all)
    {
        if (agreement.Agreed?.Valid.To is not { } end || end.AddMonths(-8) > today)
        {
            return null;
        }

        var (mark, due) = Before(end).Last(mark => mark.Day <= today);
        return all.Any(other => TakesOver(other, agreement, end) || (mark == ReminderMark.Ended && TakesOver(other, agreement, today)))
            ? null
            : new Reminder(agreement, end, mark, due);
    }

    // Another agreement of the kind with one of the same municipalities holds on the day. Of the kinds that a municipality may have several of at a time, such
    // as side agreements, none stands in for another.
    private static bool TakesOver(Agreement other, Agreement agreement, DateOnly day) =>
        agreement.Type is AgreementType.Partnership or AgreementType.Operating or AgreementType.Leader
        && other.Id != agreement.Id && other.OfficeId == agreement.OfficeId && other.Type == agreement.Type
        && AgreementRules.SharesMunicipality(other, agreement) && other.On(day) is not null;
}
