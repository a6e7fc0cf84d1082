using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Samstyring.Web.Pages.Common;

namespace Samstyring.Web;

/// <summary>Signing in and out. The browser gets one cookie with a random key; claims and tokens stay here.</summary>
internal static partial class SignIn
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var cookies = new Cookies(builder.Configuration.GetValue<bool>("Auth:PlainHttp"));
        var secure = cookies.Plain ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        builder.Services.AddSingleton(cookies);
        builder.Services.AddSingleton<Issuer>();
        builder.Services.AddSingleton<Tickets>();
        builder.Services.AddDataProtection();
        if (builder.Configuration["DataProtection:Folder"] is { Length: > 0 } folder)
            builder.Services.AddDataProtection().SetApplicationName("samstyring-web").PersistKeysToFileSystem(new DirectoryInfo(folder));
        builder.Services.AddSingleton(parts => new Attempts(parts.GetRequiredService<IDataProtectionProvider>(), cookies.For(Attempts.Life), cookies.Name("samstyring-attempt")));
        builder.Services.AddAntiforgery(forms => (forms.Cookie.Name, forms.Cookie.SecurePolicy, forms.FormFieldName) = (cookies.Name("samstyring-forms"), secure, "form_token"));
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddAuthentication(Scheme).AddCookie();
        builder.Services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<Tickets>((cookie, tickets) =>
        {
            cookie.SessionStore = tickets;
            cookie.SlidingExpiration = false;
            (cookie.Cookie.Name, cookie.Cookie.SecurePolicy, cookie.Cookie.HttpOnly, cookie.Cookie.SameSite) = (cookies.Name("samstyring"), secure, true, SameSiteMode.Lax);
            cookie.Events.OnRedirectToLogin = AskToSignIn;
            // What the role may not see looks as if it were not there.
            cookie.Events.OnRedirectToAccessDenied = denied => Answer(denied, StatusCodes.Status404NotFound);
        });
    }

    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/login", Begin).AllowAnonymous();
        app.MapGet("/login/callback", Complete).AllowAnonymous();
        app.MapPost("/logout/confirmed", End).AllowAnonymous();
    }

    /// <summary>Sends the browser to the issuer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="issuer">The issuer.</param>
    /// <param name="attempts">Remembers what was asked.</param>
    /// <param name="to">The page to come back to; only of this site.</param>
    /// <param name="hint">Whom the issuer may take it to be.</param>
    private static async Task<IResult> Begin(HttpContext http, Issuer issuer, Attempts attempts, string? to = null, string? hint = null)
    {
        var attempt = Attempt.New(Local(to));
        attempts.Remember(http, attempt);
        return Results.Redirect(await issuer.Authorize(attempt, Callback(http.Request), hint, http.RequestAborted));
    }

    private static async Task<IResult> Complete(
        HttpContext http, Issuer issuer, Attempts attempts, Platform platform, Register register, ILogger<Issuer> logger, string? code = null, string? state = null)
    {
        if (attempts.Take(http) is not { } attempt || code is null || state != attempt.State)
            return Failed(logger, "attempt");
        if (await issuer.Redeem(code, attempt, Callback(http.Request), http.RequestAborted) is not { } tokens)
            return Failed(logger, "issuer");
        if (tokens.Claim("role") != Roles.Operator)
            await register.Ready(platform.With(tokens.Access));
        var form = register.FormOf(tokens.Claim("role"), tokens.Claim("unit"));
        var person = new ClaimsIdentity(
            [.. tokens.Claims.Where(c => c.Type is "sub" or "role" or "unit" or "name"), new Claim(Visitor.FormClaim, form)], Scheme, "name", "role");
        var properties = new AuthenticationProperties { ExpiresUtc = tokens.Expires, AllowRefresh = false };
        properties.StoreTokens([new() { Name = "access_token", Value = tokens.Access }, new() { Name = "id_token", Value = tokens.Id }]);
        // Whoever was signed in is signed out here and not before: a link to sign in ends no session. In a scope of its own, since what has read the old session's
        // key would give the new one the same.
        await http.SignOutAsync(Scheme);
        var scope = http.RequestServices.CreateAsyncScope();
        http.Response.RegisterForDisposeAsync(scope);
        http.RequestServices = scope.ServiceProvider;
        await http.SignInAsync(Scheme, new ClaimsPrincipal(person), properties);
        Log.In(logger, tokens.Claim("role"));
        return Results.LocalRedirect(attempt.To);
    }

    // The form is read for its token: another site cannot sign anybody out.
    private static async Task<RedirectHttpResult> End(HttpContext http, IFormCollection _, ILogger<Issuer> logger)
    {
        await http.SignOutAsync(Scheme);
        // Not the cookies: the language that somebody chose is not the session's.
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        Log.Out(logger, http.User.FindFirstValue("role") ?? "");
        return TypedResults.LocalRedirect("/logout");
    }

    private static RazorComponentResult<Problem> Failed(ILogger logger, string why)
    {
        Log.Failed(logger, why);
        return Problem.Page(StatusCodes.Status400BadRequest, ProblemKind.SignInFailed);
    }

    /// <summary>A page is come back to. An act is not repeated by itself, and the policy for forms would not let the browser follow to another site.</summary>
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> asked)
    {
        var request = asked.Request;
        if (!HttpMethods.IsGet(request.Method) || request.Headers.ContainsKey("HX-Request") || request.Headers.Accept.ToString().Contains("event-stream", StringComparison.Ordinal))
            return Answer(asked, StatusCodes.Status401Unauthorized);
        asked.Response.Redirect(Address(request.Path + request.QueryString));
        return Task.CompletedTask;
    }

    /// <summary>Where one signs in to come back to a page.</summary>
    public static string Address(string to) => $"/login?to={Uri.EscapeDataString(to)}";

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> asked, int status)
    {
        asked.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static string Callback(HttpRequest request) => $"{request.Scheme}://{request.Host}/login/callback";

    private static string Local(string? to) => to is ['/', ..] and not ['/', '/' or '\\', ..] && !to.Any(char.IsControl) ? to : "/";

    // The role at most: with the unit it could be a person's name.
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Signed in as {Role}")]
        public static partial void In(ILogger logger, string role);

        [LoggerMessage(2, LogLevel.Information, "Signing in failed: {Why}")]
        public static partial void Failed(ILogger logger, string why);

        [LoggerMessage(3, LogLevel.Information, "Signed out as {Role}")]
        public static partial void Out(ILogger logger, string role);
    }
}

/// <summary>What all cookies have in common. Their prefix binds them to this host and to https, which a machine without certificates cannot have.</summary>
internal sealed class Cookies(bool plain)
{
    public bool Plain => plain;

    public string Name(string name) => plain ? name : $"__Host-{name}";

    public CookieOptions For(TimeSpan life) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = !plain, Path = "/", IsEssential = true, MaxAge = life };
}

/// <summary>Who is signed in, by a random key that only the person's cookie holds. Lost when the process ends: everybody signs in again.</summary>
internal sealed class Tickets(TimeProvider clock) : ITicketStore
{
    private readonly ConcurrentDictionary<string, AuthenticationTicket> tickets = new();

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        foreach (var (old, _) in tickets.Where(t => HasEnded(t.Value)))
            tickets.TryRemove(old, out AuthenticationTicket? _);
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        tickets[key] = ticket;
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket) => throw new InvalidOperationException("A session never gets another ticket.");

    public Task<AuthenticationTicket?> RetrieveAsync(string key) =>
        Task.FromResult(tickets.TryGetValue(key, out var ticket) && !HasEnded(ticket) ? ticket : null);

    public Task RemoveAsync(string key)
    {
        tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    private bool HasEnded(AuthenticationTicket ticket) => ticket.Properties.ExpiresUtc <= clock.GetUtcNow();
}
