using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Microsoft.IdentityModel.Tokens;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Security.Tests.Tokens;

/// <summary>Tokens that somebody has made up or bent, at the gateway and at each service itself.</summary>
public sealed class AttackTests(Ground ground, ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<TestIssuer, string>> Attacks = new()
    {
        ["none-alg"] = i => Forge(new() { ["alg"] = "none", ["typ"] = "at+jwt" }, Claims(i), _ => []),
        ["none-alg in capitals"] = i => Forge(new() { ["alg"] = "NONE", ["typ"] = "at+jwt", ["kid"] = "test" }, Claims(i), _ => []),
        ["signature cut off"] = i => i.Token("county", "5700")[..(i.Token("county", "5700").LastIndexOf('.') + 1)],
        ["signature of another token"] = i => Mixed(i.Token("county", "5700"), i.Token("directorate")),
        ["one bit of the signature"] = i => Flipped(i.Token("county", "5700")),
        ["HS256 with the public key"] = i => Forge(
            new() { ["alg"] = "HS256", ["typ"] = "at+jwt", ["kid"] = "test" }, Claims(i), text => HMACSHA256.HashData(Encoding.ASCII.GetBytes(i.PublicKey.ExportSubjectPublicKeyInfoPem()), text)),
        ["HS256 with the public key's bytes"] = i => Forge(
            new() { ["alg"] = "HS256", ["typ"] = "at+jwt", ["kid"] = "test" }, Claims(i), text => HMACSHA256.HashData(i.PublicKey.ExportSubjectPublicKeyInfo(), text)),
        ["own key"] = i => Signed(i, new() { ["kid"] = "test" }),
        ["own key, jwk in the header"] = i => Signed(i, new() { ["kid"] = "test", ["jwk"] = Jwk() }),
        ["own key, jwk and no kid"] = i => Signed(i, new() { ["jwk"] = Jwk() }),
        ["own key, jku"] = i => Signed(i, new() { ["kid"] = "evil", ["jku"] = "https://evil.example/keys" }),
        ["own key, x5u"] = i => Signed(i, new() { ["kid"] = "evil", ["x5u"] = "https://evil.example/key.pem" }),
        ["own key, kid that is a path"] = i => Signed(i, new() { ["kid"] = "../../../../dev/null" }),
        ["own key, kid that is SQL"] = i => Signed(i, new() { ["kid"] = "x' union select 'secret" }),
        ["right key, wrong kid"] = i => i.Token("county", "5700", alter: t => t.SigningCredentials = i.Signing("another")),
        ["critical header that nobody knows"] = i => i.Token("county", "5700", alter: t => t.AdditionalHeaderClaims = new Dictionary<string, object> { ["crit"] = new[] { "exp" }, ["b64"] = false }),
        ["expired"] = i => i.Token("county", "5700", alter: t => (t.IssuedAt, t.NotBefore, t.Expires) = (Ago(90), Ago(90), Ago(1))),
        ["not yet valid"] = i => i.Token("county", "5700", alter: t => (t.NotBefore, t.Expires) = (Ago(-5), Ago(-30))),
        ["issued in the future"] = i => i.Token("county", "5700", alter: t => (t.IssuedAt, t.NotBefore, t.Expires) = (Ago(-20), Ago(1), Ago(-30))),
        ["valid for a year"] = i => i.Token("county", "5700", alter: t => t.Expires = Ago(-525600)),
        ["other audience"] = i => i.Token("county", "5700", alter: t => t.Audience = "another-service"),
        ["other issuer"] = i => i.Token("county", "5700", alter: t => t.Issuer = "https://issuer.example"),
        ["issuer with a slash more"] = i => i.Token("county", "5700", alter: t => t.Issuer += "/"),
        ["issuer that looks alike"] = i => i.Token("county", "5700", alter: t => t.Issuer = t.Issuer.Replace("1", "１", StringComparison.Ordinal)),
        ["id_token as access token"] = i => i.Token("county", "5700", alter: t => (t.TokenType, t.Audience) = ("JWT", "samstyring")),
        ["logout token as access token"] = i => i.Token("county", "5700", alter: t => t.TokenType = "logout+jwt"),
        ["assertion as access token"] = i => i.Token("system", "5035", alter: t => (t.TokenType, t.Audience, t.Issuer) = ("JWT", i.Address, "machine")),
        ["role that does not exist"] = i => i.Token("emperor"),
        ["no role"] = i => i.Token("county", "5700", alter: t => t.Claims.Remove("role")),
        ["two roles"] = i => i.Token("county", "5700", alter: t => t.Claims["role"] = new[] { "county", "auditor" }),
        ["two units"] = i => i.Token("county", "5700", alter: t => t.Claims["unit"] = new[] { "5700", "1100" }),
        ["no subject"] = i => i.Token("county", "5700", alter: t => t.Claims.Remove("sub")),
        ["longer than 8 KiB"] = i => i.Token("county", "5700", alter: t => t.Claims["long"] = new string('x', 9000)),
        ["five parts"] = i => i.Token("county", "5700") + ".a.b",
        ["not a token"] = _ => "AAAA",
        ["empty parts"] = _ => "..",
        ["dots alone"] = _ => new string('.', 4000),
        ["deep JSON"] = i => Forge(new() { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = "test" }, null, _ => new byte[64], string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string('}', 500)),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Token_Forged_IsUnauthenticatedEverywhere(string name)
    {
        var token = Attacks[name](ground.Issuer);
        foreach (var (service, rpc) in new[] { ("steering", "ListDirectives"), ("offices", "ListOffices"), ("notifications", "ListTasks") })
        {
            foreach (var gateway in new[] { false, true })
            {
                var answer = await Rpc.Named(rpc).Send(ground.To(service, token, gateway), []);
                Assert.Equal((gateway, StatusCode.Unauthenticated, "TOKEN_INVALID"), (gateway, answer.Code, answer.Refusal.Reason));
            }
        }
    }

    [Fact]
    public async Task Token_Good_PassesEverywhere()
    {
        foreach (var gateway in new[] { false, true })
        {
            var token = ground.Issuer.Token("county", "5700");
            Assert.Equal(StatusCode.OK, (await Rpc.Named("ListDirectives").Send(ground.To("steering", token, gateway), [])).Code);
            Assert.Equal(StatusCode.OK, (await Rpc.Named("ListOffices").Send(ground.To("offices", token, gateway), [])).Code);
            Assert.Equal(StatusCode.OK, (await Rpc.Named("ListTasks").Send(ground.To("notifications", token, gateway), [])).Code);
        }

        output.WriteLine($"{Attacks.Count} attacks x 3 services, through the gateway and directly: all refused");
    }

    private static DateTime Ago(int minutes) => DateTime.UtcNow.AddMinutes(-minutes);

    private static Dictionary<string, object> Claims(TestIssuer issuer)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new()
        {
            ["iss"] = issuer.Address,
            ["aud"] = "samstyring",
            ["sub"] = "county:5700/1",
            ["role"] = "county",
            ["unit"] = "5700",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 600,
        };
    }

    // A key of the attacker's own.
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static Dictionary<string, object> Jwk()
    {
        var point = Key.ExportParameters(false).Q;
        return new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X!), ["y"] = Base64Url.EncodeToString(point.Y!), ["kid"] = "test", ["use"] = "sig" };
    }

    private static string Signed(TestIssuer issuer, Dictionary<string, object> header) => Forge(
        new(header) { ["alg"] = SecurityAlgorithms.EcdsaSha256, ["typ"] = "at+jwt" }, Claims(issuer),
        text => Key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    private static string Forge(Dictionary<string, object> header, Dictionary<string, object>? claims, Func<byte[], byte[]> sign, string? body = null)
    {
        var text = $"{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(header))}.{Base64Url.EncodeToString(body is null ? JsonSerializer.SerializeToUtf8Bytes(claims) : Encoding.UTF8.GetBytes(body))}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Mixed(string signature, string content) => content[..content.LastIndexOf('.')] + signature[signature.LastIndexOf('.')..];

    private static string Flipped(string token)
    {
        var at = token.LastIndexOf('.') + 10;
        return token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
    }
}
