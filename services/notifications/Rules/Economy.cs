using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Group economy and staffing: K-06 unfunded demand, K-07 cost shift, K-08 cost key drift, K-31 outdated basis.</summary>
public static partial class Economy
{
    private static readonly ImmutableArray<string> SourceFields = ["agreement_clause", "bindingness", "derived_from", "legal_basis", "valid"];

    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) =>
        [.. UnfundedDemand(at), .. CostShift(at), .. CostKeyDrift(at), .. OutdatedBasis(at).DistinctBy(f => f.Fingerprint)];

    /// <summary>
    /// K-31: an act, an agreement or a directive that it rests on no longer holds, today or, if it is not in force yet, on its first day. A finding for each
    /// such source. What the register does not know is open. (Agreements are to be updated and revised: [001].)
    /// </summary>
    private static IEnumerable<Finding> OutdatedBasis(Predicates at)
    {
        foreach (var x in at.Asked)
        {
            var day = Days.Later(x.Valid.From, at.Facts.AsOf);
            foreach (var source in Sources(at, x))
            {
                var outdated = source.End <= day ? true : source.Known ? false : Condition.Open;
                if (Found.Self(
                    at, FindingKind.OutdatedBasis, Predicates.Binding(x) ? Severity.NeedsClarification : Severity.Warning, outdated, x,
                    at.Reach(x).From(source.End ?? DateOnly.MinValue), source.Id, SourceFields, Resolvers.Issuers(at.Office, [x]),
                    [$"source {source.Id}", $"ended {Compared.Day(source.End == DateOnly.MinValue ? null : source.End)}"]) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    // What it rests on and the first day on which that no longer holds; the least date when it is not said since when.
    private static IEnumerable<(string Id, bool Known, DateOnly? End)> Sources(Predicates at, Directive x)
    {
        foreach (var basis in x.LegalBasis)
        {
            var source = at.Facts.Catalogues.Sources.GetValueOrDefault(basis.SourceId);
            yield return (basis.SourceId, source is not null, EndOf(source));
        }

        foreach (var clause in x.AgreementClause)
        {
            var revisions = at.Office.Profile.Agreements.Where(a => a.AgreementId == clause.AgreementId).ToList();
            yield return (clause.AgreementId, revisions.Any(a => a.Clauses.Any(c => c.ClauseRef == clause.ClauseRef)), EndOf(revisions));
        }

        foreach (var id in x.DerivedFrom)
        {
            var source = at.Facts.Directives.GetValueOrDefault(id);
            yield return (id, source is not null, EndOf(at, source));
        }
    }

    // A status is dated by the end of the source, where it has one.
    private static DateOnly? EndOf(Source? source) => source is null ? null : source.To ?? (source.Status == SourceStatus.InForce ? null : DateOnly.MinValue);

    private static DateOnly? EndOf(IEnumerable<Agreement> revisions) => Closed(revisions.Select(a => a.Valid.To).DefaultIfEmpty(DateOnly.MaxValue).Max());

    // The directive's end, or the first day of what replaces it.
    private static DateOnly? EndOf(Predicates at, Directive? source)
    {
        if (source is null)
        {
            return null;
        }

        if (source.State != DirectiveState.Published || source.WithdrawnAtOffices.Contains(at.Office.Number))
        {
            return DateOnly.MinValue;
        }

        var replacing = at.Current.Where(by => !by.Supersedes.IsEmpty && at.Facts.Lineage.Replaces(by, source));
        return Closed(replacing.Select(by => by.Valid.From).Append(source.Valid.To).Min());
    }

    private static DateOnly? Closed(DateOnly end) => end == DateOnly.MaxValue ? null : end;
}
