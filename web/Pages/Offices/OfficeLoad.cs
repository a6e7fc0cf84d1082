using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web.Pages.Offices;

/// <summary>What was given to an office in one quarter.</summary>
/// <param name="Year">The year.</param>
/// <param name="Quarter">From 1.</param>
/// <param name="Parts">How many, in the order of <see cref="OfficeLoad.Parts"/>.</param>
/// <param name="Deadlines">How many of them have a deadline.</param>
internal sealed record LoadQuarter(int Year, int Quarter, IReadOnlyList<int> Parts, int Deadlines)
{
    public int All => Parts.Sum();
}

/// <summary>What an office was asked to do and by whom, counted from its missions.</summary>
internal static class OfficeLoad
{
    private const int Quarters = 6;

    /// <summary>The parts of a quarter, from below: the state's and the municipality's, binding and not.</summary>
    public static readonly IReadOnlyList<(bool State, bool Binding)> Parts = [(true, true), (true, false), (false, true), (false, false)];

    /// <summary>What can be counted of what holds now.</summary>
    public static readonly IReadOnlyList<string> Measures = ["all", "binding", "indicator", "deadline"];

    /// <summary>The last quarters, the oldest first.</summary>
    public static IReadOnlyList<LoadQuarter> Of(IEnumerable<Mission> missions, DateOnly today)
    {
        var sources = Sources(missions).Where(s => s.ReleasedAt is not null).ToLookup(s => Index(Dates.DateOf(s.ReleasedAt.ToDateTimeOffset())));
        return [.. Enumerable.Range(Index(today) - Quarters + 1, Quarters).Select(index => new LoadQuarter(
            index / 4, (index % 4) + 1, [.. Parts.Select(part => sources[index].Count(s => IsState(s) == part.State && IsBinding(s) == part.Binding))], sources[index].Count(s => s.Deadline.Length > 0)))];
    }

    /// <summary>How many of what holds now are the state's and the municipality's.</summary>
    public static (int State, int Municipality) Balance(IEnumerable<Mission> missions, string measure)
    {
        var counted = Sources(missions.Where(m => m.State != MissionState.Ended)).Where(s => measure switch
        {
            "binding" => IsBinding(s),
            "indicator" => s.IndicatorId.Length > 0,
            "deadline" => s.Deadline.Length > 0,
            _ => true,
        }).ToList();
        return (counted.Count(IsState), counted.Count(s => !IsState(s)));
    }

    // The county governor advises for the state; what both have set together counts for neither.
    private static IEnumerable<MissionSource> Sources(IEnumerable<Mission> missions) =>
        missions.SelectMany(m => m.Sources).Where(s => s.Line != Line.Joint).DistinctBy(s => s.DirectiveId);

    private static bool IsState(MissionSource source) => source.Line != Line.Municipal;

    private static bool IsBinding(MissionSource source) => source.Bindingness >= Bindingness.Frame;

    private static int Index(DateOnly day) => (day.Year * 4) + ((day.Month - 1) / 3);
}
