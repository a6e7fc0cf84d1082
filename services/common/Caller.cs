using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Samstyring.Norwegian;
using Samstyring.Types.V1;

namespace Samstyring.Common;

/// <summary>Who may ask for what; the names in tokens stand in <see cref="Caller.RoleOf"/>.</summary>
public enum Role
{
    /// <summary>Arbeids- og velferdsdirektoratet.</summary>
    Directorate,

    /// <summary>NAV fylke, the state owner of its offices.</summary>
    County,

    /// <summary>Kommunestyre.</summary>
    Council,

    /// <summary>Kommunedirektør, the municipal owner in the partnership.</summary>
    MunicipalDirector,

    /// <summary>Statsforvalter.</summary>
    CountyGovernor,

    /// <summary>NAV-leder of one office.</summary>
    NavLeader,

    /// <summary>Reads everything that has been published.</summary>
    Auditor,

    /// <summary>A system client.</summary>
    System,

    /// <summary>Runs the platform: sees to events that could not be handled, and to nothing else.</summary>
    Operator,
}

/// <summary>Who asks, taken from a validated token and from nothing else.</summary>
/// <param name="Role">In which role.</param>
/// <param name="Unit">Number of the unit, municipality, city district, county or office; empty for roles of which there is one.</param>
/// <param name="ActorId">Opaque and stable for the person: a digest of issuer and subject.</param>
/// <param name="Token">The access token itself, to be passed on; empty for the platform's own acts.</param>
public sealed record Caller(Role Role, string Unit, string ActorId, string Token = "")
{
    /// <summary>The platform itself: events, deadlines, imports.</summary>
    public static readonly Caller Platform = new(Role.System, "", "platform");

    /// <summary>The organisation the caller acts for; null for an office, an auditor and a system.</summary>
    public OrgRef? Org => Role switch
    {
        Role.Directorate => new OrgRef { Kind = OrgKind.Directorate },
        Role.County => new OrgRef { Kind = OrgKind.County, Number = Unit },
        Role.Council or Role.MunicipalDirector => MunicipalOwner.Of(Unit),
        Role.CountyGovernor => new OrgRef { Kind = OrgKind.CountyGovernor, Number = Unit },
        _ => null,
    };

    /// <summary>The caller as row policies in the database know it; what has no rows of its own there is nobody.</summary>
    public string InDatabase => this == Platform ? "PLATFORM" : Role switch
    {
        Role.NavLeader => $"OFFICE:{Unit}",
        Role.County => $"COUNTY:{Unit}",
        Role.Council or Role.MunicipalDirector => $"MUNICIPALITY:{Unit}",
        Role.System => $"SYSTEM:{Unit}",
        Role.Auditor => "AUDITOR",
        _ => "",
    };

    /// <summary>The line the caller issues in; unspecified for those who issue nothing.</summary>
    public Line Line => Role switch
    {
        Role.Directorate or Role.County => Line.State,
        Role.Council or Role.MunicipalDirector => Line.Municipal,
        Role.CountyGovernor => Line.CountyGovernor,
        _ => Line.Unspecified,
    };

    /// <summary>The caller of a call whose policy has already let it in.</summary>
    public static Caller Of(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        return Of(http.User, http.Request.Headers.Authorization.ToString()) ?? throw new InvalidOperationException("The call has no caller.");
    }

    /// <summary>The caller a principal stands for; null when it is anonymous or its role is unknown.</summary>
    public static Caller? Of(ClaimsPrincipal user, string authorization)
    {
        if (user.Identity?.IsAuthenticated != true || RoleOf(user.FindFirstValue("role")) is not { } role || user.FindFirstValue("sub") is not { } subject)
        {
            return null;
        }

        var actor = SHA256.HashData(Encoding.UTF8.GetBytes($"{user.FindFirstValue("iss")}|{subject}"));
        var token = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization["Bearer ".Length..] : "";
        return new Caller(role, user.FindFirstValue("unit") ?? "", Convert.ToHexStringLower(actor.AsSpan(0, 16)), token);
    }

    /// <summary>The role a token names.</summary>
    public static Role? RoleOf(string? name) => name switch
    {
        "directorate" => Role.Directorate,
        "county" => Role.County,
        "council" => Role.Council,
        "municipal-director" => Role.MunicipalDirector,
        "county-governor" => Role.CountyGovernor,
        "office" => Role.NavLeader,
        "auditor" => Role.Auditor,
        "system" => Role.System,
        "operator" => Role.Operator,
        _ => null,
    };
}
