using System.Net;
using System.Text.RegularExpressions;

namespace Samstyring.Identity.Tests;

/// <summary>The choice of a person: a page that works by keyboard and without script.</summary>
public sealed partial class PageTests : IDisposable
{
    private readonly Issuer issuer = new();

    [Fact]
    public async Task Picker_EveryButton_SignsSomebodyIn()
    {
        var page = await Get(Issuer.SignIn());
        var personas = LoginHint().Matches(page).Select(m => m.Groups[1].Value).ToList();

        Assert.True(personas.Count >= 30, $"{personas.Count} buttons");
        foreach (var role in new[] { "directorate", "county:", "council:", "municipal-director:", "county-governor:", "office:", "auditor" })
            Assert.True(personas.Count(p => p.StartsWith(role, StringComparison.Ordinal)) >= 2, role);
        foreach (var persona in personas)
            Assert.NotEmpty((await issuer.Back(Issuer.SignIn(("login_hint", persona))))["code"]);
    }

    [Fact]
    public async Task Picker_Form_CarriesTheWholeRequest()
    {
        var page = await Get(Issuer.SignIn());

        foreach (var field in new[] { "client_id", "redirect_uri", "state", "nonce", "code_challenge", "code_challenge_method", "scope", "response_type" })
            Assert.Equal(2, Regex.Count(page, $"<input type=\"hidden\" name=\"{field}\""));
        Assert.Contains("value=\"s+1&2\"", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("oppdiktet", page, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"nb\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picker_UiLocalesNynorsk_IsNynorsk()
    {
        var page = await Get(Issuer.SignIn(("ui_locales", "nn nb")));

        Assert.Contains("<html lang=\"nn\">", page, StringComparison.Ordinal);
        Assert.Contains("Vel ein prøveperson", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Velg", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("county", "1200")]
    [InlineData("office", " 0612 ")]
    [InlineData("office", "0612/2")]
    [InlineData("auditor", "")]
    public async Task Picker_RoleAndNumber_SignsIn(string role, string unit) =>
        Assert.NotEmpty((await issuer.Back(Issuer.SignIn(("role", role), ("unit", unit))))["code"]);

    [Fact]
    public async Task Picker_NumberThatCannotBe_ComesBackFilledInWithTheFault()
    {
        using var response = await issuer.Client.GetAsync(Issuer.SignIn(("role", "office"), ("unit", "\"><script>1</script>")), TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("aria-invalid=\"true\" aria-describedby=\"unit-help unit-fault\"", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"office\" selected>", page, StringComparison.Ordinal);
        Assert.Contains("value=\"&quot;&gt;&lt;script&gt;1&lt;/script&gt;\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picker_HintThatCannotBe_ShowsThePage()
    {
        using var response = await issuer.Client.GetAsync(Issuer.SignIn(("login_hint", "king:1")), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("king:1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picker_Policy_AllowsOwnStyleAndTheWayBackAlone()
    {
        using var response = await issuer.Client.GetAsync(Issuer.SignIn(), TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("default-src 'none'; style-src 'self'; form-action 'self' http://web.test; base-uri 'none'; frame-ancestors 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", page.Replace("http://web.test/login/callback", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Style_OwnFile_IsServed() => Assert.Contains(":focus-visible", await Get("/style.css"), StringComparison.Ordinal);

    public void Dispose() => issuer.Dispose();

    private Task<string> Get(string address) => issuer.Client.GetStringAsync(address, TestContext.Current.CancellationToken);

    [GeneratedRegex("name=\"login_hint\" value=\"([^\"]+)\"")]
    private static partial Regex LoginHint();
}
