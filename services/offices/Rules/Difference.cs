namespace Samstyring.Offices.Rules;

/// <summary>A fact the register holds, with the row it stands in.</summary>
public sealed record Known<T>(int RowId, T Fact);

/// <summary>What has to happen for the register to hold what a file says: nothing is deleted, a fact that the file no longer states is ended.</summary>
public sealed record Difference<TKey, T>(
    IReadOnlyList<KeyValuePair<TKey, T>> Added,
    IReadOnlyList<(TKey Key, Known<T> Before, T After)> Changed,
    IReadOnlyList<(TKey Key, Known<T> Before)> Ended,
    int Unchanged)
    where TKey : notnull
{
    /// <summary>Rows that stop holding: those ended and those replaced.</summary>
    public IEnumerable<int> RowsToEnd => Ended.Select(row => row.Before.RowId).Concat(Changed.Select(row => row.Before.RowId));

    /// <summary>Facts that begin to hold: those added and those that replace others.</summary>
    public IEnumerable<(TKey Key, T Fact, bool IsNew)> RowsToBegin =>
        Added.Select(row => (row.Key, row.Value, true)).Concat(Changed.Select(row => (row.Key, row.After, false)));
}

public static class Difference
{
    /// <summary>Compares what holds with what should hold, by key; equality of <typeparamref name="T"/> decides whether a fact has changed.</summary>
    public static Difference<TKey, T> Between<TKey, T>(IReadOnlyDictionary<TKey, Known<T>> known, IReadOnlyDictionary<TKey, T> wanted)
        where TKey : notnull
    {
        var added = wanted.Where(row => !known.ContainsKey(row.Key)).ToList();
        var changed = wanted.Where(row => known.TryGetValue(row.Key, out var before) && !Equals(before.Fact, row.Value))
            .Select(row => (row.Key, known[row.Key], row.Value)).ToList();
        var ended = known.Where(row => !wanted.ContainsKey(row.Key)).Select(row => (row.Key, row.Value)).ToList();
        return new Difference<TKey, T>(added, changed, ended, wanted.Count - added.Count - changed.Count);
    }
}
