using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Samstyring.Identity;

/// <summary><c>/authorize</c> and <c>/logout</c>: what the browser of a person meets. There is no session here; each sign-in is a choice of its own.</summary>
public static class SignIn
{
    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/authorize", Authorize);
        app.MapGet("/logout", LogOut);
        app.MapGet("/style.css", () => Results.Stream(typeof(SignIn).Assembly.GetManifestResourceStream("style.css")!, "text/css; charset=utf-8"));
    }

    private static IResult Authorize(HttpRequest request, TokenIssuer tokens, Clients clients, Codes codes)
    {
        var page = new Page(Nynorsk(request.Query["ui_locales"]), request);
        string Value(string name) => request.Query[name] is [{ } one] ? one : "";
        // Until client and address are known to belong together nothing is sent to that address.
        if (clients.Find(Value("client_id")) is not { } client)
            return page.Refusal(page.Nynorsk ? "Ukjend klient (client_id)." : "Ukjent klient (client_id).");
        if (!client.Options.RedirectUris.Contains(Value("redirect_uri")))
            return page.Refusal(page.Nynorsk ? "Adressa (redirect_uri) er ikkje registrert for klienten." : "Adressen (redirect_uri) er ikke registrert for klienten.");
        var redirect = Value("redirect_uri");

        if (Fault(request.Query, Value) is var (error, description))
            return Back(redirect, ("error", error), ("error_description", description), ("state", Value("state")), ("iss", tokens.Issuer));
        if (Chosen(Value) is not { } chosen)
            return page.Picker(redirect, "", "");
        if (Persona.Parse(chosen, out _) is not { } persona)
            return page.Picker(redirect, Value("role"), Value("unit"), chosen);
        var code = codes.Give(persona, client.Id, redirect, Value("code_challenge"), Value("nonce"));
        return Back(redirect, ("code", code), ("state", Value("state")), ("iss", tokens.Issuer));
    }

    private static IResult LogOut(HttpRequest request, TokenIssuer tokens, Clients clients)
    {
        var page = new Page(Nynorsk(request.Query["ui_locales"]), request);
        string Value(string name) => request.Query[name] is [{ } one] ? one : "";
        if (Value("post_logout_redirect_uri") is not { Length: > 0 } address)
            return page.SignedOut();
        var id = Value("id_token_hint") is { Length: > 0 } hint ? tokens.ClientOf(hint) : Value("client_id");
        if (clients.Find(id ?? "") is not { } client || !client.Options.PostLogoutRedirectUris.Contains(address))
            return page.Refusal(page.Nynorsk ? "Adressa er ikkje registrert for klienten." : "Adressen er ikke registrert for klienten.");
        return Back(address, ("state", Value("state")));
    }

    /// <summary>What is wrong with a request of a known client, as it is told to the client.</summary>
    private static (string Error, string Description)? Fault(IQueryCollection query, Func<string, string> value) =>
        query.FirstOrDefault(p => p.Value.Count > 1).Key is { } twice ? ("invalid_request", $"{twice} stands more than once")
        : value("response_type") != "code" ? ("unsupported_response_type", "response_type must be code")
        : value("response_mode") is not ("" or "query") ? ("invalid_request", "response_mode must be query")
        : !value("scope").Split(' ').Contains("openid") ? ("invalid_scope", "scope must hold openid")
        : value("code_challenge_method") != "S256" ? ("invalid_request", "code_challenge_method must be S256")
        : !Codes.IsChallenge(value("code_challenge")) ? ("invalid_request", "code_challenge must be the base64url form of a SHA-256")
        : value("state").Length == 0 || value("nonce").Length == 0 ? ("invalid_request", "state and nonce are required")
        : null;

    /// <summary>The persona that the client names, or that the form on the page does; null when nobody has chosen yet.</summary>
    private static string? Chosen(Func<string, string> value) =>
        value("login_hint") is { Length: > 0 } hint ? hint
        : value("role") is { Length: > 0 } role ? value("unit").Trim() is { Length: > 0 } unit ? $"{role}:{unit}" : role
        : null;

    private static IResult Back(string address, params (string Name, string Value)[] parameters) =>
        Results.Redirect(QueryHelpers.AddQueryString(address, parameters.Where(p => p.Value.Length > 0).ToDictionary(p => p.Name, string? (p) => p.Value)));

    private static bool Nynorsk(StringValues locales) => locales.ToString().Split(' ').FirstOrDefault(l => l is "nb" or "nn" or "no") == "nn";
}
