using Samstyring.Testing;

namespace Samstyring.Web.Tests;

/// <summary>
/// One story through the pages, each person in a session of their own: the municipality forbids, the directorate writes an order and is warned, the county relays it, it is
/// held, both owners sign, the NAV-leder sees it come without reloading and acknowledges, and the owners see that. Constructed.
/// </summary>
public class OwnersStoryTests(WebPlatform platform)
{
    private const string Ban = "KONSTRUERT: Ikke kveldsåpent";
    private const string Order = "KONSTRUERT: Kveldsåpent hver torsdag";

    // Fills in a new directive, field by field, as a person would.
    private const string Write =
        """
        await page.goto('/directives/new');
        await page.getByLabel('Tittel på bokmål').fill(args.title);
        await page.getByLabel('Tekst på bokmål', { exact: true }).fill(args.title + '. Konstruert for test.');
        await page.getByLabel('Tema', { exact: true }).selectOption({ value: 'OFFICE.OPENING_HOURS' });
        await page.getByLabel('Handling').selectOption({ value: 'OPENING.EVENING' });
        await page.getByLabel(args.scope, { exact: true }).check();
        if (args.county) await page.getByLabel(args.county, { exact: true }).check();
        await page.getByLabel('Gjelder fra').fill(args.from);
        await page.getByLabel('Gjelder til og med').fill(args.to);
        await page.getByLabel('Tidshorisont').selectOption({ value: 'Annual' });
        await page.getByLabel('Vedtatt').fill(args.decided);
        await page.getByLabel('Styrke').selectOption({ value: 'Order' });
        await page.getByLabel('Skal, bør eller kan').selectOption({ value: args.modality });
        await page.getByLabel('Nivå').selectOption({ value: 'Activity' });
        await page.getByLabel('Type dokument').selectOption({ value: args.document });
        await page.getByLabel('Dokument', { exact: true }).fill('Brev 2027');
        await page.getByLabel('Punkt').fill('2.1');
        for (const part of ['Økonomi', 'Bemanning', 'Oppgaver', 'IKT', 'Tid']) await page.getByLabel(part, { exact: true }).selectOption({ value: 'None' });
        await page.getByLabel('Konklusjon').selectOption({ value: 'NoConsequence' });
        await page.getByLabel('Begrunnelse').fill('Ingen endring for partneren');
        await page.getByLabel('Jeg undertegner vurderingen').check();
        """;

    [Fact]
    public async Task Story_FromWritingToReceipt_IsPlayedByFivePersons()
    {
        var (from, to, decided) = (Day(1), Day(300), Day(-5));
        await using var municipality = await platform.Browser.Window("story-municipality").SignIn("municipal-director:1124");
        await using var directorate = await platform.Browser.Window("story-directorate").SignIn("directorate");
        await using var county = await platform.Browser.Window("story-county").SignIn("county:1100");
        await using var leader = await platform.Browser.Window("story-leader").SignIn("office:1124");
        await using var council = await platform.Browser.Window("story-council").SignIn("council:1124");

        // The municipality's ban reaches its office at once.
        await municipality.Do(Write, new { title = Ban, scope = "Alle våre kontor", from, to, decided, modality = "MustNot", document = "MunicipalLetter" });
        await Publish(municipality);
        await platform.Judged(await Id(municipality), 1);

        // The directorate is told of it before anything is sent, without pressing a button.
        await directorate.Do(Write, new { title = Order, scope = "Kontorene i disse Nav fylkene", county = "Nav Rogaland", from, to, decided, modality = "Must", document = "SteeringLetter" });
        await directorate.Do("await page.locator('#preview').getByText('1 holdes tilbake').waitFor()");
        Assert.Contains("Motstridende pålegg", await directorate.Text("return await page.locator('#preview').innerText()"), StringComparison.Ordinal);
        await Publish(directorate);
        var order = await Id(directorate);

        // The county sees what it will meet, and relays it.
        await county.Do("await page.goto('/inbox')");
        Assert.Contains("1 holdes tilbake", await county.Text("return await page.locator('.entry', { hasText: args }).first().innerText()", Order), StringComparison.Ordinal);
        await county.Do(
            """
            await page.getByLabel(args, { exact: true }).check();
            await page.getByRole('button', { name: 'Send de valgte videre uendret' }).click();
            await page.getByText('1 av 1 er sendt videre.').waitFor();
            await page.getByRole('link', { name: args }).click();
            """,
            Order);

        // Held at one office: a case for both owners, none of whom can end it alone.
        await Eventually.Is(
            () => county.Text("await page.reload(); return await page.locator('#offices').innerText()"), text => text.Contains("1 holdt tilbake", StringComparison.Ordinal));
        await county.Do(
            """
            await page.goto('/cases');
            await page.getByRole('link', { name: 'Motstridende pålegg ved Nav Sola' }).click();
            await page.getByRole('link', { name: 'Skriv en felles ordlyd' }).click();
            await page.getByLabel('Felles ordlyd på bokmål').fill('Kontoret har kveldsåpent når det er avtalt time.');
            await page.getByLabel('Fullmakt').fill('Fylkesdirektørens fullmakt');
            await page.getByRole('button', { name: 'Se om det løser saken' }).click();
            await page.getByText('Løser saken. Ingen nye funn.').waitFor();
            await page.getByRole('button', { name: 'Foreslå og undertegn' }).click();
            await page.locator('.signature--open', { hasText: 'Sola kommune' }).waitFor();
            """);
        Assert.Contains("Ulikt", await county.Text("return await page.locator('.sides').innerText()"), StringComparison.Ordinal);

        await leader.Do("await page.goto('/missions')");
        Assert.DoesNotContain(Order, await leader.Text("return await page.locator('main').innerText()"), StringComparison.Ordinal);
        await municipality.Do("await page.goto('/cases'); await page.locator('.entry', { hasText: 'Motstridende pålegg ved Nav Sola' }).getByText('Venter på underskriften din').waitFor()");
        Assert.Equal("[[],[]]", (await municipality.Look("cases-signature")).ToString());
        Assert.Matches(@"^\([1-9]\d*\) Innboks", await municipality.Text("await page.goto('/inbox'); return await page.title()"));
        Assert.Equal("[[],[]]", (await municipality.Look("inbox-signature")).ToString());
        await municipality.Do(
            """
            await page.getByRole('link', { name: 'Svar på forslag: Motstridende pålegg' }).click();
            await page.getByLabel('Fullmakt').fill('Delegasjonsvedtak 12/26');
            await page.getByRole('button', { name: 'Undertegn' }).click();
            await page.getByText('Saken er avsluttet').or(page.getByText('Enighet')).first().waitFor();
            await page.goto('/inbox');
            if (await page.getByRole('link', { name: 'Svar på forslag: Motstridende pålegg' }).count()) throw new Error('It waits still.');
            """);

        // It comes to the open page by itself.
        await leader.Do(
            """
            await page.getByRole('link', { name: /^Vis / }).click();
            await page.getByText('Kontoret har kveldsåpent når det er avtalt time.').first().waitFor();
            """);
        await leader.Do(
            """
            const mission = page.locator('article', { has: page.getByRole('heading', { name: args }) });
            await mission.getByRole('button', { name: /Kvitter for versjon/ }).click();
            await mission.getByText(/Du kvitterte for versjon/).waitFor();
            """,
            Order);
        await Eventually.Is(
            () => directorate.Text("await page.goto('/directives/' + args + '/status'); return await page.locator('#offices').innerText()", order),
            text => text.Contains("Kvittert ved 1.", StringComparison.Ordinal));
        Assert.Contains(Ban, await council.Text("await page.goto('/directives'); return await page.locator('main').innerText()"), StringComparison.Ordinal);
    }

    private static Task Publish(Window window) => window.Do(
        """
        await page.getByRole('button', { name: 'Lagre og gå videre til publisering' }).click();
        await page.getByRole('button', { name: /^Publiser til/ }).click();
        await page.waitForURL(/\/status$/);
        """);

    private static Task<string> Id(Window window) => window.Text("return page.url().split('/').at(-2)");

    private static string Day(int ahead) => Situations.Iso(Situations.Day(TimeProvider.System).AddDays(ahead));
}
