using Samstyring.Common;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

/// <summary>
/// Which roles may call which rpc. The relation to the directive is the other half: issuers change only their own, and what a caller may read is fixed at
/// publication (Rules/ReachRules), and of a draft by being asked about it. A NAV-leder reads no directive here: what is released is known to notifications, whose missions show it.
/// </summary>
public static class Access
{
    private static readonly Role[] Owners = [Role.Directorate, Role.County, Role.Council, Role.MunicipalDirector];
    private static readonly Role[] Issuers = [.. Owners, Role.CountyGovernor];

    /// <summary>Roles by full method name.</summary>
    public static readonly IReadOnlyDictionary<string, Role[]> Policies = new Dictionary<string, Role[]>
    {
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.CreateDirective))] = [.. Issuers, Role.System],
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.UpdateDirective))] = [.. Issuers, Role.System],
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.ImportDirectives))] = [.. Issuers, Role.System],
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.ExportDirectives))] = [.. Issuers, Role.System],
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.PublishDirective))] = Issuers,
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.RelayDirective))] = [Role.County, Role.MunicipalDirector],
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.WithdrawDirective))] = Issuers,
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.GetDirective))] = [.. Issuers, Role.NavLeader, Role.Auditor, Role.System],
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.ListDirectives))] = [.. Issuers, Role.Auditor, Role.System],
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.ListDirectiveRevisions))] = [.. Issuers, Role.NavLeader, Role.Auditor, Role.System],
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.RecordAssessment))] = Issuers,
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.RequestConsultation))] = Owners,
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.AnswerConsultation))] = Issuers,
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.GetConsultation))] = Issuers,
        [Method(nameof(Pb.SteeringService.SteeringServiceBase.ListConsultations))] = Issuers,
    };

    /// <summary>What a machine's token has to grant, by full method name.</summary>
    public static readonly IReadOnlyDictionary<string, string> ScopesOfMachines = new Dictionary<string, string>
    {
        [Method("CreateDirective")] = MachineScopes.DirectiveWrite,
        [Method("UpdateDirective")] = MachineScopes.DirectiveWrite,
        [Method("ImportDirectives")] = MachineScopes.DirectiveWrite,
        [Method("ExportDirectives")] = MachineScopes.DirectiveRead,
        [Method("GetDirective")] = MachineScopes.DirectiveRead,
        [Method("ListDirectives")] = MachineScopes.DirectiveRead,
        [Method("ListDirectiveRevisions")] = MachineScopes.DirectiveRead,
    };

    private static string Method(string name) => $"/samstyring.steering.v1.SteeringService/{name}";
}
