using System.Net;
using System.Text.RegularExpressions;

namespace Samstyring.Web.Tests;

/// <summary>A browser without a window.</summary>
internal sealed partial class Person : IDisposable
{
    private readonly HttpClientHandler handler = new() { CookieContainer = new CookieContainer() };

    public Person() => Http = new HttpClient(handler) { BaseAddress = new Uri(WebPlatform.Address) };

    public HttpClient Http { get; }

    public IEnumerable<Cookie> Cookies => handler.CookieContainer.GetCookies(new Uri(WebPlatform.Address));

    public Task<HttpResponseMessage> SignIn(string persona, string to = "/") =>
        Http.GetAsync($"/login?hint={Uri.EscapeDataString(persona)}&to={Uri.EscapeDataString(to)}", TestContext.Current.CancellationToken);

    /// <summary>Posts with the token that stands on a page.</summary>
    public Task<HttpResponseMessage> Post(string act, string page, params (string Name, string Value)[] fields) => Post(Http, act, page, fields);

    public static async Task<HttpResponseMessage> Post(HttpClient http, string act, string page, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("form_token", FormTokenOf(page))).ToDictionary(f => f.Item1, f => f.Item2));
        return await http.PostAsync(act, form, TestContext.Current.CancellationToken);
    }

    /// <summary>The token that the first form of a page carries.</summary>
    public static string FormTokenOf(string page) => FormToken().Match(page).Groups[1].Value;

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
