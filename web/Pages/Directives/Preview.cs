using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>What a draft would meet at every office, as the platform answers it now.</summary>
/// <param name="Groups">Findings that differ in the office alone, worst first.</param>
/// <param name="Summary">The numbers; null: they could not be worked out, and <paramref name="Refusal"/> says why, or nobody answered.</param>
/// <param name="Refusal">What the draft lacks to be worked out; null: nothing.</param>
public sealed record Preview(IReadOnlyList<FindingGroup> Groups, PreviewSummary? Summary, Refused? Refusal)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>The platform did not answer in time, or had too much to do: asked again, it may.</summary>
    public bool IsUnanswered => Summary is null && Refusal is null;

    /// <summary>It is addressed to a middle node: nothing happens at offices before that has passed it on, and the numbers are of that day.</summary>
    public bool WhenRelayed => Summary?.WhenRelayed is not null;

    /// <summary>Offices where it would be held.</summary>
    public int Held => Summary?.WhenRelayed?.Held ?? Summary?.Held ?? 0;

    /// <summary>Offices where it would get a flag.</summary>
    public int Flagged => Summary?.WhenRelayed?.Flagged ?? Summary?.Flagged ?? 0;

    /// <summary>Offices where it would go straight through.</summary>
    public int Free => (Summary?.Offices ?? 0) - Held - Flagged;

    /// <summary>What happens at which offices, to compare with later; null: it is not known.</summary>
    public Outcomes? At => Summary is null ? null : new([.. Summary.HeldOfficeNumbers], [.. Summary.FlaggedOfficeNumbers]);

    /// <summary>What is missing in the draft itself, by field.</summary>
    public IReadOnlyList<string> Missing =>
        [.. Groups.Where(g => g.Finding is { Verdict: Verdict.Underspecified, OwedByOwners.Count: 0 }).SelectMany(g => g.Finding.OwedFields).Distinct(StringComparer.Ordinal)];

    /// <summary>What it would collide with.</summary>
    public IReadOnlyList<FindingGroup> Collisions => [.. Groups.Where(g => g.Finding.Verdict != Verdict.Underspecified || g.Finding.OwedByOwners.Count > 0)];

    internal static async Task<Preview> Of(Platform platform, DirectiveContent content, string directiveId, bool nynorsk)
    {
        var groups = new List<FindingGroup>();
        PreviewSummary? summary = null;
        try
        {
            using var call = platform.Notifications.PreviewDirective(
                new PreviewDirectiveRequest { Content = content, DirectiveId = directiveId }, deadline: DateTime.UtcNow + Deadline);
            await foreach (var part in call.ResponseStream.ReadAllAsync())
            {
                if (part.Group is { } group)
                    groups.Add(group);
                summary = part.Summary ?? summary;
            }
            return new(groups, summary, null);
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.PermissionDenied)
        {
            return new([], null, Refused.Of(refusal, nynorsk));
        }
        catch (RpcException late) when (late.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted)
        {
            // It stands beside what somebody writes, which must not be lost for want of it.
            return new([], null, null);
        }
    }
}
