using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Web.Tests;

/// <summary>Lists that are longer than a page: nothing on them is left out.</summary>
public class PagingTests(WebPlatform platform)
{
    // An office, its owner and its county that no other test publishes for.
    private const string Office = "0604";
    private const string Municipality = "3303";
    private const string County = "0600";
    private const int Pairs = 52;

    [Fact]
    public async Task Cases_MoreThanAPage_AreAllInTheListAndTheInbox()
    {
        await Contradict();
        var reader = platform.Reader($"municipal-director:{Municipality}");
        var ids = (await Eventually.Is(
            async () => (await reader.ListCasesAsync(new() { PageSize = 200, Filter = new CaseFilter { OfficeNumber = Office } }, deadline: Situations.Soon())).Cases,
            cases => cases.Count >= Pairs)).Select(c => c.CaseId).ToHashSet();

        await using var director = await platform.Browser.Window("paging-cases", script: false).SignIn($"municipal-director:{Municipality}", "/cases");
        var pages = await director.Do(
            """
            const pages = [];
            for (;;) {
              pages.push(await page.locator('.entry__title a').evaluateAll(links => links.map(link => link.getAttribute('href').split('/').pop())));
              const next = page.getByRole('link', { name: 'Neste side' });
              if (await next.count() === 0) return pages;
              await next.click();
            }
            """);
        var shown = pages.EnumerateArray().Select(page => page.EnumerateArray().Select(id => id.GetString()!).ToList()).ToList();
        Assert.True(shown.Count > 1);
        Assert.All(shown, page => Assert.InRange(page.Count, 1, 50));
        Assert.Subset(shown.SelectMany(page => page).ToHashSet(), ids);
        Assert.Equal(shown.Sum(page => page.Count), shown.SelectMany(page => page).Distinct().Count());

        var tasks = await director.Do(
            """
            await page.goto('/inbox');
            const tasks = [];
            for (;;) {
              tasks.push(...await page.locator('a[href^="/cases/"]').evaluateAll(links => links.map(link => link.getAttribute('href').split('/').pop())));
              const next = page.getByRole('link', { name: 'Neste side' });
              if (await next.count() === 0) return tasks;
              await next.click();
            }
            """);
        Assert.Subset(tasks.EnumerateArray().Select(id => id.GetString()!).ToHashSet(), ids);
    }

    // An order of the county and a ban of the municipality for each of so many weeks.
    private Task Contradict() => Parallel.ForAsync(0, Pairs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (week, _) =>
    {
        var from = Situations.Day(TimeProvider.System).AddDays(10 + (7 * week));
        var (order, ban) = (Situations.FromTheDirectorate($"OFFICE({Office})", $"KONSTRUERT: Åpent i uke {week}"), Situations.FromTheMunicipality(Municipality, $"KONSTRUERT: Stengt i uke {week}"));
        (order.IssuerOrg, order.IssuerRole, order.RecipientRole) = (new OrgRef { Kind = OrgKind.County, Number = County }, IssuerRole.CountyDirector, RecipientRole.NavLeader);
        (order.DocumentType, ban.DocumentType) = (DocumentType.Other, DocumentType.Other);
        foreach (var (content, persona, modality) in new[] { (order, $"county:{County}", Modality.Must), (ban, $"municipal-director:{Municipality}", Modality.MustNot) })
        {
            content.Ordering(modality, "USER_MEETING.PHYSICAL").Valid = new Period { From = Situations.Iso(from), To = Situations.Iso(from.AddDays(7)) };
            await platform.Issuer(persona).Publish(content);
        }
    });
}
