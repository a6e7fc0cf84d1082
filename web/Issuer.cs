using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Web;

/// <summary>The OpenID Connect issuer: authorization code with PKCE, for a client that keeps no secret.</summary>
internal sealed class Issuer : IDisposable
{
    // Nobody but the issuer itself says where its documents and tokens are.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> discovery;
    private readonly string client;

    public Issuer(IConfiguration configuration)
    {
        var metadata = Required(configuration, "Auth:MetadataAddress");
        client = Required(configuration, "Auth:ClientId");
        // Cleartext is for an issuer on the same machine.
        var documents = new HttpDocumentRetriever(http) { RequireHttps = !new Uri(metadata).IsLoopback };
        discovery = new(metadata, new OpenIdConnectConfigurationRetriever(), documents, new OfIssuer(configuration["Auth:Issuer"]))
        {
            RefreshInterval = TimeSpan.FromSeconds(1),
        };
    }

    /// <summary>The address at the issuer where the person signs in.</summary>
    public async Task<string> Authorize(Attempt attempt, string callback, string? hint, CancellationToken cancel)
    {
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = client,
            ["redirect_uri"] = callback,
            ["scope"] = "openid",
            ["state"] = attempt.State,
            ["nonce"] = attempt.Nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (hint is not null)
            query["login_hint"] = hint;
        return QueryHelpers.AddQueryString((await discovery.GetConfigurationAsync(cancel)).AuthorizationEndpoint, query);
    }

    /// <summary>Where the person may end the session with the issuer; null: it keeps none.</summary>
    public async Task<string?> EndSession(CancellationToken cancel) =>
        (await discovery.GetConfigurationAsync(cancel)).EndSessionEndpoint is { Length: > 0 } address ? QueryHelpers.AddQueryString(address, "client_id", client) : null;

    /// <summary>Exchanges the code; null when the issuer refuses it or what it answers is not for this attempt.</summary>
    public async Task<SignedIn?> Redeem(string code, Attempt attempt, string callback, CancellationToken cancel)
    {
        var configuration = await discovery.GetConfigurationAsync(cancel);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["code_verifier"] = attempt.Verifier,
            ["client_id"] = client,
            ["redirect_uri"] = callback,
        });
        using var response = await http.PostAsync(configuration.TokenEndpoint, form, cancel);
        if (!response.IsSuccessStatusCode)
            return null;
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancel));
        var id = answer.RootElement.GetProperty("id_token").GetString()!;
        var token = await Validate(id, configuration);
        if (token.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The issuer has changed its key since its document was read.
            discovery.RequestRefresh();
            token = await Validate(id, await discovery.GetConfigurationAsync(cancel));
        }
        if (!token.IsValid || token.ClaimsIdentity.FindFirst("nonce")?.Value != attempt.Nonce)
            return null;
        var life = TimeSpan.FromSeconds(answer.RootElement.GetProperty("expires_in").GetInt64());
        return new(answer.RootElement.GetProperty("access_token").GetString()!, id, [.. token.ClaimsIdentity.Claims], DateTimeOffset.UtcNow + life);
    }

    public void Dispose() => http.Dispose();

    private Task<TokenValidationResult> Validate(string token, OpenIdConnectConfiguration configuration) =>
        new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = client,
            ValidAlgorithms = ["ES256", "RS256", "PS256"],
            IssuerSigningKeys = configuration.SigningKeys,
            ClockSkew = TimeSpan.FromSeconds(10),
        });

    private static string Required(IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{key} is not set: nobody could sign in.");

    /// <summary>Metadata that names another issuer than the settings is not used; without the setting whatever lies at the address is.</summary>
    private sealed class OfIssuer(string? expected) : IConfigurationValidator<OpenIdConnectConfiguration>
    {
        public ConfigurationValidationResult Validate(OpenIdConnectConfiguration configuration) => string.IsNullOrEmpty(expected) || configuration.Issuer == expected
            ? new() { Succeeded = true }
            : new() { ErrorMessage = $"The metadata names {configuration.Issuer} as its issuer, the settings {expected}." };
    }
}

/// <summary>What the issuer has said about a person who signed in.</summary>
internal sealed record SignedIn(string Access, string Id, IReadOnlyList<Claim> Claims, DateTimeOffset Expires)
{
    public string Claim(string type) => Claims.FirstOrDefault(c => c.Type == type)?.Value ?? "";
}

/// <summary>One attempt to sign in: what the answer has to match, and the page to go to afterwards.</summary>
internal sealed record Attempt(string State, string Nonce, string Verifier, string To)
{
    public static Attempt New(string to) => new(Random(), Random(), Random(), to);

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

/// <summary>Keeps the attempt in an encrypted cookie of the browser that makes it, for ten minutes.</summary>
internal sealed class Attempts(IDataProtectionProvider protection, CookieOptions cookie, string name)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("sign-in").ToTimeLimitedDataProtector();

    public void Remember(HttpContext http, Attempt attempt) =>
        http.Response.Cookies.Append(name, protector.Protect(JsonSerializer.Serialize(attempt), Life), cookie);

    /// <summary>The attempt of this browser, which is over with it; null: there is none, or it is too old.</summary>
    public Attempt? Take(HttpContext http)
    {
        if (http.Request.Cookies[name] is not { } kept)
            return null;
        http.Response.Cookies.Delete(name, cookie);
        try
        {
            return JsonSerializer.Deserialize<Attempt>(protector.Unprotect(kept));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
