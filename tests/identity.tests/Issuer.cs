using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Identity.Tests;

/// <summary>An issuer with a web client, two machine clients and a clock that the test turns.</summary>
public sealed class Issuer : IDisposable
{
    public const string Web = "samstyring-web";
    public const string Redirect = "http://web.test/login/callback";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Secret = "en-hemmelighet-for-testen";

    private readonly WebApplicationFactory<Persona> host;

    public Issuer()
    {
        host = new WebApplicationFactory<Persona>().WithWebHostBuilder(web =>
        {
            void Set(string key, string value) => web.UseSetting(key, value);
            Set("Auth:Issuer", "http://localhost");
            Set("Logging:LogLevel:Default", "Warning");
            Set($"Clients:{Web}:RedirectUris:0", Redirect);
            Set($"Clients:{Web}:PostLogoutRedirectUris:0", "http://web.test/");
            Set("Clients:other-web:RedirectUris:0", "http://other.test/login/callback");
            Set("Clients:machine:SecretSha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Secret))));
            Set("Clients:signer:Jwk", JsonSerializer.Serialize(Public(SignerKey)));
            Set("Clients:signer:OrganisationNumber", "889640782");
            foreach (var client in new[] { "machine", "signer" })
            {
                Set($"Clients:{client}:Scopes:0", "nav:samstyring/mission.read");
                Set($"Clients:{client}:Scopes:1", "nav:samstyring/directive.read");
            }
            web.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Time));
        });
        Client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
    }

    public static string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public ECDsa SignerKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public Clock Time { get; } = new();

    public HttpClient Client { get; }

    /// <summary>The public part of a key, as it stands in a configuration.</summary>
    public static Dictionary<string, string> Public(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(point.X!), ["y"] = Base64UrlEncoder.Encode(point.Y!) };
    }

    /// <summary>A sign-in request as the web client makes it, with some parameters otherwise; null leaves one out.</summary>
    public static string SignIn(params (string Name, string? Value)[] otherwise)
    {
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = Web,
            ["redirect_uri"] = Redirect,
            ["scope"] = "openid",
            ["state"] = "s+1&2",
            ["nonce"] = "n1",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in otherwise)
            query[name] = value;
        return QueryHelpers.AddQueryString("/authorize", query.Where(p => p.Value is not null));
    }

    /// <summary>The parameters that the browser is sent back to the client with.</summary>
    public async Task<Dictionary<string, string>> Back(string address, string to = Redirect)
    {
        using var response = await Client.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, response.StatusCode);
        var location = response.Headers.Location!;
        Assert.Equal(to, location.GetLeftPart(UriPartial.Path));
        return QueryHelpers.ParseQuery(location.Query).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    public async Task<string> Code(string persona = "county:5700") => (await Back(SignIn(("login_hint", persona))))["code"];

    /// <summary>Redeems a code as the web client does, with some fields otherwise.</summary>
    public Task<Answer> Redeem(string code, params (string Name, string Value)[] otherwise) =>
        Token([("grant_type", "authorization_code"), ("code", code), ("client_id", Web), ("redirect_uri", Redirect), ("code_verifier", Verifier), .. otherwise]);

    /// <summary>Posts to the token endpoint; of a field that is named twice the last one counts.</summary>
    public async Task<Answer> Token((string Name, string Value)[] fields, string? basic = null)
    {
        var form = new Dictionary<string, string>();
        foreach (var (name, value) in fields)
            form[name] = value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/token") { Content = new FormUrlEncodedContent(form) };
        if (basic is not null)
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        var body = await response.Content.ReadFromJsonAsync<Dictionary<string, JsonElement>>(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, body!.ToDictionary(p => p.Key, p => p.Value.ToString()));
    }

    public void Dispose()
    {
        Client.Dispose();
        host.Dispose();
        SignerKey.Dispose();
    }

    public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Body)
    {
        public void Refused(string error, string part, int status = 400)
        {
            Assert.Equal((status, error), (Status, Body["error"]));
            Assert.Contains(part, Body["error_description"], StringComparison.Ordinal);
            Assert.DoesNotContain("access_token", Body.Keys);
        }
    }

    public sealed class Clock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Ahead;
    }
}
