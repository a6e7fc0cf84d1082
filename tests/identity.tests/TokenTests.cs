using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Identity.Tests;

/// <summary>Tokens as a service sees them: read through discovery and the published keys, by a validator that is not ours.</summary>
public sealed class TokenTests : IDisposable
{
    private readonly WebApplicationFactory<Persona> host = Host(TimeProvider.System);

    [Theory]
    [InlineData("directorate")]
    [InlineData("county:5700")]
    [InlineData("council:5035")]
    [InlineData("municipal-director:5035/2")]
    [InlineData("county-governor:50")]
    [InlineData("office:1783")]
    [InlineData("auditor")]
    public async Task Token_EveryPersona_ValidatesAgainstThePublishedKey(string persona)
    {
        var result = await Validate(host, await Fetch(host, persona));

        Assert.True(result.IsValid, result.Exception?.Message);
    }

    [Fact]
    public async Task Token_OfACounty_CarriesWhoAndForHowLong()
    {
        var token = new JsonWebToken(await Fetch(host, "county:5700"));

        Assert.Equal(("ES256", "at+jwt"), (token.Alg, token.Typ));
        Assert.Equal("county:5700/1", token.Subject);
        Assert.Equal("county", token.GetClaim("role").Value);
        Assert.Equal("5700", token.GetClaim("unit").Value);
        Assert.Equal("Fylkesdirektør, Nav fylke 5700 (prøveperson 1)", token.GetClaim("name").Value);
        Assert.Equal(TimeSpan.FromMinutes(60), token.ValidTo - token.IssuedAt);
        Assert.Equal(token.IssuedAt, token.ValidFrom);
    }

    [Fact]
    public async Task Token_OfAnotherRun_IsRefused()
    {
        using var other = Host(TimeProvider.System);

        var result = await Validate(host, await Fetch(other, "county:5700"));

        Assert.IsType<SecurityTokenSignatureKeyNotFoundException>(result.Exception);
    }

    [Fact]
    public async Task Token_OfTwoHoursAgo_IsRefused()
    {
        using var past = Host(new FixedTime(DateTimeOffset.UtcNow.AddHours(-2)));

        var result = await Validate(past, await Fetch(past, "county:5700"));

        Assert.IsType<SecurityTokenExpiredException>(result.Exception);
    }

    [Theory]
    [InlineData("persona", "king:1", "invalid_request", "Unknown persona 'king:1'")]
    [InlineData("persona", "", "invalid_request", "Unknown persona")]
    [InlineData("password", "county:5700", "unsupported_grant_type", "grant_type=persona")]
    public async Task Token_WrongForm_IsRefusedWithASentence(string grant, string persona, string error, string part)
    {
        using var client = host.CreateClient();
        using var form = Form(grant, persona);
        using var response = await client.PostAsync("/token", form, TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(error, body.RootElement.GetProperty("error").GetString());
        Assert.Contains(part, body.RootElement.GetProperty("error_description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_NoForm_IsRefused()
    {
        using var client = host.CreateClient();
        using var response = await client.PostAsync("/token", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Keys_Published_HoldNoPrivatePart()
    {
        using var client = host.CreateClient();
        using var body = JsonDocument.Parse(await client.GetStringAsync("/jwks", TestContext.Current.CancellationToken));
        var key = Assert.Single(body.RootElement.GetProperty("keys").EnumerateArray());

        Assert.Equal(["kty", "crv", "x", "y", "use", "alg", "kid"], key.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Health_Running_AnswersOk()
    {
        using var client = host.CreateClient();

        Assert.Equal("ok", await client.GetStringAsync("/health", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Start_WithoutIssuerAddress_Fails()
    {
        using var host = new WebApplicationFactory<Persona>();

        var fault = Assert.Throws<InvalidOperationException>(host.CreateClient);
        Assert.Contains("Auth:Issuer", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => host.Dispose();

    private static WebApplicationFactory<Persona> Host(TimeProvider time) => new WebApplicationFactory<Persona>().WithWebHostBuilder(web =>
    {
        web.UseSetting("Auth:Issuer", "http://localhost");
        web.UseSetting("Logging:LogLevel:Default", "Warning");
        web.ConfigureTestServices(services => services.AddSingleton(time));
    });

    private static FormUrlEncodedContent Form(string grant, string persona) =>
        new(new Dictionary<string, string> { ["grant_type"] = grant, ["persona"] = persona });

    private static async Task<string> Fetch(WebApplicationFactory<Persona> host, string persona)
    {
        using var client = host.CreateClient();
        using var form = Form("persona", persona);
        using var response = await client.PostAsync("/token", form, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return body.RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<TokenValidationResult> Validate(WebApplicationFactory<Persona> host, string token)
    {
        using var client = host.CreateClient();
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(
            "http://localhost/.well-known/openid-configuration",
            new HttpDocumentRetriever(client) { RequireHttps = false },
            TestContext.Current.CancellationToken);
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "http://localhost",
            ValidAudience = "samstyring",
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = ["ES256"],
            IssuerSigningKeys = configuration.SigningKeys,
        });
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
