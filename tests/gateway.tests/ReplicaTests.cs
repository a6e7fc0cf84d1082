using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Testing;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Samstyring.Gateway.Tests;

/// <summary>Two page servers behind one name, at two addresses of this machine and one port, as a name service would give them.</summary>
public sealed class ReplicaTests(Edge edge) : IAsyncLifetime
{
    private static readonly IPAddress First = IPAddress.Parse("127.0.0.1");
    private static readonly IPAddress Second = IPAddress.Parse("127.0.0.2");

    private WebApplication pages = null!;
    private WebApplicationFactory<Refusal> gateway = null!;
    private volatile IPAddress[] known = [First, Second];

    public async ValueTask InitializeAsync()
    {
        pages = await Pages(0, First);
        var port = new Uri(pages.Urls.Single()).Port;
        await pages.DisposeAsync();
        pages = await Pages(port, First, Second);
        gateway = edge.Gateway(
            new Dictionary<string, string> { ["web"] = $"http://pages.invalid:{port}" },
            host =>
            {
                host.WithoutRates();
                host.ConfigureServices(parts => parts.AddSingleton<IDestinationResolver>(new Replicas(LookUp, TimeSpan.FromMilliseconds(50))));
            });
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await pages.DisposeAsync();
    }

    [Fact]
    public async Task Name_OfTwoAddresses_SharesTheCallsBetweenThem()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Ask()));

        Assert.Equal([$"{First}", $"{Second}"], answers.Distinct().Order());
    }

    [Fact]
    public async Task Name_ThatNobodyKnows_IsUnavailableUntilItIsKnown()
    {
        known = [];
        await Eventually.True(async () => await Status() == HttpStatusCode.BadGateway, "no replica");

        known = [Second];

        await Eventually.True(async () => await Status() == HttpStatusCode.OK, "a replica");
        Assert.Equal($"{Second}", await Ask());
    }

    [Fact]
    public async Task Browser_ThatComesBack_MeetsTheSameReplica()
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler);
        var first = await browser.GetStringAsync(Address());

        for (var visit = 0; visit < 20; visit++)
            Assert.Equal(first, await browser.GetStringAsync(Address()));
    }

    [Fact]
    public async Task Browser_WhoseReplicaIsGone_MeetsTheOther()
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler);
        var first = IPAddress.Parse(await browser.GetStringAsync(Address()));

        known = [first.Equals(First) ? Second : First];

        await Eventually.True(async () => await browser.GetStringAsync(Address()) != $"{first}", "the other replica");
    }

    private static async Task<WebApplication> Pages(int port, params IPAddress[] addresses)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var address in addresses)
                kestrel.Listen(address, port);
        });
        var app = builder.Build();
        app.MapGet("/{**page}", (HttpContext http) => $"{http.Connection.LocalIpAddress}");
        await app.StartAsync();
        return app;
    }

    private Task<IPAddress[]> LookUp(string name, CancellationToken cancel) => Task.FromResult(known);

    private Uri Address() => new(Edge.Addresses(gateway).Http);

    private async Task<string> Ask()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(Address());
    }

    private async Task<HttpStatusCode> Status()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(Address());
        return answer.StatusCode;
    }
}
