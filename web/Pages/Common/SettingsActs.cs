namespace Samstyring.Web.Pages.Common;

/// <summary>What a person may set for oneself.</summary>
internal static class SettingsActs
{
    public static void MapSettings(this WebApplication app) => app.MapPost("/settings/language", (HttpContext http, IFormCollection form, Cookies cookies) =>
    {
        http.Response.Cookies.Append(cookies.Name(Visitor.FormCookie), form["form"] == "nn" ? "nn" : "nb", cookies.For(TimeSpan.FromDays(365)));
        return Results.LocalRedirect("/settings");
    });
}
