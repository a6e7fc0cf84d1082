namespace Samstyring.Notifications.Store;

/// <summary>
/// Which offices a transaction locks together. Every transaction takes the row locks of offices in the order of their ids, and all it needs at once, so that
/// two never wait for each other.
/// </summary>
internal static class OfficeLocks
{
    /// <summary>
    /// Part of a "with recursive" that follows "wanted (office_id)": those, and every office that shares state resources with one of them on some day,
    /// directly or through others. A demand at one of them is judged against the staff of all. Relies on the index office_pools.
    /// </summary>
    public const string Together =
        """
        together (office_id) as (
          select office_id from wanted
          union
          select other.office_id from together join office o using (office_id) join office other on other.pools && o.pools)
        """;
}
