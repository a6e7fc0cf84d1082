using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Samstyring.Notifications.V1;
using Samstyring.Testing;

namespace Samstyring.Web.Tests;

/// <summary>What travels for a NAV-leder's page the first time. A size is the same on every machine.</summary>
public partial class FirstPageTests(WebPlatform platform)
{
    private const int Most = 80_000;
    private const int Missions = 200;
    private const string Office = "1134";

    [Fact]
    public async Task Missions_TwoHundred_AreAtMost80KilobytesBesideTheFont()
    {
        await Fill();
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(WebPlatform.Address) };
        using var signedIn = await http.GetAsync($"/login?hint=office%3A{Office}&to=%2Fsettings", TestContext.Current.CancellationToken);
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");

        var page = await Bytes(http, "/missions");
        var parts = Part().Matches(Unpacked(page)).Select(m => m.Groups[1].Value).Distinct().ToList();
        var sizes = new Dictionary<string, int> { ["/missions"] = page.Length };
        foreach (var part in parts)
        {
            sizes[part] = (await Bytes(http, part)).Length;
        }

        Assert.Contains("/lib/aksel.css", parts);
        Assert.Contains("/lib/htmx.min.js", parts);
        Assert.InRange(MissionKey().Matches(Unpacked(page)).Select(m => m.Value).Distinct().Count(), Missions, int.MaxValue);
        Assert.True(sizes.Values.Sum() <= Most, string.Join("\n", sizes.Select(s => $"{s.Key} {s.Value}")));
    }

    // Each of a period of its own, so that each is a mission of its own. What other tests send to all offices comes besides.
    private async Task Fill()
    {
        var issuer = platform.Issuer($"municipal-director:{Office}");
        await Parallel.ForAsync(0, Missions, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) =>
        {
            var content = Situations.FromTheMunicipality(Office, $"KONSTRUERT: Oppfølging av husstander, prioritet {n + 1} i planen");
            content.Valid.To = Situations.Iso(Situations.Day(TimeProvider.System).AddDays(30 + n));
            await issuer.Publish(content);
        });
        var leader = platform.Reader($"office:{Office}");
        await Eventually.Is(
            async () => (await leader.ListMissionsAsync(new ListMissionsRequest { OfficeNumber = Office, PageSize = 200 }, deadline: Situations.Soon())).Missions.Count,
            count => count >= Missions);
    }

    private static async Task<byte[]> Bytes(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        Assert.Contains("br", response.Content.Headers.ContentEncoding);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static string Unpacked(byte[] body)
    {
        using var text = new StreamReader(new System.IO.Compression.BrotliStream(new MemoryStream(body), System.IO.Compression.CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd();
    }

    [GeneratedRegex("(?:href|src)=\"(/[^\"]+\\.(?:css|js))\"")]
    private static partial Regex Part();

    [GeneratedRegex("/missions/[0-9a-f]{64}\"")]
    private static partial Regex MissionKey();
}
