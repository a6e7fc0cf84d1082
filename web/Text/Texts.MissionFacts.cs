using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web;

/// <summary>A mission said in words: why it is ranked as it is, whose it is, for whom, how much and when.</summary>
internal sealed partial class Texts
{
    public string FlagTag => Say("Under avklaring", "Under avklaring");

    /// <summary>Why it stands where it does; the feed's order is law, joint priority, deadline, binding force.</summary>
    public string RankReason(Mission mission)
    {
        if (mission.Sources.FirstOrDefault(s => s.Bindingness is Bindingness.Statutory or Bindingness.Supervision) is { } law)
            return Begin(Of(law.Bindingness));
        if (mission.Sources.Where(s => s.Line == Line.Joint && s.HasPriorityRank).Select(s => s.PriorityRank).Order().FirstOrDefault() is > 0 and var joint)
            return JointPriority(joint);
        if (mission.Deadline.Length > 0)
            return DeadlineOn(Dates.Short(mission.Deadline));
        if (mission.Sources.Where(s => s.HasPriorityRank).Select(s => s.PriorityRank).Order().FirstOrDefault() is > 0 and var own)
            return Priority(own);
        return mission.Sources.Count == 0 ? Missions : Begin(Of(mission.Sources.Max(s => s.Bindingness)));
    }

    public string OwnersOf(Mission mission) => Owners(
        mission.Sources.Any(s => s.Line is Line.State or Line.Joint), mission.Sources.Any(s => s.Line is Line.Municipal or Line.Joint));

    public IEnumerable<(string Name, string Value)> FactsOf(Mission mission)
    {
        if (For(mission.TargetGroup) is { Length: > 0 } whom)
            yield return (ForWhom, whom);
        foreach (var target in mission.Sources.Select(TargetOf).Where(t => t.Length > 0).Distinct())
            yield return (Target, target);
        if (mission.Deadline.Length > 0)
            yield return (Deadline, $"{Day(mission.Deadline)} ({Until(mission.Deadline)})");
        if (mission.Valid is { } valid)
            yield return (When, Period(valid));
        if (mission.ResponsibleLeader != ResponsibleLeader.Unspecified)
            yield return (Responsible, Of(mission.ResponsibleLeader));
        yield return (ThemeLabel, Theme(mission.Theme));
    }

    public IEnumerable<(string Name, string Value)> FactsOf(MissionSource source)
    {
        yield return (Force, Of(source.Bindingness));
        yield return (Document, source.ClauseRef.Length == 0 ? source.DocumentId : $"{source.DocumentId}, {Clause(source.ClauseRef)}");
        if (TargetOf(source) is { Length: > 0 } target)
            yield return (Target, target);
        if (source.Deadline.Length > 0)
            yield return (Deadline, Day(source.Deadline));
        if (source.Valid is { } valid)
            yield return (When, Period(valid));
        if (source.ResponsibleLeader != ResponsibleLeader.Unspecified)
            yield return (Responsible, Of(source.ResponsibleLeader));
        if (source.DerivedFrom.Count > 0)
            yield return (Relayed, RelayedFrom(source.DerivedFrom.Count));
        yield return (Revision, $"{source.Revision}, {Released.ToLowerInvariant()} {DayOf(source.ReleasedAt)}");
    }

    /// <summary>Whom it is about: <c>langtidsledige, 18–30 år</c>; empty: everybody.</summary>
    private string For(TargetGroup? group) => group is null ? "" : string.Join(", ", new[]
    {
        And(group.Groups.Select(g => Catalogue.TargetGroup(g, Nynorsk))),
        group.Age is { } age ? Years(age.HasLo ? age.Lo : null, age.HasHi ? age.Hi : null) : "",
        group.DurationMonths is { } months ? Months(months.HasLo ? months.Lo : null, months.HasHi ? months.Hi : null) : "",
    }.Where(part => part.Length > 0));

    /// <summary>What is measured and how much of it: <c>Deltakere i kvalifiseringsprogrammet: minst 12 personer</c>.</summary>
    private string TargetOf(MissionSource source)
    {
        var indicator = source.IndicatorId.Length == 0 ? "" : Catalogue.Indicator(source.IndicatorId, Nynorsk);
        var amount = source.Target is { } target ? Amount(target) : "";
        return string.Join(": ", new[] { indicator, amount }.Where(part => part.Length > 0));
    }

    private string Amount(Target target)
    {
        var number = (target.HasLo, target.HasHi) switch
        {
            (true, true) when target.Lo == target.Hi => Numbers.Of(target.Lo),
            (true, true) => $"{Numbers.Of(target.Lo)}–{Numbers.Of(target.Hi)}",
            (true, false) => AtLeast(Numbers.Of(target.Lo)),
            (false, true) => AtMost(Numbers.Of(target.Hi)),
            _ => "",
        };
        return target.Unit.Length == 0 ? number : $"{number} {Catalogue.Unit(target.Unit, Nynorsk)}";
    }
}
