namespace Samstyring.Web.Tests;

/// <summary>What the operator does with events that a service could not handle, and who else sees them: nobody.</summary>
public class DeadLetterPageTests(WebPlatform platform)
{
    [Fact]
    public async Task Letter_PutAsideByKeyboardWithoutScript_NeedsAReasonAndIsKept()
    {
        var id = await platform.DeadLetter("KONSTRUERT: skal legges til side");
        await using var operations = await platform.Browser.Window("dead-letter-park", script: false).SignIn("operator");
        Assert.Equal("Ubehandlede hendelser", await operations.Text("return await page.locator('h1').innerText()"));

        await operations.Do("await keys.press(page.getByRole('link', { name: args, exact: true }))", $"offices.mapping, nr. {id}");
        Assert.Contains("KONSTRUERT: skal legges til side", await operations.Text("return await page.locator('.raw').innerText()"), StringComparison.Ordinal);
        await operations.Do(
            """
            await keys.press(page.getByRole('link', { name: 'Legg til side' }));
            await page.getByLabel('Begrunnelse').evaluate(e => { e.required = false; });
            await keys.press(page.getByRole('button', { name: 'Legg den til side' }));
            """);
        Assert.Equal("true", await operations.Text("return await page.getByLabel('Begrunnelse').getAttribute('aria-invalid')"));
        Assert.Contains("Begrunnelse: Feltet mangler.", await operations.Text("return await page.locator('#faults').innerText()"), StringComparison.Ordinal);

        await operations.Do(
            """
            await keys.write(page.getByLabel('Begrunnelse'), 'Sendt ved en feil <b>to</b> ganger');
            await keys.press(page.getByRole('button', { name: 'Legg den til side' }));
            """);
        var text = await operations.Text("return await page.locator('main').innerText()");
        Assert.Contains("Lagt til side", text, StringComparison.Ordinal);
        Assert.Contains("Sendt ved en feil <b>to</b> ganger", text, StringComparison.Ordinal);
        Assert.Equal(0, (await operations.Do("return await page.getByRole('link', { name: 'Prøv igjen' }).count()")).GetInt32());
        Assert.Equal("PARKED", await platform.Platform.Notifications.Scalar<string>("select state from dead_letter where id = @id::bigint", new { id }));
    }

    [Fact]
    public async Task Letter_TriedAgain_SaysWhyItStillFailsAndIsDoneWhenItIsMended()
    {
        var id = await platform.DeadLetter("KONSTRUERT: prøves igjen");
        await using var operations = await platform.Browser.Window("dead-letter-replay", nynorsk: true).SignIn("operator");
        await operations.Do(
            """
            await page.getByRole('link', { name: args, exact: true }).click();
            await page.getByRole('link', { name: 'Prøv att' }).click();
            await page.getByRole('button', { name: 'Prøv att no' }).click();
            await page.locator('#faults').waitFor();
            """,
            $"offices.mapping, nr. {id}");
        Assert.Contains("Hendinga kan framleis ikkje handsamast", await operations.Text("return await page.locator('#faults').innerText()"), StringComparison.Ordinal);

        // As a mended handler would find it.
        await platform.Platform.Notifications.Scalar<int>(
            """
            update dead_letter set topic = 'audit.head', body = jsonb_set(replace(body, 'offices.mapping', 'audit.head')::jsonb, '{data}', @data::jsonb)::text
             where id = @id::bigint returning 1
            """,
            new { id, data = """{"service":"example","position":"7","hash":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff","at":"2026-11-20T10:00:00Z"}""" });
        await operations.Do("await page.getByRole('button', { name: 'Prøv att no' }).click(); await page.getByText('Handsama på nytt').waitFor()");
        Assert.Equal(1, await platform.Platform.Notifications.Scalar<int>("select count(*) from audit where act = 'dead-letter.replay' and object = @id", new { id }));
    }

    [Fact]
    public async Task Letters_None_IsSaidWithoutFaultsOfAccessibility()
    {
        await using var operations = await platform.Browser.Window("dead-letter-none").SignIn("operator", "/ops/dead-letters?service=steering&state=Replayed");

        Assert.Equal("Ingen er behandlet på nytt", await operations.Text("return await page.locator('.empty__title').innerText()"));
        Assert.Equal("[]", (await operations.Do("return await violations(page)")).ToString());
    }

    [Fact]
    public async Task Letters_OfServicesThatDoNotAnswer_AreSaidToBeMissing()
    {
        platform.Unanswered["ListDeadLetters "] = true;
        await using var operations = await platform.Browser.Window("dead-letter-down").SignIn("operator");
        var (alerts, faults) = (await operations.Do("return await page.getByText('Tjenesten svarer ikke akkurat nå.').count()"), await operations.Do("return await violations(page)"));
        platform.Unanswered.TryRemove("ListDeadLetters ", out _);

        Assert.Equal((3, "[]"), (alerts.GetInt32(), faults.ToString()));
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("directorate")]
    [InlineData("county:1100")]
    [InlineData(ExampleFeed.Leader)]
    public async Task Letters_ForOtherRoles_LookLikeAPageThatIsNotThere(string persona)
    {
        await using var other = await platform.Browser.Window($"dead-letter-{persona}").SignIn(persona, "/settings");
        var seen = await other.Do(
            """
            const statuses = [];
            for (const path of ['/ops/dead-letters', '/ops/dead-letters/notifications/1', '/ops/dead-letters/notifications/1/park'])
              statuses.push((await page.request.get(path)).status());
            const links = await page.locator('a[href^="/ops"]').count();
            return [...statuses, links];
            """);

        Assert.Equal([404, 404, 404, 0], seen.EnumerateArray().Select(s => s.GetInt32()));
    }

    [Theory]
    [InlineData("/ops/dead-letters/nobody/1")]
    [InlineData("/ops/dead-letters/steering/4711")]
    [InlineData("/ops/dead-letters/steering/x")]
    public async Task Letter_ThatIsNotThere_IsNotFound(string path)
    {
        await using var operations = await platform.Browser.Window("dead-letter-missing").SignIn("operator", "/settings");

        Assert.Equal(404, (await operations.Do("return (await page.request.get(args)).status()", path)).GetInt32());
    }

    [Fact]
    public async Task Act_WithoutTheFormsToken_IsRefused()
    {
        var id = await platform.DeadLetter("KONSTRUERT: uten skjemaets nøkkel");
        await using var operations = await platform.Browser.Window("dead-letter-token").SignIn("operator", "/settings");
        var status = await operations.Do("return (await page.request.post(args, { form: { reason: 'x', request_id: '1' } })).status()", $"/ops/dead-letters/notifications/{id}/park");

        Assert.Equal(400, status.GetInt32());
        Assert.Equal("OPEN", await platform.Platform.Notifications.Scalar<string>("select state from dead_letter where id = @id::bigint", new { id }));
    }
}
