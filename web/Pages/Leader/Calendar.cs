using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web.Pages.Leader;

/// <summary>Whose a date is.</summary>
public enum Ring
{
    State,
    Municipality,
    Joint,
}

/// <summary>A date of the office's year.</summary>
/// <param name="Day">When.</param>
/// <param name="Ring">Whose it is.</param>
/// <param name="Text">What happens.</param>
/// <param name="Subjects">What or whom it is about: a directive's title, the parties that decide.</param>
/// <param name="Address">The mission it belongs to; null: none.</param>
public sealed record YearEvent(DateOnly Day, Ring Ring, string Text, IReadOnlyList<string> Subjects, string? Address = null);

/// <summary>The dates of both owners at one office, from the missions, the budget calendar and the agreements. Nothing is put in a month because it usually is there.</summary>
internal static class Calendar
{
    /// <summary>What the missions ask for by a day: each source's own deadline.</summary>
    public static IEnumerable<YearEvent> Deadlines(IEnumerable<Mission> missions, Texts texts) =>
        from mission in missions
        where mission.State != MissionState.Ended
        from source in mission.Sources
        let day = Dates.Parse(source.Deadline)
        where day is not null
        let title = texts.Of(source.Title)
        select new YearEvent(day.Value, RingOf(source.Line), title, [title], mission.Address);

    /// <summary>When the owners decide their frames and budgets, those of the same day together, and when agreements between them end.</summary>
    public static IEnumerable<YearEvent> Decisions(OfficeProfile? profile, Texts texts)
    {
        var decisions = profile?.BudgetCalendar ?? [];
        var frames = decisions.Where(d => d.HasFrameDecision).Select(d => (Day: Dates.Parse(d.FrameDecision), Decision: d, Say: (Func<string, string>)texts.FrameDecided));
        var budgets = decisions.Where(d => d.HasBudgetDecision_).Select(d => (Day: Dates.Parse(d.BudgetDecision_), Decision: d, Say: (Func<string, string>)texts.BudgetDecided));
        foreach (var kind in new[] { frames, budgets })
        {
            foreach (var same in kind.Where(d => d.Day is not null).GroupBy(d => (d.Day!.Value, IsMunicipal(d.Decision))))
            {
                var parties = same.Select(d => texts.Of(d.Decision.Party)).ToList();
                yield return new(same.Key.Value, same.Key.Item2 ? Ring.Municipality : Ring.State, same.First().Say(texts.And(parties)), parties);
            }
        }
        foreach (var agreement in profile?.Agreements ?? [])
        {
            if (agreement.Valid is { HasTo: true } valid && Dates.Parse(valid.To) is { } end)
                yield return new(end.AddDays(-1), Ring.Joint, texts.AgreementEnds(agreement.Type), []);
        }
    }

    /// <summary>What the partnership's agenda knows beside these, such as reporting; its sentences end with what they are about.</summary>
    public static IEnumerable<YearEvent> Others(Agenda agenda, IReadOnlyCollection<YearEvent> known, Texts texts) =>
        from item in agenda.Points.Where(p => p.Kind == AgendaPointKind.YearWheel).SelectMany(p => p.Items)
        let day = Dates.Parse(item.Date)
        let text = texts.Of(item.Text)
        where day is not null && !known.Any(k => k.Day == day && k.Subjects.Any(s => text.EndsWith(s, StringComparison.Ordinal)))
        let about = known.FirstOrDefault(k => k.Subjects.Any(s => text.EndsWith(s, StringComparison.Ordinal)))
        select new YearEvent(day.Value, about?.Ring ?? Ring.Joint, text, [], about?.Address);

    /// <summary>From the day the first municipality decides its frame to the day the state decides its budget; null: one of them is not registered.</summary>
    public static (DateOnly From, DateOnly To)? BudgetGap(OfficeProfile? profile, int year)
    {
        var decisions = profile?.BudgetCalendar ?? [];
        var frames = decisions.Where(d => IsMunicipal(d) && d.HasFrameDecision).Select(d => Dates.Parse(d.FrameDecision)).Where(d => d?.Year == year).Order().ToList();
        var budgets = decisions.Where(d => !IsMunicipal(d) && d.HasBudgetDecision_).Select(d => Dates.Parse(d.BudgetDecision_)).Where(d => d?.Year == year).Order().ToList();
        return frames is [{ } from, ..] && budgets is [.., { } to] && from < to ? (from, to) : null;
    }

    private static bool IsMunicipal(BudgetDecision decision) => decision.Party.Kind is OrgKind.Municipality or OrgKind.CityDistrict;

    private static Ring RingOf(Line line) => line switch
    {
        Line.Municipal => Ring.Municipality,
        Line.Joint => Ring.Joint,
        _ => Ring.State,
    };
}
