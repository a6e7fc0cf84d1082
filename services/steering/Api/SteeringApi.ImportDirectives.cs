using Grpc.Core;
using Samstyring.Common;
using Samstyring.Common.Csv;
using Samstyring.Errors.V1;
using Samstyring.Steering.Import;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.ImportDirectivesResponse> ImportDirectives(Pb.ImportDirectivesRequest request, ServerCallContext context)
    {
        var issuer = IssuerOf(Caller.Of(context), null);
        var fields = new Fields();
        fields.RequestId(request.RequestId);
        var file = DirectiveCsv.Read(fields.Required("csv", request.Csv));
        fields.AddRange(file.Faults.Where(fault => fault.Field == "csv"));
        Refuse(fields);
        // What is only looked at is not kept as the answer to its request_id: a preview of a large file would fill the table for nothing.
        return request.ValidateOnly
            ? rpc.Read(
                context, async read => (await Decide(read, issuer, file)).Then(import => Answer(import, written: false, read.Today)), Rpc.ImportLimit)
            : rpc.Write<Pb.ImportDirectivesRequest, Pb.ImportDirectivesResponse>(context, request, request.RequestId, async tx =>
            {
                var decided = await Decide(tx, issuer, file);
                if (!decided.IsRefused && !decided.Value.Fields.Any)
                {
                    await Save(tx, issuer, decided.Value.Rows);
                }

                return decided.Then(import => Answer(import, written: true, tx.Today));
            }, Rpc.ImportLimit);
    }

    private async Task<Outcome<(IReadOnlyList<ImportedDirective> Rows, Fields Fields)>> Decide(ReadContext context, Issuer issuer, DirectiveFile file)
    {
        if (file.Rows.Count > 0 && !await store.TryLockForImport(context, issuer))
        {
            return Refusal.Of(ErrorReason.ImportRunning, ("issuer_org", Node.Write(issuer.Org)));
        }

        var known = await store.LoadByKeys(context, issuer, [.. file.Rows.Select(row => row.Key)]);
        // Lists show the newest first, so the rows stand there as in the file.
        var importer = new Importer(
            issuer, Signer(context.Caller), context.Now, row => new DirectiveId(Guid.CreateVersion7(context.Now.AddMilliseconds(-row))));
        var fields = new Fields();
        return (ImportRules.Decide(file, known, importer, fields), fields);
    }

    // Drafts are nobody else's to see, so there are no events.
    private async Task Save(Tx tx, Issuer issuer, IReadOnlyList<ImportedDirective> rows)
    {
        var created = rows.Where(row => row.Outcome == Pb.ImportOutcome.Created).ToList();
        var changed = rows.Where(row => row.Outcome == Pb.ImportOutcome.Changed).ToList();
        if (created.Count + changed.Count == 0)
        {
            return;
        }

        // The database writes while the digests are reckoned.
        var saved = store.SaveImported(tx, issuer, [.. created.Select(row => (row.Row.Key, row.After!))], [.. changed.Select(row => row.After!)]);
        AuditedAct[] acts =
        [
            .. created.Concat(changed).Select(row => new AuditedAct(
                row.Before is null ? "directive.create" : "directive.update", row.After!.Id.ToString(), row.After.Newest.Revision, Digest(row.Before), Digest(row.After))),
        ];
        await saved;
        await tx.Audit(acts);
    }

    private static Outcome<Pb.ImportDirectivesResponse> Answer(
        (IReadOnlyList<ImportedDirective> Rows, Fields Fields) import, bool written, DateOnly today)
    {
        var response = new Pb.ImportDirectivesResponse { Faults = { RowFaults.Of(import.Fields.Faults).Take(CsvRows.MaxFaults) } };
        response.Rows.AddRange(import.Rows.Select(row => ToProto(row, written && !import.Fields.Any, today)));
        (response.Created, response.Changed, response.Same) = (Count(Pb.ImportOutcome.Created), Count(Pb.ImportOutcome.Changed), Count(Pb.ImportOutcome.Same));
        response.Faulty = Count(Pb.ImportOutcome.Faulty);
        return response;

        int Count(Pb.ImportOutcome outcome) => import.Rows.Count(row => row.Outcome == outcome);
    }

    private static Pb.ImportedRow ToProto(ImportedDirective row, bool written, DateOnly today)
    {
        var draft = row.After?.Draft?.Content;
        var title = (row.After?.Newest.Content ?? row.Row.Content)?.Title;
        var missing = new Fields();
        if (draft is not null)
        {
            PublicationRules.Check(missing, "content", draft, today);
        }

        return new Pb.ImportedRow
        {
            Line = row.Row.Line,
            Key = row.Row.Key,
            DirectiveId = row.Before?.Id.ToString() ?? (written ? row.After?.Id.ToString() : null) ?? "",
            Outcome = row.Outcome,
            Title = title is null ? "" : draft?.OriginalForm == Types.V1.Form.Nn || title.Nb.Length == 0 ? title.Nn : title.Nb,
            MissingForPublication = missing.Faults.Count,
        };
    }
}
