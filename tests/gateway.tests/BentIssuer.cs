using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Gateway.Tests;

/// <summary>An issuer whose tokens a test can bend.</summary>
public sealed class BentIssuer : IAsyncDisposable
{
    private readonly ConcurrentQueue<ECDsaSecurityKey> keys = new([NewKey("k1")]);
    private readonly WebApplication app;

    private BentIssuer(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    public static async Task<BentIssuer> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new BentIssuer(app);
        app.MapGet("/.well-known/openid-configuration", () => new { issuer = issuer.Address, jwks_uri = issuer.Address + "/jwks" });
        app.MapGet("/moved", (HttpContext http) => http.Response.Redirect("/.well-known/openid-configuration"));
        app.MapGet("/jwks", () =>
        {
            var keys = issuer.keys.Select(key => (key.KeyId, Jwk: Public(key)));
            return new { keys = keys.Select(k => new { kty = k.Jwk.Kty, crv = k.Jwk.Crv, x = k.Jwk.X, y = k.Jwk.Y, kid = k.KeyId, use = "sig" }) };
        });
        await app.StartAsync();
        return issuer;
    }

    public string Good() => Token(_ => { });

    public string Token(Action<SecurityTokenDescriptor> bend)
    {
        var now = DateTime.UtcNow;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = "samstyring",
            TokenType = "at+jwt",
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(60),
            Claims = new Dictionary<string, object> { ["sub"] = "county:5700/1", ["role"] = "county", ["unit"] = "5700" },
            SigningCredentials = new SigningCredentials(keys.First(), SecurityAlgorithms.EcdsaSha256),
        };
        bend(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    /// <summary>The classic confusion: the public key, known to all, used as a secret.</summary>
    public SigningCredentials PublicKeyAsSecret() =>
        new(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(Public(keys.First()).X + Public(keys.First()).Y)) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256);

    /// <summary>Publishes another key beside the first and answers what signs with it.</summary>
    public SigningCredentials AddKey(string keyId)
    {
        var key = NewKey(keyId);
        keys.Enqueue(key);
        return new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);
    }

    public static SigningCredentials ForeignKey(string keyId) =>
        new(NewKey(keyId), SecurityAlgorithms.EcdsaSha256);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static ECDsaSecurityKey NewKey(string keyId) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = keyId };

    private static JsonWebKey Public(ECDsaSecurityKey key) =>
        JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(key.ECDsa.ExportParameters(false))));
}
