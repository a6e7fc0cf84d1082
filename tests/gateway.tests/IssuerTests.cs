using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Options;
using Samstyring.Offices.V1;
using Samstyring.Testing;
using Samstyring.Tokens;

namespace Samstyring.Gateway.Tests;

/// <summary>Several issuers beside each other: the state's, the municipalities', and one for machines that says who it is as Maskinporten does.</summary>
public sealed class IssuerTests(Edge edge)
{
    private const string Trondelag = "974761319";
    private const string Unknown = "974760673";

    [Theory]
    [InlineData("state", "Samstyring.County", "5700", "")]
    [InlineData("state", "directorate", "", "")]
    [InlineData("state", "municipal-director", "5035", "not_granted")]
    [InlineData("state", "auditor", "", "not_granted")]
    [InlineData("municipal", "municipal-director", "5035", "")]
    [InlineData("municipal", "county", "5700", "not_granted")]
    [InlineData("municipal", "emperor", "", "not_granted")]
    public async Task Issuer_CannotGrantOtherLinesRole(string issuer, string role, string unit, string fault)
    {
        await using var three = await Three.Start(edge);
        var token = three.Token(issuer, new() { ["sub"] = "a", [issuer == "state" ? "roles" : "role"] = role, ["unit"] = unit });

        Assert.Equal(fault, await three.Ask(token));
    }

    [Theory]
    [InlineData("0192:" + Trondelag, "")]
    [InlineData("0192:" + Unknown, "not_granted")]
    [InlineData("0192:974761318", "not_granted")]
    [InlineData("0088:" + Trondelag, "not_granted")]
    [InlineData("5035", "not_granted")]
    public async Task Machine_OfAnOrganisation_SpeaksForItsUnitAlone(string consumer, string fault)
    {
        await using var three = await Three.Start(edge);
        // The token asks for more, and its scope is right; neither helps.
        var token = three.Token("machines", new()
        {
            ["sub"] = "a",
            ["role"] = "directorate",
            ["unit"] = "5001",
            ["scope"] = "nav:samstyring/directive.write",
            ["consumer"] = new Dictionary<string, object> { ["authority"] = "iso6523-actorid-upis", ["ID"] = consumer },
        });

        Assert.Equal(fault, await three.Ask(token));
    }

    [Theory]
    [InlineData(60, StatusCode.OK)]
    [InlineData(300, StatusCode.Unauthenticated)]
    public async Task Token_OfAnIssuerWhoseTokensLiveAMinute_LivesNoLonger(int seconds, StatusCode expected)
    {
        await using var gateway = edge.Gateway(edge.Stubs.ToDictionary(s => s.Key, s => s.Value.Address), host =>
        {
            host.WithoutRates();
            host.UseSetting("Auth:Issuers:0:MaxLife", "00:01:00");
        });
        using var channel = GrpcChannel.ForAddress(Edge.Addresses(gateway).Grpc);
        var token = edge.Issuer.Token(t => (t.IssuedAt, t.Expires) = (DateTime.UtcNow, DateTime.UtcNow.AddSeconds(seconds)));
        var code = StatusCode.OK;
        try
        {
            await new OfficesService.OfficesServiceClient(channel).GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783" }, Edge.SignedWith(token));
        }
        catch (RpcException refused)
        {
            code = refused.StatusCode;
        }

        Assert.Equal(expected, code);
    }

    [Fact]
    public async Task Token_OfOneIssuerSignedByAnother_IsRefused()
    {
        await using var three = await Three.Start(edge);
        var token = three.Issuers["municipal"].Token(t =>
        {
            t.Issuer = three.Issuers["state"].Address;
            t.Claims = new Dictionary<string, object> { ["sub"] = "a", ["roles"] = "county", ["unit"] = "5700" };
        });

        Assert.Contains(await three.Ask(token), new[] { "foreign", "invalid" });
    }

    [Theory]
    [InlineData("Production", "http://127.0.0.1:1", "in production an issuer is elsewhere and has https")]
    [InlineData("Production", "https://localhost:1", "in production an issuer is elsewhere and has https")]
    [InlineData("Production", "http://issuer.example", "in production an issuer is elsewhere and has https")]
    [InlineData("Production", "", "Auth:Issuers is empty")]
    [InlineData("Development", "", "Auth:Issuers is empty")]
    [InlineData("Development", "issuer", "is not an absolute address")]
    public void Start_LoopbackIssuerInProduction_Refuses(string environment, string issuer, string why)
    {
        var refused = Assert.ThrowsAny<OptionsValidationException>(() => Start(environment, issuer));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_IssuerElsewhereInProduction_Starts() => Start("Production", "https://issuer.example").Dispose();

    [Fact]
    public void Start_ManyFaults_NamesAll()
    {
        var refused = Assert.ThrowsAny<OptionsValidationException>(() => Start("Development", "https://issuer.example", host =>
        {
            host.UseSetting("Auth:Issuers:0:Roles:1", "king");
            host.UseSetting("Auth:Issuers:0:Algorithms:0", "HS256");
            host.UseSetting("Auth:Issuers:0:Units:123456789", "5035");
            host.UseSetting("Auth:Issuers:1:Issuer", "https://other.example");
            host.UseSetting("Auth:Issuers:1:MetadataAddress", "https://other.example/metadata");
        }));

        Assert.Equal(
            ["Auth:Issuers:0:'king' is none", "Auth:Issuers:0:Algorithms: HS256", "Auth:Issuers:0:Units: 123456789", "Auth:Issuers:1:Roles is empty"],
            new[] { "Auth:Issuers:0:'king' is none", "Auth:Issuers:0:Algorithms: HS256", "Auth:Issuers:0:Units: 123456789", "Auth:Issuers:1:Roles is empty" }
                .Where(fault => refused.Message.Contains(fault, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("974761319", true)]
    [InlineData("974761318", false)]
    [InlineData("97476131", false)]
    [InlineData("9747613190", false)]
    [InlineData("97476131a", false)]
    [InlineData("", false)]
    public void OrganisationNumber_IsCheckedByItsLastDigit(string number, bool valid) => Assert.Equal(valid, OrganisationNumber.IsValid(number));

    private static WebApplicationFactory<Refusal> Start(string environment, string issuer, Action<IWebHostBuilder>? configure = null)
    {
        var factory = new WebApplicationFactory<Refusal>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(environment);
            host.UseSetting("Logging:LogLevel:Default", "None");
            host.UseSetting("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0");
            host.UseSetting("Kestrel:Endpoints:Grpc:Url", "http://127.0.0.1:0");
            if (issuer.Length > 0)
            {
                host.UseSetting("Auth:Issuers:0:Issuer", issuer);
                host.UseSetting("Auth:Issuers:0:MetadataAddress", issuer + "/.well-known/openid-configuration");
                host.UseSetting("Auth:Issuers:0:Roles:0", "county");
            }
            configure?.Invoke(host);
        });
        _ = factory.Server;
        return factory;
    }

    /// <summary>A gateway that believes three issuers.</summary>
    private sealed class Three(IReadOnlyDictionary<string, BentIssuer> issuers, WebApplicationFactory<Refusal> gateway, GrpcChannel channel) : IAsyncDisposable
    {
        public IReadOnlyDictionary<string, BentIssuer> Issuers => issuers;

        public static async Task<Three> Start(Edge edge)
        {
            var issuers = new Dictionary<string, BentIssuer>();
            foreach (var name in new[] { "state", "municipal", "machines" })
                issuers[name] = await BentIssuer.Start();
            var gateway = edge.Gateway(edge.Stubs.ToDictionary(s => s.Key, s => s.Value.Address), host =>
            {
                host.WithoutRates();
                Set(host, 0, issuers["state"], ["directorate", "county"]);
                host.UseSetting("Auth:Issuers:0:Claims:Role", "roles");
                host.UseSetting("Auth:Issuers:0:RoleNames:Samstyring.County", "county");
                Set(host, 1, issuers["municipal"], ["council", "municipal-director", "office"]);
                Set(host, 2, issuers["machines"], ["system"]);
                host.UseSetting("Auth:Issuers:2:Role", "system");
                host.UseSetting("Auth:Issuers:2:Claims:Unit", "consumer.ID");
                host.UseSetting($"Auth:Issuers:2:Units:{Trondelag}", "5035");
            });
            return new Three(issuers, gateway, GrpcChannel.ForAddress(Edge.Addresses(gateway).Grpc));
        }

        public string Token(string issuer, Dictionary<string, object> claims) => issuers[issuer].Token(t => t.Claims = claims);

        /// <summary>Why a call with the token is refused; empty: it is not.</summary>
        public async Task<string> Ask(string token)
        {
            try
            {
                await new OfficesService.OfficesServiceClient(channel).GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783" }, Edge.SignedWith(token));
                return "";
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Unauthenticated)
            {
                return Assert.Single(refused.Details().OfType<ErrorInfo>()).Metadata["token"];
            }
        }

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            await gateway.DisposeAsync();
            foreach (var issuer in issuers.Values)
                await issuer.DisposeAsync();
        }

        private static void Set(IWebHostBuilder host, int number, BentIssuer issuer, string[] roles)
        {
            host.UseSetting($"Auth:Issuers:{number}:Issuer", issuer.Address);
            host.UseSetting($"Auth:Issuers:{number}:MetadataAddress", issuer.Address + "/.well-known/openid-configuration");
            for (var i = 0; i < 8; i++)
                host.UseSetting($"Auth:Issuers:{number}:Roles:{i}", roles[Math.Min(i, roles.Length - 1)]);
        }
    }
}
