using System.Net;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Samstyring.Offices.V1;
using Samstyring.Testing;

namespace Samstyring.Gateway.Tests;

public sealed class TokenTests(Edge edge)
{
    private static readonly Dictionary<string, (string Fault, Func<BentIssuer, string> Make)> Tokens = new()
    {
        ["expired"] = ("expired", i => i.Token(t => { t.IssuedAt = t.NotBefore = DateTime.UtcNow.AddHours(-2); t.Expires = DateTime.UtcNow.AddSeconds(-11); })),
        ["not yet valid"] = ("invalid", i => i.Token(t => t.NotBefore = DateTime.UtcNow.AddMinutes(1))),
        ["without end"] = ("invalid", i => i.Token(t => t.Expires = null)),
        ["foreign issuer"] = ("foreign", i => i.Token(t => t.Issuer = "https://issuer.example")),
        ["foreign key"] = ("foreign", i => i.Token(t => t.SigningCredentials = BentIssuer.ForeignKey("other"))),
        ["foreign key under our name"] = ("invalid", i => i.Token(t => t.SigningCredentials = BentIssuer.ForeignKey("k1"))),
        ["wrong audience"] = ("foreign", i => i.Token(t => t.Audience = "another")),
        ["identity token"] = ("invalid", i => i.Token(t => t.TokenType = "JWT")),
        ["no algorithm"] = ("invalid", i => i.Token(t => t.SigningCredentials = null)),
        ["public key as secret"] = ("invalid", i => i.Token(t => t.SigningCredentials = i.PublicKeyAsSecret())),
        ["garbage"] = ("invalid", _ => "not.a.token"),
        ["longer than 8 KiB"] = ("invalid", i => i.Token(t => t.Claims!["long"] = new string('x', 9000))),
    };

    public static TheoryData<string> BadTokens => [.. Tokens.Keys];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Token_Bad_IsUnauthenticatedAndGoesNoFurther(string name)
    {
        var number = "bad " + name;
        var (fault, make) = Tokens[name];

        var refusal = await Assert.ThrowsAsync<RpcException>(() => GetOffice(number, Edge.SignedWith(make(edge.Issuer))));

        AssertRefused(refusal, fault);
        Assert.DoesNotContain(edge.Stubs["offices"].Arrivals, a => a.Headers.Values.Any(v => v.Contains(make(edge.Issuer), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Token_None_IsUnauthenticatedInBothForms()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => GetOffice("1783", default));

        AssertRefused(refusal, "missing");
        var locales = refusal.Details().OfType<LocalizedMessage>().ToDictionary(m => m.Locale, m => m.Message);
        Assert.Contains("Logg inn på nytt", locales["nb"], StringComparison.Ordinal);
        Assert.Contains("ikkje", locales["nn"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_NoneOverHttp_IsAProblem()
    {
        using var client = new HttpClient { BaseAddress = new Uri(edge.HttpAddress) };
        using var response = await client.PostAsync("/samstyring.offices.v1.OfficesService/GetOffice", null, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"reason\":\"TOKEN_INVALID\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https", "max-age=31536000; includeSubDomains")]
    [InlineData("http", null)]
    public async Task Problem_ToABrowser_SaysHowItIsToBeTaken(string scheme, string? transport)
    {
        await using var gateway = edge.Gateway(new Dictionary<string, string>(), host => host.UseSetting("ForwardedHeaders_Enabled", "true"));
        using var client = new HttpClient { BaseAddress = new Uri(Edge.Addresses(gateway).Http) };
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        using var response = await client.PostAsync("/samstyring.offices.v1.OfficesService/GetOffice", null, TestContext.Current.CancellationToken);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(transport, response.Headers.TryGetValues("Strict-Transport-Security", out var said) ? Assert.Single(said) : null);
    }

    [Fact]
    public async Task Token_OfAnIssuerWhoseDocumentLeadsElsewhere_IsRefused()
    {
        await using var gateway = edge.Gateway(edge.Stubs.ToDictionary(s => s.Key, s => s.Value.Address), host => host.TrustIssuer(edge.Issuer.Address, $"{edge.Issuer.Address}/moved"));
        using var channel = GrpcChannel.ForAddress(Edge.Addresses(gateway).Grpc);

        await Assert.ThrowsAsync<RpcException>(() => new OfficesService.OfficesServiceClient(channel).GetOfficeAsync(new GetOfficeRequest(), edge.Signed()).ResponseAsync);
    }

    [Fact]
    public async Task Token_Good_ReachesTheServiceUnchanged()
    {
        var token = edge.Issuer.Good();

        Assert.Equal("1783", await GetOffice("1783", Edge.SignedWith(token)));
        Assert.Contains(edge.Stubs["offices"].Arrivals, a => a.Headers.GetValueOrDefault("Authorization") == $"Bearer {token}");
    }

    [Fact]
    public async Task Token_TenSecondsPastItsEnd_IsStillTaken()
    {
        var token = edge.Issuer.Token(t => { t.IssuedAt = t.NotBefore = DateTime.UtcNow.AddHours(-1); t.Expires = DateTime.UtcNow.AddSeconds(-2); });

        Assert.Equal("1783", await GetOffice("1783", Edge.SignedWith(token)));
    }

    [Fact]
    public async Task Token_OfAKeyTheIssuerHasSinceTaken_IsTakenAtOnce()
    {
        await using var gateway = edge.Gateway(edge.Stubs.ToDictionary(s => s.Key, s => s.Value.Address));
        using var channel = GrpcChannel.ForAddress(Edge.Addresses(gateway).Grpc);
        var client = new OfficesService.OfficesServiceClient(channel);
        await client.GetOfficeAsync(new GetOfficeRequest(), edge.Signed());
        var signing = edge.Issuer.AddKey("k2");

        var response = await client.GetOfficeAsync(
            new GetOfficeRequest { OfficeNumber = "1783" }, Edge.SignedWith(edge.Issuer.Token(t => t.SigningCredentials = signing)));

        Assert.Equal("1783", response.Office.Number);
    }

    private async Task<string> GetOffice(string number, CallOptions options)
    {
        var response = await new OfficesService.OfficesServiceClient(edge.Grpc).GetOfficeAsync(new GetOfficeRequest { OfficeNumber = number }, options);
        return response.Office.Number;
    }

    private static void AssertRefused(RpcException refusal, string fault)
    {
        var info = Assert.Single(refusal.Details().OfType<ErrorInfo>());
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Equal(("TOKEN_INVALID", "samstyring.no", fault), (info.Type, info.Domain, info.Metadata["token"]));
    }
}
