using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;

namespace Samstyring.Identity;

/// <summary>
/// The pages a person sees, whole HTML without script. The picker is a form that sends the client's request again with the choice added:
/// nothing has to be remembered between.
/// </summary>
internal sealed class Page(bool nynorsk, HttpRequest request)
{
    private static readonly string[] Own = ["login_hint", "role", "unit"];
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement);

    public bool Nynorsk => nynorsk;

    /// <summary>The choice of a person.</summary>
    /// <param name="redirect">Where the choice leads; the browser follows a form's answer to the addresses of the policy alone.</param>
    /// <param name="role">What stands in the form.</param>
    /// <param name="unit">What stands in the form.</param>
    /// <param name="refused">The choice that does not exist; null: none has been made.</param>
    public IResult Picker(string redirect, string role, string unit, string? refused = null)
    {
        var fault = refused is null ? "" : T("Ingen prøveperson heter ", "Ingen prøveperson heiter ") + $"«{refused}». " + T("Se på rolle og nummer.", "Sjå på rolle og nummer.");
        var body = (fault.Length == 0 ? "" : Faults(fault)) + People() + Other(role, unit, fault);
        var lead = T(
            "Alle her er oppdiktet og finnes bare for utvikling og prøving. Enhetene er virkelige; ingen virkelig person logger inn her, og det trengs ikke passord.",
            "Alle her er oppdikta og finst berre for utvikling og prøving. Einingane er verkelege; ingen verkeleg person loggar inn her, og det trengst ikkje passord.");
        return Whole(T("Velg en prøveperson", "Vel ein prøveperson"), lead, body, refused is null ? 200 : 400, new Uri(redirect).GetLeftPart(UriPartial.Authority));
    }

    private string Faults(string fault) =>
        $"""<div class="errors" role="alert"><h2>{T("Du må rette noe", "Du må rette noko")}</h2><p><a href="#unit">{E(fault)}</a></p></div>""";

    private string People() => $"""<form method="get" action="/authorize">{Hidden()}{string.Concat(Persons.Groups.Select(People))}</form>""";

    private string People(Persons.Group group) => $"""
        <section aria-labelledby="{group.Role}"><h2 id="{group.Role}">{E(T(group.Nb, group.Nn))}</h2>
        <ul>{string.Concat(group.People.Select(p => $"<li>{Button(p.Persona, p.Name, 1)}{Button(p.Persona + "/2", p.Name, 2)}</li>"))}</ul></section>
        """;

    private string Other(string role, string unit, string fault) => $"""
        <form method="get" action="/authorize" class="other">{Hidden()}
        <h2>{T("En annen enhet", "Ei anna eining")}</h2>
        <p><label for="role">{T("Rolle", "Rolle")}</label><select id="role" name="role">{string.Concat(Persons.Groups.Select(g =>
            $"""<option value="{g.Role}"{(g.Role == role ? " selected" : "")}>{E(T(g.Nb, g.Nn))}</option>"""))}</select></p>
        <p><label for="unit">{T("Nummeret på enheten", "Nummeret på eininga")}</label>
        <span id="unit-help">{T(
            "Fire sifre for Nav fylke, kontor og kommune, to for fylket til statsforvalteren. /2 etter nummeret er den andre personen der.",
            "Fire siffer for Nav fylke, kontor og kommune, to for fylket til statsforvaltaren. /2 etter nummeret er den andre personen der.")}</span>
        <input id="unit" name="unit" value="{E(unit)}" autocomplete="off" maxlength="8" {(fault.Length > 0
            ? """aria-invalid="true" aria-describedby="unit-help unit-fault">""" : """aria-describedby="unit-help">""")}
        {(fault.Length > 0 ? $"""<span id="unit-fault" class="fault">{E(fault)}</span>""" : "")}</p>
        <p><button type="submit">{T("Logg inn", "Logg inn")}</button></p>
        </form>
        """;

    public IResult SignedOut() => Whole(T("Du er logget ut", "Du er logga ut"), T("Du kan lukke vinduet.", "Du kan lukke vindauget."), "", 200);

    /// <summary>A request that cannot be answered by going back to where it came from.</summary>
    public IResult Refusal(string why) => Whole(T("Innloggingen kan ikke fortsette", "Innlogginga kan ikkje halde fram"), why, "", 400);

    private IResult Whole(string title, string lead, string body, int status, string formTarget = "")
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'self'; form-action 'self' {formTarget}".TrimEnd() + "; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return Results.Content($"""
            <!DOCTYPE html>
            <html lang="{(nynorsk ? "nn" : "nb")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{E(title)} – Samstyring</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/style.css">
            </head>
            <body>
            <main>
            <p class="language"><a href="{E(OtherLanguage())}" hreflang="{(nynorsk ? "nb" : "nn")}" lang="{(nynorsk ? "nb" : "nn")}">{(nynorsk ? "Bokmål" : "Nynorsk")}</a></p>
            <h1>{E(title)}</h1>
            <p class="lead">{E(lead)}</p>
            {body}
            </main>
            </body>
            </html>
            """, "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    private static string Button(string persona, string name, int number) =>
        $"""<button type="submit" name="login_hint" value="{E(persona)}">{(number == 1 ? E(name) : $"""<span class="hidden">{E(name)}, </span>person 2""")}</button>""";

    private string Hidden() => string.Concat(request.Query.Where(p => !Own.Contains(p.Key))
        .Select(p => $"""<input type="hidden" name="{E(p.Key)}" value="{E(p.Value.ToString())}">"""));

    private string OtherLanguage()
    {
        var query = request.Query.Where(p => p.Key != "ui_locales" && !Own.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, (string?)p.Value.ToString()))
            .Append(new("ui_locales", nynorsk ? "nb" : "nn"));
        return QueryHelpers.AddQueryString(request.Path, query);
    }

    private string T(string nb, string nn) => nynorsk ? nn : nb;

    private static string E(string text) => Html.Encode(text);
}
