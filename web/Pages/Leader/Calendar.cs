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
/// <param name="Address">The mission it belongs to; null: none.</param>
public sealed record YearEvent(DateOnly Day, Ring Ring, string Text, string? Address = null);

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
        select new YearEvent(day.Value, RingOf(source.Line), texts.Of(source.Title), mission.Address);

    /// <summary>When the owners decide their frames and budgets, and when agreements between them end.</summary>
    public static IEnumerable<YearEvent> Decisions(OfficeProfile? profile, Texts texts)
    {
        foreach (var decision in profile?.BudgetCalendar ?? [])
        {
            var ring = IsMunicipal(decision) ? Ring.Municipality : Ring.State;
            if (decision.HasFrameDecision && Dates.Parse(decision.FrameDecision) is { } frame)
                yield return new(frame, ring, texts.FrameDecided(texts.Of(decision.Party)));
            if (decision.HasBudgetDecision_ && Dates.Parse(decision.BudgetDecision_) is { } budget)
                yield return new(budget, ring, texts.BudgetDecided(texts.Of(decision.Party)));
        }
        foreach (var agreement in profile?.Agreements ?? [])
        {
            if (agreement.Valid is { HasTo: true } valid && Dates.Parse(valid.To) is { } end)
                yield return new(end.AddDays(-1), Ring.Joint, texts.AgreementEnds(agreement.Type));
        }
    }

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
