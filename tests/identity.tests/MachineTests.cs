using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Samstyring.Identity.Tests;

/// <summary>Machine clients: a secret, or an assertion within Maskinporten's limits.</summary>
public sealed class MachineTests : IDisposable
{
    private const string Read = "nav:samstyring/mission.read";

    private readonly Issuer issuer = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secret_Right_GivesASystemsToken(bool basic)
    {
        var answer = basic
            ? await issuer.Token([("grant_type", "client_credentials"), ("scope", Read)], $"machine:{Issuer.Secret}")
            : await Ask("machine", Issuer.Secret, Read);

        Assert.Equal((200, Read), (answer.Status, answer.Body["scope"]));
        var token = new JsonWebToken(answer.Body["access_token"]);
        Assert.Equal(("at+jwt", "machine", "system", Read), (token.Typ, token.Subject, token.GetClaim("role").Value, token.GetClaim("scope").Value));
        Assert.DoesNotContain("id_token", answer.Body.Keys);
    }

    [Fact]
    public async Task Secret_WithoutScope_GivesThoseOfTheClient() =>
        Assert.Equal($"{Read} nav:samstyring/directive.read", (await Ask("machine", Issuer.Secret, "")).Body["scope"]);

    [Theory]
    [InlineData("machine", "wrong")]
    [InlineData("machine", "")]
    [InlineData("unknown", Issuer.Secret)]
    [InlineData("signer", "")]
    [InlineData(Issuer.Web, "")]
    public async Task Secret_WrongOrNone_IsRefused(string client, string secret) => (await Ask(client, secret, Read)).Refused("invalid_client", "client_id", 401);

    [Fact]
    public async Task Secret_ForeignScope_IsRefused() =>
        (await Ask("machine", Issuer.Secret, $"{Read} nav:samstyring/register.write")).Refused("invalid_scope", Read);

    [Fact]
    public async Task Assertion_WithinTheLimits_GivesASystemsToken()
    {
        var answer = await Present(Signed(Claims()));

        Assert.Equal((200, Read), (answer.Status, answer.Body["scope"]));
        var token = new JsonWebToken(answer.Body["access_token"]);
        Assert.Equal(("signer", "system"), (token.Subject, token.GetClaim("role").Value));
        Assert.Contains("0192:889640782", token.GetClaim("consumer").Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assertion_Lifetime120Seconds_IsTaken() => Assert.Equal(200, (await Present(Signed(Claims(("exp", Now() + 120))))).Status);

    [Fact]
    public async Task Assertion_Lifetime121Seconds_IsRefused() => (await Present(Signed(Claims(("exp", Now() + 121))))).Refused("invalid_grant", "longer than 120 seconds");

    [Fact]
    public async Task Assertion_Expired_IsRefused() =>
        (await Present(Signed(Claims(("iat", Now() - 60), ("exp", Now() - 1))))).Refused("invalid_grant", "expired");

    [Fact]
    public async Task Assertion_OfTheFuture_IsRefused() =>
        (await Present(Signed(Claims(("iat", Now() + 30), ("exp", Now() + 60))))).Refused("invalid_grant", "future");

    [Fact]
    public async Task Assertion_Replayed_IsRefused()
    {
        var assertion = Signed(Claims());
        Assert.Equal(200, (await Present(assertion)).Status);

        (await Present(assertion)).Refused("invalid_grant", "used before");
    }

    [Fact]
    public async Task Assertion_SameIdSignedAnew_IsRefused()
    {
        Assert.Equal(200, (await Present(Signed(Claims(("jti", "one"))))).Status);

        (await Present(Signed(Claims(("jti", "one"), ("exp", Now() + 90))))).Refused("invalid_grant", "used before");
    }

    [Theory]
    [InlineData("aud", "http://other.test", "aud")]
    [InlineData("aud", "samstyring", "aud")]
    [InlineData("iss", "unknown", "iss")]
    [InlineData("iss", "machine", "iss")]
    [InlineData("iss", Issuer.Web, "iss")]
    [InlineData("jti", "", "jti")]
    public async Task Assertion_WrongClaim_IsRefused(string claim, string value, string part) =>
        (await Present(Signed(Claims((claim, value))))).Refused("invalid_grant", part);

    [Theory]
    [InlineData("iat")]
    [InlineData("exp")]
    [InlineData("jti")]
    public async Task Assertion_WithoutClaim_IsRefused(string claim)
    {
        var claims = Claims();
        claims.Remove(claim);

        (await Present(Signed(claims))).Refused("invalid_grant", "iat, exp and jti");
    }

    [Fact]
    public async Task Assertion_ForeignScope_IsRefused() =>
        (await Present(Signed(Claims(("scope", "nav:samstyring/register.write"))))).Refused("invalid_scope", Read);

    [Fact]
    public async Task Assertion_OtherKey_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        (await Present(Signed(Claims(), other))).Refused("invalid_grant", "client's key");
    }

    [Fact]
    public async Task Assertion_KeyInItsOwnHeader_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        (await Present(Signed(Claims(), other, ("jwk", Issuer.Public(other))))).Refused("invalid_grant", "client's key");
    }

    [Fact]
    public async Task Assertion_Hs256WithThePublicKey_IsRefused()
    {
        var secret = issuer.SignerKey.ExportSubjectPublicKeyInfo();
        var text = $"{Part(new() { ["alg"] = "HS256", ["typ"] = "JWT" })}.{Part(Claims())}";

        (await Present($"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)))}")).Refused("invalid_grant", "client's key");
    }

    [Fact]
    public async Task Assertion_NoneAlg_IsRefused()
    {
        var text = $"{Part(new() { ["alg"] = "none", ["typ"] = "JWT" })}.{Part(Claims())}";

        (await Present(text + ".")).Refused("invalid_grant", "client's key");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("not a token")]
    public async Task Assertion_NoJwt_IsRefused(string assertion) => (await Present(assertion)).Refused("invalid_grant", "signed JWT");

    [Fact]
    public async Task Token_FieldTwice_IsRefused()
    {
        using var form = new StringContent("grant_type=persona&persona=auditor&persona=directorate", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var response = await issuer.Client.PostAsync("/token", form, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("Clients:x:RedirectUris:0", "/login/callback")]
    [InlineData("Clients:x:RedirectUris:0", "javascript:alert(1)")]
    [InlineData("Clients:x:RedirectUris:0", "http://web.test/#part")]
    [InlineData("Clients:x:SecretSha256", "short")]
    [InlineData("Clients:x:Jwk", """{"kty":"oct","k":"AAAA"}""")]
    public void Start_ClientThatCannotWork_Fails(string key, string value)
    {
        using var host = new WebApplicationFactory<Persona>().WithWebHostBuilder(web =>
        {
            web.UseSetting("Auth:Issuer", "http://localhost");
            web.UseSetting(key, value);
        });

        Assert.Contains("Clients:x", Assert.Throws<InvalidOperationException>(host.CreateClient).Message, StringComparison.Ordinal);
    }

    public void Dispose() => issuer.Dispose();

    private long Now() => issuer.Time.GetUtcNow().ToUnixTimeSeconds();

    private Task<Issuer.Answer> Ask(string client, string secret, string scope) =>
        issuer.Token([("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret), ("scope", scope)]);

    private Task<Issuer.Answer> Present(string assertion) =>
        issuer.Token([("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)]);

    private Dictionary<string, object> Claims(params (string Name, object Value)[] otherwise)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = "signer",
            ["aud"] = "http://localhost",
            ["iat"] = Now(),
            ["exp"] = Now() + 60,
            ["jti"] = Guid.NewGuid().ToString(),
            ["scope"] = Read,
        };
        foreach (var (name, value) in otherwise)
            claims[name] = value;
        return claims;
    }

    private string Signed(Dictionary<string, object> claims, ECDsa? key = null, params (string Name, object Value)[] header)
    {
        var head = new Dictionary<string, object> { ["alg"] = "ES256", ["typ"] = "JWT" };
        foreach (var (name, value) in header)
            head[name] = value;
        var text = $"{Part(head)}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString((key ?? issuer.SignerKey).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string Part(Dictionary<string, object> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));
}
