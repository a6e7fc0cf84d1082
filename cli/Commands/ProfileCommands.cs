using System.Collections;
using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Cli.Text;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring profile</c>: what the owners register about an office.</summary>
internal static class ProfileCommands
{
    private static readonly Argument<string> Office = new("office") { Description = "Kontorets nummer, for eksempel 1783" };
    private static readonly Argument<string> Csv = new("file") { Description = "Fil som fra profile export; - er standard inn" };
    private static readonly Option<string?> File = new("--file", "-f")
    {
        Description = "Rader som proto-JSON, også fra profile get --json; - er standard inn",
    };

    private static readonly Option<string?> Rows = new("--rows") { Description = "Radene som proto-JSON, for eksempel {\"staffing\": [...]}" };
    private static readonly Option<string[]> Part = new("--part") { Description = "Del av profilen, for eksempel staffing; uten: de som har rader og ikke undertegnes" };
    private static readonly Option<string?> From = new("--from") { Description = "Første dag i endringen; uten: radene er hele delen, før og etter" };
    private static readonly Option<string?> Source = new("--source") { Description = "Hva radene bygger på" };
    private static readonly Option<string?> Mandate = new("--mandate") { Description = "Delegasjonen eller vedtaket en kommunal underskrift bygger på" };
    private static readonly Option<long?> Revision = new("--revision") { Description = "Kontorets revisjon du har lest; uten: den som gjelder nå" };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "Bare det som gjelder denne dagen (2026-11-12)" };
    private static readonly Option<string?> KnownOn = new("--known-on") { Description = "Bare det registeret mente ved utgangen av denne dagen" };
    private static readonly Option<string?> Scope = new("--scope") { Description = "Bare kontor i dette omfanget" };
    private static readonly Option<string?> To = new("--out", "-o") { Description = "Filen det skrives til; uten: standard ut" };
    private static readonly Option<bool> Validate = new("--validate-only") { Description = "Bare se etter feil" };

    // What follows from agreements is not written here, and nothing is signed that is not named.
    private static readonly string[] OnlyWhenNamed =
        ["agreements", "cost_keys", "cost_items", "delegations", "threshold_proposals", "sources", "joint_plans", "thresholds"];

    public static Command Build() => new("profile", "Kontorprofiler: lese, skrive, historikk, og eksport og import som CSV")
    {
        Run.Command("get", "Vise profilen til et kontor", [Office, Part, AsOf], Get),
        Run.Command("update", "Skrive deler av profilen", [Office, File, Rows, Part, From, Source, Mandate, Revision], Update),
        Run.Command("history", "Vise hva som var sant, og siden når registeret visste det", [Office, Part, AsOf, KnownOn], History),
        Run.Command("export", "Skrive profiler til CSV, en linje for hver rad", [Scope, To], Export),
        Run.Command("import", "Skrive profiler fra CSV: alle rader eller ingen", [Csv, Mandate, Validate], Import),
    };

    private static async Task<int> Get(Run run)
    {
        var response = await Fetch(run, run.Get(AsOf) ?? "");
        if (run.Get(Part) is { Length: > 0 } parts && response.Office?.Profile is { } profile)
        {
            foreach (var field in OfficeProfile.Descriptor.Fields.InDeclarationOrder().Where(field => !parts.Contains(field.Name)))
                field.Accessor.Clear(profile);
        }

        return run.Show(response, text => ProfileText.Write(text, response.Office ?? new Office()));
    }

    private static async Task<int> Update(Run run)
    {
        var json = (run.Get(File), run.Get(Rows)) switch
        {
            ({ } file, null) => await ContentOptions.ReadText(file, run.Session.Cancel),
            (null, { } rows) => rows,
            _ => throw new UsageException("Gi radene med enten --file eller --rows."),
        };
        var profile = ContentOptions.Parse<OfficeProfile>(json, "office", "profile");
        var stated = OfficeProfile.Descriptor.Fields.InDeclarationOrder()
            .Where(field => field.Accessor.GetValue(profile) is ICollection { Count: > 0 }).Select(field => field.Name).Except(OnlyWhenNamed);
        var request = new UpdateOfficeProfileRequest
        {
            RequestId = run.Session.RequestId(),
            OfficeNumber = run.Get(Office),
            Profile = profile,
            UpdateMask = Mask(run.Get(Part) is { Length: > 0 } parts ? parts : stated),
            From = run.Get(From) ?? "",
            Source = run.Get(Source) ?? "",
            Mandate = run.Get(Mandate) ?? "",
            Revision = run.Get(Revision) ?? (await Fetch(run, "")).Office?.Revision ?? 0,
        };
        var response = await run.Session.Write(options => run.Session.Offices.UpdateOfficeProfileAsync(request, options));
        return run.Show(response, text => ProfileText.Write(text, response.Office ?? new Office()));
    }

    private static async Task<int> History(Run run)
    {
        var offices = run.Session.Offices;
        var request = new GetOfficeHistoryRequest
        {
            OfficeNumber = run.Get(Office),
            Parts = Mask(run.Get(Part) ?? []),
            AsOf = run.Get(AsOf) ?? "",
            KnownOn = run.Get(KnownOn) ?? "",
        };
        var response = await run.Session.All(request, (page, options) => offices.GetOfficeHistoryAsync(page, options));
        return run.Show(response, text => ProfileText.History(text, response));
    }

    private static Task<int> Export(Run run)
    {
        var request = new ExportOfficeProfilesRequest { PageSize = 200, Scope = run.Get(Scope) ?? "" };
        return CsvFile.Save(run, run.Get(To), csv => new ExportOfficeProfilesResponse { Csv = csv }, async token =>
        {
            request.PageToken = token;
            var page = await run.Session.Read(options => run.Session.Offices.ExportOfficeProfilesAsync(request, options));
            return (page.Csv, page.NextPageToken);
        });
    }

    private static async Task<int> Import(Run run)
    {
        var request = new ImportOfficeProfilesRequest
        {
            RequestId = run.Session.RequestId(),
            Csv = await ContentOptions.ReadText(run.Get(Csv), run.Session.Cancel),
            Mandate = run.Get(Mandate) ?? "",
            ValidateOnly = run.Get(Validate),
        };
        var response = await run.Session.Write(options => run.Session.Offices.ImportOfficeProfilesAsync(request, options));
        run.Show(response, text => ProfileText.Imported(text, response, request.ValidateOnly));
        return response.Faults.Count == 0 ? Exit.Done : Exit.Refused;
    }

    private static Task<GetOfficeResponse> Fetch(Run run, string asOf)
    {
        var request = new GetOfficeRequest { OfficeNumber = run.Get(Office), AsOf = asOf };
        return run.Session.Read(options => run.Session.Offices.GetOfficeAsync(request, options));
    }

    private static FieldMask Mask(IEnumerable<string> parts) => new() { Paths = { parts } };
}
