using Samstyring.Types.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Rules;

/// <summary>A system that a municipality has a data-processing agreement for.</summary>
/// <param name="Municipality">Its number today.</param>
/// <param name="System">Code of the system.</param>
public sealed record CoveredSystem(string Municipality, string System, Period Valid);

/// <summary>What data-processing agreements make of the profile (domain.md, section 10; read by K-34).</summary>
public static class DataProcessing
{
    /// <summary>
    /// The systems an agreement covers: those its clauses on ICT name as included, with the amendments that every party has signed, on the days that it holds,
    /// for each municipality that is party. A city district's agreement is not its municipality's.
    /// </summary>
    public static IEnumerable<CoveredSystem> Of(Agreement agreement) =>
        from revision in agreement.Revisions
        let days = agreement.Days(revision)
        where !days.IsEmpty
        from clause in revision.Content.Clauses
        where Terms.NamesSystem(agreement.Type, clause.Term)
        from day in Turns(agreement, days)
        where agreement.ValueOn(clause.ClauseRef, day.From!.Value) == Terms.Included
        from party in revision.Parties
        where party.Kind == OrgKind.Municipality
        select new CoveredSystem(party.Number, clause.Key, day);

    /// <summary>The same days with one row for each unbroken run of them, by municipality, system and first day.</summary>
    public static IReadOnlyList<CoveredSystem> Union(IEnumerable<CoveredSystem> rows)
    {
        var union = new List<CoveredSystem>();
        foreach (var row in rows.OrderBy(row => row.Municipality, StringComparer.Ordinal).ThenBy(row => row.System, StringComparer.Ordinal)
            .ThenBy(row => row.Valid.From ?? DateOnly.MinValue))
        {
            if (union.LastOrDefault() is { } last && (last.Municipality, last.System) == (row.Municipality, row.System) && !(row.Valid.From > last.Valid.To))
            {
                union[^1] = last with { Valid = last.Valid with { To = Later(last.Valid.To, row.Valid.To) } };
            }
            else
            {
                union.Add(row);
            }
        }

        return union;
    }

    // The days cut where an amendment begins: in each part every clause has one value.
    private static IEnumerable<Period> Turns(Agreement agreement, Period days)
    {
        var starts = agreement.Amendments.Select(amendment => amendment.EffectiveFrom).Where(days.Contains).Append(days.From!.Value).Distinct().Order().ToList();
        return starts.Select((from, i) => new Period(from, i + 1 < starts.Count ? starts[i + 1] : days.To));
    }

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other is null ? null : one > other ? one : other;
}
