using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Gateway;

/// <summary>Who may pass: callers with a valid access token of the configured issuer. What they may do is the services' to say; they get the token unchanged.</summary>
internal static class Auth
{
    public static void AddTokens(this WebApplicationBuilder builder)
    {
        var (issuer, metadata) = (Required(builder, "Auth:Issuer"), Required(builder, "Auth:MetadataAddress"));
        // A key that is not known yet is asked for before the call is answered, not after: the first call after the issuer changed its key passes too.
        AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MetadataAddress = metadata;
            // Cleartext is for an issuer on the same machine.
            bearer.RequireHttpsMetadata = !new Uri(metadata).IsLoopback;
            bearer.RefreshInterval = TimeSpan.FromSeconds(1);
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = issuer,
                ValidAudience = builder.Configuration["Auth:Audience"] ?? "samstyring",
                ValidTypes = ["at+jwt"],
                ValidAlgorithms = ["ES256", "RS256", "PS256"],
                ClockSkew = TimeSpan.FromSeconds(10),
            };
            bearer.Events = new JwtBearerEvents { OnMessageReceived = RefuseLong, OnChallenge = RememberWhy };
        });
    }

    /// <summary>Why the token of this request was refused, one word: <c>missing</c>, <c>expired</c>, <c>foreign</c> or <c>invalid</c>.</summary>
    public static string TokenFault(HttpContext context) => context.Items[typeof(Auth)] as string ?? "missing";

    private static Task RefuseLong(MessageReceivedContext context)
    {
        if (context.Request.Headers.Authorization.ToString().Length > Limits.TokenBytes)
            context.Fail(new SecurityTokenException("The token is longer than 8 KiB."));
        return Task.CompletedTask;
    }

    private static Task RememberWhy(JwtBearerChallengeContext context)
    {
        context.HttpContext.Items[typeof(Auth)] = context.AuthenticateFailure switch
        {
            null => "missing",
            SecurityTokenExpiredException => "expired",
            SecurityTokenInvalidIssuerException or SecurityTokenInvalidAudienceException or SecurityTokenSignatureKeyNotFoundException => "foreign",
            _ => "invalid",
        };
        return Task.CompletedTask;
    }

    private static string Required(WebApplicationBuilder builder, string key) =>
        builder.Configuration[key] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{key} is not set: the gateway lets nobody in without an issuer.");
}
