using Samstyring.Norwegian;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>Who writes a directive: organisation, line and role by the role that a person is signed in as.</summary>
/// <param name="Role">The role as tokens name it.</param>
/// <param name="Unit">Number of the unit; empty for roles that have none.</param>
internal sealed record Issuing(string Role, string Unit)
{
    /// <summary>The roles that write directives.</summary>
    public const string Roles = $"{Web.Roles.Directorate},{Web.Roles.County},{Web.Roles.Council},{Web.Roles.MunicipalDirector},{Web.Roles.CountyGovernor}";

    public static Issuing As(Visitor visitor) => new(visitor.Role, visitor.Unit);

    /// <summary>The scope of all offices it steers; empty where that is none in particular.</summary>
    public string All => Role switch
    {
        Web.Roles.County => $"COUNTY({Unit})",
        Web.Roles.Council or Web.Roles.MunicipalDirector when !MunicipalOwner.IsCityDistrict(Unit) => $"MUNICIPALITY({Unit})",
        _ => "",
    };

    public OrgRef Org => new() { Kind = Kind, Number = Unit };

    /// <summary>Whether it passes on what others have written.</summary>
    public bool Relays => Role is Web.Roles.County or Web.Roles.MunicipalDirector;

    /// <summary>The middle node that a directive may be addressed to, beside the offices.</summary>
    public RecipientRole Middle => Role switch
    {
        Web.Roles.Directorate => RecipientRole.CountyDirector,
        Web.Roles.Council => RecipientRole.MunicipalDirector,
        _ => RecipientRole.Unspecified,
    };

    /// <summary>Its own directives, of a state, a theme or a year; what is empty or unknown is not asked about.</summary>
    public DirectiveFilter Filter(string? state, string? theme, string? year) => new()
    {
        IssuerOrg = Org,
        Theme = theme ?? "",
        // What holds at the turn of the half-year is that year's.
        ValidOn = int.TryParse(year, out var number) && number is > 1 and < 9999 ? $"{number:0000}-07-01" : "",
        State = Enum.TryParse<DirectiveState>(state, out var known) ? known : DirectiveState.Unspecified,
    };

    public void Sign(DirectiveContent content)
    {
        content.Line = Role switch
        {
            Web.Roles.Directorate or Web.Roles.County => Line.State,
            Web.Roles.CountyGovernor => Line.CountyGovernor,
            _ => Line.Municipal,
        };
        content.IssuerOrg = Org;
        content.IssuerRole = Role switch
        {
            Web.Roles.Directorate => IssuerRole.Directorate,
            Web.Roles.County => IssuerRole.CountyDirector,
            Web.Roles.Council => IssuerRole.Council,
            Web.Roles.CountyGovernor => IssuerRole.CountyGovernor,
            _ => IssuerRole.MunicipalDirector,
        };
    }

    private OrgKind Kind => Role switch
    {
        Web.Roles.Directorate => OrgKind.Directorate,
        Web.Roles.County => OrgKind.County,
        Web.Roles.CountyGovernor => OrgKind.CountyGovernor,
        _ => MunicipalOwner.Of(Unit).Kind,
    };
}
