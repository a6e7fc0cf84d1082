using Samstyring.Testing;

namespace Samstyring.Web.Tests;

/// <summary>A page whose contact with the platform is lost: what stands on it stays, it says so, and it comes back by itself.</summary>
public class ContactTests(WebPlatform platform)
{
    // An office and an owner that no other test writes for.
    private const string Office = "0420";
    private const string Municipality = "1874";

    private const string Lost = "const lost = page.locator('#contact').getByText('Ingen kontakt med Samstyring siden kl.');";

    [Fact]
    public async Task Feed_WhosePlatformIsAway_IsSaidToBeOldUntilItIsBack()
    {
        platform.Unanswered[$"WatchMissions {Office}"] = true;
        await using var leader = await platform.Browser.Window("contact-feed").SignIn($"office:{Office}", "/missions");
        var said = await leader.Text($"{Lost} await lost.waitFor(); return await page.locator('#contact').innerText()");
        Assert.Matches(@"siden kl\. \d\d\.\d\d\. Det som står her, kan være endret", said);
        Assert.Equal("[[],[]]", (await leader.Look("contact-lost")).ToString());

        platform.Unanswered.TryRemove($"WatchMissions {Office}", out _);
        await leader.Do($"{Lost} await lost.waitFor({{ state: 'hidden' }})");
    }

    [Fact]
    public async Task Network_Missing_LeavesTheFormAndWhatIsTypedUntilItIsBack()
    {
        await using var writer = await platform.Browser.Window("contact-network").SignIn($"municipal-director:{Municipality}", "/directives/new");
        var title = await writer.Text(
            $$"""
            {{Lost}}
            await page.getByLabel('Tittel på bokmål').fill('KONSTRUERT: Skrevet uten nett');
            await page.context().setOffline(true);
            await page.getByRole('button', { name: 'Lagre utkast' }).click();
            await lost.waitFor();
            page.context().faults.length = 0;
            return await page.getByLabel('Tittel på bokmål').inputValue();
            """);
        Assert.Equal("KONSTRUERT: Skrevet uten nett", title);

        await writer.Do(
            $$"""
            {{Lost}}
            await page.context().setOffline(false);
            await page.getByLabel('Tittel på nynorsk').fill('KONSTRUERT: Skrive utan nett');
            await lost.waitFor({ state: 'hidden' });
            await page.getByRole('button', { name: 'Lagre utkast' }).click();
            await page.waitForURL(/\/directives\/[0-9a-f-]{36}/);
            page.context().faults.length = 0;
            """);
    }

    [Fact]
    public async Task Part_ThatIsNotAnswered_StaysAndIsSaidToBeOld()
    {
        var published = await platform.Issuer($"municipal-director:{Municipality}").Publish(Situations.FromTheMunicipality(Municipality, "KONSTRUERT: Følges mens ingen svarer"));
        await platform.Judged(published.DirectiveId, 1);
        await using var follower = await platform.Browser.Window("contact-part").SignIn($"municipal-director:{Municipality}", $"/directives/{published.DirectiveId}/status");
        var before = await follower.Text("return await page.locator('#offices').innerText()");

        platform.Unanswered[$"GetDirectiveStatus {Municipality}"] = true;
        const string Renew = "await page.locator('#offices').evaluate(part => part.dispatchEvent(new Event('every')));";
        var after = await follower.Text($"{Lost} {Renew} await lost.waitFor(); page.context().faults.length = 0; return await page.locator('#offices').innerText()");
        Assert.Equal(before, after);

        platform.Unanswered.TryRemove($"GetDirectiveStatus {Municipality}", out _);
        await follower.Do($"{Lost} {Renew} await lost.waitFor({{ state: 'hidden' }}); page.context().faults.length = 0;");
    }

    [Fact]
    public async Task Session_OverBeforeAnAct_LeavesThePageUntilItCanBeDone()
    {
        var published = await platform.Issuer("municipal-director:5035").Publish(Situations.FromTheMunicipality("5035", "KONSTRUERT: Kvitteres etter en time"));
        await platform.Judged(published.DirectiveId, 1);
        await using var leader = await platform.Browser.Window("contact-session").SignIn(ExampleFeed.Leader, "/missions");

        const string Acknowledge = "const article = page.locator('article', { hasText: 'KONSTRUERT: Kvitteres etter en time' }); const acknowledge = article.getByRole('button', { name: 'Kvitter' });";
        await leader.Do(
            $$"""
            {{Acknowledge}}
            await page.context().clearCookies({ name: 'samstyring' });
            await acknowledge.click();
            await page.locator('#contact').getByText('Innloggingen er utløpt').waitFor();
            page.context().faults.length = 0;
            """);
        await leader.Do(
            $$"""
            {{Acknowledge}}
            const other = await page.context().newPage();
            await other.goto('/login?hint=' + encodeURIComponent(args));
            await other.close();
            await acknowledge.click();
            await article.getByText('Du kvitterte for versjon 1').waitFor();
            await page.locator('#contact').getByText('Innloggingen er utløpt').waitFor({ state: 'hidden' });
            """,
            ExampleFeed.Leader);
    }
}
