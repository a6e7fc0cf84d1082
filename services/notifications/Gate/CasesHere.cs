using System.Collections.Immutable;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Rules;
using Pb = Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Gate;

/// <summary>A case at an office that the gate has to know of: one that climbed the ladder, or one that is agreed on or decided.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Escalated">Whether it climbed the ladder; then the flags name who settles it now.</param>
/// <param name="Resolver">Who settles it.</param>
/// <param name="Agreed">Why what it is about no longer counts here; null: it does.</param>
/// <param name="AgreedDirectives">The directives that was said of.</param>
/// <param name="Settlement">What the leader reads of it.</param>
public sealed record CaseStanding(
    string CaseId, bool Escalated, Resolver Resolver, Coordination.CloseReason? Agreed, ImmutableArray<string> AgreedDirectives, Settlement? Settlement);

/// <summary>The cases at an office that change what a finding does there.</summary>
public sealed class CasesHere(IEnumerable<CaseStanding> standings)
{
    private readonly Dictionary<string, CaseStanding> byId = standings.ToDictionary(s => s.CaseId);

    /// <summary>None.</summary>
    public static CasesHere None { get; } = new([]);

    /// <summary>What was settled about a directive, by case.</summary>
    public IEnumerable<CaseStanding> SettledAbout(string directiveId) => byId.Values
        .Where(s => s is { Agreed: not null, Settlement: not null } && s.AgreedDirectives.Contains(directiveId)).OrderBy(s => s.CaseId, StringComparer.Ordinal);

    /// <summary>
    /// The findings that count: without those the owners have accepted, or the board decided, of the same directives; the others with who settles them now.
    /// </summary>
    public ImmutableArray<Finding> Apply(ImmutableArray<Finding> found) => byId.Count == 0
        ? found
        : [.. found.Select(f => (Finding: f, Standing: Of(f))).Where(x => !Covers(x.Standing, x.Finding)).Select(x => x.Standing is { Escalated: true } standing
            ? x.Finding with { OnHigherRung = standing.Resolver }
            : x.Finding)];

    /// <summary>Whether the finding's case has climbed the ladder.</summary>
    public bool IsEscalated(Finding f) => Of(f) is { Escalated: true };

    /// <summary>Whether the finding is one that no longer counts.</summary>
    public bool Covers(Finding f) => Covers(Of(f), f);

    /// <summary>With which reason a stored finding closes because its case was settled; null: it was not.</summary>
    public Pb.CloseReason? AgreedOn(FindingRow row) =>
        row.CaseId is { } id && byId.GetValueOrDefault(id) is { Agreed: { } reason } standing && row.Finding.Directives.All(d => standing.AgreedDirectives.Contains(d.DirectiveId))
            ? (Pb.CloseReason)reason
            : null;

    private static bool Covers(CaseStanding? standing, Finding f) =>
        standing is { Agreed: not null } && f.Directives.All(x => standing.AgreedDirectives.Contains(x.Id));

    private CaseStanding? Of(Finding f) => byId.Count > 0 && CaseKey.Of(f) is { } id ? byId.GetValueOrDefault(id) : null;
}

/// <summary>The cases of several offices.</summary>
/// <param name="Here">By office.</param>
/// <param name="Ended">By office, the directives of agreements that have ended now.</param>
public sealed record CasesAtOffices(IReadOnlyDictionary<int, CasesHere> Here, ILookup<int, string> Ended)
{
    /// <summary>Those of an office.</summary>
    public CasesHere At(int officeId) => Here.GetValueOrDefault(officeId, CasesHere.None);
}
