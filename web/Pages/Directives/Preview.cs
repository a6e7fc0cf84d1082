using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>What a draft would meet at every office, as the platform answers it now.</summary>
/// <param name="Groups">Findings that differ in the office alone, worst first.</param>
/// <param name="Summary">The numbers; null: they could not be worked out, and <paramref name="Refusal"/> says why.</param>
/// <param name="Refusal">Why there is no answer; null: there is one.</param>
/// <param name="WhenRelayed">It is addressed to a middle node: nothing happens at offices before that has passed it on, and the numbers are of that day.</param>
public sealed record Preview(IReadOnlyList<FindingGroup> Groups, PreviewSummary? Summary, Refused? Refusal, bool WhenRelayed = false)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>Offices where it would be held.</summary>
    public int Held => WhenRelayed ? Standing.Count : Summary?.Held ?? 0;

    /// <summary>Offices where it would get a flag.</summary>
    public int Flagged => WhenRelayed ? OfficesOf(g => g.Finding.Severity <= Severity.Warning).Except(Standing).Count() : Summary?.Flagged ?? 0;

    /// <summary>Offices where it would go straight through.</summary>
    public int Free => (Summary?.Offices ?? 0) - Held - Flagged;

    /// <summary>What is missing in the draft itself, by field.</summary>
    public IReadOnlyList<string> Missing =>
        [.. Groups.Where(g => g.Finding is { Verdict: Verdict.Underspecified, OwedByOwners.Count: 0 }).SelectMany(g => g.Finding.OwedFields).Distinct(StringComparer.Ordinal)];

    /// <summary>What it would collide with.</summary>
    public IReadOnlyList<FindingGroup> Collisions => [.. Groups.Where(g => g.Finding.Verdict != Verdict.Underspecified || g.Finding.OwedByOwners.Count > 0)];

    // As the gate decides at an office: a conflict that blocks or has to be clarified, and what the draft itself lacks for saying that there is none.
    private HashSet<string> Standing => OfficesOf(g => g.Finding is { Severity: <= Severity.NeedsClarification, Verdict: Verdict.Conflict }
        or { Severity: <= Severity.NeedsClarification, Verdict: Verdict.Underspecified, OwedByDirectiveIds.Count: > 0 }
        or { Severity: Severity.Blocking, Verdict: Verdict.Ambiguous }).ToHashSet(StringComparer.Ordinal);

    private IEnumerable<string> OfficesOf(Func<FindingGroup, bool> of) => Groups.Where(of).SelectMany(g => g.OfficeNumbers).Distinct(StringComparer.Ordinal);

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
            return new(groups, summary, null, content.RecipientRole is RecipientRole.CountyDirector or RecipientRole.MunicipalDirector);
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.PermissionDenied)
        {
            return new([], null, Refused.Of(refusal, nynorsk));
        }
    }
}
