using Samstyring.Common;
using Samstyring.Common.Csv;
using Samstyring.Errors.V1;
using Samstyring.Steering.Import;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>What a file of directives would do: row by row what creating or updating that directive would be, decided by the same rules.</summary>
public static class ImportRules
{
    /// <summary>Decides every row, and adds all faults.</summary>
    /// <param name="file">The file as read; its own faults are among those added.</param>
    /// <param name="known">Directives of the issuer by the keys of the file, locked.</param>
    /// <param name="importer">Who imports, and when.</param>
    /// <param name="fields">Takes the faults, none so far; their paths begin with <c>rows[line]</c>.</param>
    /// <returns>A decision for each row, in the order of the file; beyond <see cref="CsvRows.MaxFaults"/> none is looked at.</returns>
    public static IReadOnlyList<ImportedDirective> Decide(
        DirectiveFile file, IReadOnlyDictionary<string, Directive> known, Importer importer, Fields fields)
    {
        fields.AddRange(file.Faults);
        var (decided, seen, keys) = (new List<ImportedDirective>(file.Rows.Count), new HashSet<DirectiveId>(), new HashSet<string>());
        foreach (var row in file.Rows)
        {
            if (fields.Faults.Count >= CsvRows.MaxFaults)
            {
                break;
            }

            var (before, isNew) = (known.GetValueOrDefault(row.Key), keys.Add(row.Key));
            if (row.Content is null)
            {
                decided.Add(new ImportedDirective(row, before, null));
                continue;
            }

            if (!isNew || (before is not null && !seen.Add(before.Id)))
            {
                fields.Add($"rows[{row.Line}].key", ErrorReason.EntryRepeated, row.Key);
                decided.Add(new ImportedDirective(row, before, null));
                continue;
            }

            decided.Add(Decide(row, row.Content, file.Columns, before, importer, importer.IdOf(decided.Count), fields));
        }

        return decided;
    }

    private static ImportedDirective Decide(
        DirectiveRow row, Pb.DirectiveContent said, IReadOnlyList<ContentColumn> columns, Directive? before, Importer importer, DirectiveId id, Fields fields)
    {
        var (at, found) = ($"rows[{row.Line}]", fields.Faults.Count);
        var content = Merge(said, columns, before);
        ContentRules.Check(fields, at, content);
        if (importer.Issuer.Refuse(content) is { } foreign)
        {
            AddTo(fields, at, row, foreign);
        }

        if (fields.Faults.Count > found)
        {
            return new ImportedDirective(row, before, null);
        }

        var signed = AssessmentRules.Sign(KeepSignature(content, before), before?.Newest.Content, importer.Signer, importer.Now);
        var after = before is null ? Create(id, row, importer, signed) : Update(before, row, signed, importer.Now);
        if (after.IsRefused)
        {
            AddTo(fields, at, row, after.Refusal);
        }

        return new ImportedDirective(row, before, after.IsRefused ? null : after.Value);
    }

    private static Outcome<Directive> Create(DirectiveId id, DirectiveRow row, Importer importer, Pb.DirectiveContent content)
    {
        var fields = new Fields();
        DirectiveRules.CheckChangeClass(fields, 1, row.Change);
        return fields.Any ? fields.ToRefusal() : DirectiveRules.Create(id, importer.Issuer, content, importer.Now);
    }

    // The directive itself when the row says what is there.
    private static Outcome<Directive> Update(Directive before, DirectiveRow row, Pb.DirectiveContent content, DateTimeOffset now)
    {
        if (before.State == Pb.DirectiveState.Withdrawn)
        {
            return DirectiveRules.WrongState(before.State);
        }

        var (shown, given) = (before.Newest, row.Change == Pb.ChangeClass.Unspecified);
        var hasSameClass = before.Draft is null || given || row.Change == shown.ChangeClass;
        var written = ContentColumn.Prune(shown.Content);
        if (hasSameClass && ContentRules.Store(content).Equals(written))
        {
            return before;
        }

        // What the platform writes into a draft itself is not the row's to change.
        var updated = DirectiveRules.Update(before, content, given ? before.Draft?.ChangeClass ?? row.Change : row.Change, now);
        return !updated.IsRefused && hasSameClass && before.Draft is not null && ContentColumn.Prune(updated.Value.Draft!.Content).Equals(written) ? before : updated;
    }

    private static Pb.DirectiveContent Merge(Pb.DirectiveContent said, IReadOnlyList<ContentColumn> columns, Directive? before)
    {
        if (before is null)
        {
            return ContentColumn.Prune(said);
        }

        var content = before.Newest.Content.Clone();
        foreach (var column in columns)
        {
            column.Copy(said, content);
        }

        return ContentColumn.Prune(content);
    }

    // A row that says the same of the consequences, and has them signed, does not have them signed anew each time the file is read.
    private static Pb.DirectiveContent KeepSignature(Pb.DirectiveContent content, Directive? before)
    {
        var (row, kept) = (content.ConsequenceAssessment, before?.Newest.Content.ConsequenceAssessment);
        if (row is not { SignedBy.Length: > 0 } || kept is not { SignedBy.Length: > 0 })
        {
            return content;
        }

        var same = row.Clone();
        (same.SignedBy, same.SignedAt) = (kept.SignedBy, kept.SignedAt);
        if (!ContentShape.Normalise(same).Equals(kept))
        {
            return content;
        }

        var signed = content.Clone();
        signed.ConsequenceAssessment = kept;
        return signed;
    }

    private static void AddTo(Fields fields, string at, DirectiveRow row, Refusal refusal)
    {
        fields.AddRange(refusal.Faults.Select(fault => fault with { Field = $"{at}.{fault.Field}" }));
        if (refusal.Faults.Count == 0)
        {
            var (key, value) = refusal.Metadata.TryGetValue("field", out var field) ? (field["content.".Length..], refusal.Metadata["issuer_org"]) : ("key", row.Key);
            fields.Add($"{at}.{key}", refusal.Reason, value, [.. refusal.Metadata.Select(detail => (detail.Key, detail.Value))]);
        }
    }
}

/// <summary>Who imports.</summary>
/// <param name="Issuer">As whom.</param>
/// <param name="Signer">Opaque id of the person; null for a system, which signs nothing.</param>
/// <param name="Now">The time.</param>
/// <param name="IdOf">A new id for the n-th row.</param>
public sealed record Importer(Issuer Issuer, string? Signer, DateTimeOffset Now, Func<int, DirectiveId> IdOf);

/// <summary>What a row of a file does.</summary>
/// <param name="Row">The row.</param>
/// <param name="Before">The directive it is about; null for a new one.</param>
/// <param name="After">The directive as it becomes, the same as before where nothing changes; null when the row has a fault.</param>
public sealed record ImportedDirective(DirectiveRow Row, Directive? Before, Directive? After)
{
    /// <summary>In a word.</summary>
    public Pb.ImportOutcome Outcome =>
        After is null ? Pb.ImportOutcome.Faulty
        : Before is null ? Pb.ImportOutcome.Created
        : ReferenceEquals(Before, After) ? Pb.ImportOutcome.Same
        : Pb.ImportOutcome.Changed;
}
