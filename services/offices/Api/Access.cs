using Samstyring.Common;

namespace Samstyring.Offices.Api;

/// <summary>Which roles may call which rpc. The register is open to everyone signed in; expanding a scope is for those who write or oversee directives.</summary>
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
    };
}
