using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Pb = Samstyring.Notifications.V1;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Feed;

/// <summary>An open finding on a directive, and the last day of the hold it came from or of the other part's.</summary>
public sealed record ShownFlag(Finding Finding, DateOnly? Until);

/// <summary>A directive at the office after the decision.</summary>
/// <param name="Directive">Its newest revision.</param>
/// <param name="Reach">How it reaches the office.</param>
/// <param name="Row">Where the newest revision stands.</param>
/// <param name="End">Why a mission of it ends now; null while it goes on.</param>
/// <param name="Flags">The open findings, worst first.</param>
public sealed record ShownDirective(Directive Directive, Reach Reach, GateRow Row, Pb.EndReason? End, ImmutableArray<ShownFlag> Flags);

/// <summary>
/// The missions that follow from the gate: released and addressed to the office means exactly one mission. A version is appended when what the leader sees
/// has changed, and only then. While a new revision is held, the mission shows the one that was released.
/// </summary>
public static class FeedPlan
{
    /// <summary>The versions to append, at the positions after the office's last, in the order of the feed. Their ranks are given by <see cref="Rank"/>.</summary>
    public static ImmutableArray<FeedEntry> Of(
        Predicates at, OfficeBefore before, Func<string, SteeringPb.Directive> messageOf, DateTimeOffset now, ImmutableArray<ShownDirective> here)
    {
        var next = here.Select(x => Next(at, before.Missions.GetValueOrDefault(x.Directive.Id), messageOf(x.Directive.Id), x)).OfType<MissionRow>();
        return [.. next.OrderBy(row => row.SortKey, StringComparer.Ordinal).Select((row, i) => new FeedEntry(before.FeedPosition + 1 + i, row))];
    }

    /// <summary>Gives the missions that are appended their place among those that go on, from 1; one that has ended has none.</summary>
    /// <param name="feed">The versions to append, in the order of the feed.</param>
    /// <param name="before">What is stored of those missions.</param>
    /// <param name="earlier">How many of the stored missions that go on come before each.</param>
    public static void Rank(ImmutableArray<FeedEntry> feed, OfficeBefore before, IReadOnlyList<int> earlier)
    {
        // The stored versions of what is appended count no more.
        var replaced = feed.Select(e => before.Missions.GetValueOrDefault(e.Row.DirectiveId)).OfType<MissionRow>()
            .Where(row => row.Mission.State != Pb.MissionState.Ended).Select(row => row.SortKey).ToList();
        var appended = 0;
        for (var i = 0; i < feed.Length; i++)
        {
            var (mission, key) = (feed[i].Row.Mission, feed[i].Row.SortKey);
            mission.Rank = mission.State == Pb.MissionState.Ended ? 0
                : earlier[i] - replaced.Count(old => string.CompareOrdinal(old, key) < 0) + ++appended;
        }
    }

    /// <summary>Identity of the mission of a directive at an office: lower-hex SHA-256.</summary>
    public static string Key(string officeNumber, string directiveId) => Hash($"mission|{officeNumber}|{directiveId}");

    /// <summary>The order of the feed: what the law or supervision requires first, then deadline, binding force and the issuer's own priority.</summary>
    public static string SortKey(SteeringPb.DirectiveContent c, string directiveId)
    {
        var legal = c.Bindingness is SteeringPb.Bindingness.Statutory or SteeringPb.Bindingness.Supervision ? 0 : 1;
        var force = c.Bindingness switch
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
        var deadline = c.HasDeadline ? c.Deadline : "9999-12-31";
        return string.Create(CultureInfo.InvariantCulture, $"{legal} {deadline} {force} {(c.HasPriorityRank ? c.PriorityRank : int.MaxValue):0000000000} {directiveId}");
    }

    private static MissionRow? Next(Predicates at, MissionRow? last, SteeringPb.Directive message, ShownDirective x)
    {
        if (x.End is { } reason)
        {
            return last is null or { Mission.State: Pb.MissionState.Ended } ? null : Ended(last, reason);
        }

        var released = x.Row.State.IsReleased();
        if (!released && last is null or { Mission.State: Pb.MissionState.Ended })
        {
            return null;
        }

        var revision = released ? message.Revision : last!.Revision;
        var mission = released ? Content(at, message, x) : last!.Mission.Clone();
        mission.Flags.Clear();
        mission.Flags.AddRange(x.Flags.Select(flag => Flag(flag, x.Directive)));
        mission.State = x.Flags.IsEmpty ? Pb.MissionState.Released : Pb.MissionState.ReleasedWithFlag;
        mission.EndReason = Pb.EndReason.Unspecified;
        // The key outlives a new number of the office.
        mission.MissionKey = last?.Mission.MissionKey ?? mission.MissionKey;
        mission.ContentHash = ContentHash(mission);
        mission.Rank = last?.Mission.Rank ?? 0;
        mission.Version = last?.Mission.Version ?? 1;
        mission.ChangeClass = last?.Mission.ChangeClass ?? SteeringPb.ChangeClass.Material;
        if (last is not null)
        {
            if (mission.Equals(last.Mission))
            {
                return null;
            }

            mission.Version++;
            mission.ChangeClass = ChangeOf(last, mission, message, revision);
        }

        return new(x.Directive.Id, revision, released ? SortKey(message.Content, x.Directive.Id) : last!.SortKey, mission);
    }

    // A flag or an editorial change does not ask for a new receipt.
    private static SteeringPb.ChangeClass ChangeOf(MissionRow last, Pb.Mission mission, SteeringPb.Directive message, int revision) =>
        last.Mission.State == Pb.MissionState.Ended ? SteeringPb.ChangeClass.Material
        : revision != last.Revision && message.ChangeClass != SteeringPb.ChangeClass.Editorial ? SteeringPb.ChangeClass.Material
        : revision == last.Revision && mission.ContentHash != last.Mission.ContentHash ? SteeringPb.ChangeClass.Material
        : SteeringPb.ChangeClass.Editorial;

    private static MissionRow Ended(MissionRow last, Pb.EndReason reason)
    {
        var mission = last.Mission.Clone();
        mission.Version++;
        mission.State = Pb.MissionState.Ended;
        mission.EndReason = reason;
        mission.ChangeClass = SteeringPb.ChangeClass.Material;
        mission.Flags.Clear();
        return last with { Mission = mission };
    }

    private static Pb.Mission Content(Predicates at, SteeringPb.Directive message, ShownDirective x)
    {
        var c = message.Content;
        var days = x.Reach.Days;
        return new()
        {
            OfficeNumber = at.Office.Number,
            MissionKey = Key(at.Office.Number, x.Directive.Id),
            Title = c.Title,
            Text = c.Text,
            Theme = c.Theme,
            Valid = FindingMessage.Period(new(days.Ranges[0].From, days.End)),
            Deadline = c.Deadline,
            ResponsibleLeader = c.ResponsibleLeader != SteeringPb.ResponsibleLeader.Unspecified ? c.ResponsibleLeader
                : c.RecipientRole == SteeringPb.RecipientRole.StateLeader ? SteeringPb.ResponsibleLeader.StateLeader
                : c.RecipientRole == SteeringPb.RecipientRole.MunicipalLeader ? SteeringPb.ResponsibleLeader.MunicipalLeader
                : SteeringPb.ResponsibleLeader.Unspecified,
            Sources =
            {
                new Pb.MissionSource
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
                },
            },
            ReleasedAt = Timestamp.FromDateTimeOffset(x.Row.ReleasedAt!.Value),
        };
    }

    // Never the text, title or clause of the other directive: it may not be released.
    private static Pb.MissionFlag Flag(ShownFlag flag, Directive own) => new()
    {
        FindingId = flag.Finding.Fingerprint,
        Kind = (Pb.FindingKind)flag.Finding.Kind,
        Verdict = (Pb.Verdict)flag.Finding.Verdict,
        Severity = (Pb.Severity)flag.Finding.Severity,
        OtherLine = (Types.V1.Line)(flag.Finding.Directives.FirstOrDefault(d => d.Line != own.Line) ?? own).Line,
        Resolver = FindingMessage.Resolver(flag.Finding.SettledBy),
        Until = flag.Until is { } day ? FindingMessage.Date(day) : "",
    };

    /// <summary>Digest of what an acknowledgement is about: the content and its sources, not flags, rank, version or state.</summary>
    private static string ContentHash(Pb.Mission mission)
    {
        var content = mission.Clone();
        content.Flags.Clear();
        (content.Rank, content.Version, content.State, content.ChangeClass) = (0, 0, Pb.MissionState.Unspecified, SteeringPb.ChangeClass.Unspecified);
        (content.ContentHash, content.ReleasedAt) = ("", null);
        foreach (var source in content.Sources)
        {
            source.Revision = 0;
        }

        return Convert.ToHexStringLower(SHA256.HashData(content.ToByteArray()));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
