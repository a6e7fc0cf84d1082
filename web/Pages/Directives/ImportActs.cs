using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>Files of directives: handed in, looked at, written, and fetched.</summary>
internal static class ImportActs
{
    private const string ByteOrderMark = "\uFEFF";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapDirectiveFiles(this WebApplication app)
    {
        var issuer = app.MapGroup("/directives").RequireAuthorization(new AuthorizeAttribute { Roles = Issuing.Roles });
        issuer.MapPost("/import", HandIn);
        issuer.MapPost("/import/{id}", Write);
        issuer.MapGet("/import/{id}/faults", Commented);
        issuer.MapGet("/import/template", Template);
        issuer.MapGet("/export", Export);
    }

    private static async Task<IResult> HandIn(IFormCollection form, Platform platform, Visitor visitor, Texts texts, Uploads uploads, IHostApplicationLifetime process)
    {
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
            return Again(texts.NoFileChosen);
        if (!file.FileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return Again(texts.FileNotCsv);
        if (file.Length > Uploads.MaxBytes)
            return Again(texts.FileTooLarge);
        if (await Read(file, visitor.Http.RequestAborted) is not { } csv)
            return Again(texts.FileNotUtf8);
        var upload = uploads.Keep(visitor.Self, Path.GetFileName(file.FileName), csv, Import(platform, form, csv, validateOnly: true, process));
        await upload.Soon();
        return Results.LocalRedirect($"/directives/import/{upload.Id}");
    }

    private static async Task<IResult> Write(string id, IFormCollection form, Platform platform, Visitor visitor, Uploads uploads, IHostApplicationLifetime process)
    {
        if (uploads.Find(visitor.Self, id) is not { } upload)
            return Results.LocalRedirect("/directives/import?gone=true");
        if (upload.Newest.IsCompleted)
            upload = uploads.Write(upload, Import(platform, form, upload.Csv, validateOnly: false, process));
        await upload.Soon();
        return Results.LocalRedirect($"/directives/import/{id}");
    }

    private static async Task<IResult> Commented(string id, Visitor visitor, Texts texts, Uploads uploads)
    {
        if (uploads.Find(visitor.Self, id) is not { Newest.IsCompletedSuccessfully: true } upload)
            return Results.LocalRedirect($"/directives/import/{id}");
        var comments = (await upload.Newest).Faults.ToLookup(fault => fault.Row, texts.Comment);
        return Csv(CommentedFile.Of(upload.Csv, comments), texts.CommentedFile(Path.GetFileNameWithoutExtension(upload.Name)));
    }

    // The first line of any export.
    private static async Task<IResult> Template(Platform platform, Texts texts)
    {
        var page = await platform.Steering.ExportDirectivesAsync(new() { PageSize = 1 });
        return Csv(page.Csv[..(page.Csv.IndexOf('\n', StringComparison.Ordinal) + 1)], texts.TemplateFile);
    }

    private static async Task<IResult> Export(Platform platform, Visitor visitor, Texts texts, string? state = null, string? theme = null, string? year = null)
    {
        var (csv, request) = (new StringBuilder(), new ExportDirectivesRequest { PageSize = 200, Filter = Issuing.As(visitor).Filter(state, theme, year) });
        do
        {
            var page = await platform.Steering.ExportDirectivesAsync(request);
            csv.Append(page.Csv);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return Csv(csv.ToString(), $"{texts.ExportFile}-{texts.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv");
    }

    // Goes on when the person leaves the page, and is over when the process ends.
    private static async Task<ImportDirectivesResponse> Import(Platform platform, IFormCollection form, string csv, bool validateOnly, IHostApplicationLifetime process) =>
        await platform.Steering.ImportDirectivesAsync(
            new() { RequestId = form["request_id"], Csv = csv, ValidateOnly = validateOnly }, deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: process.ApplicationStopping);

    private static async Task<string?> Read(IFormFile file, CancellationToken cancel)
    {
        await using var stream = file.OpenReadStream();
        using var reader = new StreamReader(stream, Strict);
        try
        {
            return await reader.ReadToEndAsync(cancel);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // With the mark that spreadsheets know UTF-8 by.
    private static IResult Csv(string text, string name) => Results.File(Encoding.UTF8.GetBytes(ByteOrderMark + text), "text/csv; charset=utf-8", name);

    private static RazorComponentResult<DirectiveImport> Again(string fault) =>
        new(new Dictionary<string, object?> { [nameof(DirectiveImport.Fault)] = fault }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
}
