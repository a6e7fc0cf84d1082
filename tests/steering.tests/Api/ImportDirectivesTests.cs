using System.Diagnostics;
using System.Text;
using Grpc.Core;
using Npgsql;
using Samstyring.Common.Csv;
using Samstyring.Steering.Import;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;
using Directive = Samstyring.Steering.V1.Directive;

namespace Samstyring.Steering.Tests.Api;

public sealed class ImportDirectivesTests(SteeringHost host, ITestOutputHelper output) : IClassFixture<SteeringHost>
{
    private const string Short = "key,change_class,title.nb,theme";

    [Fact]
    public async Task Import_NewRows_AreDraftsInTheOrderOfTheFile()
    {
        var (a, b) = (Key(), Key());
        var imported = await Import($"{Short}\n{a},,Første,FOLLOW_UP\n{b},,\"Andre, med komma\",\n");
        Assert.Equal((2, 0, 0, 0, 0), Counts(imported));
        Assert.Equal([(2, a, ImportOutcome.Created, "Første"), (3, b, ImportOutcome.Created, "Andre, med komma")], imported.Rows.Select(row => (row.Line, row.Key, row.Outcome, row.Title)));
        Assert.All(imported.Rows, row => Assert.True(row.MissingForPublication > 5));
        var first = await Seen(imported.Rows[0]);
        Assert.Equal((1, DirectiveState.Draft, "Første", "FOLLOW_UP"), (first.Revision, first.State, first.Content.Title.Nb, first.Content.Theme));
        var listed = (await host.Trondelag.ListDirectivesAsync(new ListDirectivesRequest())).Directives.Select(directive => directive.DirectiveId).ToList();
        Assert.Equal(listed.IndexOf(imported.Rows[0].DirectiveId) + 1, listed.IndexOf(imported.Rows[1].DirectiveId));
        Assert.Equal(0, await host.Service.Scalar<long>($"select count(*) from outbox where subject = '{first.DirectiveId}'"));
    }

    [Fact]
    public async Task Import_CompleteRow_CanBePublished()
    {
        var imported = await Import(DirectiveCsv.Header + Line(Key(), Contents.Of(Issuers.Trondelag, "COUNTY(5700)")));
        Assert.Equal(0, Assert.Single(imported.Rows).MissingForPublication);
        var draft = await Seen(imported.Rows[0]);
        Assert.Equal(Contents.Of(Issuers.Trondelag, "COUNTY(5700)"), draft.Content);
        var published = await host.Trondelag.PublishDirectiveAsync(
            new PublishDirectiveRequest { RequestId = SteeringHost.NewId(), DirectiveId = draft.DirectiveId, Etag = draft.Etag });
        Assert.Equal(DirectiveState.Published, published.Directive.State);
    }

    [Fact]
    public async Task Import_Repeated_NoSecondEffect()
    {
        var csv = $"{Short}\n{Key()},,Tittel,FOLLOW_UP\n";
        var request = new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = csv };
        var first = await host.Trondelag.ImportDirectivesAsync(request);
        var rows = await Rows();
        Assert.Equal(first, await host.Trondelag.ImportDirectivesAsync(request));
        var again = await Import(csv);
        Assert.Equal((0, 0, 1, 0, 0), Counts(again));
        Assert.Equal((first.Rows[0].DirectiveId, ImportOutcome.Same), (again.Rows[0].DirectiveId, again.Rows[0].Outcome));
        Assert.Equal(rows, await Rows());
        var reused = await RefusedCall.Of(() => host.Trondelag.ImportDirectivesAsync(new ImportDirectivesRequest(request) { Csv = csv + "x,,,\n" }).ResponseAsync);
        Assert.Equal("REQUEST_ID_REUSED", reused.Reason);
    }

    [Fact]
    public async Task Import_KnownKeyWithOtherContent_ReplacesTheDraftAndKeepsWhatTheFileDoesNotSay()
    {
        var key = Key();
        var before = await Seen((await Import($"{Short}\n{key},,Tittel,FOLLOW_UP\n")).Rows[0]);
        var changed = await Import($"key,title.nb\n{key},Ny tittel\n");
        Assert.Equal((0, 1, 0, 0, 0), Counts(changed));
        var after = await Seen(changed.Rows[0]);
        Assert.Equal((before.DirectiveId, 1, "Ny tittel", "FOLLOW_UP"), (after.DirectiveId, after.Revision, after.Content.Title.Nb, after.Content.Theme));
        Assert.NotEqual(before.Etag, after.Etag);
        Assert.Equal("", (await Seen((await Import($"key,theme\n{key},\n")).Rows[0])).Content.Theme);
    }

    [Fact]
    public async Task Import_KnownKeyOfAPublished_BeginsTheNextRevisionAndAsksForTheClassOfTheChange()
    {
        var (published, key) = await PublishedByFile();
        var without = await Import($"{Short}\n{key},,Ny tittel,FOLLOW_UP.YOUTH\n");
        Assert.Equal(["2 change_class FIELD_REQUIRED"], Faults(without));
        var changed = await Import($"{Short}\n{key},MATERIAL,Ny tittel,FOLLOW_UP.YOUTH\n");
        Assert.Equal((0, 1, 0, 0, 0), Counts(changed));
        var draft = await Seen(changed.Rows[0]);
        Assert.Equal((published.DirectiveId, 2, DirectiveState.Draft, ChangeClass.Material, "Ny tittel"),
            (draft.DirectiveId, draft.Revision, draft.State, draft.ChangeClass, draft.Content.Title.Nb));
        Assert.Equal(published.Content.Text, draft.Content.Text);
        Assert.Equal((0, 0, 1, 0, 0), Counts(await Import($"{Short}\n{key},MATERIAL,Ny tittel,FOLLOW_UP.YOUTH\n")));
        Assert.Equal((0, 1, 0, 0, 0), Counts(await Import($"{Short}\n{key},EDITORIAL,Ny tittel,FOLLOW_UP.YOUTH\n")));
        // Others go on reading what was published.
        Assert.Equal(published.Content.Title, (await host.Seen(host.Stjordal, published)).Content.Title);
    }

    [Fact]
    public async Task Import_KeyOfAWithdrawn_IsAFaultOfItsRow()
    {
        var (published, key) = await PublishedByFile();
        await host.Withdrawn(host.Trondelag, published);
        Assert.Equal(["2 key WRONG_STATE"], Faults(await Import($"key,title.nb\n{key},Ny\n")));
    }

    [Fact]
    public async Task Import_NewRowWithAClassOfChange_IsAFault() =>
        Assert.Equal(["2 change_class FIELD_NOT_ALLOWED"], Faults(await Import($"{Short}\n{Key()},MATERIAL,Ny,\n")));

    [Fact]
    public async Task Import_FaultsOfManyRows_AreAllNamedAndNothingIsWritten()
    {
        var (key, known) = (Key(), Key());
        await Import($"{Short}\n{known},,Tittel,\n");
        var before = await Rows();
        var imported = await Import($"""
            key,title.nb,modality,nok,target.lo,target.hi,derived_from,line,issuer_org.kind,issuer_org.number,theme
            {Key()},God,MUST,,,,,,,,
            {key},,WILL,mange,,,,,,,
            {key},Samme nøkkel,,,,,,,,,
            ,Uten nøkkel,,,,,,,,,
            {Key()},,,,9,1,:,,,,
            {Key()},,,,,,,MUNICIPAL,,,
            {Key()},,,,,,,,COUNTY,0200,
            {Key()},"To
            linjer",,,,,,,,,to ord
            {known},Endret,,,,,,,,,
            """);
        Assert.Equal(
            [
                "3 modality ENUM_UNKNOWN", "3 nok FIELD_MALFORMED", "4 key ENTRY_REPEATED", "5 key FIELD_REQUIRED", "6 derived_from[0].source_id FIELD_REQUIRED",
                "6 target INTERVAL_REVERSED", "7 line FOREIGN_ORGANISATION", "8 issuer_org FOREIGN_ORGANISATION", "9 theme FIELD_MALFORMED", "9 title.nb TEXT_FORBIDDEN_CHARACTER",
            ],
            Faults(imported));
        Assert.Equal((1, 1, 0, 7, 10), Counts(imported));
        Assert.All(imported.Faults, fault => Assert.True(fault.Text.Nb.Length > 0 && fault.Text.Nn.Length > 0));
        Assert.Equal(("mange", "WILL"), (imported.Faults.First(fault => fault.Field == "nok").Value, imported.Faults.First(fault => fault.Field == "modality").Value));
        Assert.Equal(("", ImportOutcome.Created), (imported.Rows[0].DirectiveId, imported.Rows[0].Outcome));
        Assert.Equal(before, await Rows());
    }

    [Fact]
    public async Task Import_ValidateOnly_SaysWhatItWouldDoAndKeepsNothing()
    {
        var before = await host.Rows();
        var request = new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = $"{Short}\n{Key()},,Tittel,\n", ValidateOnly = true };
        var response = await host.Trondelag.ImportDirectivesAsync(request);
        Assert.Equal((1, 0, 0, 0, 0), Counts(response));
        Assert.Equal("", response.Rows[0].DirectiveId);
        Assert.Equal(before, await host.Rows());
        Assert.Equal((1, 0, 0, 0, 0), Counts(await host.Trondelag.ImportDirectivesAsync(new ImportDirectivesRequest(request) { ValidateOnly = false })));
    }

    [Fact]
    public async Task Import_KeyOfAnotherIssuer_IsANewDirectiveOfTheOwn()
    {
        var key = Key();
        var own = await Import($"{Short}\n{key},,Vår,\n");
        var other = await host.OstViken.ImportDirectivesAsync(new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = $"{Short}\n{key},,Deres,\n" });
        Assert.Equal((1, 0, 0, 0, 0), Counts(other));
        Assert.NotEqual(own.Rows[0].DirectiveId, other.Rows[0].DirectiveId);
        // Nor does the id of what another has issued reach it.
        var byId = await host.OstViken.ImportDirectivesAsync(new ImportDirectivesRequest
        {
            RequestId = SteeringHost.NewId(),
            Csv = $"{Short}\n{own.Rows[0].DirectiveId},,Kapret,\n",
        });
        Assert.Equal(ImportOutcome.Created, byId.Rows[0].Outcome);
        Assert.Equal("Vår", (await Seen(own.Rows[0])).Content.Title.Nb);
    }

    [Fact]
    public async Task Import_OfADirectiveThatHasNoKey_KnowsItByItsId()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        var changed = await Import($"key,title.nb\n{draft.DirectiveId},Ny\n");
        Assert.Equal((0, 1, 0, 0, 0), Counts(changed));
        Assert.Equal((draft.DirectiveId, "Ny"), (changed.Rows[0].DirectiveId, (await host.Seen(host.Trondelag, draft)).Content.Title.Nb));
        var key = Key();
        var named = await Import($"key,title.nb\n{key},Med nøkkel\n");
        Assert.Equal(["3 key ENTRY_REPEATED"], Faults(await Import($"key,title.nb\n{key},En\n{named.Rows[0].DirectiveId},To\n")));
    }

    [Fact]
    public async Task Import_OfAnAssessment_IsSignedByTheOneWhoImportsAndOnce()
    {
        var content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)");
        content.ConsequenceAssessment = Assessments.NoConsequence();
        content.ConsequenceAssessment.SignedBy = "en annen";
        var csv = DirectiveCsv.Header + Line(Key(), content);
        var made = await Seen((await Import(csv)).Rows[0]);
        Assert.NotEqual("en annen", made.Content.ConsequenceAssessment.SignedBy);
        Assert.NotNull(made.Content.ConsequenceAssessment.SignedAt);
        host.Service.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0, 1, 0, 0), Counts(await Import(csv)));
    }

    [Fact]
    public async Task Import_HostileTexts_AreKeptAsTheyAre()
    {
        string[] texts = ["=HYPERLINK(\"http://x\")", "'; drop table directive; --", "<script>alert(1)</script>", "\"sitat\", komma; semikolon\r\nlinje", "  mellomrom  ", "Ærlig 𝒳 ñ"];
        var key = Key();
        var csv = CsvRows.Line(["key", "text.nb", "requires_system"]) + string.Concat(texts.Select((text, i) => CsvRows.Line([$"{key}{i}", text, ""])));
        var imported = await Import(csv);
        Assert.Equal((texts.Length, 0, 0, 0, 0), Counts(imported));
        foreach (var (text, row) in texts.Zip(imported.Rows))
        {
            Assert.Equal(text, (await Seen(row)).Content.Text.Nb);
        }

        Assert.Equal((0, 0, texts.Length, 0, 0), Counts(await Import(csv)));
        Assert.Equal(["2 key TEXT_FORBIDDEN_CHARACTER", "2 key TEXT_FORBIDDEN_CHARACTER"], [.. Faults(await Import("key\n\u202Ekey\n")), .. Faults(await Import("key\na\u0007b\n"))]);
        Assert.Equal("TEXT_FORBIDDEN_CHARACTER", (await RefusedCall.Of(() => Import("key\na\0\n"))).Fields["csv"]);
    }

    [Fact]
    public async Task Import_NoFileOrTooManyRows_IsRefused()
    {
        Assert.Equal("FIELD_REQUIRED", (await RefusedCall.Of(() => Import(""))).Fields["csv"]);
        var csv = $"key\n{string.Concat(Enumerable.Range(0, 10_001).Select(n => $"k{n}\n"))}";
        var refused = await RefusedCall.Of(() => Import(csv));
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_TOO_LONG", "10000"), (refused.Code, refused.Fields["csv"], refused.Metadata["csv.limit"]));
    }

    [Fact]
    public async Task Import_ByASystemWithoutAnOrganisation_IsForeign()
    {
        var request = new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = "key\na\n" };
        Assert.Equal("FOREIGN_ORGANISATION", (await RefusedCall.Of(() => host.As("system").ImportDirectivesAsync(request).ResponseAsync)).Reason);
    }

    [Fact]
    public async Task Import_WhileAnotherOfTheOrganisationGoesOn_IsRefused()
    {
        var key = Key();
        var id = (await Import($"{Short}\n{key},,Tittel,\n")).Rows[0].DirectiveId;
        await using var database = NpgsqlDataSource.Create(host.Service.Database.Owner);
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var holds = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var held = new NpgsqlCommand($"select from directive where directive_id = '{id}' for update", connection))
        {
            await held.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var first = Import($"{Short}\n{key},,Ny tittel,\n");
        // It waits for the row, holding the organisation's lock.
        const string holding =
            "select count(*) from pg_locks where locktype = 'advisory' and (classid::bigint << 32 | objid::bigint) = hashtextextended('directive.import|COUNTY:5700', 0)";
        await Eventually.Is(() => host.Service.Scalar<long>(holding), count => count == 1);
        // What comes meanwhile is refused, also if it would only look.
        foreach (var looks in new[] { true, false })
        {
            var second = await RefusedCall.Of(() => host.Trondelag.ImportDirectivesAsync(
                new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = $"{Short}\n{Key()},,Samtidig,\n", ValidateOnly = looks }).ResponseAsync);
            Assert.Equal((StatusCode.ResourceExhausted, "IMPORT_RUNNING", "COUNTY:5700"), (second.Code, second.Reason, second.Metadata["issuer_org"]));
        }

        // Others import meanwhile.
        Assert.Equal(1, (await host.OstViken.ImportDirectivesAsync(new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = $"key\n{Key()}\n" })).Created);
        await holds.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 1, 0, 0, 0), Counts(await first));
    }

    [Fact]
    public async Task Import_Rows_AreAuditedEachAsTheActItIs()
    {
        var key = Key();
        var made = await Import($"{Short}\n{key},,Tittel,\n");
        await Import($"{Short}\n{key},,Ny tittel,\n");
        var id = made.Rows[0].DirectiveId;
        var trail = await host.Service.Scalar<string>(
            $"select string_agg(act || ' ' || revision || ' ' || (digest_before = '') || ' ' || actor, ', ' order by id) from audit where object = '{id}'");
        var actor = await host.Service.Scalar<string>($"select actor from audit where object = '{id}' limit 1");
        Assert.Equal($"directive.create 1 true {actor}, directive.update 1 false {actor}", trail);
        Assert.Equal(1, await host.Service.Scalar<long>($"select count(distinct d) from (select digest_after d from audit where object = '{id}' and act = 'directive.create' union all select digest_before from audit where object = '{id}' and act = 'directive.update') x"));
    }

    [Fact]
    public async Task Export_ImportedAgain_IsAllTheSame()
    {
        var council = host.As("council", "5501");
        var issuer = Issuers.Council("5501");
        var rich = Contents.Of(issuer, "MUNICIPALITY(5501)");
        rich.ConsequenceAssessment = Assessments.NoConsequence();
        rich.ReadAccess = new OrgAccess();
        rich.Offer = new Offer();
        rich.Text.Nb = "=1+1 \"x\"\nlinje";
        rich.Reporting.Add(new Reporting { Concept = "Kø: ventetid", Period = new Types.V1.Period { From = "2027-01-01" }, Frequency = "P1M" });
        var plain = await host.Draft(council, rich);
        var imported = await council.ImportDirectivesAsync(new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = $"{Short}\nsak-1,,Tittel,\n" });
        var (csv, token, pages) = (new StringBuilder(), "", 0);
        do
        {
            var page = await council.ExportDirectivesAsync(new ExportDirectivesRequest { PageSize = 1, PageToken = token });
            csv.Append(page.Csv);
            (token, pages) = (page.NextPageToken, pages + 1);
        }
        while (token.Length > 0);

        Assert.Equal(2, pages);
        Assert.StartsWith($"{DirectiveCsv.Header}sak-1,", csv.ToString(), StringComparison.Ordinal);
        Assert.Contains($"\r\n{plain.DirectiveId},", csv.ToString(), StringComparison.Ordinal);
        Assert.Contains("'=1+1", csv.ToString(), StringComparison.Ordinal);
        var again = await council.ImportDirectivesAsync(new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = csv.ToString() });
        Assert.Equal((0, 0, 2, 0, 0), Counts(again));
        Assert.Equal([imported.Rows[0].DirectiveId, plain.DirectiveId], again.Rows.Select(row => row.DirectiveId));
        Assert.Equal(csv.ToString(), (await council.ExportDirectivesAsync(new ExportDirectivesRequest())).Csv);
    }

    [Fact]
    public async Task Export_OfAPublishedAndAWithdrawn_HoldsTheOneThatStands()
    {
        var (standing, key) = await PublishedByFile();
        var (gone, other) = await PublishedByFile();
        await host.Withdrawn(host.Trondelag, gone);
        var csv = await All(new DirectiveFilter());
        Assert.Contains($"\r\n{key},,", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(other, csv, StringComparison.Ordinal);
        Assert.Contains(other, await All(new DirectiveFilter { State = DirectiveState.Withdrawn }), StringComparison.Ordinal);
        Assert.DoesNotContain(key, await All(new DirectiveFilter { Theme = "WORKING_CONDITIONS" }), StringComparison.Ordinal);
        Assert.Equal(DirectiveCsv.Header, await All(new DirectiveFilter { IssuerOrg = Issuers.OstViken.Org }));
        Assert.Equal(standing.DirectiveId, Assert.Single((await Import(DirectiveCsv.Header + csv.Split("\r\n").Single(line => line.StartsWith(key, StringComparison.Ordinal)) + "\r\n")).Rows).DirectiveId);

        async Task<string> All(DirectiveFilter filter) => (await host.Trondelag.ExportDirectivesAsync(new ExportDirectivesRequest { PageSize = 200, Filter = filter })).Csv;
    }

    [Fact]
    public async Task Import_TenThousandRows_IsDoneInTimeAndTheSecondTimeNothing()
    {
        var council = host.As("council", "4601");
        var issuer = Issuers.Council("4601");
        var content = Contents.Of(issuer, "MUNICIPALITY(4601)");
        var csv = new StringBuilder(DirectiveCsv.Header);
        for (var n = 0; n < DirectiveCsv.MaxRows; n++)
        {
            content.ClauseRef = $"3.{n}";
            csv.Append(Line($"sak-{n}", content));
        }

        var request = new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = csv.ToString() };
        Assert.True(request.CalculateSize() < Steering.Api.MessageSizes.MaxImportBytes);
        var watch = Stopwatch.StartNew();
        var made = await council.ImportDirectivesAsync(request, deadline: DateTime.UtcNow.AddSeconds(30));
        var took = watch.Elapsed;
        Assert.Equal((10_000, 0, 0, 0, 0), Counts(made));
        watch.Restart();
        Assert.Equal((0, 0, 10_000, 0, 0), Counts(await council.ImportDirectivesAsync(
            new ImportDirectivesRequest(request) { RequestId = SteeringHost.NewId() }, deadline: DateTime.UtcNow.AddSeconds(30))));
        output.WriteLine($"{request.CalculateSize()} bytes: written in {took}, the same again in {watch.Elapsed}");
        Assert.Equal(10_000, await host.Service.Scalar<long>("select count(*) from audit where act = 'directive.create' and unit = '4601'"));
    }

    private async Task<(Directive Published, string Key)> PublishedByFile()
    {
        var key = Key();
        var draft = await Seen((await Import(DirectiveCsv.Header + Line(key, Contents.Of(Issuers.Trondelag, "COUNTY(5700)")))).Rows[0]);
        var published = await host.Trondelag.PublishDirectiveAsync(
            new PublishDirectiveRequest { RequestId = SteeringHost.NewId(), DirectiveId = draft.DirectiveId, Etag = draft.Etag });
        return (published.Directive, key);
    }

    private async Task<ImportDirectivesResponse> Import(string csv) =>
        await host.Trondelag.ImportDirectivesAsync(new ImportDirectivesRequest { RequestId = SteeringHost.NewId(), Csv = csv });

    private Task<Directive> Seen(ImportedRow row) => host.Seen(host.Trondelag, new Directive { DirectiveId = row.DirectiveId });

    // What an import may write, apart from its answer.
    private Task<long> Rows() => host.Service.Scalar<long>(
        "select (select sum(edition) from directive) + (select count(*) from directive_draft) + (select count(*) from directive_key) + (select count(*) from audit where act like 'directive.%')");

    private static string Line(string key, DirectiveContent content) => DirectiveCsv.Line(key, new Shown(
        new DirectiveId(Guid.NewGuid()), Issuers.Trondelag.Node, "", 1, DirectiveState.Draft, ChangeClass.Unspecified, content, Contents.Now, null, null, []));

    private static (int Created, int Changed, int Same, int Faulty, int Faults) Counts(ImportDirectivesResponse import) =>
        (import.Created, import.Changed, import.Same, import.Faulty, import.Faults.Count);

    private static IEnumerable<string> Faults(ImportDirectivesResponse import) =>
        import.Faults.Select(fault => $"{fault.Row} {fault.Field} {fault.Reason}").Order(StringComparer.Ordinal);

    private static string Key() => $"sak-{Guid.NewGuid():N}";
}
