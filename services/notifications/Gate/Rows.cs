using System.Collections.Immutable;
using Pb = Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Gate;

/// <summary>A revision at an office, as stored.</summary>
public sealed record GateRow(
    string DirectiveId, int Revision, GateState State, DateTimeOffset ReceivedAt, DateTimeOffset? HeldSince = null, DateOnly? HeldOn = null,
    DateOnly? HeldUntil = null, DateTimeOffset? ReleasedAt = null);

/// <summary>A finding that is open at an office, as stored.</summary>
public sealed record FindingRow(string FindingId, Pb.FindingState State, DateOnly OpenedOn, Pb.Finding Finding);

/// <summary>A version of a mission as it is stored; the topic is what it is about.</summary>
public sealed record MissionRow(string Topic, string SortKey, Pb.Mission Mission)
{
    /// <summary>Whether it goes on.</summary>
    public bool IsLive => Mission.State != Pb.MissionState.Ended;
}

/// <summary>What is stored about an office before its gate runs, as far as the judgement asks for it.</summary>
/// <param name="OfficeId">Internal id.</param>
/// <param name="FeedPosition">Last position of its feed.</param>
/// <param name="Gates">Rows by directive, every revision; also of directives that only findings name.</param>
/// <param name="Findings">Open findings by id that name a directive asked about, or none.</param>
/// <param name="Missions">Newest versions by topic: those with a directive asked about, and those that one asked about would be in.</param>
public sealed record OfficeBefore(
    int OfficeId, long FeedPosition, ILookup<string, GateRow> Gates, IReadOnlyDictionary<string, FindingRow> Findings,
    IReadOnlyDictionary<string, MissionRow> Missions);

/// <summary>A finding to write: new, opened again, escalated, or with newer facts about the same problem.</summary>
public sealed record FindingChange(Rules.Finding Finding, bool Opens, bool Escalates);

/// <summary>A finding that no longer holds.</summary>
public sealed record FindingEnd(string FindingId, Pb.CloseReason Reason);

/// <summary>A step of a revision through the gate.</summary>
public sealed record GateStep(string DirectiveId, int Revision, GateState State);

/// <summary>A version to append to the feed, at its position.</summary>
public sealed record FeedEntry(long Position, MissionRow Row);

/// <summary>All that changes at an office. Settled are directives with nothing left to judge or to end here.</summary>
public sealed record OfficePlan(
    int OfficeId, ImmutableArray<FindingChange> Findings, ImmutableArray<FindingEnd> Closed, ImmutableArray<GateRow> Gates, ImmutableArray<GateStep> Steps,
    ImmutableArray<FeedEntry> Feed, ImmutableArray<string> Settled);

/// <summary>Why the gate runs; it names the reason with which findings close.</summary>
public enum GateCause
{
    /// <summary>A directive came, changed or was withdrawn.</summary>
    Directive,

    /// <summary>The office changed.</summary>
    Office,

    /// <summary>A new day.</summary>
    Day,
}
