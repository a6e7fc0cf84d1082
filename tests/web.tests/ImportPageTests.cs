using System.Net;
using Samstyring.Web.Pages.Directives;

namespace Samstyring.Web.Tests;

/// <summary>Files of directives on the page: looked at, mended, written, and fetched again.</summary>
public class ImportPageTests(WebPlatform platform)
{
    private const string Persona = "municipal-director:1124";

    private const string HandIn =
        """
        await page.goto('/directives/import');
        await page.getByLabel('Fil', { exact: true }).setInputFiles({ name: 'fil.csv', mimeType: 'text/csv', buffer: Buffer.from(args, 'latin1') });
        await page.getByRole('button', { name: 'Se hva fila gjør' }).click();
        return await page.locator('main').innerText();
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_WithFaults_ShowsThemAndMendedIsWrittenAndTheSecondTimeTheSame(bool script)
    {
        await using var window = await platform.Browser.Window($"import-{script}", script: script).SignIn(Persona, "/directives");
        await window.Do("await page.getByRole('link', { name: 'Hent inn fra fil' }).click(); await page.getByRole('heading', { name: 'Hent inn fra fil' }).waitFor()");
        var title = $"KONSTRUERT: Fra fil {script}";

        var faulty = await window.Text(HandIn, Latin($"key,title.nb,modality\nfil-{script},{title},SKAL\n"));
        Assert.Contains("modality", faulty, StringComparison.Ordinal);
        Assert.Contains("«SKAL» er ikke en kjent verdi.", faulty, StringComparison.Ordinal);
        Assert.Contains("Ingenting er skrevet.", faulty, StringComparison.Ordinal);
        Assert.Equal(0, (await window.Do("return await page.getByRole('button', { name: /^Skriv/ }).count()")).GetInt32());

        var commented = await window.Text(
            "const answer = await page.request.get(await page.getByRole('link', { name: 'Hent fila med feilene i en egen kolonne' }).getAttribute('href')); return answer.headers()['content-disposition'] + '|' + (await answer.text())");
        Assert.StartsWith("attachment; filename=fil-med-feil.csv", commented, StringComparison.Ordinal);
        Assert.EndsWith($"|\uFEFFkey,title.nb,modality,\"comment\"\r\nfil-{script},{title},SKAL,\"modality: «SKAL» er ikke en kjent verdi.\"\r\n", commented, StringComparison.Ordinal);

        // What was said stays in the file that is mended.
        var good = Latin($"key,title.nb,modality,text.nb,comment\nfil-{script},{title},MUST,\"Første linje\nandre, <b>linje</b>\",modality: ukjent\nannen-{script},,,,\n");
        var preview = await window.Text(HandIn, good);
        Assert.Contains(title, preview, StringComparison.Ordinal);
        Assert.Contains("Nytt utkast", preview, StringComparison.Ordinal);
        if (script)
        {
            Assert.Equal("[[],[]]", (await window.Look("directives-import-good")).ToString());
        }

        var list = await window.Text("await page.getByRole('button', { name: 'Skriv 2 utkast' }).click(); await page.waitForURL(/state=Draft/); return await page.locator('main').innerText()");
        Assert.Contains("Fila er skrevet: 2 nye utkast, 0 endret, 0 som før.", list, StringComparison.Ordinal);
        Assert.Contains(title, list, StringComparison.Ordinal);

        var again = await window.Text(HandIn, good);
        Assert.Contains("Alt i fila står allerede slik.", again, StringComparison.Ordinal);
        Assert.Equal(0, (await window.Do("return await page.getByRole('button', { name: /^Skriv/ }).count()")).GetInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_ThatTakesTime_ShowsThatItIsAtWorkAndThenWhatBecameOfIt(bool script)
    {
        var (unit, call) = script ? ("1127", "ImportDirectives 1127") : ("1130", "ImportDirectives 1130");
        await using var window = await platform.Browser.Window($"import-slow-{script}", script: script).SignIn($"municipal-director:{unit}");
        var read = new TaskCompletionSource();
        platform.Delayed[call] = read.Task;
        var reading = await window.Text(HandIn, Latin($"key,title.nb\nsak-1,KONSTRUERT: Tar tid\n"));
        Assert.Contains("2 linjer blir kontrollert.", reading, StringComparison.Ordinal);
        if (script)
        {
            Assert.Equal("[[],[]]", (await window.Look("directives-import-slow")).ToString());
        }

        // Leaving and coming back by the address.
        await window.Do("const address = page.url(); await page.goto('/directives'); await page.goto(address); await page.getByText('2 linjer blir kontrollert.').waitFor()");
        read.SetResult();
        var then = script ? "" : "while (await page.getByRole('progressbar').count()) await page.getByRole('link', { name: 'Oppdater' }).click();";
        await window.Do($"{then} await page.getByRole('button', {{ name: 'Skriv ett utkast' }}).waitFor()");

        var written = new TaskCompletionSource();
        platform.Delayed[call] = written.Task;
        await window.Do("await page.getByRole('button', { name: 'Skriv ett utkast' }).click(); await page.getByText('2 linjer blir skrevet som utkast.').waitFor()");
        platform.Delayed.TryRemove(call, out _);
        written.SetResult();
        await window.Do($"{then} await page.getByText('Fila er skrevet: 1 nye utkast, 0 endret, 0 som før.').waitFor()");
    }

    [Fact]
    public async Task File_ThatIsNotAnswered_SaysSoAndIsHandedInAgain()
    {
        const string Unit = "1108";
        await using var window = await platform.Browser.Window("import-unanswered", script: false).SignIn($"municipal-director:{Unit}");
        var csv = Latin("key,title.nb\nsak-1,KONSTRUERT: Uten svar\n");
        platform.Unanswered[$"ImportDirectives {Unit}"] = true;
        Assert.Contains("Vi får ikke svar akkurat nå. Ingenting er skrevet.", await window.Text(HandIn, csv), StringComparison.Ordinal);

        platform.Unanswered.TryRemove($"ImportDirectives {Unit}", out _);
        Assert.Contains("Skriv ett utkast", await window.Text(HandIn, csv), StringComparison.Ordinal);
        platform.Unanswered[$"ImportDirectives {Unit}"] = true;
        await window.Do("await page.getByRole('button', { name: 'Skriv ett utkast' }).click(); await page.getByText('Skriv på nytt om litt').waitFor()");

        platform.Unanswered.TryRemove($"ImportDirectives {Unit}", out _);
        await window.Do("await page.getByRole('button', { name: 'Skriv ett utkast' }).click(); await page.getByText('Fila er skrevet: 1 nye utkast').waitFor()");
    }

    [Theory]
    [InlineData("key,a\r\nk1,x\r\nk2,y\r\n", 3, "key,a,\"comment\"\r\nk1,x,\r\nk2,y,\"feil\"\r\n")]
    [InlineData("key;a\nk1;\"x;\"\"y\nz\"\nk2;y", 4, "key;a;\"comment\"\r\nk1;\"x;\"\"y\nz\";\r\nk2;y;\"feil\"\r\n")]
    [InlineData("key,comment,a\nk1,gammelt,x\n", 2, "key,a,\"comment\"\r\nk1,x,\"feil\"\r\n")]
    [InlineData("key,a\rk1,5\"\r\rk2,\r", 4, "key,a,\"comment\"\r\nk1,5\",\r\n\r\nk2,,\"feil\"\r\n")]
    [InlineData("key,a\n\nk1,x\n", 1, "key,a,\"comment\"\r\n\r\nk1,x,\"feil\"\r\n")]
    [InlineData("nokkel,a\n", 1, "nokkel,a,\"comment\"\r\n,,\"feil\"\r\n")]
    [InlineData("key,a\nk1,\"x\nk2,y\n", 3, "key,a,\"comment\"\r\nk1,\"x\nk2,y\n,\"feil\"\r\n")]
    public void Comment_OnAFile_StandsInTheRowOfItsLineAndTheCellsAsTheyWere(string csv, long line, string expected) =>
        Assert.Equal(expected, CommentedFile.Of(csv, new[] { (Line: line, Text: "feil") }.ToLookup(c => c.Line, c => c.Text)));

    [Fact]
    public void Comment_ThatBeginsAsAFormula_IsText() =>
        Assert.Equal("key,\"comment\"\r\nk1,\"'=1: \"\"\"\r\n", CommentedFile.Of("key\nk1\n", new[] { 2L }.ToLookup(l => l, _ => "=1: \"")));

    [Fact]
    public async Task File_ThatCannotBeRead_IsSaidOnThePage()
    {
        await using var window = await platform.Browser.Window("import-unread", script: false).SignIn(Persona);
        Assert.Contains("Fila er ikke i UTF-8.", await window.Text(HandIn, "key,title.nb\na,\u00e6\u00f8\u00e5\n"), StringComparison.Ordinal);
        Assert.Contains("Velg en fil som ikke er tom.", await window.Text(HandIn, ""), StringComparison.Ordinal);
        Assert.Contains("Kolonne", await window.Text(HandIn, "nokkel\na\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fil.txt", HttpStatusCode.UnprocessableEntity)]
    [InlineData("fil.csv.exe", HttpStatusCode.UnprocessableEntity)]
    [InlineData("FIL.CSV", HttpStatusCode.OK)]
    public async Task File_WhoseNameEndsAsAnotherKind_IsRefusedInBothForms(string name, HttpStatusCode expected)
    {
        using var person = new Person();
        using var signedIn = await person.SignIn(Persona, "/directives/import");
        foreach (var (form, said) in new[] { ("nb", "Navnet på fila må slutte på .csv."), ("nn", "Namnet på fila må slutte på .csv.") })
        {
            using var settings = await person.Http.GetAsync("/settings", TestContext.Current.CancellationToken);
            using var chosen = await person.Post("/settings/language", await settings.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), ("form", form));
            using var page = await person.Http.GetAsync("/directives/import", TestContext.Current.CancellationToken);
            using var content = new MultipartFormDataContent
            {
                { new StringContent(Person.FormTokenOf(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))), "form_token" },
                { new StringContent($"{Guid.NewGuid()}"), "request_id" },
                { new StringContent("key,title.nb\nnavn,Et navn\n"), "file", name },
            };
            using var answer = await person.Http.PostAsync("/directives/import", content, TestContext.Current.CancellationToken);

            Assert.Equal(expected, answer.StatusCode);
            Assert.Equal(expected != HttpStatusCode.OK, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains(said, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task File_OfAnother_IsNotReached()
    {
        await using var window = await platform.Browser.Window("import-own", script: false).SignIn("council:1124");
        await window.Do(HandIn, "key\na\n");
        var address = await window.Text("return page.url()");
        await using var other = await platform.Browser.Window("import-other", script: false).SignIn($"{Persona}/2");

        Assert.Contains("Fila er ikke her lenger", await other.Text("await page.goto(args); return await page.locator('main').innerText()", address), StringComparison.Ordinal);
        Assert.Contains("Skriv ett utkast", await window.Text("await page.goto(args); return await page.locator('main').innerText()", address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_HandedInAgain_IsAllTheSame()
    {
        await using var window = await platform.Browser.Window("import-export", script: false).SignIn("council:1122");
        await window.Do(HandIn, Latin("key,title.nb,text.nb\nsak-1,\"'=1+1, æøå\",x\nsak-2,To,\n"));
        await window.Do("await page.getByRole('button', { name: 'Skriv 2 utkast' }).click(); await page.waitForURL(/state=Draft/)");
        const string Fetch = "const answer = await page.request.get(args); return answer.headers()['content-disposition'] + '|' + (await answer.text())";
        var template = await window.Text(Fetch, "/directives/import/template");
        var export = await window.Text(Fetch, "/directives/export");

        Assert.StartsWith("attachment; filename=mal-styringssignaler.csv", template, StringComparison.Ordinal);
        Assert.Matches(@"^attachment; filename=styringssignaler-\d{4}-\d\d-\d\d\.csv", export);
        Assert.Contains("\uFEFFkey,change_class,title.nb,", template, StringComparison.Ordinal);
        Assert.Equal(1, template.Count(c => c == '\n'));
        Assert.Contains("\r\nsak-1,,\"'=1+1, æøå\",", export, StringComparison.Ordinal);
        var again = await window.Text(HandIn, Latin(export[(export.IndexOf('|', StringComparison.Ordinal) + 1)..]));
        Assert.Contains("Alt i fila står allerede slik.", again, StringComparison.Ordinal);
    }

    // The bytes of UTF-8 as the letters that the script makes bytes of.
    private static string Latin(string text) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
