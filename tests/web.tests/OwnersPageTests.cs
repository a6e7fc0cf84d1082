using Samstyring.Steering.V1;
using Samstyring.Testing;

namespace Samstyring.Web.Tests;

/// <summary>What the owners' pages do with what goes wrong: sent twice, changed by somebody else meanwhile, and texts that are meant to harm.</summary>
public class OwnersPageTests(WebPlatform platform)
{
    private const string Persona = "municipal-director:1122";

    [Fact]
    public async Task Draft_SentTwiceByTheSameForm_IsOneDraft()
    {
        await using var issuer = await platform.Browser.Window("owner-twice").SignIn(Persona, "/directives/new");
        var answers = await issuer.Do(
            """
            await page.getByLabel('Tittel på bokmål').fill('KONSTRUERT: Sendt to ganger');
            return await page.locator('#directive').evaluate(async form => {
              const answers = [];
              for (let i = 0; i < 2; i++) answers.push((await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })).url);
              return answers;
            });
            """);

        Assert.Equal(answers[0].GetString(), answers[1].GetString());
        Assert.Equal(1, (await issuer.Do("await page.goto('/directives'); return await page.getByText('KONSTRUERT: Sendt to ganger').count()")).GetInt32());
    }

    [Fact]
    public async Task Draft_ChangedByAColleagueMeanwhile_ComesBackWithBothAndCanThenBeSaved()
    {
        var draft = await Draft("KONSTRUERT: Endret av to");
        await using var first = platform.Browser.Window("owner-stale", script: false);
        await using var second = platform.Browser.Window("owner-stale-colleague", script: false);
        await first.SignIn(Persona, $"/directives/{draft}/edit");
        await second.SignIn($"{Persona}/2", $"/directives/{draft}/edit");
        const string Save = "await page.getByLabel('Tittel på bokmål').fill(args); await page.getByRole('button', { name: 'Lagre utkast' }).click();";

        await second.Do(Save, "Kollegaens tittel");
        await first.Do(Save, "Min tittel");

        var text = await first.Text("return await page.locator('main').innerText()");
        Assert.Contains("Noen hos dere har endret utkastet mens du skrev", text, StringComparison.Ordinal);
        Assert.Contains("Kollegaens tittel", text, StringComparison.Ordinal);
        Assert.Equal("Min tittel", await first.Text("return await page.getByLabel('Tittel på bokmål').inputValue()"));
        await first.Do("await page.getByRole('button', { name: 'Lagre utkast' }).click(); await page.getByText('Utkastet er lagret.').waitFor()");
    }

    [Fact]
    public async Task Publication_OfADraftThatWasChangedSincePreview_IsRefusedOnThePage()
    {
        var draft = await Draft("KONSTRUERT: Endret etter forhåndsvisning");
        await using var issuer = await platform.Browser.Window("owner-publish", script: false).SignIn(Persona, $"/directives/{draft}/publish");
        var steering = platform.Issuer(Persona);
        var now = (await steering.GetDirectiveAsync(new() { DirectiveId = draft }, deadline: Situations.Soon())).Directive;
        now.Content.Title.Nb = "KONSTRUERT: Ny tittel";
        await steering.UpdateDirectiveAsync(new() { RequestId = Situations.Id(), DirectiveId = draft, Etag = now.Etag, Content = now.Content }, deadline: Situations.Soon());

        var text = await issuer.Text("await page.getByRole('button', { name: /^Publiser til/ }).click(); return await page.locator('main').innerText()");
        Assert.Contains("KONSTRUERT: Ny tittel", text, StringComparison.Ordinal);
        Assert.Equal(1, (await issuer.Do("return await page.locator('#faults').count()")).GetInt32());
        await issuer.Do("await page.getByRole('button', { name: /^Publiser til/ }).click(); await page.waitForURL(/\\/status$/)");
    }

    [Fact]
    public async Task Text_Hostile_IsShownAsItWasWrittenToTheOwners()
    {
        var draft = await Draft(ExampleFeed.Hostile);
        await using var issuer = await platform.Browser.Window("owner-hostile").SignIn(Persona, $"/directives/{draft}/edit");
        await issuer.Do("await page.getByLabel('Tekst på bokmål', { exact: true }).fill(args); await page.getByRole('button', { name: 'Lagre utkast' }).click(); await page.getByText('Utkastet er lagret.').waitFor()",
            "=HYPERLINK(\"http://x\") " + new string('ø', 400));
        foreach (var path in (string[])["/directives", $"/directives/{draft}/edit", $"/directives/{draft}/publish", $"/directives/{draft}/status", $"/directives/{draft}/revisions", $"/directives/{draft}/consult"])
        {
            var found = await issuer.Do(
                """
                await page.setViewportSize({ width: 320, height: 640 });
                await page.goto(args);
                const text = await page.locator('main').innerText() + (await page.locator('input[type=text]').evaluateAll(all => all.map(i => i.value))).join('\n');
                return [text.includes("<script>alert('x')</script>"), await page.locator('main script, main img, main b').count(),
                  await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)];
                """,
                path);
            Assert.Equal("[true,0,0]", found.ToString());
        }
    }

    [Fact]
    public async Task Text_WithCharactersThatTurnIt_ComesBackFilledInAndMarked()
    {
        await using var issuer = await platform.Browser.Window("owner-bidi", script: false).SignIn(Persona, "/directives/new");
        await issuer.Do("await page.getByLabel('Tittel på bokmål').fill('Skal \\u202Eikke'); await page.getByRole('button', { name: 'Lagre utkast' }).click()");

        Assert.Equal("Skal \u202Eikke", await issuer.Text("return await page.getByLabel('Tittel på bokmål').inputValue()"));
        Assert.Equal("true", await issuer.Text("return await page.getByLabel('Tittel på bokmål').getAttribute('aria-invalid')"));
    }

    [Fact]
    public async Task Fault_OfAField_IsInTheFormOfTheReader()
    {
        await using var issuer = await platform.Browser.Window("owner-fault-nn", script: false, nynorsk: true).SignIn(Persona, "/directives/new");
        await issuer.Do("await page.getByLabel('Tittel på bokmål').fill('Skal \u202Eikke'); await page.getByRole('button', { name: 'Lagre utkast' }).click()");

        var text = await issuer.Text("return await page.locator('main').innerText()");
        Assert.Contains("Teksten har styreteikn eller teikn som snur skriveretninga", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Teksten har styretegn", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consultation_AskedAndAnswered_IsSeenByBoth()
    {
        var draft = await Draft("KONSTRUERT: Spurt om først");
        await using var municipality = await platform.Browser.Window("owner-asks", script: false).SignIn(Persona, $"/directives/{draft}/edit");
        await municipality.Do(
            """
            await page.getByRole('link', { name: 'Spør partneren' }).click();
            await page.getByLabel('Spørsmål på bokmål').fill('Kan fylket stille med en veileder?');
            await page.getByRole('button', { name: 'Send spørsmålet' }).click();
            await page.getByRole('heading', { name: 'Du må rette dette først' }).waitFor();
            await page.getByLabel('Nav Rogaland', { exact: true }).check();
            await page.getByRole('button', { name: 'Send spørsmålet' }).click();
            await page.getByText('Ikke besvart').waitFor();
            """);
        await using var county = await platform.Browser.Window("owner-answers", script: false).SignIn("county:1100", "/consultations");
        await county.Do(
            """
            await page.getByRole('link', { name: 'KONSTRUERT: Spurt om først' }).first().click();
            await page.getByLabel('Imot').check();
            await page.getByLabel('Begrunnelse').fill('Vi mangler folk fram til sommeren.');
            await page.getByRole('button', { name: 'Send svaret' }).click();
            """);

        Assert.Contains("Vi mangler folk fram til sommeren.", await municipality.Text("await page.reload(); return await page.locator('#answers').innerText()"), StringComparison.Ordinal);
        Assert.Equal(0, (await county.Do("return await page.getByRole('button', { name: 'Send svaret' }).count()")).GetInt32());
    }

    [Fact]
    public async Task Question_OfALeader_IsAnsweredOnThePage()
    {
        var directive = await platform.Issuer(Persona).Publish(Situations.FromTheMunicipality("1122", "KONSTRUERT: Uklart hva som menes"));
        await platform.Judged(directive.DirectiveId, 1);
        var leader = platform.Reader("office:1122");
        var mission = (await leader.ListMissionsAsync(new() { OfficeNumber = "1122", PageSize = 200 }, deadline: Situations.Soon())).Missions.First(m => m.Sources.Any(s => s.DirectiveId == directive.DirectiveId));
        await leader.AskForClarificationAsync(new() { RequestId = Situations.Id(), OfficeNumber = "1122", MissionKey = mission.MissionKey, Text = "Gjelder det alle?" }, deadline: Situations.Soon());

        await using var owner = await platform.Browser.Window("owner-question", script: false).SignIn(Persona, "/questions");
        await owner.Do(
            """
            const asked = page.locator('article', { hasText: 'KONSTRUERT: Uklart hva som menes' });
            await asked.getByLabel('Svar').fill('Ja, alle over 18 år.');
            await asked.getByRole('button', { name: 'Send svaret' }).click();
            await page.getByText('Ingen spørsmål venter').waitFor();
            """);
        var answered = await leader.GetMissionAsync(new() { OfficeNumber = "1122", MissionKey = mission.MissionKey }, deadline: Situations.Soon());
        Assert.Equal("Ja, alle over 18 år.", Assert.Single(answered.Mission.Questions).Answer);
    }

    [Fact]
    public async Task Coming_BeforeTheCountyHasPassedItOn_IsShownAsOnItsWay()
    {
        var sent = Situations.FromTheDirectorate("OFFICE(1122)", "KONSTRUERT: Sendt av staten i dag");
        sent.ConsequenceAssessment.Staffing = new() { Answer = AssessmentAnswer.Some, Text = "Krever ett årsverk" };
        await platform.Issuer("directorate").Publish(sent);
        await using var director = await platform.Browser.Window("owner-coming", script: false).SignIn(Persona, "/coming");

        var text = await director.Text("return await page.locator('.entry', { hasText: 'KONSTRUERT: Sendt av staten i dag' }).innerText()");
        Assert.Contains("På vei til kontoret", text, StringComparison.Ordinal);
        Assert.Contains("Krever ett årsverk", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_ThatIsNotAnswered_SaysSoAndIsAskedForAgainByItself()
    {
        const string Unit = "1146";
        await using var writer = await platform.Browser.Window("owner-unanswered").SignIn($"municipal-director:{Unit}", "/directives/new");
        platform.Unanswered[$"PreviewDirective {Unit}"] = true;
        var faults = await writer.Do(
            """
            await page.getByLabel('Tittel på bokmål').fill('KONSTRUERT: Skrevet mens ingen svarte');
            await page.locator('#preview').getByText('Vi får ikke regnet ut akkurat nå').waitFor();
            return await violations(page);
            """);
        Assert.Equal("[]", faults.ToString());

        platform.Unanswered.TryRemove($"PreviewDirective {Unit}", out _);
        await writer.Do("await page.locator('#preview').getByText('Vi får ikke regnet ut akkurat nå').waitFor({ state: 'detached' })");
        Assert.Contains("Treffer 1 kontor", await writer.Text("return await page.locator('#preview').innerText()"), StringComparison.Ordinal);
        Assert.Equal("KONSTRUERT: Skrevet mens ingen svarte", await writer.Text("return await page.getByLabel('Tittel på bokmål').inputValue()"));
    }

    [Fact]
    public async Task Preview_ThatIsNotAnsweredWithoutScript_IsAskedForAgainByAButton()
    {
        const string Unit = "1149";
        await using var writer = await platform.Browser.Window("owner-unanswered-plain", script: false).SignIn($"municipal-director:{Unit}", "/directives/new");
        platform.Unanswered[$"PreviewDirective {Unit}"] = true;
        await writer.Do(
            """
            await page.getByLabel('Tittel på bokmål').fill('KONSTRUERT: Skrevet mens ingen svarte');
            await page.getByRole('button', { name: 'Forhåndsvis' }).click();
            await page.locator('#preview').getByText('Vi får ikke regnet ut akkurat nå').waitFor();
            """);

        platform.Unanswered.TryRemove($"PreviewDirective {Unit}", out _);
        await writer.Do("await page.getByRole('button', { name: 'Prøv igjen' }).click(); await page.locator('#preview').getByText('Treffer 1 kontor').waitFor()");
        Assert.Equal("KONSTRUERT: Skrevet mens ingen svarte", await writer.Text("return await page.getByLabel('Tittel på bokmål').inputValue()"));
    }

    [Fact]
    public async Task Publication_WithoutThePreviewsNumbers_IsNotOffered()
    {
        const string Unit = "1151";
        var issuer = platform.Issuer($"municipal-director:{Unit}");
        var content = Situations.FromTheMunicipality(Unit, "KONSTRUERT: Publiseres når det er regnet ut");
        var draft = (await issuer.CreateDirectiveAsync(new() { RequestId = Situations.Id(), Content = content }, deadline: Situations.Soon())).Directive.DirectiveId;
        platform.Unanswered[$"PreviewDirective {Unit}"] = true;
        await using var publisher = await platform.Browser.Window("owner-unanswered-publish", script: false).SignIn($"municipal-director:{Unit}", $"/directives/{draft}/publish");
        Assert.Equal(0, (await publisher.Do("return await page.getByRole('button', { name: /^Publiser til/ }).count()")).GetInt32());

        platform.Unanswered.TryRemove($"PreviewDirective {Unit}", out _);
        await publisher.Do("await page.getByRole('link', { name: 'Prøv igjen' }).click(); await page.getByRole('button', { name: 'Publiser til ett kontor' }).waitFor()");
    }

    [Fact]
    public async Task Publication_WhereAnOfficeIsHeldSinceThePreview_NamesIt()
    {
        var content = Situations.FromTheMunicipality("3110", "KONSTRUERT: Filialen er åpen på lørdager").Ordering(Modality.Must, "OPENING.BRANCH");
        var draft = (await platform.Issuer("municipal-director:3110").CreateDirectiveAsync(new() { RequestId = Situations.Id(), Content = content }, deadline: Situations.Soon())).Directive.DirectiveId;
        await using var writer = await platform.Browser.Window("owner-since").SignIn("municipal-director:3110", $"/directives/{draft}/edit");
        const string GoOn = "await page.getByRole('button', { name: 'Lagre og gå videre til publisering' }).click(); await page.waitForURL(/\\/publish/); return await page.locator('main').innerText()";
        Assert.DoesNotContain("Endret siden", await writer.Text(GoOn), StringComparison.Ordinal);

        // Somebody else's ban comes between the preview and the next page.
        await writer.Do("await page.getByRole('link', { name: 'Tilbake til utkastet' }).click(); await page.locator('#preview').getByText('0 holdes tilbake').waitFor()");
        var ban = await platform.Issuer("directorate").Publish(Situations.FromTheDirectorate("OFFICE(0111)", "KONSTRUERT: Filialen er stengt på lørdager").Ordering(Modality.MustNot, "OPENING.BRANCH"));
        var relayed = await platform.Issuer("county:0200").Relay(ban.DirectiveId);
        await platform.Judged(relayed.DirectiveId, 1);

        Assert.Contains("Endret siden forhåndsvisning: Nav Hvaler holdes nå tilbake.", await writer.Text(GoOn), StringComparison.Ordinal);
        Assert.Equal("[[],[]]", (await writer.Look("directives-publish-since")).ToString());
    }

    private async Task<string> Draft(string title)
    {
        var content = Situations.FromTheMunicipality("1122", title);
        return (await platform.Issuer(Persona).CreateDirectiveAsync(new() { RequestId = Situations.Id(), Content = content }, deadline: Situations.Soon())).Directive.DirectiveId;
    }
}
