using Dapper;
using Samstyring.Common;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Store;

/// <summary>Directives in PostgreSQL: loads one for a change under its row lock, and writes what a decision changed.</summary>
public sealed partial class DirectiveStore
{
    /// <summary>
    /// The directive for a change; null when there is none. Its row stays locked until the transaction ends, so of two changes at once the second sees
    /// what the first did.
    /// </summary>
    public async Task<Directive?> Load(Tx tx, DirectiveId id) => (await LoadAll(tx, [id.Value], locked: true, withReach: true)).SingleOrDefault();

    // Without its reach and its readers a published revision is what it says: enough to write the next one.
    private static async Task<IReadOnlyList<Directive>> LoadAll(ReadContext context, Guid[] ids, bool locked, bool withReach)
    {
        const string heads =
            """
            select directive_id, issuer, edition, version, published_revision, withdrawn_at, withdrawal_reason, withdrawn_everywhere, withdrawn_at_offices
            from directive where directive_id = any(@ids) order by directive_id
            """;
        const string parts =
            $$"""
            ;
            select directive_id, revision, change_class, content, created_at from directive_draft where directive_id = any(@ids);
            select r.directive_id, r.revision, r.change_class, r.content, r.created_at, r.published_at,
                   case when @withReach then r.reach_offices else '{}' end as reach_offices,
                   case when @withReach then r.reach_counties else '{}' end as reach_counties,
                   case when @withReach then r.reach_municipalities else '{}' end as reach_municipalities,
                   case when @withReach then r.addressed_to else '{}' end as addressed_to,
                   case when @withReach then r.readers else '{}' end as readers
            from directive_revision r join directive d on d.directive_id = r.directive_id and d.published_revision = r.revision
            where r.directive_id = any(@ids);
            select p.directive_id, p.node, p.received_at, p.relayed_at, p.receipt
            from directive_passage p join directive d on d.directive_id = p.directive_id and d.published_revision = p.revision
            where p.directive_id = any(@ids) order by p.position;
            select {{ConsultationColumns}} from consultation c where c.directive_id = any(@ids) order by c.consultation_id;
            select p.consultation_id, p.org_kind, p.org_number
            from consultation_partner p join consultation c on c.consultation_id = p.consultation_id where c.directive_id = any(@ids) order by p.position;
            select a.consultation_id, a.org_kind, a.org_number, a.says, a.reason, a.answered_at, a.answered_by, a.text_digest
            from consultation_answer a join consultation c on c.consultation_id = a.consultation_id where c.directive_id = any(@ids) order by a.position
            """;
        var sql = $"{heads}{(locked ? " for update" : "")}{parts}";
        await using var rows = await context.Connection.QueryMultipleAsync(new CommandDefinition(sql, new { ids, withReach }, cancellationToken: context.Cancel));
        var directives = (await rows.ReadAsync<HeadRow>()).ToList();
        var drafts = (await rows.ReadAsync<DraftRow>()).ToDictionary(draft => draft.DirectiveId);
        var revisions = (await rows.ReadAsync<RevisionRow>()).ToDictionary(revision => revision.DirectiveId);
        var passages = (await rows.ReadAsync<PassageRow>()).ToLookup(passage => passage.DirectiveId);
        var consultations = (await ReadConsultations(rows)).ToLookup(consultation => consultation.Directive.Value);
        return
        [
            .. directives.Select(head => head.ToDirective(
                drafts.GetValueOrDefault(head.DirectiveId)?.ToDraft(),
                revisions.GetValueOrDefault(head.DirectiveId)?.ToPublication(passages[head.DirectiveId])) with
            {
                Consultations = [.. consultations[head.DirectiveId]],
            }),
        ];
    }

    /// <summary>Writes a new directive.</summary>
    public async Task Insert(Tx tx, Directive made)
    {
        const string sql = "insert into directive (directive_id, issuer, edition, version) values (@id, @issuer, 1, 0)";
        await tx.Connection.ExecuteAsync(Command(tx, sql, new { id = made.Id.Value, issuer = made.Issuer.Text }));
        await Save(tx, made with { Edition = 1, Version = 0, Draft = null, Published = null }, made);
    }

    /// <summary>Writes what differs between two states of a directive that <see cref="Load"/> has locked.</summary>
    public async Task Save(Tx tx, Directive before, Directive after)
    {
        if (after.Published is { } published && published.Revision != before.Published?.Revision)
        {
            await InsertRevision(tx, after.Id, published);
        }

        await InsertReceipts(tx, before, after);
        if (after.Draft != before.Draft)
        {
            await SaveDrafts(tx, [after]);
        }

        await SaveConsultations(tx, before, after);

        const string sql =
            """
            update directive set edition = @edition, version = @version, published_revision = @revision, withdrawn_at = @withdrawnAt,
              withdrawal_reason = @reason, withdrawn_everywhere = @everywhere, withdrawn_at_offices = @offices
            where directive_id = @id
            """;
        await tx.Connection.ExecuteAsync(Command(tx, sql, new
        {
            id = after.Id.Value,
            edition = after.Edition,
            version = after.Version,
            revision = after.Published?.Revision,
            withdrawnAt = after.Withdrawal?.At,
            reason = after.Withdrawal?.Reason,
            everywhere = after.Withdrawal?.Everywhere ?? false,
            offices = (string[])[.. after.Withdrawal?.Offices ?? []],
        }));
    }

    // The draft of each, or none.
    private static async Task SaveDrafts(Tx tx, IReadOnlyList<Directive> directives)
    {
        const string delete = "delete from directive_draft where directive_id = any(@ids)";
        await tx.Connection.ExecuteAsync(Command(tx, delete, new { ids = Ids(directives) }));
        Directive[] written = [.. directives.Where(directive => directive.Draft is not null)];
        if (written.Length == 0)
        {
            return;
        }

        const string insert =
            """
            insert into directive_draft (directive_id, revision, change_class, content, created_at, line, theme, valid, derived_from)
            select f.id, f.revision, f.change_class, f.content, f.created_at, f.line, f.theme, f.valid::daterange, f.derived_from::uuid[]
            from unnest(@ids, @revisions, @changeClasses, @contents, @createdAt, @lines, @themes, @valid, @derivedFrom)
              as f (id, revision, change_class, content, created_at, line, theme, valid, derived_from)
            """;
        Draft[] drafts = [.. written.Select(directive => directive.Draft!)];
        await tx.Connection.ExecuteAsync(Command(tx, insert, new
        {
            ids = Ids(written),
            revisions = drafts.Select(draft => draft.Revision).ToArray(),
            changeClasses = drafts.Select(draft => (short)draft.ChangeClass).ToArray(),
            contents = drafts.Select(draft => Google.Protobuf.MessageExtensions.ToByteArray(draft.Content)).ToArray(),
            createdAt = drafts.Select(draft => draft.CreatedAt.ToUniversalTime()).ToArray(),
            lines = drafts.Select(draft => (short)draft.Content.Line).ToArray(),
            themes = drafts.Select(draft => draft.Content.Theme).ToArray(),
            valid = drafts.Select(draft => ValidOf(draft.Content)).ToArray(),
            derivedFrom = drafts.Select(draft => $"{{{string.Join(',', DerivedFrom(draft.Content))}}}").ToArray(),
        }));
    }

    private static async Task InsertRevision(Tx tx, DirectiveId id, Publication published)
    {
        const string sql =
            """
            insert into directive_revision (directive_id, revision, change_class, content, created_at, line, theme, valid, derived_from,
              published_at, reach_offices, reach_counties, reach_municipalities, addressed_to, readers)
            values (@id, @revision, @changeClass, @content, @createdAt, @line, @theme, daterange(@validFrom::date, @validTo::date, '[)'), @derivedFrom,
              @publishedAt, @offices, @counties, @municipalities, @addressedTo, @readers)
            """;
        var parameters = ContentParameters(published.Content);
        parameters.AddDynamicParams(new
        {
            id = id.Value,
            revision = published.Revision,
            changeClass = (short)published.ChangeClass,
            createdAt = published.CreatedAt,
            publishedAt = published.PublishedAt,
            offices = (string[])[.. published.Reach.Offices],
            counties = (string[])[.. published.Reach.Counties],
            municipalities = (string[])[.. published.Reach.Municipalities],
            addressedTo = Texts(published.AddressedTo),
            readers = Texts(published.Readers),
        });
        await tx.Connection.ExecuteAsync(Command(tx, sql, parameters));
        await InsertPassages(tx, id, published.Revision, published.Path, receipt: false, first: 0);
    }

    private static Task InsertReceipts(Tx tx, Directive before, Directive after)
    {
        var known = before.Published?.Revision == after.Published?.Revision ? before.Published?.Receipts.Count ?? 0 : 0;
        Passage[] added = [.. after.Published?.Receipts.Skip(known) ?? []];
        return added.Length == 0
            ? Task.CompletedTask
            : InsertPassages(tx, after.Id, after.Published!.Revision, added, receipt: true, first: after.Published.Path.Count + known);
    }

    private static Task<int> InsertPassages(Tx tx, DirectiveId id, int revision, IReadOnlyList<Passage> passages, bool receipt, int first)
    {
        const string sql =
            """
            insert into directive_passage (directive_id, revision, node, position, receipt, received_at, relayed_at)
            values (@id, @revision, @node, @position, @receipt, @receivedAt, @relayedAt)
            """;
        var rows = passages.Select((p, i) => new
        {
            id = id.Value,
            revision,
            node = p.Node.Text,
            position = first + i,
            receipt,
            receivedAt = p.ReceivedAt,
            relayedAt = p.RelayedAt,
        });
        return tx.Connection.ExecuteAsync(Command(tx, sql, rows));
    }

    private static DynamicParameters ContentParameters(Pb.DirectiveContent content)
    {
        var valid = new Fields().Period("valid", content.Valid);
        return new DynamicParameters(new
        {
            content = Google.Protobuf.MessageExtensions.ToByteArray(content),
            line = (short)content.Line,
            theme = content.Theme,
            validFrom = valid?.From,
            validTo = valid?.To,
            derivedFrom = DerivedFrom(content),
        });
    }

    private static Guid[] DerivedFrom(Pb.DirectiveContent content) =>
        [.. content.DerivedFrom.Select(s => DirectiveId.TryParse(s.DirectiveId, out var id) ? id.Value : (Guid?)null).OfType<Guid>()];

    // As PostgreSQL reads a range; null where the draft has no period.
    private static string? ValidOf(Pb.DirectiveContent content) =>
        content.Valid is null ? null : new Fields().Period("valid", content.Valid) is var valid ? $"[{valid?.From:yyyy-MM-dd},{valid?.To:yyyy-MM-dd})" : null;

    private static Guid[] Ids(IReadOnlyList<Directive> directives) => [.. directives.Select(directive => directive.Id.Value)];

    private static string[] Texts(IReadOnlyList<Node> nodes) => [.. nodes.Select(n => n.Text)];

    private static CommandDefinition Command(Tx tx, string sql, object parameters) => new(sql, parameters, tx.Transaction, cancellationToken: tx.Cancel);
}
