using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Samstyring.Offices.V1;
using Samstyring.Testing;

namespace Samstyring.Gateway.Tests;

/// <summary>What the gateway refuses leaves a line, and in it nothing of who called.</summary>
public sealed class LogTests(Edge edge) : IDisposable
{
    private readonly LogLines log = new();

    [Fact]
    public async Task Token_Refused_IsOneLineWithTheFaultAndNothingOfTheToken()
    {
        await using var gateway = Gateway(_ => { });
        var token = edge.Issuer.Token(t =>
        {
            t.Claims = new Dictionary<string, object> { ["sub"] = "kanarifugl", ["name"] = "kanarifugl", ["role"] = "county", ["unit"] = "5700" };
            t.IssuedAt = t.NotBefore = DateTime.UtcNow.AddHours(-2);
            t.Expires = DateTime.UtcNow.AddHours(-1);
        });
        await Refused(gateway, Edge.SignedWith(token));

        Assert.Equal("Refused offices: TOKEN_INVALID, expired", Assert.Single(Refusals()));
        Assert.DoesNotContain(log.Lines, line => line.Text.Contains("kanarifugl", StringComparison.Ordinal) || line.Text.Contains(token[^20..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_TooMany_IsOneLineWithItsKind()
    {
        await using var gateway = Gateway(host =>
        {
            host.UseSetting("Rates:Kinds:anonymous:Actor:Tokens", "1");
            host.UseSetting("Rates:Kinds:anonymous:Actor:Burst", "1");
            host.UseSetting("Rates:Kinds:anonymous:Actor:Per", "01:00:00");
        });
        await Refused(gateway, default);
        await Refused(gateway, default);

        Assert.Equal(["Refused offices: TOKEN_INVALID, missing", "Refused offices: RATE_EXCEEDED, anonymous"], Refusals());
    }

    /// <inheritdoc />
    public void Dispose() => log.Dispose();

    private WebApplicationFactory<Refusal> Gateway(Action<IWebHostBuilder> configure) =>
        edge.Gateway(edge.Stubs.ToDictionary(s => s.Key, s => s.Value.Address), host =>
        {
            host.WithoutRates();
            host.UseSetting("Logging:LogLevel:Default", "Information");
            host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(log));
            configure(host);
        });

    private static async Task Refused(WebApplicationFactory<Refusal> gateway, CallOptions options)
    {
        using var channel = GrpcChannel.ForAddress(Edge.Addresses(gateway).Grpc);
        await Assert.ThrowsAsync<RpcException>(() => new OfficesService.OfficesServiceClient(channel).GetOfficeAsync(new GetOfficeRequest(), options).ResponseAsync);
    }

    private IReadOnlyList<string> Refusals() => [.. log.Lines.Select(line => line.Text.TrimEnd()).Where(text => text.StartsWith("Refused", StringComparison.Ordinal))];
}
