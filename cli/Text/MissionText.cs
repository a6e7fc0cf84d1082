using Samstyring.Norwegian;
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
        text.Line($"   {text.Say("gjelder", "gjeld")} {Dates.Period(mission.Valid, text.Nynorsk)}{(mission.Deadline.Length == 0 ? "" : $" · frist {Dates.Day(mission.Deadline)}")}");
        foreach (var flag in mission.Flags)
            text.Line($"   ⚑ {Flag(text, flag)}");
        foreach (var question in mission.Questions)
            Question(text, question);
        if (mission.Receipt is { } receipt)
            text.Line($"   {Receipt(text, receipt)}");
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
        if (missions.Unread + missions.Unacknowledged > 0)
            text.Line(text.Say($"{missions.Unread} ulest, {missions.Unacknowledged} ikke kvittert", $"{missions.Unread} ulesne, {missions.Unacknowledged} ikkje kvitterte"));
    }

    /// <summary>What has changed since a version, field by field.</summary>
    public static void Changes(Out text, GetMissionChangesResponse changes)
    {
        foreach (var change in changes.Changes)
        {
            var mission = change.Mission ?? new Mission();
            text.Line(text.Of(mission.Title));
            text.Line(change.SinceVersion == 0
                ? "   nytt for deg"
                : $"   versjon {change.SinceVersion} → {mission.Version}, {text.Of(change.ChangeClass)}");
            Fields(text, "   ", change.Fields);
            foreach (var source in change.SourcesCome)
                text.Line($"   + {text.Of(source.IssuerOrg)}: {text.Of(source.Title)}");
            foreach (var source in change.SourcesGone)
                text.Line($"   − {text.Of(source.IssuerOrg)}: {text.Of(source.Title)}");
            foreach (var source in change.SourcesChanged)
            {
                text.Line($"   {text.Of(source.IssuerOrg)}:");
                Fields(text, "     ", source.Fields);
            }
            foreach (var flag in change.FlagsCome)
                text.Line($"   + ⚑ {Flag(text, flag)}");
            foreach (var flag in change.FlagsGone)
                text.Line($"   − ⚑ {Flag(text, flag)}");
            foreach (var question in change.Questions)
                Question(text, question);
            text.Line();
        }
        if (changes.Changes.Count == 0)
            text.Line(text.Say("Ingenting er endret siden sist.", "Ingenting er endra sidan sist."));
    }

    /// <summary>What leaders have asked.</summary>
    public static void Questions(Out text, ListQuestionsResponse questions)
    {
        foreach (var asked in questions.Questions)
        {
            text.Line($"{asked.OfficeNumber} {text.Of(asked.MissionTitle)} · {asked.Question?.QuestionId}");
            Question(text, asked.Question ?? new MissionQuestion());
        }
        text.Line(questions.Questions.Count switch
        {
            0 => "Ingen spørsmål",
            1 => text.Say("Ett spørsmål", "Eitt spørsmål"),
            var count => $"{count} spørsmål",
        });
    }

    /// <summary>One entry of the stream.</summary>
    public static void Entry(Out text, WatchMissionsResponse entry)
    {
        if (entry.CaughtUp)
            text.Line(text.Say($"— Alt til og med plass {entry.Position} er vist; venter på nytt —", $"— Alt til og med plass {entry.Position} er vist; ventar på nytt —"));
        if (entry.Acknowledged is { } by)
            text.Line(text.Say($"[{entry.Position}] {(by.Own ? "Du" : "Den andre lederen")} har kvittert for versjon {by.Version} av {by.MissionKey}", $"[{entry.Position}] {(by.Own ? "Du" : "Den andre leiaren")} har kvittert for versjon {by.Version} av {by.MissionKey}"));
        if (entry.Mission is null)
            return;
        text.Line($"[{entry.Position}]");
        Write(text, entry.Mission);
        text.Line();
    }

    private static void Fields(Out text, string indent, IEnumerable<FieldChange> fields)
    {
        foreach (var field in fields)
            text.Line($"{indent}{field.Field}: {Value(field.OldValue, field.OldText)} → {Value(field.NewValue, field.NewText)}");

        string Value(string value, Types.V1.LocalizedText? words) => words is null ? value.Length == 0 ? "–" : value : $"«{text.Of(words)}»";
    }

    private static void Question(Out text, MissionQuestion question)
    {
        text.Line(text.Say($"   ? Nav-leder {text.Of(question.Kind)}: {question.Text}", $"   ? Nav-leiar {text.Of(question.Kind)}: {question.Text}"));
        if (question.AnsweredAt is not null)
            text.Line(text.Say($"     {text.Of(question.AnsweredBy)} svarer: {question.Answer}", $"     {text.Of(question.AnsweredBy)} svarar: {question.Answer}"));
    }

    private static string Receipt(Out text, MissionReceipt receipt) =>
        !receipt.Unacknowledged && receipt.AcknowledgedVersion > 0 ? $"kvittert for versjon {receipt.AcknowledgedVersion}"
        : receipt.Unread ? text.Say("ulest", "ulese")
        : receipt.Unacknowledged ? text.Say("sett, ikke kvittert", "sett, ikkje kvittert")
        : "sett";

    private static string Flag(Out text, MissionFlag flag)
    {
        var other = text.Say($"mot et direktiv fra linjen {text.Of(flag.OtherLine)}", $"mot eit direktiv frå linja {text.Of(flag.OtherLine)}");
        var who = text.Of(flag.Resolver?.Name);
        var resolver = who.Length == 0 ? "" : text.Say($"; avklares av {who}", $"; vert avklart av {who}");
        var until = flag.Until.Length == 0 ? "" : text.Say($" innen {Dates.Day(flag.Until)}", $" innan {Dates.Day(flag.Until)}");
        return $"{text.Of(flag.Kind)} ({text.Of(flag.Verdict)}, {text.Of(flag.Severity)}) {other}{resolver}{until}";
    }
}
