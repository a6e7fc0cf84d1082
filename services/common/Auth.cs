using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Common;

/// <summary>Which access tokens are accepted.</summary>
public sealed class AuthOptions
{
    /// <summary>The <c>iss</c> of accepted tokens.</summary>
    [Required]
    public string Issuer { get; set; } = "";

    /// <summary>Address of the issuer's discovery document.</summary>
    [Required]
    public string MetadataAddress { get; set; } = "";

    /// <summary>The <c>aud</c> of accepted tokens.</summary>
    [Required]
    public string Audience { get; set; } = "samstyring";
}

/// <summary>Validates access tokens: signature by the issuer's published keys, algorithm, type, issuer, audience and time.</summary>
public static class Auth
{
    private const string WhyKey = "samstyring.token";

    /// <summary>Adds token validation by the configuration section <c>Auth</c>.</summary>
    public static void AddTokens(this IServiceCollection services, IConfiguration configuration)
    {
        // A key that is not known yet is asked for before the call is answered, not after: the first call after the issuer changed its key passes too.
        AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection("Auth")).ValidateDataAnnotations().ValidateOnStart();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<Microsoft.Extensions.Options.IOptions<AuthOptions>>((jwt, auth) => Configure(jwt, auth.Value));
        services.AddAuthorization();
    }

    /// <summary>Why the call has no caller: <c>missing</c>, <c>expired</c> or <c>invalid</c>.</summary>
    public static string WhyOf(HttpContext context) => context.Items.TryGetValue(WhyKey, out var why) ? (string)why! : "missing";

    private static void Configure(JwtBearerOptions jwt, AuthOptions auth)
    {
        jwt.MetadataAddress = auth.MetadataAddress;
        jwt.RequireHttpsMetadata = !new Uri(auth.MetadataAddress).IsLoopback;
        jwt.MapInboundClaims = false;
        // A new key of the issuer is met by one refresh of its keys, not more often than this.
        jwt.RefreshInterval = TimeSpan.FromSeconds(5);
        jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = auth.Issuer,
            ValidAudience = auth.Audience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256],
            ValidTypes = ["at+jwt"],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromSeconds(10),
        };
        jwt.Events = new JwtBearerEvents
        {
            OnAuthenticationFailed = failed =>
            {
                failed.HttpContext.Items[WhyKey] = failed.Exception is SecurityTokenExpiredException ? "expired" : "invalid";
                return Task.CompletedTask;
            },
        };
    }
}
