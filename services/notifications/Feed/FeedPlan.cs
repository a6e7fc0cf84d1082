using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Samstyring.Types.V1;
using Pb = Samstyring.Notifications.V1;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Feed;

/// <summary>An open finding on a directive, and the last day of the hold it came from or of the other part's.</summary>
public sealed record ShownFlag(Finding Finding, DateOnly? Until);

/// <summary>A directive at the office after the decision.</summary>
/// <param name="Directive">Its newest revision.</param>
/// <param name="Reach">How it reaches the office.</param>
/// <param name="Row">Where the newest revision stands.</param>
/// <param name="End">Why it leaves its mission now; null while it goes on.</param>
/// <param name="Flags">The open findings, worst first.</param>
public sealed record ShownDirective(Directive Directive, Reach Reach, GateRow Row, Pb.EndReason? End, ImmutableArray<ShownFlag> Flags);

/// <summary>
/// The missions that follow from the gate: released and addressed to the office means source of exactly one mission, and what is about the same is one mission
/// (<see cref="MissionTopic"/>). A version is appended when what the leader sees has changed, and only then. While a new revision is held, the mission shows
/// the one that was released.
/// </summary>
public static class FeedPlan
{
    /// <summary>The versions to append, at the positions after the office's last, in the order of the feed. Their ranks are given by <see cref="Rank"/>.</summary>
    /// <param name="at">The facts at the office.</param>
    /// <param name="before">What is stored.</param>
    /// <param name="messageOf">The newest revisions.</param>
    /// <param name="here">The directives asked about, with all that are, or will be, in one mission with one of them.</param>
    public static ImmutableArray<FeedEntry> Of(
        Predicates at, OfficeBefore before, Func<string, SteeringPb.Directive> messageOf, ImmutableArray<ShownDirective> here)
    {
        var live = before.Missions.Values.Where(row => row.IsLive).ToList();
        var standing = live.SelectMany(row => row.Mission.Sources.Select(s => (s.DirectiveId, Row: row, Source: s))).ToDictionary(s => s.DirectiveId);
        var members = here.Where(x => x.End is null).Select(Shown).OfType<Member>().ToList();
        var shown = members.ToLookup(m => m.Topic);
        var next = live.Select(row => row.Topic).Union(shown.Select(group => group.Key))
            .Select(topic => (Topic: topic, Last: before.Missions.GetValueOrDefault(topic)))
            .Select(x => shown.Contains(x.Topic) ? Version(at, x.Topic, x.Last, [.. shown[x.Topic]], messageOf) : Ended(x.Last!, here, MovedTo))
            .OfType<MissionRow>();
        return [.. next.OrderBy(row => row.SortKey, StringComparer.Ordinal).Select((row, i) => new FeedEntry(before.FeedPosition + 1 + i, row))];

        // The newest revision if it is released; else what is in the feed already.
        Member? Shown(ShownDirective x) =>
            x.Row.State.IsReleased() ? Released(at, messageOf(x.Directive.Id), x)
            : standing.TryGetValue(x.Directive.Id, out var stands) ? new(stands.Row.Topic, stands.Row.Mission, stands.Source, x)
            : null;

        // The mission that a directive has gone over to.
        string? MovedTo(string directiveId) =>
            members.Where(m => m.Source.DirectiveId == directiveId).Select(m => KeyOf(at, m.Topic, before)).FirstOrDefault();
    }

    /// <summary>Gives the missions that are appended their place among those that go on, from 1; one that has ended has none.</summary>
    /// <param name="feed">The versions to append, in the order of the feed.</param>
    /// <param name="before">What is stored of those missions.</param>
    /// <param name="earlier">How many of the stored missions that go on come before each.</param>
    public static void Rank(ImmutableArray<FeedEntry> feed, OfficeBefore before, IReadOnlyList<int> earlier)
    {
        // The stored versions of what is appended count no more.
        var replaced = feed.Select(e => before.Missions.GetValueOrDefault(e.Row.Topic)).OfType<MissionRow>()
            .Where(row => row.IsLive).Select(row => row.SortKey).ToList();
        var appended = 0;
        for (var i = 0; i < feed.Length; i++)
        {
            var (mission, key) = (feed[i].Row.Mission, feed[i].Row.SortKey);
            mission.Rank = mission.State == Pb.MissionState.Ended ? 0
                : earlier[i] - replaced.Count(old => string.CompareOrdinal(old, key) < 0) + ++appended;
        }
    }

    /// <summary>Identity of the mission of a topic at an office: lower-hex SHA-256.</summary>
    public static string Key(string officeNumber, string topic) => Hash($"mission|{officeNumber}|{topic}");

    /// <summary>
    /// The order of the feed: what the law or supervision requires first, then the earliest deadline, the strongest binding force, and the owners' own
    /// priorities, the better one first. The key is unique.
    /// </summary>
    /// <param name="sources">The sources, in order.</param>
    /// <param name="missionKey">The mission's key.</param>
    public static string SortKey(IReadOnlyList<Pb.MissionSource> sources, string missionKey)
    {
        var priorities = sources.GroupBy(s => s.Line).Select(line => line.Min(Priority)).Order().Append(int.MaxValue).Take(2).ToList();
        var legal = sources.Min(Legal);
        var force = sources.Min(Force);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{legal} {sources.Min(Deadline)} {force} {priorities[0]:0000000000} {priorities[^1]:0000000000} {sources[0].DirectiveId} {missionKey}");
    }

    /// <summary>A stored version with everything its source says also said at the source, as versions with one source once did not.</summary>
    public static Pb.Mission Read(byte[] stored)
    {
        var mission = Pb.Mission.Parser.ParseFrom(stored);
        foreach (var source in mission.Sources.Where(s => s.Title is null))
        {
            (source.Title, source.Text, source.Deadline, source.Valid) = (mission.Title, mission.Text, mission.Deadline, mission.Valid);
            (source.ResponsibleLeader, source.ReleasedAt) = (mission.ResponsibleLeader, mission.ReleasedAt);
        }

        return mission;
    }

    private static Member Released(Predicates at, SteeringPb.Directive message, ShownDirective x)
    {
        var c = message.Content;
        var days = x.Reach.Days;
        var group = x.Directive.TargetGroup;
        var source = new Pb.MissionSource
        {
            DirectiveId = x.Directive.Id,
            Revision = message.Revision,
            Line = c.Line,
            IssuerOrg = c.IssuerOrg,
            DocumentId = c.DocumentId,
            ClauseRef = c.ClauseRef,
            Bindingness = c.Bindingness,
            Modality = c.Modality,
            DerivedFrom = { at.Facts.Lineage.Sources(x.Directive) },
            Title = c.Title ?? new(),
            Text = c.Text,
            Deadline = c.Deadline,
            ResponsibleLeader = c.ResponsibleLeader != SteeringPb.ResponsibleLeader.Unspecified ? c.ResponsibleLeader
                : c.RecipientRole == SteeringPb.RecipientRole.StateLeader ? SteeringPb.ResponsibleLeader.StateLeader
                : c.RecipientRole == SteeringPb.RecipientRole.MunicipalLeader ? SteeringPb.ResponsibleLeader.MunicipalLeader
                : SteeringPb.ResponsibleLeader.Unspecified,
            IndicatorId = c.IndicatorId,
            Target = c.Target,
            Valid = FindingMessage.Period(new(days.Ranges[0].From, days.End)),
            ReleasedAt = Timestamp.FromDateTimeOffset(x.Row.ReleasedAt!.Value),
        };
        if (c.HasPriorityRank)
        {
            source.PriorityRank = c.PriorityRank;
        }

        // The group in one form, whatever the order its issuer wrote it in.
        var about = new Pb.Mission { Theme = c.Theme, ActionCode = c.ActionCode };
        if (group.Groups.Length > 0 || group.Age is not null || group.DurationMonths is not null)
        {
            about.TargetGroup = new()
            {
                Groups = { group.Groups.Distinct().Order(StringComparer.Ordinal) },
                Age = Interval(group.Age),
                DurationMonths = Interval(group.DurationMonths),
            };
        }

        return new(MissionTopic.Of(x.Directive), about, source, x);
    }

    private static MissionRow? Version(
        Predicates at, string topic, MissionRow? last, IReadOnlyList<Member> members, Func<string, SteeringPb.Directive> messageOf)
    {
        var ordered = members.OrderBy(m => m.Source, Comparer<Pb.MissionSource>.Create(InOrder)).ToList();
        var sources = ordered.ConvertAll(m => m.Source);
        var (about, first) = (ordered[0].About, sources[0]);
        var leaders = sources.Select(s => s.ResponsibleLeader).Where(l => l != SteeringPb.ResponsibleLeader.Unspecified).Distinct().ToList();
        var mission = new Pb.Mission
        {
            OfficeNumber = at.Office.Number,
            MissionKey = last?.Mission.MissionKey ?? Key(at.Office.Number, topic),
            Title = first.Title,
            Text = first.Text,
            Theme = about.Theme,
            ActionCode = about.ActionCode,
            TargetGroup = about.TargetGroup,
            Valid = Whole(sources),
            Deadline = sources.Min(Deadline) is var deadline && deadline == NoDeadline ? "" : deadline,
            ResponsibleLeader = leaders.Count == 1 ? leaders[0] : SteeringPb.ResponsibleLeader.Unspecified,
            Sources = { sources },
            Flags = { Flags(ordered) },
            Questions = { (last?.Mission ?? new()).Questions },
            ReleasedAt = sources.Select(s => s.ReleasedAt).Where(t => t is not null).Min(),
            Rank = last?.Mission.Rank ?? 0,
            Version = last?.Mission.Version ?? 1,
            MaterialVersion = last?.Mission.MaterialVersion ?? 1,
            ChangeClass = last?.Mission.ChangeClass ?? SteeringPb.ChangeClass.Material,
        };
        mission.State = mission.Flags.Count == 0 ? Pb.MissionState.Released : Pb.MissionState.ReleasedWithFlag;
        mission.ContentHash = ContentHash(mission);
        if (last is not null)
        {
            if (mission.Equals(last.Mission))
            {
                return null;
            }

            mission.Version++;
            mission.ChangeClass = ChangeOf(last, sources, messageOf);
            mission.MaterialVersion = mission.ChangeClass == SteeringPb.ChangeClass.Material ? mission.Version : mission.MaterialVersion;
        }

        return new(topic, SortKey(sources, mission.MissionKey), mission);
    }

    // A flag or an editorial change does not ask for a new receipt. A source that has come, left or changed materially does.
    private static SteeringPb.ChangeClass ChangeOf(MissionRow last, List<Pb.MissionSource> sources, Func<string, SteeringPb.Directive> messageOf)
    {
        var before = last.Mission.Sources.ToDictionary(s => s.DirectiveId);
        var material = !last.IsLive || before.Count != sources.Count
            || sources.Any(s => !before.TryGetValue(s.DirectiveId, out var old) || (old.Revision == s.Revision ? !Same(old, s) : !Editorial(old, s)));
        return material ? SteeringPb.ChangeClass.Material : SteeringPb.ChangeClass.Editorial;

        // Of revisions in between that were never shown nobody knows here what they changed.
        bool Editorial(Pb.MissionSource old, Pb.MissionSource s) =>
            s.Revision == old.Revision + 1 && messageOf(s.DirectiveId).ChangeClass == SteeringPb.ChangeClass.Editorial;

        static bool Same(Pb.MissionSource old, Pb.MissionSource s)
        {
            old = old.Clone();
            old.ReleasedAt = s.ReleasedAt;
            return old.Equals(s);
        }
    }

    // Sources that are in another mission now have taken it with them; else it ended as the first of them did.
    private static MissionRow? Ended(MissionRow last, ImmutableArray<ShownDirective> here, Func<string, string?> movedTo)
    {
        var moved = last.Mission.Sources.Select(s => movedTo(s.DirectiveId)).FirstOrDefault(key => key is not null);
        var reasons = here.ToDictionary(x => x.Directive.Id, x => x.End);
        var reason = moved is not null ? Pb.EndReason.Replaced
            : last.Mission.Sources.Select(s => reasons.GetValueOrDefault(s.DirectiveId)).FirstOrDefault(end => end is not null);
        if (reason is null)
        {
            return null;
        }

        var mission = last.Mission.Clone();
        mission.Version++;
        mission.State = Pb.MissionState.Ended;
        mission.EndReason = reason.Value;
        mission.ReplacedByMissionKey = moved ?? "";
        mission.ChangeClass = SteeringPb.ChangeClass.Material;
        mission.MaterialVersion = mission.Version;
        mission.Flags.Clear();
        return last with { Mission = mission };
    }

    private static string KeyOf(Predicates at, string topic, OfficeBefore before) =>
        before.Missions.GetValueOrDefault(topic)?.Mission.MissionKey ?? Key(at.Office.Number, topic);

    // A finding that names several of the sources is one flag.
    private static IEnumerable<Pb.MissionFlag> Flags(List<Member> members) => members
        .SelectMany(m => m.Shown.Flags.Select(flag => (Flag: flag, Own: m.Shown.Directive))).DistinctBy(x => x.Flag.Finding.Fingerprint)
        .OrderBy(x => x.Flag.Finding.Severity).ThenBy(x => x.Flag.Finding.Fingerprint, StringComparer.Ordinal)
        .Select(x => Flag(x.Flag, x.Own));

    // Never the text, title or clause of the other directive: it may not be released.
    private static Pb.MissionFlag Flag(ShownFlag flag, Directive own) => new()
    {
        FindingId = flag.Finding.Fingerprint,
        Kind = (Pb.FindingKind)flag.Finding.Kind,
        Verdict = (Pb.Verdict)flag.Finding.Verdict,
        Severity = (Pb.Severity)flag.Finding.Severity,
        OtherLine = (Types.V1.Line)(flag.Finding.Directives.FirstOrDefault(d => d.Line != own.Line) ?? own).Line,
        Resolver = FindingMessage.Resolver(flag.Finding.Resolver),
        Until = flag.Until is { } day ? FindingMessage.Date(day) : "",
    };

    private const string NoDeadline = "9999-12-31";

    private static string Deadline(Pb.MissionSource s) => s.Deadline.Length == 0 ? NoDeadline : s.Deadline;

    private static int Priority(Pb.MissionSource s) => s.HasPriorityRank ? s.PriorityRank : int.MaxValue;

    private static int Legal(Pb.MissionSource s) => s.Bindingness is SteeringPb.Bindingness.Statutory or SteeringPb.Bindingness.Supervision ? 0 : 1;

    private static int Force(Pb.MissionSource s) => s.Bindingness switch
    {
        SteeringPb.Bindingness.Statutory => 0,
        SteeringPb.Bindingness.Supervision => 1,
        SteeringPb.Bindingness.Order => 2,
        SteeringPb.Bindingness.ResultRequirement => 3,
        SteeringPb.Bindingness.Frame => 4,
        SteeringPb.Bindingness.Prioritisation => 5,
        SteeringPb.Bindingness.Advice => 6,
        _ => 7,
    };

    private static int InOrder(Pb.MissionSource a, Pb.MissionSource b) =>
        Legal(a) != Legal(b) ? Legal(a) - Legal(b)
        : string.CompareOrdinal(Deadline(a), Deadline(b)) is var deadline && deadline != 0 ? deadline
        : Force(a) != Force(b) ? Force(a) - Force(b)
        : Priority(a) != Priority(b) ? Priority(a).CompareTo(Priority(b))
        : string.CompareOrdinal(a.DirectiveId, b.DirectiveId);

    // From the first day of any to the last of any; an absent end is open.
    private static Period Whole(List<Pb.MissionSource> sources)
    {
        var whole = new Period();
        if (sources.All(s => s.Valid.HasFrom))
        {
            whole.From = sources.Min(s => s.Valid.From)!;
        }

        if (sources.All(s => s.Valid.HasTo))
        {
            whole.To = sources.Max(s => s.Valid.To)!;
        }

        return whole;
    }

    private static SteeringPb.IntInterval? Interval(IntInterval? interval)
    {
        if (interval is not { } given)
        {
            return null;
        }

        var message = new SteeringPb.IntInterval();
        if (given.Lo is { } lo)
        {
            message.Lo = lo;
        }

        if (given.Hi is { } hi)
        {
            message.Hi = hi;
        }

        return message;
    }

    /// <summary>Digest of what an acknowledgement is about: the content and its sources, not flags, questions, rank, version or state.</summary>
    private static string ContentHash(Pb.Mission mission)
    {
        var content = mission.Clone();
        content.Flags.Clear();
        content.Questions.Clear();
        (content.Rank, content.Version, content.MaterialVersion) = (0, 0, 0);
        (content.State, content.ChangeClass) = (Pb.MissionState.Unspecified, SteeringPb.ChangeClass.Unspecified);
        (content.ContentHash, content.ReleasedAt) = ("", null);
        foreach (var source in content.Sources)
        {
            (source.Revision, source.ReleasedAt) = (0, null);
        }

        return Convert.ToHexStringLower(SHA256.HashData(content.ToByteArray()));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // A directive in a mission, and what that is about.
    private sealed record Member(string Topic, Pb.Mission About, Pb.MissionSource Source, ShownDirective Shown);
}
