using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Gateway.Tests;

/// <summary>An issuer whose tokens a test can bend.</summary>
public sealed class BentIssuer : IAsyncDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
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
        app.MapGet("/jwks", () =>
        {
            var jwk = issuer.PublicKey();
            return new { keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = "k1", use = "sig" } } };
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
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = "k1" }, SecurityAlgorithms.EcdsaSha256),
        };
        bend(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    /// <summary>The classic confusion: the public key, known to all, used as a secret.</summary>
    public SigningCredentials PublicKeyAsSecret() =>
        new(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(PublicKey().X + PublicKey().Y)) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256);

    public static SigningCredentials ForeignKey(string keyId) =>
        new(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = keyId }, SecurityAlgorithms.EcdsaSha256);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private JsonWebKey PublicKey() => JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(key.ExportParameters(false))));
}
