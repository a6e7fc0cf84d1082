using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Samstyring.Testing;

namespace Samstyring.Web.Tests;

/// <summary>The pages as in operation: TLS ends at an ingress, and the gateway reads what it says where it is told to.</summary>
public class IngressTests(WebPlatform platform)
{
    private static readonly string[] Names = ["samstyring", "samstyring-attempt", "samstyring-form", "samstyring-forms", "samstyring-replica"];

    [Fact]
    public async Task SignIn_BehindTheIngress_IsByHttpsAllTheWay()
    {
        await using var ingress = Behind();
        // The settings have forms, which no cookie is given for without https.
        using var page = await ingress.Http.GetAsync($"/login?hint={ExampleFeed.Leader}&to=/settings", Cancel);

        Assert.Equal((HttpStatusCode.OK, $"{Ingress.Address}/settings"), (page.StatusCode, $"{page.RequestMessage!.RequestUri}"));
        Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")));
        Assert.Contains(ingress.Cookies, cookie => cookie.Name == "__Host-samstyring");
    }

    [Fact]
    public async Task Cookies_AllOfThem_AreSecureAndBoundToTheHost()
    {
        await using var ingress = Behind();
        using var page = await ingress.Http.GetAsync($"/login?hint={ExampleFeed.Leader}&to=/settings", Cancel);
        using var chosen = await Person.Post(ingress.Http, "/settings/language", await page.Content.ReadAsStringAsync(Cancel), ("form", "nn"));

        Assert.Contains("<html lang=\"nn\">", await chosen.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(Names.Select(name => $"__Host-{name}").Order(), ingress.Set.Select(cookie => cookie.Split('=')[0]).Distinct().Order());
        Assert.All(ingress.Set, cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("nb")]
    [InlineData("nn")]
    public async Task Privacy_InEitherForm_NamesEveryCookie(string form)
    {
        using var person = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(WebPlatform.Address) };
        person.DefaultRequestHeaders.Add("Cookie", $"{Visitor.FormCookie}={form}");
        var said = await person.GetStringAsync("/privacy", Cancel);

        Assert.Contains($"<html lang=\"{form}\">", said, StringComparison.Ordinal);
        Assert.All(Names, name => Assert.Matches($@"\b{name}(?![-\w])", said));
    }

    [Fact]
    public async Task LoggingOut_Done_ClearsWhatTheBrowserKeeps()
    {
        await using var ingress = Behind();
        using var page = await ingress.Http.GetAsync($"/login?hint={ExampleFeed.Leader}&to=/logout", Cancel);
        using var gone = await Person.Post(ingress.Http, "/logout/confirmed", await page.Content.ReadAsStringAsync(Cancel));

        Assert.Equal("/logout", gone.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(["\"cache\", \"storage\""], ingress.Cleared);
    }

    [Fact]
    public async Task Https_ThatNoIngressIsSetUpToSay_IsNotBelieved()
    {
        await using var ingress = platform.Behind();
        using var page = await ingress.Http.GetAsync("/about", Cancel);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task SignIn_AndWhatBecomesOfIt_IsALineEachWithoutThePerson()
    {
        using var log = new LogLines();
        await using var ingress = Behind(pages =>
        {
            pages.UseSetting("Logging:LogLevel:Default", "Information");
            pages.ConfigureLogging(logging => logging.ClearProviders().AddProvider(log));
        });
        using var failed = await ingress.Http.GetAsync("/login/callback?code=x&state=y", Cancel);
        using var page = await ingress.Http.GetAsync($"/login?hint={ExampleFeed.Leader}&to=/logout", Cancel);
        using var gone = await Person.Post(ingress.Http, "/logout/confirmed", await page.Content.ReadAsStringAsync(Cancel));

        var lines = log.Lines.Select(line => line.Text.TrimEnd()).ToList();
        Assert.Equal(["Signing in failed: attempt", "Signed in as office", "Signed out as office"], lines.Where(line => line.StartsWith("Sign", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains("prøveperson", StringComparison.Ordinal) || line.Contains(ExampleFeed.Office, StringComparison.Ordinal));
    }

    private Ingress Behind(Action<IWebHostBuilder>? pages = null) =>
        platform.Behind(gateway => gateway.UseSetting("ForwardedHeaders_Enabled", "true"), pages);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
