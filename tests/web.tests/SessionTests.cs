using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Samstyring.Web.Tests;

/// <summary>Signing in and out, who may see what, and what every answer says to the browser.</summary>
public partial class SessionTests(WebPlatform platform)
{
    [Fact]
    public async Task SignIn_AsAPersona_KeepsTheTokenFromTheBrowser()
    {
        using var person = new Person();
        using var page = await person.SignIn(ExampleFeed.Leader, "/missions");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("/missions", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.DoesNotContain("eyJ", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.All(person.Cookies, cookie => Assert.True(cookie.HttpOnly && !cookie.Value.Contains("eyJ", StringComparison.Ordinal), cookie.Name));
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    public async Task SignIn_ToAnotherSite_LeadsHome(string to)
    {
        using var person = new Person();
        using var page = await person.SignIn(ExampleFeed.Leader, to);

        Assert.Equal($"{WebPlatform.Address}/missions", page.RequestMessage!.RequestUri!.ToString());
    }

    [Fact]
    public async Task SignIn_WithAnAnswerToSomebodyElsesAttempt_IsRefused()
    {
        using var person = new Person();
        using var _ = await person.Http.GetAsync("/about", Cancel);
        using var page = await person.Http.GetAsync("/login/callback?code=x&state=y", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
    }

    [Fact]
    public async Task SignIn_WhereTheMetadataIsAnotherIssuers_SendsNobodyThere()
    {
        await using var ingress = platform.Behind(pageSettings: pages => pages.UseSetting("Auth:Issuer", "https://issuer.example"));
        using var page = await ingress.Http.GetAsync("/login", Cancel);

        Assert.Equal((HttpStatusCode.InternalServerError, $"{Ingress.Address}/login"), (page.StatusCode, $"{page.RequestMessage!.RequestUri}"));
    }

    [Fact]
    public async Task SignIn_WhereTheMetadataLeadsElsewhere_SendsNobodyThere()
    {
        // Empty: a settings file that lies beside the tests is not meant for it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var moved = builder.Build();
        moved.MapGet("/", () => Results.Redirect(platform.Metadata));
        await moved.StartAsync(Cancel);
        await using var ingress = platform.Behind(pageSettings: pages => pages.UseSetting("Auth:MetadataAddress", moved.Urls.Single()));
        using var page = await ingress.Http.GetAsync("/login", Cancel);

        Assert.False(page.IsSuccessStatusCode);
        Assert.Equal($"{Ingress.Address}/login", $"{page.RequestMessage!.RequestUri}");
    }

    [Fact]
    public async Task Session_OfAnotherPersonInTheSameBrowser_GetsAKeyOfItsOwn()
    {
        using var person = new Person();
        using var first = await person.SignIn(ExampleFeed.Leader);
        var key = person.Cookies.Single(c => c.Name == "samstyring").Value;
        using var second = await person.SignIn("auditor", "/settings");

        Assert.NotEqual(key, person.Cookies.Single(c => c.Name == "samstyring").Value);
        using var old = new HttpRequestMessage(HttpMethod.Get, "/missions");
        old.Headers.Add("Cookie", $"samstyring={key}");
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(WebPlatform.Address) };
        using var refused = await stranger.SendAsync(old, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
    }

    [Fact]
    public async Task Session_OfSomebodyWhomALinkAsksToSignIn_GoesOn()
    {
        using var person = new Person();
        using var first = await person.SignIn(ExampleFeed.Leader);
        using var asked = await person.Http.GetAsync("/login", Cancel);
        using var page = await person.Http.GetAsync("/settings", Cancel);

        Assert.NotEqual(new Uri(WebPlatform.Address).Port, asked.RequestMessage!.RequestUri!.Port);
        Assert.Equal((HttpStatusCode.OK, $"{WebPlatform.Address}/settings"), (page.StatusCode, $"{page.RequestMessage!.RequestUri}"));
    }

    [Fact]
    public async Task Session_AfterLoggingOut_IsOver()
    {
        using var person = new Person();
        using var page = await person.SignIn(ExampleFeed.Leader, "/logout");
        using var out1 = await person.Post("/logout/confirmed", await page.Content.ReadAsStringAsync(Cancel));

        Assert.Contains("Du er logget ut", await out1.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var after = await person.Http.GetAsync("/settings", Cancel);
        Assert.NotEqual("/settings", after.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Page_OfAnotherRole_LooksLikeOneThatIsNotThere()
    {
        using var person = new Person();
        using var denied = await person.SignIn("auditor", "/missions");
        using var missing = await person.Http.GetAsync("/no-such-page", Cancel);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (denied.StatusCode, missing.StatusCode));
        Assert.Equal(Plain(await denied.Content.ReadAsStringAsync(Cancel)), Plain(await missing.Content.ReadAsStringAsync(Cancel)));
    }

    [Fact]
    public async Task Mission_ThatIsNotThere_IsNotFound()
    {
        using var person = new Person();
        using var page = await person.SignIn(ExampleFeed.Leader, $"/missions/{new string('0', 64)}");

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Theory]
    [InlineData("/logout/confirmed")]
    [InlineData("/settings/language")]
    [InlineData("/missions/seen")]
    public async Task Form_WithoutItsToken_IsRefused(string act)
    {
        using var person = new Person();
        using var page = await person.SignIn(ExampleFeed.Leader, "/settings");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["form"] = "nn" });
        using var refused = await person.Http.PostAsync(act, form, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Form_WithoutASession_SaysSoAndSendsNobodyAway()
    {
        using var person = new Person();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["form"] = "nn" });
        using var refused = await person.Http.PostAsync("/settings/language", form, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("/login?to=", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_OnEveryRoute_AreThoseOfThePolicy()
    {
        using var person = new Person();
        using var _ = await person.SignIn(ExampleFeed.Leader);
        var routes = platform.Web.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText!.Replace("{Key}", "x", StringComparison.Ordinal).Replace("{key}", "x", StringComparison.Ordinal))
            .Where(r => r is not ("/login" or "/missions/live" or "/health/live")).Append("/site.css").Distinct();

        foreach (var route in routes)
        {
            using var answer = await person.Http.GetAsync(route, Cancel);
            Assert.True(answer.Headers.TryGetValues("Content-Security-Policy", out var policy), route);
            Assert.Equal(Headers.ContentPolicy, Assert.Single(policy));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Theory]
    [InlineData("/site.css", "text/css")]
    [InlineData("/lib/htmx.min.js", "text/javascript")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task File_OfText_SaysItsCharset(string file, string type)
    {
        using var person = new Person();
        using var answer = await person.Http.GetAsync(file, Cancel);

        Assert.Equal((HttpStatusCode.OK, $"{type}; charset=utf-8"), (answer.StatusCode, $"{answer.Content.Headers.ContentType}"));
    }

    [Fact]
    public async Task Language_Chosen_IsThatOfThePages()
    {
        using var person = new Person();
        using var page = await person.SignIn(ExampleFeed.Leader, "/settings");
        using var changed = await person.Post("/settings/language", await page.Content.ReadAsStringAsync(Cancel), ("form", "nn"));

        Assert.Contains("<html lang=\"nn\">", await changed.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Language_OfAMunicipalityThatWritesNynorsk_IsNynorskUnlessChosen()
    {
        using var person = new Person();
        using var page = await person.SignIn("municipal-director:4640", "/settings");

        Assert.Contains("<html lang=\"nn\">", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Plain(string page) => Regex.Replace(page, "value=\"[^\"]*\"", "");
}
