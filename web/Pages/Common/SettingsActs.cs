namespace Samstyring.Web.Pages.Common;

/// <summary>What a person may set for oneself.</summary>
internal static class SettingsActs
{
    public static void MapSettings(this WebApplication app) => app.MapPost("/settings/language", (HttpContext http, IFormCollection form) =>
    {
        http.Response.Cookies.Append(Visitor.FormCookie, form["form"] == "nn" ? "nn" : "nb", new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            Path = "/",
            MaxAge = TimeSpan.FromDays(365),
        });
        return Results.LocalRedirect("/settings");
    });
}
