using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>What a draft would meet at every office, as the platform answers it now.</summary>
/// <param name="Groups">Findings that differ in the office alone, worst first.</param>
/// <param name="Summary">The numbers; null: they could not be worked out, and <paramref name="Refusal"/> says why.</param>
/// <param name="Refusal">Why there is no answer; null: there is one.</param>
public sealed record Preview(IReadOnlyList<FindingGroup> Groups, PreviewSummary? Summary, Refused? Refusal)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>Offices where it would go straight through.</summary>
    public int Free => Summary is null ? 0 : Summary.Offices - Summary.Held - Summary.Flagged;

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
    }
}
