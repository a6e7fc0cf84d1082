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
        Roles.Directorate or Roles.Council => [("/directives", t.Directives), ("/cases", t.Cases), ("/offices", t.Offices)],
        Roles.County or Roles.MunicipalDirector => [("/inbox", t.Inbox), ("/directives", t.Directives), ("/cases", t.Cases), ("/offices", t.Offices)],
        Roles.CountyGovernor => [("/cases", t.Cases), ("/directives", t.Directives), ("/offices", t.Offices)],
        Roles.Auditor => [("/audit", t.Audit), ("/cases", t.Cases), ("/offices", t.Offices)],
        _ => [],
    };
}
