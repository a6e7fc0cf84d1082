namespace Samstyring.Web.Components;

/// <summary>Two texts word by word: what stays, what has gone and what has come.</summary>
internal static class Difference
{
    internal enum Kind
    {
        Same,
        Gone,
        Come,
    }

    // Longer texts are shown one after the other: the table of words would grow with both.
    private const int MaxCells = 4_000_000;

    /// <summary>The longest common words stay; runs of one kind are one part.</summary>
    public static IReadOnlyList<(Kind Kind, string Text)> Of(string before, string after)
    {
        var (old, now) = (Words(before), Words(after));
        if ((long)old.Length * now.Length > MaxCells)
            return [(Kind.Gone, before), (Kind.Come, after)];
        var common = Common(old, now);
        var parts = new List<(Kind Kind, string Text)>();
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                Add(parts, Kind.Same, old[i++]);
                j++;
            }
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
                Add(parts, Kind.Gone, old[i++]);
            else
                Add(parts, Kind.Come, now[j++]);
        }
        return parts;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Cell (i, j): how many words the rest of both have in common.</summary>
    private static int[,] Common(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        return common;
    }

    private static void Add(List<(Kind Kind, string Text)> parts, Kind kind, string word)
    {
        if (parts.Count > 0 && parts[^1].Kind == kind)
            parts[^1] = (kind, $"{parts[^1].Text} {word}");
        else
            parts.Add((kind, word));
    }
}
