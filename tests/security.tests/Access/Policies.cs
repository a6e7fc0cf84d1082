using Samstyring.Common;
using Samstyring.Common.Audit;
using Samstyring.Common.DeadLetters;

namespace Samstyring.Security.Tests.Access;

/// <summary>The roles that may call an rpc, of all services.</summary>
internal static class Policies
{
    private static readonly IReadOnlyDictionary<string, Role[]> Roles = Steering.Api.Access.Policies.Concat(Samstyring.Offices.Api.Access.Policies).Concat(Notifications.Api.Access.Policies)
        .Concat(AuditApi.Policies).Concat(DeadLetterApi.Policies).ToDictionary(policy => policy.Key[(policy.Key.LastIndexOf('/') + 1)..], policy => policy.Value);

    public static IEnumerable<string> Rpcs => Roles.Keys;

    /// <summary>Whether the role, as tokens name it, may call the rpc.</summary>
    public static bool Allow(string rpc, string role) => Roles[rpc].Contains(Caller.RoleOf(role)!.Value);
}
