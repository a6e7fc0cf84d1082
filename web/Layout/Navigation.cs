namespace Samstyring.Web.Layout;

/// <summary>The pages in the header, for each role.</summary>
internal static class Navigation
{
    public static IReadOnlyList<(string Address, string Name)> Of(string role, Texts t) => role switch
    {
        Roles.Leader =>
        [
            ("/missions", t.Missions), ("/missions/changes", t.MissionChanges), ("/missions/deadlines", t.Deadlines), ("/wheel", t.Wheel), ("/missions/print", t.Print),
        ],
        _ => [],
    };
}
