using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;

namespace Samstyring.Web.Tests;

/// <summary>
/// The key tasks, each by keyboard alone, with a script and without. The owners': register a decision and publish it after preview, relay several unchanged, adapt for some
/// offices, settle a case with two signatures. Of the county governor and the NAV-leder, in both forms: return an inadmissible case, acknowledge the changed version, print
/// the mission. On a narrow screen, but for the owners without a script. Constructed.
/// </summary>
public class KeyboardTests(WebPlatform platform)
{
    // Where the owners' tasks are done: an office of one municipality, and three beside it in the county of which two get what is adapted.
    private static readonly Dictionary<bool, (string Municipality, string Office, string County, string Others, string[] Adapted)> Owners = new()
    {
        [false] = ("1119", "1119", "1100", "1122, 1130, 1133", ["Nav Hå", "Nav Gjesdal", "Nav Strand"]),
        [true] = ("4215", "0926", "1000", "0901, 0904, 0906", ["Nav Lillesand", "Nav Grimstad", "Nav Arendal"]),
    };

    private const string LeaderOffice = "0104";
    private const string Leader = $"office:{LeaderOffice}";
    private const string LeaderMunicipality = "3103";
    private const string LeaderOwner = $"municipal-director:{LeaderMunicipality}";
    private const string Decision = "KONSTRUERT: Sommerjobb til unge";
    private const string Order = "KONSTRUERT: Filialen er åpen på onsdager";
    private const string Adapted = "KONSTRUERT: Filialen er åpen på onsdager i fylket";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OwnersTasks_ByKeyboardAlone_AreDone(bool script)
    {
        var at = Owners[script];
        Task<Window> Person(string name, string persona) => platform.Browser.Window($"keyboard-{name}-{script}", width: script ? 320 : 1280, script: script).SignIn(persona);
        await using var council = await Person("council", $"council:{at.Municipality}");
        await using var director = await Person("director", $"municipal-director:{at.Municipality}");
        await using var county = await Person("county", $"county:{at.County}");
        var order = await Situation(at.Municipality, $"OFFICE({at.Office}, {at.Others})");

        // Register a decision, see what it meets, publish it.
        await council.Do(
            """
            await keys.press(page.getByRole('link', { name: 'Nytt styringssignal' }));
            await keys.write(page.getByLabel('Tittel på bokmål'), args.title);
            await keys.write(page.getByLabel('Tekst på bokmål', { exact: true }), args.title + '. Konstruert for test.');
            await keys.choose(page.getByLabel('Tema', { exact: true }), 'FOLLOW_UP.YOUTH');
            await keys.tick(page.getByLabel('Alle våre kontor', { exact: true }));
            await keys.date(page.getByLabel('Gjelder fra'), args.from);
            await keys.date(page.getByLabel('Gjelder til og med'), args.to);
            await keys.choose(page.getByLabel('Tidshorisont'), 'Annual');
            await keys.date(page.getByLabel('Vedtatt'), args.decided);
            await keys.choose(page.getByLabel('Styrke'), 'Prioritisation');
            await keys.choose(page.getByLabel('Skal, bør eller kan'), 'Should');
            await keys.choose(page.getByLabel('Nivå'), 'Goal');
            await keys.choose(page.getByLabel('Type dokument'), 'CouncilDecision');
            await keys.write(page.getByLabel('Dokument', { exact: true }), 'Vedtak 45/26');
            await keys.write(page.getByLabel('Punkt'), '1');
            for (const part of ['Økonomi', 'Bemanning', 'Oppgaver', 'IKT', 'Tid']) await keys.choose(page.getByLabel(part, { exact: true }), 'None');
            await keys.choose(page.getByLabel('Konklusjon'), 'NoConsequence');
            await keys.write(page.getByLabel('Begrunnelse'), 'Ingen endring for partneren');
            await keys.tick(page.getByLabel('Jeg undertegner vurderingen'));
            await keys.press(page.getByRole('button', { name: 'Forhåndsvis' }));
            await page.getByText('Treffer 1 kontor').first().waitFor();
            await keys.press(page.getByRole('button', { name: 'Lagre og gå videre til publisering' }));
            await keys.press(page.getByRole('button', { name: /^Publiser til/ }));
            await page.waitForURL(/\/status$/);
            """,
            new { title = Decision, from = Day(1), to = Day(300), decided = Day(-5) });

        // Relay all that has been received, unchanged.
        await director.Do(
            """
            await page.goto('/inbox');
            const boxes = page.locator('input[name=directive]');
            for (let i = 0; i < await boxes.count(); i++) await keys.tick(boxes.nth(i));
            await keys.press(page.getByRole('button', { name: 'Send de valgte videre uendret' }));
            await page.getByText('3 av 3 er sendt videre.').waitFor();
            """);

        // Adapt for three offices.
        await county.Do(
            """
            await page.goto('/inbox');
            await keys.press(page.getByRole('link', { name: 'Tilpass først: ' + args.order }));
            await keys.write(page.getByLabel('Tittel på bokmål'), args.adapted);
            for (const office of args.offices) await keys.tick(page.getByLabel(office, { exact: true }));
            await keys.press(page.getByRole('button', { name: 'Send videre', exact: true }));
            await page.getByText('1 av 1 er sendt videre.').waitFor();
            """,
            new { order = Order, adapted = Adapted, offices = at.Adapted });

        // Two signatures settle the case it makes.
        var relayed = (await platform.Issuer($"county:{at.County}").ListDirectivesAsync(new() { Filter = new DirectiveFilter { DerivedFrom = order } }, deadline: Situations.Soon())).Directives.Single();
        await platform.Judged(relayed.DirectiveId, 3);
        var held = await Case(at.County, at.Office, relayed.DirectiveId);
        await county.Do(
            """
            await page.goto('/cases/' + args);
            await keys.press(page.getByRole('link', { name: 'Skriv en felles ordlyd' }));
            await keys.write(page.getByLabel('Felles ordlyd på bokmål'), 'Åpent når det er avtalt time.');
            await keys.write(page.getByLabel('Fullmakt'), 'Fylkesdirektørens fullmakt');
            await keys.press(page.getByRole('button', { name: 'Se om det løser saken' }));
            await page.getByText('Løser saken. Ingen nye funn.').waitFor();
            await keys.press(page.getByRole('button', { name: 'Foreslå og undertegn' }));
            await page.locator('.signature--open').waitFor();
            """,
            held);
        await director.Do(
            """
            await page.goto('/cases/' + args);
            await keys.press(page.getByRole('link', { name: 'Svar på forslaget' }));
            await keys.write(page.getByLabel('Fullmakt'), 'Delegasjonsvedtak 12/26');
            await keys.press(page.getByRole('button', { name: 'Undertegn' }));
            await page.getByText('Saken er avsluttet').waitFor();
            """,
            held);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task InadmissibleCase_ByKeyboardAlone_IsReturnedToTheOwners(bool script, bool nynorsk)
    {
        var id = await Disputed($"KONSTRUERT: Kontoret flytter {script}");
        await using var governor = await Narrow("governor", script, nynorsk).SignIn("county-governor:31");

        // These words are the same in both forms.
        await governor.Do(
            """
            await keys.press(page.locator(`a[href="/cases/${args}"]`));
            await keys.choose(page.getByLabel('Utfall'), 'Inadmissible');
            await keys.write(page.getByLabel('Tekst', { exact: true }), 'Saka er ikkje prøvd løyst lokalt.');
            await keys.press(page.getByRole('button', { name: 'Send', exact: true }));
            await page.getByText('Avvist som tvist').first().waitFor();
            """,
            id);
        var returned = (await platform.Reader("county:0200").GetCaseAsync(new() { CaseId = id }, deadline: Situations.Soon())).Case;
        Assert.Equal((ResolverClass.BothOwners, "Saka er ikkje prøvd løyst lokalt."), (returned.Resolver.ResolverClass, Assert.Single(returned.Mediations).Text));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task ChangedVersion_ByKeyboardAlone_IsSeenAndAcknowledged(bool script, bool nynorsk)
    {
        var key = await Changed($"KONSTRUERT: Hjemmebesøk {script}");
        await using var leader = await Narrow("leader", script, nynorsk).SignIn(Leader);

        await leader.Do(
            """
            await keys.press(page.locator('#summary a[href="/missions/changes"]'));
            await page.locator('article', { has: page.locator(`a[href="/missions/${args}"]`) }).locator('ins').first().waitFor();
            await keys.press(page.locator(`article a[href="/missions/${args}"]`));
            await keys.to(page.getByRole('button', { name: 'Kvitter for versjon 2' }));
            await page.keyboard.press('Enter');
            await page.getByText('Du kvitterte for versjon 2').waitFor();
            """,
            key);
        var mission = (await platform.Reader(Leader).GetMissionAsync(new() { OfficeNumber = LeaderOffice, MissionKey = key }, deadline: Situations.Soon())).Mission;
        Assert.Equal(2, mission.Receipt.AcknowledgedVersion);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Mission_ByKeyboardAlone_IsPrinted(bool script, bool nynorsk)
    {
        var title = $"KONSTRUERT: Skrives ut {script}";
        var directive = await platform.Issuer(LeaderOwner).Publish(Situations.FromTheMunicipality(LeaderMunicipality, title));
        await platform.Judged(directive.DirectiveId, 1);
        await using var leader = await Narrow("print", script, nynorsk).SignIn(Leader);

        // The browser prints by its own key, which is not the page's; what it prints is this.
        var paper = await leader.Do(
            """
            await keys.press(page.getByRole('link', { name: 'Utskrift' }));
            await page.emulateMedia({ media: 'print' });
            const paper = await page.pdf({ preferCSSPageSize: true });
            return [paper.subarray(0, 5).toString(), await page.locator('main').innerText(), await page.locator('header, footer, .screen-only').filter({ visible: true }).count()];
            """);
        Assert.Equal("%PDF-", paper[0].GetString());
        Assert.Contains(title, paper[1].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, paper[2].GetInt32());
    }

    // 320 px, as 1280 at 400 per cent.
    private Window Narrow(string name, bool script, bool nynorsk) => platform.Browser.Window($"keyboard-{name}-{script}", width: 320, script: script, nynorsk: nynorsk);

    // An agreement's term that the state changes alone, which the owners took to the county governor.
    private async Task<string> Disputed(string title)
    {
        var content = Situations.FromTheDirectorate("OFFICE(0101)", title).Ordering(Modality.Must, "OPENING.BRANCH");
        content.AssertedTerms.Add(new AssertedTerm { Term = "OFFICE_LOCATION", Value = "Storgata 1" });
        var order = await platform.Issuer("directorate").Publish(content);
        var relayed = await platform.Issuer("county:0200").Relay(order.DirectiveId);
        var county = platform.Reader("county:0200");
        var one = (await Eventually.Is(
            async () => (await county.ListCasesAsync(
                new() { Filter = new CaseFilter { DirectiveId = relayed.DirectiveId, Kind = FindingKind.OutsideAuthority } }, deadline: Situations.Soon())).Cases,
            cases => cases.Count == 1))[0];
        foreach (var rung in (ResolverClass[])[ResolverClass.BothOwners, ResolverClass.DisputeBoard])
        {
            await county.EscalateCaseAsync(new() { RequestId = Situations.Id(), CaseId = one.CaseId, To = rung, Reason = "Vi kommer ikke videre" }, deadline: Situations.Soon());
        }

        return one.CaseId;
    }

    // A mission in its second version, of which the leader has acknowledged the first.
    private async Task<string> Changed(string title)
    {
        var (issuer, leader) = (platform.Issuer(LeaderOwner), platform.Reader(Leader));
        var first = await issuer.Publish(Situations.FromTheMunicipality(LeaderMunicipality, title));
        var mission = await Version(1);
        await leader.AcknowledgeMissionAsync(
            new() { RequestId = Situations.Id(), OfficeNumber = LeaderOffice, MissionKey = mission.MissionKey, Version = 1, ContentHash = mission.ContentHash }, deadline: Situations.Soon());
        first.Content.Text.Nb = "Alle familier får besøk. Konstruert for test.";
        var draft = await issuer.UpdateDirectiveAsync(
            new() { RequestId = Situations.Id(), DirectiveId = first.DirectiveId, Etag = first.Etag, Content = first.Content, ChangeClass = ChangeClass.Material }, deadline: Situations.Soon());
        await issuer.PublishDirectiveAsync(new() { RequestId = Situations.Id(), DirectiveId = first.DirectiveId, Etag = draft.Directive.Etag }, deadline: Situations.Soon());
        return (await Version(2)).MissionKey;

        Task<Mission> Version(int version) => Eventually.Is(
            async () => (await leader.ListMissionsAsync(new() { OfficeNumber = LeaderOffice, PageSize = 200 }, deadline: Situations.Soon()))
                .Missions.FirstOrDefault(m => m.Sources.Any(s => s.DirectiveId == first.DirectiveId)) ?? new(),
            m => m.Version == version);
    }

    // What the tasks begin with; answers the order to relay.
    private async Task<string> Situation(string municipality, string scope)
    {
        var council = platform.Issuer($"council:{municipality}");
        foreach (var title in (string[])["KONSTRUERT: Ferie for barnefamilier", "KONSTRUERT: Åpen dag for frivillige"])
        {
            var content = Situations.FromTheMunicipality(municipality, title);
            content.IssuerRole = IssuerRole.Council;
            content.RecipientRole = RecipientRole.MunicipalDirector;
            await council.Publish(content);
        }

        // Another action than that of the owners' story, which counts what is held in this county.
        var ban = await platform.Issuer($"municipal-director:{municipality}").Publish(
            Situations.FromTheMunicipality(municipality, "KONSTRUERT: Filialen er stengt").Ordering(Modality.MustNot, "OPENING.BRANCH"));
        await platform.Judged(ban.DirectiveId, 1);
        var order = await platform.Issuer("directorate").Publish(Situations.FromTheDirectorate(scope, Order).Ordering(Modality.Must, "OPENING.BRANCH"));
        return order.DirectiveId;
    }

    private async Task<string> Case(string county, string office, string directive) => (await Eventually.Is(
        async () => (await platform.Reader($"county:{county}").ListCasesAsync(
            new() { Filter = new CaseFilter { OfficeNumber = office, DirectiveId = directive, Kind = FindingKind.ContradictoryOrders } }, deadline: Situations.Soon())).Cases,
        cases => cases.Count == 1))[0].CaseId;

    private static string Day(int ahead) => Situations.Iso(Situations.Day(TimeProvider.System).AddDays(ahead));
}
