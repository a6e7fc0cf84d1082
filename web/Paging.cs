using Grpc.Core;

namespace Samstyring.Web;

/// <summary>Lists that a page needs whole.</summary>
internal static class Paging
{
    /// <summary>As many as a service gives at a time.</summary>
    public const int Page = 200;

    /// <summary>Reads page after page until one is the last.</summary>
    /// <param name="read">Asks for the page at a token, which is empty for the first.</param>
    /// <param name="next">The token of the page after one; empty: there is none.</param>
    public static async Task<IReadOnlyList<T>> All<T>(Func<string, AsyncUnaryCall<T>> read, Func<T, string> next)
    {
        List<T> pages = [await read("")];
        while (next(pages[^1]) is { Length: > 0 } token)
            pages.Add(await read(token));
        return pages;
    }
}
