using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Coordination;

/// <summary>Judges what would be if a resolution were carried out: each way out is judged before anyone signs it.</summary>
public static class ResolutionJudge
{
    /// <summary>The findings of the case that would remain, and those that would come that are not there now.</summary>
    /// <param name="case">The case.</param>
    /// <param name="before">The facts as they are.</param>
    /// <param name="after">The facts as they would be.</param>
    /// <param name="offices">Numbers of the offices it settles.</param>
    /// <param name="focus">The directives whose findings can change.</param>
    public static ResolutionCheck Check(Case @case, Facts before, Facts after, IReadOnlySet<string> offices, IReadOnlySet<string> focus)
    {
        var there = Findings(before, offices, focus).Select(f => f.Fingerprint).ToHashSet();
        var all = Findings(after, offices, focus).ToList();
        return new(
            [.. all.Where(f => CaseKey.Of(f) == @case.Id || (@case.Problem.Length > 0 && CaseKey.Problem(f) == @case.Problem))],
            [.. all.Where(f => !there.Contains(f.Fingerprint))]);
    }

    private static IEnumerable<Finding> Findings(Facts facts, IReadOnlySet<string> offices, IReadOnlySet<string> focus) => facts.Offices
        .Where(office => offices.Contains(office.Number))
        .SelectMany(office => Judge.Findings(new Predicates(facts, office).About(focus)))
        .Where(f => f.Severity != Severity.Info);
}
