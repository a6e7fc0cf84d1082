using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Norwegian;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>
/// Who issues, relays or reads a directive, in the written form of a delivery path: <c>DIRECTORATE</c>, <c>COUNTY:5700</c>, <c>COUNCIL:5035</c>,
/// <c>MUNICIPAL_DIRECTOR:5035</c>; the director of a city district of Oslo is <c>MUNICIPAL_DIRECTOR:030108</c>. A council and its municipal director are two nodes of one organisation: neither changes what the other issued.
/// </summary>
/// <param name="Text">The written form.</param>
public readonly record struct Node(string Text)
{
    /// <summary>The node a caller stands at; null for those who stand at none (auditor, system).</summary>
    public static Node? Of(Caller caller) => caller.Role switch
    {
        Role.Directorate => new Node("DIRECTORATE"),
        Role.County => County(caller.Unit),
        Role.Council => new Node($"COUNCIL:{caller.Unit}"),
        Role.MunicipalDirector => MunicipalDirector(caller.Unit),
        Role.CountyGovernor => new Node($"COUNTY_GOVERNOR:{caller.Unit}"),
        Role.NavLeader => new Node($"OFFICE:{caller.Unit}"),
        _ => null,
    };

    /// <summary>The nodes of an organisation: two for a municipality, one for the others.</summary>
    public static IReadOnlyList<Node> Of(OrgRef org) => org.Kind switch
    {
        OrgKind.Municipality => [new Node($"COUNCIL:{org.Number}"), MunicipalDirector(org.Number)],
        OrgKind.CityDistrict => [MunicipalDirector(org.Number)],
        _ => [new Node(Write(org))],
    };

    /// <summary>The organisation the node belongs to; null for an office.</summary>
    public OrgRef? Org
    {
        get
        {
            var (name, number) = Text.Split(':') is [var before, var after] ? (before, after) : (Text, "");
            return name switch
            {
                "DIRECTORATE" => new OrgRef { Kind = OrgKind.Directorate },
                "COUNTY" => new OrgRef { Kind = OrgKind.County, Number = number },
                "COUNCIL" or "MUNICIPAL_DIRECTOR" => MunicipalOwner.Of(number),
                "COUNTY_GOVERNOR" => new OrgRef { Kind = OrgKind.CountyGovernor, Number = number },
                _ => null,
            };
        }
    }

    /// <summary>A NAV county unit.</summary>
    public static Node County(string number) => new($"COUNTY:{number}");

    /// <summary>The municipal director of a municipality, or of a city district of Oslo.</summary>
    public static Node MunicipalDirector(string number) => new($"MUNICIPAL_DIRECTOR:{number}");

    /// <summary>An organisation as kind and number: <c>MUNICIPALITY:5035</c>.</summary>
    public static string Write(OrgRef org) => org.Number.Length == 0 ? Name(org.Kind) : $"{Name(org.Kind)}:{org.Number}";

    /// <inheritdoc />
    public override string ToString() => Text;

    private static string Name(OrgKind kind) => kind switch
    {
        OrgKind.CityDistrict => "CITY_DISTRICT",
        OrgKind.CountyGovernor => "COUNTY_GOVERNOR",
        _ => kind.ToString().ToUpperInvariant(),
    };
}

/// <summary>Who a caller issues directives as: one node, one organisation, one line, one role.</summary>
/// <param name="Node">Where it stands in its line.</param>
/// <param name="Org">Its organisation.</param>
/// <param name="Line">Its line.</param>
/// <param name="Role">The issuer's role.</param>
public sealed record Issuer(Node Node, OrgRef Org, Line Line, Pb.IssuerRole Role)
{
    /// <summary>The issuer a caller is; null for those who issue nothing (leaders, auditors, systems without an organisation).</summary>
    public static Issuer? Of(Caller caller) =>
        RoleOf(caller.Role) is { } role && caller.Org is { } org && Node.Of(caller) is { } node ? new Issuer(node, org, caller.Line, role) : null;

    /// <summary>
    /// Why this issuer may not write a directive that names another organisation, line or role as its issuer; null when it may. What is missing or
    /// malformed is not foreign: that is for <see cref="ContentRules"/> to say.
    /// </summary>
    public Refusal? Refuse(Pb.DirectiveContent content)
    {
        var foreign =
            content.IssuerOrg is { } org && ContentRules.IsWellFormed(org) && !org.Equals(Org) ? "content.issuer_org"
            : content.Line != Line.Unspecified && Enum.IsDefined(content.Line) && content.Line != Line ? "content.line"
            : content.IssuerRole != Pb.IssuerRole.Unspecified && Enum.IsDefined(content.IssuerRole) && content.IssuerRole != Role ? "content.issuer_role"
            : null;
        return foreign is null ? null : Foreign(content, foreign);
    }

    /// <summary>The refusal of an act on what another organisation issued; <paramref name="field"/> says which part of the issuer is not the caller's.</summary>
    public static Refusal Foreign(Pb.DirectiveContent content, string field = "content.issuer_org") => Refusal.Of(
        ErrorReason.ForeignOrganisation, ("issuer_org", content.IssuerOrg is { } org ? Node.Write(org) : ""), ("field", field));

    private static Pb.IssuerRole? RoleOf(Role role) => role switch
    {
        Common.Role.Directorate => Pb.IssuerRole.Directorate,
        Common.Role.County => Pb.IssuerRole.CountyDirector,
        Common.Role.Council => Pb.IssuerRole.Council,
        Common.Role.MunicipalDirector => Pb.IssuerRole.MunicipalDirector,
        Common.Role.CountyGovernor => Pb.IssuerRole.CountyGovernor,
        _ => null,
    };
}
