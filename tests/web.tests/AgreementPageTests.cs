using Samstyring.Offices.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Web.Tests;

/// <summary>How one owner puts a change of an agreement forward, and the other signs it.</summary>
public class AgreementPageTests(WebPlatform platform)
{
    private const string County = "county:1100";

    [Fact]
    public async Task Amendment_PutForwardAndSignedByKeyboardWithoutScript_IsAgreed()
    {
        const string Number = "1127";
        var agreement = await Agreed(Number);
        await using var county = await platform.Browser.Window("amend-county", script: false).SignIn(County, $"/offices/{Number}/agreements");
        await county.Do(
            """
            await keys.press(page.getByRole('link', { name: 'Foreslå en endring' }));
            await keys.press(page.getByRole('link', { name: /^Punkt 4.2/ }));
            await keys.choose(page.getByLabel('Skal stå'), 'excluded');
            await keys.date(page.getByLabel('Gjelder fra'), args);
            await keys.press(page.getByRole('button', { name: 'Legg fram og undertegn' }));
            await page.locator('.signature--open').waitFor();
            """,
            Day(60));
        Assert.Contains("Inngår ikke", await county.Text("return await page.locator('main').innerText()"), StringComparison.Ordinal);
        Assert.Equal(0, (await county.Do("return await page.getByRole('button', { name: 'Undertegn' }).count()")).GetInt32());

        await using var director = await platform.Browser.Window("amend-director", script: false).SignIn($"municipal-director:{Number}", $"/offices/{Number}/agreements");
        Assert.Contains("Venter på underskriften din", await director.Text("return await page.locator('main').innerText()"), StringComparison.Ordinal);
        await director.Do(
            """
            await page.goto('/inbox');
            await page.getByRole('heading', { name: 'Underskrifter som venter' }).waitFor();
            await keys.press(page.getByRole('link', { name: /inngår ikke fra/ }));
            await keys.press(page.getByRole('button', { name: 'Undertegn' }));
            """);
        Assert.Equal("true", await director.Text("return await page.getByLabel('Fullmakt').getAttribute('aria-invalid')"));
        await director.Do(
            """
            await keys.write(page.getByLabel('Fullmakt'), 'Sak 41/26');
            await keys.press(page.getByRole('button', { name: 'Undertegn' }));
            await page.getByText('Undertegnet av alle').waitFor();
            """);
        Assert.Contains("etter Sak 41/26", await director.Text("return await page.locator('.signers').innerText()"), StringComparison.Ordinal);

        Assert.Equal(0, (await director.Do("await page.goto('/inbox'); return await page.getByRole('link', { name: /inngår ikke fra/ }).count()")).GetInt32());
        var now = (await platform.Owner(County).GetAgreementAsync(new() { AgreementId = agreement }, deadline: Situations.Soon())).Agreement;
        var amendment = Assert.Single(now.Amendments);
        Assert.Equal(("4.2", "excluded", Day(60)), (amendment.ClauseRef, amendment.Value, amendment.EffectiveFrom));
        Assert.NotNull(amendment.AgreedAt);
    }

    [Fact]
    public async Task Costs_OfTheOffice_StandInTheRoomOfItsCase()
    {
        _ = await platform.Feed;
        const string Director = "municipal-director:5035";
        var cases = await platform.Reader(Director).ListCasesAsync(new() { Filter = new() { OfficeNumber = ExampleFeed.Office }, PageSize = 200 }, deadline: Situations.Soon());
        var agreements = await platform.Owner(Director).ListAgreementsAsync(new() { OfficeNumber = ExampleFeed.Office, Type = AgreementType.Operating }, deadline: Situations.Soon());
        await using var director = await platform.Browser.Window("case-costs", script: false).SignIn(Director, $"/cases/{cases.Cases.First(c => c.Offices.Count == 1).CaseId}");

        var table = await director.Text("await page.getByText('Kostnader og fordeling ved Nav Værnes').click(); return await page.locator('table', { hasText: 'I året' }).innerText()");
        Assert.All(Assert.Single(agreements.Agreements).Costs.Items, item => Assert.Contains(item.Item, table, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Amendment_WithFaults_ComesBackFilledInWithEachAtItsField()
    {
        const string Number = "1130";
        var agreement = await Agreed(Number);
        await using var director = await platform.Browser.Window("amend-faults").SignIn($"municipal-director:{Number}", $"/offices/{Number}/agreements/{agreement}/amend?clause=6");
        var faults = await director.Do(
            """
            await page.getByLabel('Skal stå').fill('to møter i \u202Eåret');
            await page.getByRole('button', { name: 'Legg fram og undertegn' }).click();
            await page.locator('#faults').waitFor();
            const marked = await page.locator('[aria-invalid=true]').evaluateAll(all => all.map(e => e.name));
            return [...marked, await page.getByLabel('Skal stå').inputValue(), ...await violations(page)];
            """);
        Assert.Equal(["effective_from", "mandate", "to møter i \u202Eåret"], faults.EnumerateArray().Select(f => f.GetString()));

        var late = await director.Do(
            """
            await page.getByLabel('Gjelder fra').fill('2090-01-01');
            await page.getByLabel('Fullmakt').fill('Sak 40/26');
            await page.getByRole('button', { name: 'Legg fram og undertegn' }).click();
            await page.locator('#f-value-fault').waitFor();
            return [...await page.locator('[aria-invalid=true]').evaluateAll(all => all.map(e => e.name)), await page.getByLabel('Fullmakt').inputValue()];
            """);
        Assert.Equal(["value", "effective_from", "Sak 40/26"], late.EnumerateArray().Select(f => f.GetString()));
    }

    [Fact]
    public async Task Amendment_SentTwiceByTheSameForm_IsOneAmendment()
    {
        const string Number = "1133";
        var agreement = await Agreed(Number);
        await using var county = await platform.Browser.Window("amend-twice").SignIn(County, $"/offices/{Number}/agreements/{agreement}/amend?clause=4.2");
        await county.Do(
            """
            await page.getByLabel('Skal stå').selectOption('excluded');
            await page.getByLabel('Gjelder fra').fill(args);
            await page.locator('form[action$="/amend"]').evaluate(async form => {
              for (let i = 0; i < 2; i++) await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
            });
            """,
            Day(60));

        Assert.Single((await platform.Owner(County).GetAgreementAsync(new() { AgreementId = agreement }, deadline: Situations.Soon())).Agreement.Amendments);
    }

    [Theory]
    [InlineData("office:1135", true)]
    [InlineData("council:1135", true)]
    [InlineData("directorate", false)]
    [InlineData("municipal-director:1121", false)]
    public async Task Amendment_ForThoseWhoAreNoParty_CannotBeSigned(string persona, bool reads)
    {
        const string Number = "1135";
        var agreement = await Agreed(Number);
        var proposed = (await platform.Owner(County).ProposeAmendmentAsync(
            new() { RequestId = Situations.Id(), AgreementId = agreement, Revision = 1, ClauseRef = "4.2", Value = "excluded", EffectiveFrom = Day(60) }, deadline: Situations.Soon())).Amendment;
        await using var other = await platform.Browser.Window($"amend-{persona}").SignIn(persona, "/settings");
        var page = $"/offices/{Number}/agreements/{agreement}/amendments/{proposed.AmendmentId}";
        var seen = await other.Do(
            """
            const page1 = await page.request.get(args.page);
            return [page1.status(), (await page1.text()).includes('name="mandate"'), (await page.request.get(args.amend)).status()];
            """,
            new { page, amend = $"/offices/{Number}/agreements/{agreement}/amend" });

        Assert.Equal($"[{(reads ? 200 : 404)},false,404]", seen.ToString());
    }

    // An agreement of two owners that both have signed.
    private async Task<string> Agreed(string number)
    {
        var content = new AgreementContent
        {
            Type = AgreementType.Other,
            Parties = { new OrgRef { Kind = OrgKind.County, Number = "1100" }, new OrgRef { Kind = OrgKind.Municipality, Number = number } },
            Valid = new Period { From = "2026-01-01", To = "2040-01-01" },
            Clauses =
            {
                new AgreementClause
                {
                    ClauseRef = "4.2", Chapter = ClauseChapter.Services, Term = "MUNICIPAL_SERVICE_IN_OFFICE", Key = "TEMPORARY_HOUSING", Value = "included",
                    NoticeMonths = 6, Text = new LocalizedText { Nb = "Konstruert for test.", Nn = "Konstruert for test." },
                },
                new AgreementClause { ClauseRef = "6", Chapter = ClauseChapter.Users, Term = "USER_REPRESENTATION", Value = "ett møte i året" },
                new AgreementClause { ClauseRef = "7", Chapter = ClauseChapter.Disputes, Text = new LocalizedText { Nb = "Uenighet løses i partnerskapsmøtet." } },
            },
        };
        var put = new PutAgreementRequest { RequestId = Situations.Id(), OfficeNumber = number, Content = content };
        var proposed = (await platform.Owner(County).PutAgreementAsync(put, deadline: Situations.Soon())).Agreement;
        put = new(put) { RequestId = Situations.Id(), AgreementId = proposed.AgreementId, Revision = proposed.Revision, Mandate = "Sak 12/26" };
        return (await platform.Owner($"municipal-director:{number}").PutAgreementAsync(put, deadline: Situations.Soon())).Agreement.AgreementId;
    }

    private static string Day(int ahead) => Situations.Iso(Situations.Day(TimeProvider.System).AddDays(ahead));
}
