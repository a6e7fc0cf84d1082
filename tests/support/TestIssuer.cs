using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Samstyring.Common;

namespace Samstyring.Testing;

/// <summary>An issuer of the test process's own: discovery and keys over loopback HTTP as in production, and tokens as a test wants them.</summary>
public sealed class TestIssuer
{
    private static readonly Lazy<Task<TestIssuer>> Started = new(Start);

    private readonly ECDsaSecurityKey key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };

    private TestIssuer(string address) => Address = address;

    /// <summary>The issuer of this process.</summary>
    public static Task<TestIssuer> Shared => Started.Value;

    /// <summary>Its <c>iss</c> and base address.</summary>
    public string Address { get; private set; }

    /// <summary>Where its discovery document is.</summary>
    public string MetadataAddress => $"{Address}/.well-known/openid-configuration";

    /// <summary>The key it publishes.</summary>
    public ECDsa PublicKey => ECDsa.Create(key.ECDsa.ExportParameters(false));

    /// <summary>Signs with its key under another name.</summary>
    public SigningCredentials Signing(string keyId) => new(new ECDsaSecurityKey(key.ECDsa) { KeyId = keyId }, SecurityAlgorithms.EcdsaSha256);

    /// <summary>A token for a person of a unit, <c>("county", "5700")</c>.</summary>
    /// <param name="role">As in tokens: county, municipal-director, office.</param>
    /// <param name="unit">The unit's number.</param>
    /// <param name="person">Which person of the unit.</param>
    /// <param name="alter">Changes the token before it is signed.</param>
    public string Token(string role, string unit = "", int person = 1, Action<SecurityTokenDescriptor>? alter = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = "samstyring",
            TokenType = "at+jwt",
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow,
            Expires = DateTime.UtcNow.AddMinutes(60),
            Claims = new Dictionary<string, object> { ["sub"] = $"{role}:{unit}/{person}", ["role"] = role, ["unit"] = unit },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
        };
        if (role == "system")
        {
            descriptor.Claims["scope"] = string.Join(' ', MachineScopes.All);
        }

        alter?.Invoke(descriptor);
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }

    private static async Task<TestIssuer> Start()
    {
        // Empty: a settings file that lies beside the tests is not meant for it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new TestIssuer("");
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = issuer.Address, jwks_uri = $"{issuer.Address}/keys" }));
        app.MapGet("/keys", () =>
        {
            var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(issuer.key.ECDsa.ExportParameters(false))) { KeyId = "test" });
            return Results.Json(new { keys = new[] { new { jwk.Kty, jwk.Crv, jwk.X, jwk.Y, jwk.Kid, use = "sig", alg = "ES256" } } }, new System.Text.Json.JsonSerializerOptions { PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower });
        });
        await app.StartAsync();
        issuer.Address = app.Urls.First();
        return issuer;
    }
}
