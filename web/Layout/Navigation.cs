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
        Roles.Directorate => [("/directives", t.Directives), ("/consultations", t.Consultations), ("/cases", t.Cases), ("/offices", t.Offices)],
        Roles.Council => [("/directives", t.Directives), ("/coming", t.Coming), ("/consultations", t.Consultations), ("/cases", t.Cases), ("/offices", t.Offices)],
        Roles.County => [("/inbox", t.Inbox), ("/directives", t.Directives), ("/consultations", t.Consultations), ("/cases", t.Cases), ("/offices", t.Offices)],
        Roles.MunicipalDirector =>
        [
            ("/inbox", t.Inbox), ("/directives", t.Directives), ("/coming", t.Coming), ("/consultations", t.Consultations), ("/cases", t.Cases), ("/offices", t.Offices),
        ],
        Roles.CountyGovernor => [("/cases", t.Cases), ("/directives", t.Directives), ("/consultations", t.Consultations), ("/offices", t.Offices)],
        Roles.Auditor => [("/audit", t.Audit), ("/cases", t.Cases), ("/offices", t.Offices)],
        Roles.Operator => [("/ops/dead-letters", t.DeadLetters)],
        _ => [],
    };
}
