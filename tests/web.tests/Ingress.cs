using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Samstyring.Web.Layout;
using GatewayHost = Samstyring.Gateway.Refusal;

namespace Samstyring.Web.Tests;

/// <summary>Where TLS ends, and a browser before it: what is asked for by https goes on without it, and is told to the gateway as an ingress does.</summary>
internal sealed class Ingress : IAsyncDisposable
{
    /// <summary>What the browser takes for the platform's address.</summary>
    public const string Address = "https://samstyring.example";

    private readonly WebApplicationFactory<App> web;
    private readonly WebApplicationFactory<GatewayHost> gateway;
    private readonly CookieContainer kept = new();

    public Ingress(string to, WebApplicationFactory<App> web, WebApplicationFactory<GatewayHost> gateway)
    {
        (this.web, this.gateway) = (web, gateway);
        var way = new Way(new Uri(to), Set, Cleared) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false } };
        Http = new HttpClient(new RedirectHandler { InnerHandler = new CookieContainerHandler(kept) { InnerHandler = way } }) { BaseAddress = new Uri(Address) };
    }

    public HttpClient Http { get; }

    /// <summary>Every cookie that was set on the way, as it was said.</summary>
    public ConcurrentBag<string> Set { get; } = [];

    /// <summary>What the browser was told to clear.</summary>
    public ConcurrentBag<string> Cleared { get; } = [];

    public IEnumerable<Cookie> Cookies => kept.GetCookies(new Uri(Address));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await gateway.DisposeAsync();
        await web.DisposeAsync();
    }

    private sealed class Way(Uri to, ConcurrentBag<string> set, ConcurrentBag<string> cleared) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            if (asked.GetLeftPart(UriPartial.Authority) == Address)
            {
                request.Headers.Host = asked.Authority;
                request.Headers.Add("X-Forwarded-Proto", asked.Scheme);
                request.Headers.Add("X-Forwarded-For", "203.0.113.7");
                request.RequestUri = new Uri(to, asked.PathAndQuery);
            }
            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
                set.Add(cookie);
            foreach (var kinds in answer.Headers.TryGetValues("Clear-Site-Data", out var data) ? data : [])
                cleared.Add(kinds);
            (request.RequestUri, request.Headers.Host) = (asked, null);
            return answer;
        }
    }
}
