using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Samstyring.Web;

/// <summary>Who asks for the page, and in which form of Norwegian.</summary>
internal sealed class Visitor(IHttpContextAccessor accessor, Cookies cookies)
{
    /// <summary>The cookie of somebody who has chosen a form.</summary>
    public const string FormCookie = "samstyring-form";

    /// <summary>The claim with the form that the person's municipalities are written to in.</summary>
    public const string FormClaim = "form";

    public HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");

    public bool SignedIn => Http.User.Identity?.IsAuthenticated == true;

    /// <summary>The person in the role they are signed in as: what is kept for them is for nobody else, nor for them as somebody else.</summary>
    public string Self => $"{Claim("sub")}|{Role}|{Unit}";

    public string Role => Claim("role");

    /// <summary>Number of the office, county unit, municipality or county; empty for roles that have none.</summary>
    public string Unit => Claim("unit");

    /// <summary>The person's own choice, else what their municipality is written to in, else bokmål.</summary>
    public bool Nynorsk => (Http.Request.Cookies[cookies.Name(FormCookie)] ?? Claim(FormClaim)) == "nn";

    /// <summary>The access token; it never leaves the server.</summary>
    public string? Token => Http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.GetTokenValue("access_token");

    /// <summary>Where the role begins.</summary>
    public string Home => Roles.Home(Role);

    private string Claim(string type) => Http.User.FindFirstValue(type) ?? "";
}

/// <summary>The roles as tokens name them, and the page each begins at.</summary>
internal static class Roles
{
    public const string Directorate = "directorate";
    public const string County = "county";
    public const string Council = "council";
    public const string MunicipalDirector = "municipal-director";
    public const string CountyGovernor = "county-governor";
    public const string Leader = "office";
    public const string Auditor = "auditor";
    public const string Operator = "operator";

    /// <summary>Those who may read the register of offices.</summary>
    public const string Readers = $"{Leader},{Directorate},{County},{Council},{MunicipalDirector},{CountyGovernor},{Auditor}";

    public static string Home(string role) => role switch
    {
        Leader => "/missions",
        Directorate or Council => "/directives",
        County or MunicipalDirector => "/inbox",
        CountyGovernor => "/cases",
        Auditor => "/audit",
        Operator => "/ops/dead-letters",
        _ => "/about",
    };
}
