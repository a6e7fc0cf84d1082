using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Samstyring.Web.Tests;

/// <summary>What holds for every page there is: they are taken from the table of endpoints, so a new one is tested without being listed.</summary>
public class EveryPageTests(WebPlatform platform)
{
    private const string MissionRoute = "/missions/{Key}";

    private static readonly int[] Widths = [1280, 768, 320];

    private static Task<ExampleOwners>? examples;

    /// <summary>Where a role's pages are looked at from.</summary>
    private static readonly Dictionary<string, string> Personas = new()
    {
        [Roles.Leader] = ExampleFeed.Leader,
        [Roles.Directorate] = "directorate",
        [Roles.County] = "county:5700",
        [Roles.Council] = "council:5035",
        [Roles.MunicipalDirector] = "municipal-director:5035",
        [Roles.CountyGovernor] = "county-governor:50",
        [Roles.Auditor] = "auditor",
        [Roles.Operator] = "operator",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_InEveryWidth_HaveNoFaultsOfAccessibility(bool nynorsk)
    {
        var form = nynorsk ? "nn" : "nb";
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, ".local", "screenshots")).FullName;
        var faults = new List<string>();
        foreach (var persons in (await Pages()).GroupBy(p => p.Persona))
        {
            await using var window = platform.Browser.Window($"pages-{form}-{persons.Key}", nynorsk: nynorsk);
            if (persons.Key.Length > 0)
                await window.SignIn(persons.Key);
            foreach (var page in persons)
            {
                var found = await window.Do(
                    """
                    const faults = [];
                    const answer = await page.goto(args.path);
                    if (answer.status() !== 200) faults.push(`answers ${answer.status()}`);
                    if (await page.locator('html').getAttribute('lang') !== args.form) faults.push(`is not in ${args.form}`);
                    if (await page.locator('h1').count() !== 1) faults.push('has not one h1');
                    for (const width of args.widths) {
                      // 320 by 225 is 1280 by 900 at 400 per cent.
                      await page.setViewportSize({ width, height: width === 320 ? 225 : 900 });
                      // What the feed has replaced meanwhile was not lost to the width.
                      if (width === 1280) await page.evaluate(() => {
                        window.shown = [...document.querySelectorAll('main :is(a, button, input:not([type=hidden]), select, textarea, summary)')].filter(e => e.checkVisibility());
                      });
                      else {
                        const lost = await page.evaluate(() => window.shown.filter(e => e.isConnected && !e.checkVisibility())
                          .map(e => `${e.tagName} ${e.name ?? ''} ${e.value ?? ''} ${e.textContent}`.trim()));
                        faults.push(...lost.map(one => `${width} px: lost ${one}`));
                      }
                      faults.push(...(await violations(page)).map(v => `${width} px: ${v}`));
                      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                      if (over > 0) faults.push(`${width} px: ${over} px wider than the window`);
                      if (width !== 768) await page.screenshot({ path: `${args.folder}/${args.name}-${width}-${args.form}.png`, fullPage: true });
                    }
                    await page.emulateMedia({ forcedColors: 'active' });
                    faults.push(...await page.evaluate(() => [...document.querySelectorAll('.aksel-button')].filter(b => getComputedStyle(b).borderTopStyle === 'none')
                      .map(b => `forced colours: ${b.innerText} has no edge`)));
                    await page.emulateMedia({ forcedColors: 'none' });
                    return faults;
                    """,
                    new { path = page.Path, form, widths = Widths, folder, name = page.Name });
                faults.AddRange(found.EnumerateArray().Select(f => $"{page.Path} {f}"));
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public async Task Fault_PlantedOnAPage_IsFound()
    {
        await using var window = platform.Browser.Window("planted");
        var found = await window.Do("await page.goto('/about'); await page.evaluate(() => document.querySelector('h1').style.color = '#ddd'); return await violations(page);");

        Assert.Contains("color-contrast", Assert.Single(found.EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    /// <summary>Every page with an address it can be opened at, and as whom.</summary>
    private async Task<IReadOnlyList<(string Path, string Persona, string Name)>> Pages()
    {
        var feed = await platform.Feed;
        var owners = await (examples ??= ExampleOwners.Write(platform, Personas));
        // Where several roles have the same page, the first that has something on it stands for them.
        return
        [
            .. (from endpoint in platform.Web.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
               where endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
               let route = endpoint.RoutePattern.RawText!
               let roles = endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Roles?.Split(',')
               let anonymous = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
               from role in anonymous ? [""] : roles ?? [Roles.Leader]
               let path = route == MissionRoute ? $"/missions/{feed.KeyOf(ExampleFeed.Flagged)}" : owners.AddressOf(route, role)
               where path is not null
               select (path, role.Length == 0 ? "" : Personas[role], Name(route))).DistinctBy(p => p.Item3),
        ];

        static string Name(string route) => route == "/" ? "front" : route.Trim('/').Replace('/', '-').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
    }
}
