using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Feed;

/// <summary>The newest versions of a mission that a person has seen and acknowledged, and when; 0: none.</summary>
public sealed record Receipt(int Seen = 0, DateTimeOffset? SeenAt = null, int Acknowledged = 0, DateTimeOffset? AcknowledgedAt = null)
{
    /// <summary>Of a mission nobody has looked at.</summary>
    public static Receipt None { get; } = new();
}

/// <summary>
/// What a person's receipts are worth. They are per person, also where an office has two leaders. A material change asks for a new one; a flag, a question and
/// an editorial change do not (architecture.md invariant 7). Nothing of this is stored but the receipts themselves.
/// </summary>
public static class Receipts
{
    /// <summary>
    /// Whether there is something the person has not seen. Of a mission that has ended only somebody who has seen it has anything to read: that it ended.
    /// </summary>
    public static bool IsUnread(Mission newest, Receipt receipt) =>
        receipt.Seen == 0 ? newest.State != MissionState.Ended : receipt.Seen < newest.MaterialVersion;

    /// <summary>Whether an acknowledgement is awaited: the mission goes on, and none stands.</summary>
    public static bool IsUnacknowledged(Mission newest, Receipt receipt) =>
        newest.State != MissionState.Ended && (receipt.Acknowledged == 0 || receipt.Acknowledged < newest.MaterialVersion);

    /// <summary>Why a version cannot be acknowledged; null when it can. Only the newest, as it was read, of a mission that goes on.</summary>
    /// <param name="newest">The newest version.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="contentHash">Its content hash.</param>
    public static Refusal? Refuse(Mission newest, int version, string contentHash) =>
        newest.State == MissionState.Ended ? Refusal.Of(ErrorReason.MissionEnded, ("version", $"{newest.Version}"))
        : version != newest.Version ? Named(ErrorReason.MissionVersionSuperseded, newest)
        : contentHash != newest.ContentHash ? Named(ErrorReason.ContentHashMismatch, newest)
        : null;

    private static Refusal Named(ErrorReason reason, Mission newest) =>
        Refusal.Of(reason, ("version", $"{newest.Version}"), ("content_hash", newest.ContentHash));
}
