using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;

namespace Samstyring.Web.Tests;

/// <summary>What a NAV-leder does with the missions, with and without a script, by mouse and by keyboard.</summary>
public class MissionPageTests(WebPlatform platform)
{
    // Offices that no other test sends to, so that all that comes is what is counted.
    private static readonly (string Office, string Municipality) Quiet = ("0105", "3105"), Cut = ("0106", "3107");

    private const string Article = "const article = page.locator('article', { hasText: args });";

    [Fact]
    public async Task Acknowledge_WithoutScript_IsShownOnTheMission()
    {
        var title = await Mission("Barnefamilier følges opp");
        await using var leader = await platform.Browser.Window("no-script", script: false).SignIn(ExampleFeed.Leader);

        Assert.Equal("Oppdrag for Nav Værnes", await leader.Text("return await page.locator('h1').innerText()"));
        await leader.Do($"{Article} await article.getByRole('button', {{ name: 'Kvitter for versjon 1' }}).click()", title);
        Assert.Contains("Du kvitterte for versjon 1", await leader.Text($"{Article} return await article.innerText()", title), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acknowledge_ByKeyboardAlone_ReplacesTheMissionAndNotThePage()
    {
        var title = await Mission("Ny rutine for førstegangssamtaler");
        await using var leader = await platform.Browser.Window("keyboard").SignIn(ExampleFeed.Leader, "/missions");
        Assert.Equal("Hopp til innholdet", await leader.Text("await page.keyboard.press('Tab'); return await page.evaluate(() => document.activeElement.innerText)"));
        Assert.Equal("content", await leader.Text("await page.keyboard.press('Enter'); return await page.evaluate(() => document.activeElement.id)"));

        var text = await leader.Text(
            $$"""
            {{Article}}
            await page.evaluate(() => { window.same = true; });
            for (let i = 0; i < 200; i++) {
              await page.keyboard.press('Tab');
              if (await article.evaluate(a => a.contains(document.activeElement) && document.activeElement.tagName === 'BUTTON')) break;
            }
            await page.keyboard.press('Enter');
            await article.getByText('Du kvitterte for versjon 1').waitFor();
            return `${await page.evaluate(() => window.same)} ${await article.innerText()}`;
            """,
            title);
        Assert.StartsWith("true", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acknowledge_TwiceByTheSameForm_IsOneReceipt()
    {
        var title = await Mission("Felles rutine for krisesaker");
        await using var leader = await platform.Browser.Window("twice").SignIn(ExampleFeed.Leader, "/missions");

        var answers = await leader.Do(
            $$"""
            {{Article}}
            return await article.locator('form').evaluate(async form => {
              const answers = [];
              for (let i = 0; i < 2; i++) answers.push((await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })).status);
              return answers;
            });
            """,
            title);
        Assert.Equal("[200,200]", answers.ToString());
    }

    [Fact]
    public async Task Ask_WithForbiddenCharacters_ComesBackFilledInAndThenIsAsked()
    {
        var title = await Mission("Oppfølging av unge uten aktivitet");
        await using var leader = await platform.Browser.Window("ask", script: false).SignIn(ExampleFeed.Leader, "/missions");
        await leader.Do("await page.getByRole('link', { name: args, exact: true }).click(); await page.getByLabel('Hva er uklart?').fill('Gjelder det \\u202Ealle?'); await page.getByRole('button', { name: 'Send spørsmålet' }).click()", title);

        Assert.Equal("Gjelder det \u202Ealle?", await leader.Text("return await page.getByLabel('Hva er uklart?').inputValue()"));
        Assert.Equal("true", await leader.Text("return await page.getByLabel('Hva er uklart?').getAttribute('aria-invalid')"));

        await leader.Do("await page.getByLabel('Hva er uklart?').fill('Gjelder det alle?'); await page.getByRole('button', { name: 'Send spørsmålet' }).click()");
        Assert.Contains("Venter på svar fra eierne", await leader.Text("return await page.locator('article').innerText()"), StringComparison.Ordinal);
        var asked = await platform.Reader("municipal-director:5035").ListQuestionsAsync(new ListQuestionsRequest { OfficeNumber = ExampleFeed.Office }, deadline: Situations.Soon());
        Assert.Contains(asked.Questions, q => q.MissionTitle.Nb == title && q.Question.Text == "Gjelder det alle?");
    }

    [Fact]
    public async Task Live_NewAndChangedMissions_AreShownWithoutReload()
    {
        var shown = await platform.Issuer("municipal-director:5035").Publish(Situations.FromTheMunicipality("5035", "Står på siden når det trekkes"));
        await platform.Judged(shown.DirectiveId, 1);
        await using var leader = await platform.Browser.Window("live").SignIn(ExampleFeed.Leader, "/missions");
        await leader.Do("await page.evaluate(() => { window.same = true; })");

        await Mission("Kommer mens siden er åpen");
        await leader.Do("await page.getByRole('link', { name: 'Vis ett nytt oppdrag' }).waitFor()");
        await leader.Do("await page.getByRole('status').filter({ hasText: 'Ett nytt oppdrag.' }).waitFor({ state: 'attached' })");
        await platform.Issuer("municipal-director:5035").Withdraw(shown);
        await leader.Do("await page.locator('article', { hasText: 'Står på siden når det trekkes' }).getByText('Avsluttet: trukket').waitFor()");
        Assert.True((await leader.Do("return await page.evaluate(() => window.same === true)")).GetBoolean());

        await leader.Do("await page.getByRole('link', { name: /^Vis / }).click(); await page.locator('article', { hasText: 'Kommer mens siden er åpen' }).waitFor()");
    }

    [Fact]
    public async Task Live_SeveralInARow_AreAnnouncedOnceAndAtMostEveryTenSeconds()
    {
        await using var leader = await platform.Browser.Window("live-quiet").SignIn($"office:{Quiet.Office}", "/missions");
        await leader.Do(
            """
            await page.waitForFunction(() => document.querySelector('[hx-sse\\:connect]')?._htmx?.sse);
            await page.evaluate(() => {
              const news = document.querySelector('#news');
              window.said = [];
              new MutationObserver(() => window.said.push({ at: performance.now(), text: news.textContent })).observe(news, { childList: true, characterData: true, subtree: true });
            });
            """);
        foreach (var n in (int[])[1, 2, 3])
        {
            await Publish(Quiet.Municipality, $"KONSTRUERT: Kunngjøres {n}");
        }

        var said = await leader.Do(
            """
            await page.getByRole('link', { name: 'Vis 3 nye oppdrag' }).waitFor();
            await page.waitForFunction(() => document.querySelector('#news').textContent === '3 nye oppdrag.');
            return await page.evaluate(() => window.said.map((s, i) => ({ text: s.text, after: i === 0 ? 10000 : s.at - window.said[i - 1].at })));
            """);
        var texts = said.EnumerateArray().Select(s => s.GetProperty("text").GetString()).ToList();
        Assert.Equal(texts.Distinct(), texts);
        Assert.All(said.EnumerateArray(), s => Assert.InRange(s.GetProperty("after").GetDouble(), 9_500, double.MaxValue));
    }

    [Fact]
    public async Task Live_CutAgainAndAgain_MissesNothingAndDoublesNothing()
    {
        const int Cuts = 8;
        var changed = await Publish(Cut.Municipality, "KONSTRUERT: Står på siden når den kuttes");
        await using var leader = await platform.Browser.Window("live-cut").SignIn($"office:{Cut.Office}", "/missions");
        await leader.Do(
            """
            await page.waitForFunction(() => document.querySelector('[hx-sse\\:connect]')?._htmx?.sse);
            await page.evaluate(() => {
              window.events = [];
              document.addEventListener('htmx:sse:after:message', ({ detail: { message } }) => {
                if (!message.event && !message.data.includes('id="news"')) window.events.push(message.id);
              });
            });
            """);

        // A hidden page lets go of its stream, and asks again from the last event when it is seen.
        const string See =
            """
            await page.evaluate(hidden => {
              Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
              document.dispatchEvent(new Event('visibilitychange'));
            }, args.hidden);
            if (args.shown) await page.getByRole('link', { name: args.shown, exact: true }).waitFor();
            """;
        for (var n = 1; n <= Cuts; n++)
        {
            await leader.Do(See, new { hidden = true, shown = "" });
            await Publish(Cut.Municipality, $"KONSTRUERT: Kommer mens siden er kuttet {n}");
            await leader.Do(See, new { hidden = false, shown = n == 1 ? "Vis ett nytt oppdrag" : $"Vis {n} nye oppdrag" });
        }

        await leader.Do(See, new { hidden = true, shown = "" });
        await platform.Issuer($"municipal-director:{Cut.Municipality}").Withdraw(changed);
        await Eventually.Is(
            async () => (await platform.Reader($"office:{Cut.Office}").ListMissionsAsync(new ListMissionsRequest { OfficeNumber = Cut.Office, PageSize = 200 }, deadline: Situations.Soon())).Missions,
            missions => missions.All(m => m.Sources.All(s => s.DirectiveId != changed.DirectiveId)));
        await leader.Do(See, new { hidden = false, shown = "" });
        await leader.Do("await page.locator('article', { hasText: 'Står på siden når den kuttes' }).getByText('Avsluttet: trukket').waitFor()");

        var events = (await leader.Do("return await page.evaluate(() => window.events)")).EnumerateArray().Select(e => e.GetString()).ToList();
        Assert.Equal(Cuts + 1, events.Count);
        Assert.Equal(events.Distinct(), events);
        await leader.Do($"await page.waitForFunction(() => document.querySelector('#news').textContent === '{Cuts} nye oppdrag og én endring.')");
    }

    [Fact]
    public async Task Live_WhereTheLastScriptIsSlow_IsConnected()
    {
        await using var leader = await platform.Browser.Window("live-slow").SignIn(ExampleFeed.Leader, "/missions");
        await leader.Do(
            """
            await page.route('**/hx-sse.min.js', async route => { await new Promise(later => setTimeout(later, 1000)); await route.continue(); });
            await Promise.all([page.waitForRequest(/\/missions\/live/), page.reload()]);
            """);
    }

    [Fact]
    public async Task Act_ThatIsRefusedBehindThePage_IsSaidOnThePage()
    {
        var title = await Mission("Kvitteres på feil adresse");
        await using var leader = await platform.Browser.Window("refused").SignIn(ExampleFeed.Leader, "/missions");

        // The browser calls the answer an error, which it is.
        Assert.Equal("Siden finnes ikke", await leader.Text(
            $$"""
            {{Article}}
            await article.locator('form').evaluate(form => form.setAttribute('hx-post', '/missions/' + '0'.repeat(64) + '/acknowledge'));
            await article.getByRole('button', { name: 'Kvitter' }).click();
            await page.getByRole('heading', { name: 'Siden finnes ikke' }).waitFor();
            page.context().faults.length = 0;
            return await page.locator('h1').innerText();
            """,
            title));
    }

    [Fact]
    public async Task Changes_AfterANewRevision_AreShownWordByWordUntilTheyAreRead()
    {
        var issuer = platform.Issuer("municipal-director:5035");
        var first = await issuer.Publish(Situations.FromTheMunicipality("5035", "Husbesøk hos familier"));
        await platform.Judged(first.DirectiveId, 1);
        await using var leader = await platform.Browser.Window("changes").SignIn($"{ExampleFeed.Leader}/2", "/missions/changes");
        await leader.Do("await page.getByRole('button', { name: 'Merk alt som lest' }).click(); await page.getByText('Ingenting er endret siden du sist leste').waitFor()");

        first.Content.Title.Nb = "Husbesøk hos alle familier";
        var draft = await issuer.UpdateDirectiveAsync(
            new() { RequestId = Situations.Id(), DirectiveId = first.DirectiveId, Etag = first.Etag, Content = first.Content, ChangeClass = ChangeClass.Material }, deadline: Situations.Soon());
        await issuer.PublishDirectiveAsync(new() { RequestId = Situations.Id(), DirectiveId = first.DirectiveId, Etag = draft.Directive.Etag }, deadline: Situations.Soon());
        await Eventually.Is(() => platform.Title(first.DirectiveId), title => title == "Husbesøk hos alle familier");

        await leader.Do("await page.reload()");
        Assert.Contains("alle", await leader.Text("return await page.locator('article', { hasText: 'Husbesøk' }).locator('ins').first().innerText()"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_Hostile_IsShownAsItWasWritten()
    {
        await platform.Feed;
        await using var leader = await platform.Browser.Window("hostile").SignIn(ExampleFeed.Leader, "/missions");

        Assert.Equal(ExampleFeed.Hostile, await leader.Text("return await page.locator('article', { hasText: '<script>' }).locator('h2').innerText()"));
        Assert.Equal(0, (await leader.Do("return await page.locator('article img, article script, article b').count()")).GetInt32());
    }

    [Fact]
    public async Task Print_OnPaper_HasNoNavigationAndIsAPdf()
    {
        await platform.Feed;
        await using var leader = await platform.Browser.Window("print").SignIn(ExampleFeed.Leader, "/missions/print");
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, ".local", "screenshots")).FullName;

        var shown = await leader.Do(
            "await page.emulateMedia({ media: 'print' }); await page.pdf({ path: args, preferCSSPageSize: true, printBackground: true }); return [await page.locator('header').isVisible(), await page.locator('.running').isVisible()]",
            Path.Combine(folder, "missions-print.pdf"));
        Assert.Equal("[false,true]", shown.ToString());
    }

    private async Task<Directive> Publish(string municipality, string title)
    {
        var directive = await platform.Issuer($"municipal-director:{municipality}").Publish(Situations.FromTheMunicipality(municipality, title));
        await platform.Judged(directive.DirectiveId, 1);
        return directive;
    }

    /// <summary>Publishes a directive of Stjørdal and waits until the office has it.</summary>
    private async Task<string> Mission(string title)
    {
        var directive = await platform.Issuer("municipal-director:5035").Publish(Situations.FromTheMunicipality("5035", title));
        await platform.Judged(directive.DirectiveId, 1);
        return title;
    }
}
