using Samstyring.Testing;

namespace Samstyring.Web.Tests;

/// <summary>What a NAV-leder does with the missions.</summary>
public class MissionPageTests(WebPlatform platform)
{
    private const string Vaernes = "1783";

    [Fact]
    public async Task Missions_OfTheOffice_AreListedAndAcknowledgedWithoutScript()
    {
        var directive = await platform.Issuer("municipal-director:5035").Publish(Situations.FromTheMunicipality("5035", "Barnefamilier følges opp"));
        await platform.Judged(directive.DirectiveId, 1);
        var leader = await platform.Browser.Window("no-script", script: false).SignIn($"office:{Vaernes}");

        Assert.Equal("Oppdrag for Nav Værnes", await leader.Text("return await page.locator('h1').innerText()"));
        await leader.Do("await page.locator('article', { hasText: args }).getByRole('button', { name: 'Kvitter for versjon 1' }).click()", "Barnefamilier følges opp");
        Assert.Contains("Du kvitterte for versjon 1", await leader.Text("return await page.locator('article', { hasText: args }).innerText()", "Barnefamilier følges opp"), StringComparison.Ordinal);
    }
}
