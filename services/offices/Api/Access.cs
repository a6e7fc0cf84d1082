using Samstyring.Common;

namespace Samstyring.Offices.Api;

/// <summary>
/// Which roles may call which rpc. The register is open to everyone signed in; expanding a scope is for those who write or oversee directives, what
/// it says of one office for everyone. Profiles are written by the owners, and by systems that work for one. Agreements are signed by the owners, and read by
/// those who own, lead or oversee the office: which office, each rpc sees to. The structure of the whole country is the directorate's: it records changes, and a
/// person of it approves an update of the register, which a system may propose but never approve; the county units and the auditor may read what is proposed.
/// </summary>
public static class Access
{
    private const string Service = "/samstyring.offices.v1.OfficesService/";

    private static readonly Role[] Everyone = [.. Enum.GetValues<Role>().Where(role => role != Role.Operator)];

    public static IReadOnlyDictionary<string, Role[]> Policies { get; } = new Dictionary<string, Role[]>
    {
        [$"{Service}GetOffice"] = Everyone,
        [$"{Service}ListOffices"] = Everyone,
        [$"{Service}ListMunicipalities"] = Everyone,
        [$"{Service}ListCounties"] = Everyone,
        [$"{Service}ResolveScope"] = [.. Everyone.Where(role => role != Role.NavLeader)],
        [$"{Service}ExplainScope"] = Everyone,
        [$"{Service}UpdateOfficeProfile"] = [Role.County, Role.MunicipalDirector, Role.System],
        [$"{Service}GetOfficeHistory"] = Everyone,
        [$"{Service}ExportOfficeProfiles"] = Everyone,
        [$"{Service}ImportOfficeProfiles"] = [Role.County, Role.MunicipalDirector, Role.System],
        [$"{Service}PutAgreement"] = [Role.County, Role.MunicipalDirector],
        [$"{Service}GetAgreement"] = Everyone,
        [$"{Service}ListAgreements"] = Everyone,
        [$"{Service}ProposeAmendment"] = [Role.County, Role.MunicipalDirector],
        [$"{Service}SignAmendment"] = [Role.County, Role.MunicipalDirector],
        [$"{Service}ListAgreementReminders"] = Everyone,
        [$"{Service}RecordStructureChange"] = [Role.Directorate],
        [$"{Service}ProposeRegisterUpdate"] = [Role.Directorate, Role.System],
        [$"{Service}GetRegisterUpdate"] = [Role.Directorate, Role.County, Role.Auditor, Role.System],
        [$"{Service}ListRegisterUpdates"] = [Role.Directorate, Role.County, Role.Auditor, Role.System],
        [$"{Service}ApproveRegisterUpdate"] = [Role.Directorate],
        [$"{Service}RejectRegisterUpdate"] = [Role.Directorate],
        [$"{Service}SimulateCostSplit"] = [Role.County, Role.Council, Role.MunicipalDirector, Role.NavLeader, Role.Auditor],
    };

    /// <summary>What a machine's token has to grant, by full method name; what everyone signed in may read asks for nothing more.</summary>
    public static IReadOnlyDictionary<string, string> ScopesOfMachines { get; } = new Dictionary<string, string>
    {
        [$"{Service}UpdateOfficeProfile"] = MachineScopes.RegisterWrite,
        [$"{Service}ImportOfficeProfiles"] = MachineScopes.RegisterWrite,
        [$"{Service}ProposeRegisterUpdate"] = MachineScopes.RegisterWrite,
    };
}
