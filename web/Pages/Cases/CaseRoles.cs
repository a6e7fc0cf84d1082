namespace Samstyring.Web.Pages.Cases;

/// <summary>Who reads cases, and who settles them.</summary>
internal static class CaseRoles
{
    public const string Readers =
        $"{Roles.Directorate},{Roles.County},{Roles.Council},{Roles.MunicipalDirector},{Roles.CountyGovernor},{Roles.Auditor}";

    public const string Owners = $"{Roles.County},{Roles.MunicipalDirector}";
}
