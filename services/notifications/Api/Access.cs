using Samstyring.Common;
using Samstyring.Notifications.Store;
using static Samstyring.Common.Role;

namespace Samstyring.Notifications.Api;

/// <summary>Who may call what; the relation to the object is checked in the rpc.</summary>
public static class Access
{
    /// <summary>Roles by full method name. An rpc without an entry is denied.</summary>
    public static IReadOnlyDictionary<string, Role[]> Policies { get; } = new Dictionary<string, Role[]>
    {
        [Name("WatchMissions")] = [County, MunicipalDirector, NavLeader, Role.System],
        [Name("ListMissions")] = [County, Council, MunicipalDirector, NavLeader, Auditor, Role.System],
        [Name("GetMission")] = [County, Council, MunicipalDirector, NavLeader, Auditor, Role.System],
        [Name("GetMissionChanges")] = [County, Council, MunicipalDirector, NavLeader, Auditor, Role.System],
        [Name("MarkMissionsSeen")] = [NavLeader],
        [Name("AcknowledgeMission")] = [NavLeader],
        [Name("AskForClarification")] = [NavLeader],
        [Name("ReportObstacle")] = [NavLeader],
        [Name("AnswerQuestion")] = [County, MunicipalDirector],
        [Name("ListQuestions")] = [County, MunicipalDirector],
        [Name("GetDirectiveStatus")] = [Directorate, County, Council, MunicipalDirector, CountyGovernor, Auditor, Role.System],
        [Name("ListFindings")] = [Directorate, County, Council, MunicipalDirector, CountyGovernor, NavLeader, Auditor, Role.System],
        [Name("PreviewDirective")] = [Directorate, County, Council, MunicipalDirector, CountyGovernor],
        [Name("JudgeFacts")] = [Directorate, County, Council, MunicipalDirector, CountyGovernor, Auditor],
        [Name("ListCases")] = [Directorate, County, Council, MunicipalDirector, CountyGovernor, NavLeader, Auditor],
        [Name("GetCase")] = [Directorate, County, Council, MunicipalDirector, CountyGovernor, Auditor],
        [Name("PreviewResolution")] = [County, MunicipalDirector],
        [Name("ProposeResolution")] = [County, MunicipalDirector],
        [Name("AnswerResolution")] = [County, MunicipalDirector],
        [Name("EscalateCase")] = [County, MunicipalDirector],
        [Name("GiveAccount")] = [County, MunicipalDirector],
        [Name("RecordMediation")] = [CountyGovernor],
        [Name("GetMeetingAgenda")] = [County, Council, MunicipalDirector, NavLeader, Auditor],
        [Name("RecordNoDecision")] = [County, MunicipalDirector],
        [Name("ListTasks")] = [Directorate, County, Council, MunicipalDirector, CountyGovernor, NavLeader],
        [Name("GetFindingFacts")] = [Auditor],
        [Name("GetFinding")] = [Directorate, County, Council, MunicipalDirector, CountyGovernor, NavLeader, Auditor, Role.System],
    };

    /// <summary>What a machine's token has to grant, by full method name.</summary>
    public static IReadOnlyDictionary<string, string> ScopesOfMachines { get; } = new Dictionary<string, string>
    {
        [Name("WatchMissions")] = MachineScopes.MissionRead,
        [Name("ListMissions")] = MachineScopes.MissionRead,
        [Name("GetMission")] = MachineScopes.MissionRead,
        [Name("GetMissionChanges")] = MachineScopes.MissionRead,
        [Name("GetDirectiveStatus")] = MachineScopes.DirectiveRead,
        [Name("ListFindings")] = MachineScopes.DirectiveRead,
        [Name("GetFinding")] = MachineScopes.DirectiveRead,
    };

    /// <summary>Whether the caller leads or owns the office; an auditor sees all.</summary>
    public static bool SeesOffice(Caller caller, OfficeHead office) => SeesOffice(caller, office.Number, office.CountyUnit, office.Municipalities);

    /// <inheritdoc cref="SeesOffice(Caller, OfficeHead)"/>
    public static bool SeesOffice(Caller caller, string number, string countyUnit, string[] municipalities) => caller.Role switch
    {
        NavLeader => number == caller.Unit,
        County => countyUnit == caller.Unit,
        Council or MunicipalDirector => municipalities.Contains(caller.Unit),
        Role.System => caller.Unit.Length > 0 && (number == caller.Unit || countyUnit == caller.Unit || municipalities.Contains(caller.Unit)),
        Auditor => true,
        _ => false,
    };

    private static string Name(string rpc) => $"/samstyring.notifications.v1.NotificationsService/{rpc}";
}
