using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Tokens;

/// <summary>
/// Which access tokens are believed, in the same way at the gateway and in every service: signed with a key that the issuer publishes, by an algorithm of the list,
/// of the right type, for this platform, in its time, and saying no more than its issuer may.
/// </summary>
public static class TokenChecks
{
    /// <summary>Longest token that is looked at.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>Longest life that is accepted.</summary>
    public static readonly TimeSpan MaxLife = TimeSpan.FromMinutes(60);

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    /// <summary>Algorithms an issuer may sign with: none that shares a secret.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    /// <summary>The roles there are.</summary>
    public static IReadOnlyList<string> Roles { get; } =
        ["directorate", "county", "council", "municipal-director", "county-governor", "office", "auditor", "operator", "system"];

    /// <summary>Adds the checks, by the section <c>Auth</c>.</summary>
    public static void AddTokens(this WebApplicationBuilder builder)
    {
        // A key that is not known yet is asked for before the call is answered, not after: the first call after an issuer changed its key passes too.
        // The library reads the switch once, when its first handler is made: so none is made before this.
        AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);
        var section = builder.Configuration.GetSection(TokenOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<TokenOptions>, IssuerCheck>();
        builder.Services.AddOptions<TokenOptions>().Bind(section).ValidateOnStart();
        var issuers = section.Get<TokenOptions>()?.Issuers ?? [];
        var names = issuers.Select(issuer => issuer.Issuer).ToList();
        // The claim says which issuer's rules a token is held against; whether it is that issuer's is what they find out.
        var authentication = builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddPolicyScheme(
            JwtBearerDefaults.AuthenticationScheme, null, select => select.ForwardDefaultSelector = context => Scheme(Math.Max(0, IndexOf(context, names))));
        for (var i = 0; i < issuers.Count; i++)
        {
            var issuer = issuers[i];
            authentication.AddJwtBearer(Scheme(i), bearer => Configure(bearer, issuer));
        }
        builder.Services.AddAuthorization();
    }

    /// <summary>Why the token of this request was refused, one word: <c>missing</c>, <c>expired</c>, <c>foreign</c>, <c>not_granted</c> or <c>invalid</c>.</summary>
    public static string FaultOf(HttpContext context) => context.Items[typeof(TokenChecks)] as string ?? "missing";

    private static string Scheme(int issuer) => $"issuer {issuer}";

    private static int IndexOf(HttpContext context, List<string> issuers)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
        try
        {
            return issuers.IndexOf(token.Length is > 0 and <= MaxLength ? new JsonWebToken(token).Issuer : "");
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or SecurityTokenException)
        {
            return -1;
        }
    }

    private static void Configure(JwtBearerOptions bearer, IssuerOptions issuer)
    {
        bearer.MetadataAddress = issuer.MetadataAddress;
        // That production has no such issuer is seen to at the start.
        bearer.RequireHttpsMetadata = issuer.MetadataAddress.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        bearer.BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false };
        bearer.MapInboundClaims = false;
        // They would repeat what stands in the token, which need not even be a header's text.
        bearer.IncludeErrorDetails = false;
        // An unknown key makes the issuer's keys be read again, not more often than this.
        bearer.RefreshInterval = TimeSpan.FromSeconds(1);
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = issuer.Issuer,
            ValidAudience = issuer.Audience,
            ValidAlgorithms = issuer.Algorithms.Count > 0 ? issuer.Algorithms : Algorithms,
            ValidTypes = issuer.Types.Count > 0 ? issuer.Types : ["at+jwt"],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = Skew,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = received =>
            {
                if (received.Request.Headers.Authorization.ToString().Length > MaxLength)
                    received.Fail(Refused(received.HttpContext, "invalid"));
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = failed =>
            {
                Refused(failed.HttpContext, Word(failed.Exception));
                return Task.CompletedTask;
            },
            OnTokenValidated = async validated =>
            {
                var token = (JsonWebToken)validated.SecurityToken;
                // The key that the token names, and no other. RFC 7515, 4.1.11: an extension that has to be understood, and none is.
                var keys = (await validated.Options.ConfigurationManager!.GetConfigurationAsync(validated.HttpContext.RequestAborted)).SigningKeys;
                if (!LivesShort(token, issuer.MaxLife) || keys.All(key => key.KeyId != token.Kid) || token.TryGetHeaderValue<object>("crit", out _))
                    validated.Fail(Refused(validated.HttpContext, "invalid"));
                else if (Grants.Of(validated.Principal!, issuer) is { } granted)
                    validated.Principal = granted;
                else
                    validated.Fail(Refused(validated.HttpContext, "not_granted"));
            },
        };
    }

    private static bool LivesShort(JsonWebToken token, TimeSpan maxLife) =>
        token.IssuedAt > DateTime.MinValue && token.IssuedAt <= DateTime.UtcNow + Skew && token.ValidTo - token.IssuedAt <= maxLife + Skew;

    private static SecurityTokenException Refused(HttpContext context, string why)
    {
        context.Items[typeof(TokenChecks)] = why;
        return new SecurityTokenException(why);
    }

    private static string Word(Exception fault) => fault switch
    {
        SecurityTokenExpiredException => "expired",
        SecurityTokenInvalidIssuerException or SecurityTokenInvalidAudienceException or SecurityTokenSignatureKeyNotFoundException => "foreign",
        _ => "invalid",
    };
}
