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

    public static IReadOnlyDictionary<string, Role[]> Policies { get; } = new Dictionary<string, Role[]>
    {
        [$"{Service}GetOffice"] = Enum.GetValues<Role>(),
        [$"{Service}ListOffices"] = Enum.GetValues<Role>(),
        [$"{Service}ListMunicipalities"] = Enum.GetValues<Role>(),
        [$"{Service}ListCounties"] = Enum.GetValues<Role>(),
        [$"{Service}ResolveScope"] = [.. Enum.GetValues<Role>().Where(role => role != Role.NavLeader)],
        [$"{Service}ExplainScope"] = Enum.GetValues<Role>(),
        [$"{Service}UpdateOfficeProfile"] = [Role.County, Role.MunicipalDirector, Role.System],
        [$"{Service}GetOfficeHistory"] = Enum.GetValues<Role>(),
        [$"{Service}ExportOfficeProfiles"] = Enum.GetValues<Role>(),
        [$"{Service}ImportOfficeProfiles"] = [Role.County, Role.MunicipalDirector, Role.System],
        [$"{Service}PutAgreement"] = [Role.County, Role.MunicipalDirector],
        [$"{Service}GetAgreement"] = Enum.GetValues<Role>(),
        [$"{Service}ListAgreements"] = Enum.GetValues<Role>(),
        [$"{Service}ProposeAmendment"] = [Role.County, Role.MunicipalDirector],
        [$"{Service}SignAmendment"] = [Role.County, Role.MunicipalDirector],
        [$"{Service}ListAgreementReminders"] = Enum.GetValues<Role>(),
        [$"{Service}RecordStructureChange"] = [Role.Directorate],
        [$"{Service}ProposeRegisterUpdate"] = [Role.Directorate, Role.System],
        [$"{Service}GetRegisterUpdate"] = [Role.Directorate, Role.County, Role.Auditor, Role.System],
        [$"{Service}ListRegisterUpdates"] = [Role.Directorate, Role.County, Role.Auditor, Role.System],
        [$"{Service}ApproveRegisterUpdate"] = [Role.Directorate],
        [$"{Service}RejectRegisterUpdate"] = [Role.Directorate],
        [$"{Service}SimulateCostSplit"] = [Role.County, Role.Council, Role.MunicipalDirector, Role.NavLeader, Role.Auditor],
    };
}
