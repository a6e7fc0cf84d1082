using System.Net;
using Microsoft.AspNetCore.Hosting;

namespace Samstyring.Web.Tests;

/// <summary>The pages as in operation: TLS ends at an ingress, and the gateway reads what it says where it is told to.</summary>
public class IngressTests(WebPlatform platform)
{
    [Fact]
    public async Task SignIn_BehindTheIngress_IsByHttpsAllTheWay()
    {
        await using var ingress = platform.Behind(gateway => gateway.UseSetting("ForwardedHeaders_Enabled", "true"));
        // The settings have forms, which no cookie is given for without https.
        using var page = await ingress.Http.GetAsync($"/login?hint={ExampleFeed.Leader}&to=/settings", Cancel);

        Assert.Equal((HttpStatusCode.OK, $"{Ingress.Address}/settings"), (page.StatusCode, $"{page.RequestMessage!.RequestUri}"));
        Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")));
        Assert.Contains(ingress.Cookies, cookie => cookie.Name == "__Host-samstyring");
    }

    [Fact]
    public async Task Https_ThatNoIngressIsSetUpToSay_IsNotBelieved()
    {
        await using var ingress = platform.Behind();
        using var page = await ingress.Http.GetAsync("/about", Cancel);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
