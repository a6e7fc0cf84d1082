using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Samstyring.Steering.V1;

namespace Samstyring.Bench;

/// <summary>Part <c>import</c>: a county's file of directives through the gateway, beside a COPY of the rows it writes.</summary>
internal static class ImportPart
{
    private const int Rows = 10_000;
    private const int Rounds = 5;
    private const string County = "5700";

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        await using var floor = await Floor.Create();
        await using var same = await SameRows.Open();
        var steering = new SteeringService.SteeringServiceClient(platform.Gateway);
        var issuer = await platform.As($"county:{County}");
        var draft = await steering.CreateDirectiveAsync(
            new CreateDirectiveRequest { RequestId = Guid.NewGuid().ToString(), Content = Letters.Complete(Letters.County(0, County)) }, issuer, DateTime.UtcNow.AddSeconds(10));
        var (id, title) = (draft.Directive.DirectiveId, draft.Directive.Content.Title.Nb);
        // A header and the newest directive, whose line the others are made of.
        var sample = await steering.ExportDirectivesAsync(new ExportDirectivesRequest { PageSize = 1 }, issuer, DateTime.UtcNow.AddSeconds(10));
        var (header, line) = (sample.Csv[..(sample.Csv.IndexOf('\n', StringComparison.Ordinal) + 1)], sample.Csv[(sample.Csv.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        var contents = Enumerable.Range(0, Rows).Select(n =>
        {
            var content = draft.Directive.Content.Clone();
            content.Title.Nb = Title(n);
            return content.ToByteArray();
        }).ToList();
        var (timing, drafts) = (new Timing(), new Timing());
        for (var round = -1; round < Rounds; round++)
        {
            var run = Guid.NewGuid();
            var csv = header + string.Concat(Enumerable.Range(0, Rows).Select(n => line.Replace(id, $"{run}-{n}", StringComparison.Ordinal).Replace(title, Title(n), StringComparison.Ordinal)));
            var watch = Stopwatch.StartNew();
            var made = await steering.ImportDirectivesAsync(
                new ImportDirectivesRequest { RequestId = run.ToString(), Csv = csv }, issuer, DateTime.UtcNow.AddSeconds(30));
            var elapsed = watch.Elapsed;
            if (made.Created != Rows)
            {
                throw new InvalidOperationException($"{made.Created} of {Rows} rows were made; first fault: {made.Faults.FirstOrDefault()}");
            }

            var copied = await same.Copy(run.ToString(), Rows);
            var draftsCopied = await floor.Copy(contents);
            if (round >= 0)
            {
                timing.Add((elapsed, copied));
                drafts.Add((elapsed, draftsCopied));
            }
        }

        return new(
            new { rows = Rows, import_ms = timing.Summary, beside_drafts_ms = drafts.Summary },
            string.Create(CultureInfo.InvariantCulture, $"""
            {Rounds} files of {Rows} new rows by turns with the floor, after a warm-up; the drafts stay until `./dev erase`.

            | measure | p50 | p95 | rows/s | floor in the same run, p50 / p95 | share of the floor's rate | target |
            |---|---|---|---|---|---|---|
            | a file of {Rows} directives read, judged row by row and written as drafts, with keys and audit | {timing.At(0.5):0} ms | {timing.At(0.95):0} ms | {Rows / timing.At(0.5) * 1000:0} | {timing.FloorAt(0.5):0} / {timing.FloorAt(0.95):0} ms | {timing.FloorAt(0.5) / timing.At(0.5):0.00} | 0.15; 5 s |

            The floor is a COPY of the same {4 * Rows} rows (directives, keys, drafts, audit) into tables with the same indexes, committed. The drafts alone, into a table
            with nothing but their primary key, took {drafts.FloorAt(0.5):0} / {drafts.FloorAt(0.95):0} ms, {drafts.FloorAt(0.5) / drafts.At(0.5):0.00}.
            """));
    }

    private static string Title(int n) => string.Create(CultureInfo.InvariantCulture, $"Importert måling {n}");
}
