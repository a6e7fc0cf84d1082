using Samstyring.Common;

namespace Samstyring.Offices.Rules;

/// <summary>A municipality number as the register has it.</summary>
/// <param name="Territory">The numbers of today that cover its territory; more than one when the municipality was split.</param>
public sealed record NumberFact(int MunicipalityId, string Number, Period Valid, IReadOnlyList<string> Territory);

/// <summary>The successor took over the predecessor, or a part of it, on the day.</summary>
public sealed record SuccessionFact(int PredecessorId, int SuccessorId, DateOnly On);

/// <summary>What a municipality number that does not hold on a day is called on that day.</summary>
public static class Successors
{
    /// <summary>
    /// The numbers that hold on <paramref name="day"/> for the territory of <paramref name="number"/>: its successors when it has ended (all of them
    /// when it was split), its predecessors when it has not begun. Ascending; the number itself when it holds; empty when the register knows none.
    /// </summary>
    public static IReadOnlyList<string> On(
        DateOnly day, string number, IReadOnlyCollection<NumberFact> numbers, IReadOnlyCollection<SuccessionFact> successions)
    {
        var asked = numbers.Where(fact => fact.Number == number).ToList();
        var forward = asked.Exists(fact => fact.Valid.To <= day);
        var seen = asked.Select(fact => fact.MunicipalityId).ToHashSet();
        var open = new Queue<int>(seen);
        while (open.TryDequeue(out var id))
        {
            var next = successions.Where(step => forward ? step.PredecessorId == id && step.On <= day : step.SuccessorId == id && step.On > day)
                .Select(step => forward ? step.SuccessorId : step.PredecessorId);
            foreach (var other in next.Where(seen.Add))
            {
                open.Enqueue(other);
            }
        }
        // A merger brings in land, a split takes some away: only what covers the old territory answers for the old number.
        return [.. numbers
            .Where(fact => seen.Contains(fact.MunicipalityId) && fact.Valid.Contains(day) && fact.Territory.Intersect(asked.SelectMany(a => a.Territory)).Any())
            .Select(fact => fact.Number).Order(StringComparer.Ordinal)];
    }
}
