using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Cli.Text;

internal static class MissionText
{
    public static void Write(Out text, Mission mission)
    {
        var successor = mission.ReplacedByMissionKey.Length == 0 ? "" : $" av {mission.ReplacedByMissionKey}";
        var state = mission.State == MissionState.Ended ? $"{text.Of(mission.State)} ({text.Of(mission.EndReason)}{successor})" : text.Of(mission.State);
        text.Line($"{(mission.Rank > 0 ? $"{mission.Rank}. " : "")}{text.Of(mission.Title)}");
        text.Line($"   {state} · versjon {mission.Version} · {mission.Theme}");
        foreach (var source in mission.Sources)
            Source(text, mission, source);
        text.Line($"   {text.Say("gjelder", "gjeld")} {Dates.Period(mission.Valid, text)}{(mission.Deadline.Length == 0 ? "" : $" · frist {Dates.Day(mission.Deadline)}")}");
        foreach (var flag in mission.Flags)
            text.Line($"   ⚑ {Flag(text, flag)}");
        text.Paragraph(text.Of(mission.Text), "   ");
    }

    // What the other sources say, and which leader and deadline each names where they differ, stands at the source.
    private static void Source(Out text, Mission mission, MissionSource source)
    {
        var leader = source.ResponsibleLeader == ResponsibleLeader.Unspecified || source.ResponsibleLeader == mission.ResponsibleLeader ? "" : $" · {text.Of(source.ResponsibleLeader)}";
        var deadline = source.Deadline == mission.Deadline || source.Deadline.Length == 0 ? "" : $" · frist {Dates.Day(source.Deadline)}";
        text.Line($"   {text.Of(source.Bindingness)} ({text.Of(source.Modality)}) {text.Say("fra", "frå")} {text.Of(source.IssuerOrg)} ({text.Of(source.Line)}), {source.DocumentId} {source.ClauseRef}".TrimEnd() + leader + deadline);
        if (source != mission.Sources[0])
            text.Line($"     {text.Of(source.Title)}");
    }

    public static void List(Out text, ListMissionsResponse missions)
    {
        foreach (var mission in missions.Missions)
        {
            Write(text, mission);
            text.Line();
        }
        text.Line(missions.Missions.Count switch
        {
            0 => "Ingen oppdrag",
            1 => text.Say("Ett oppdrag", "Eitt oppdrag"),
            var count => $"{count} oppdrag",
        });
    }

    /// <summary>One entry of the stream.</summary>
    public static void Entry(Out text, WatchMissionsResponse entry)
    {
        if (entry.CaughtUp)
            text.Line(text.Say($"— Alt til og med plass {entry.Position} er vist; venter på nytt —", $"— Alt til og med plass {entry.Position} er vist; ventar på nytt —"));
        if (entry.Mission is null)
            return;
        text.Line($"[{entry.Position}]");
        Write(text, entry.Mission);
        text.Line();
    }

    private static string Flag(Out text, MissionFlag flag)
    {
        var other = text.Say($"mot et direktiv fra linjen {text.Of(flag.OtherLine)}", $"mot eit direktiv frå linja {text.Of(flag.OtherLine)}");
        var who = text.Of(flag.Resolver?.Name);
        var resolver = who.Length == 0 ? "" : text.Say($"; avklares av {who}", $"; vert avklart av {who}");
        var until = flag.Until.Length == 0 ? "" : text.Say($" innen {Dates.Day(flag.Until)}", $" innan {Dates.Day(flag.Until)}");
        return $"{text.Of(flag.Kind)} ({text.Of(flag.Verdict)}, {text.Of(flag.Severity)}) {other}{resolver}{until}";
    }
}
