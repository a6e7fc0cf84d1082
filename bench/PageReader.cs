using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Samstyring.Bench;

/// <summary>A browser as far as a server notices one: cookies, redirects, compression. Signed in at the development issuer as one person.</summary>
internal sealed partial class PageReader : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { Timeout = TimeSpan.FromMinutes(5) };

    private PageReader()
    {
    }

    private static string Address => Platform.Read("SAMSTYRING_BENCH_PAGES");

    public static async Task<PageReader> SignIn(string persona)
    {
        var reader = new PageReader();
        reader.http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        await reader.Get($"/login?to=%2Fsettings&hint={Uri.EscapeDataString(persona)}");
        return reader;
    }

    /// <summary>A page or what it needs, as text, and how many bytes of it travelled.</summary>
    public async Task<(string Text, int Bytes)> Get(string path)
    {
        using var response = await http.GetAsync(new Uri(Address + path));
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadAsByteArrayAsync();
        return (Encoding.UTF8.GetString(response.Content.Headers.ContentEncoding.Contains("br") ? Unpacked(body) : body), body.Length);
    }

    /// <summary>The style sheets and scripts that a page names.</summary>
    public static IEnumerable<string> PartsOf(string html) => Part().Matches(html).Select(m => m.Groups[1].Value).Distinct();

    /// <summary>The events of the page's live stream, from the position the page was made at.</summary>
    public async Task<StreamReader> Live(string html)
    {
        var address = WebUtility.HtmlDecode(LiveAddress().Match(html).Groups[1].Value);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address + address) { Headers = { { "Accept", "text/event-stream" } } };
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    public void Dispose() => http.Dispose();

    private static byte[] Unpacked(byte[] body)
    {
        using var unpacked = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(body), CompressionMode.Decompress);
        brotli.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    [GeneratedRegex("(?:href|src)=\"(/[^\"]+\\.(?:css|js))\"")]
    private static partial Regex Part();

    [GeneratedRegex("hx-sse:connect=\"([^\"]+)\"")]
    private static partial Regex LiveAddress();
}
