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
    public async Task<Directive?> Load(Tx tx, DirectiveId id)
    {
        const string sql =
            $"""
            select directive_id, issuer, edition, version, published_revision, withdrawn_at, withdrawal_reason, withdrawn_everywhere, withdrawn_at_offices
            from directive where directive_id = @id for update;
            select revision, change_class, content, created_at from directive_draft where directive_id = @id;
            select r.revision, r.change_class, r.content, r.created_at, r.published_at,
                   r.reach_offices, r.reach_counties, r.reach_municipalities, r.addressed_to, r.readers
            from directive_revision r join directive d on d.directive_id = r.directive_id and d.published_revision = r.revision
            where r.directive_id = @id;
            select p.node, p.received_at, p.relayed_at, p.receipt
            from directive_passage p join directive d on d.directive_id = p.directive_id and d.published_revision = p.revision
            where p.directive_id = @id order by p.position;
            select {ConsultationColumns} from consultation c where c.directive_id = @id order by c.consultation_id;
            select p.consultation_id, p.org_kind, p.org_number
            from consultation_partner p join consultation c on c.consultation_id = p.consultation_id where c.directive_id = @id order by p.position;
            select a.consultation_id, a.org_kind, a.org_number, a.says, a.reason, a.answered_at, a.answered_by, a.text_digest
            from consultation_answer a join consultation c on c.consultation_id = a.consultation_id where c.directive_id = @id order by a.position
            """;
        await using var rows = await tx.Connection.QueryMultipleAsync(Command(tx, sql, new { id = id.Value }));
        var head = await rows.ReadSingleOrDefaultAsync<HeadRow>();
        var draft = await rows.ReadSingleOrDefaultAsync<DraftRow>();
        var revision = await rows.ReadSingleOrDefaultAsync<RevisionRow>();
        var passages = await rows.ReadAsync<PassageRow>();
        var consultations = await ReadConsultations(rows);
        return head is null ? null : head.ToDirective(draft?.ToDraft(), revision?.ToPublication([.. passages])) with { Consultations = consultations };
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
            await SaveDraft(tx, after);
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

    private static async Task SaveDraft(Tx tx, Directive after)
    {
        const string delete = "delete from directive_draft where directive_id = @id";
        await tx.Connection.ExecuteAsync(Command(tx, delete, new { id = after.Id.Value }));
        if (after.Draft is not { } draft)
        {
            return;
        }

        const string insert =
            """
            insert into directive_draft (directive_id, revision, change_class, content, created_at, line, theme, valid, derived_from)
            values (@id, @revision, @changeClass, @content, @createdAt, @line, @theme,
              case when @hasValid then daterange(@validFrom::date, @validTo::date, '[)') end, @derivedFrom)
            """;
        var parameters = ContentParameters(draft.Content);
        parameters.AddDynamicParams(new
        {
            id = after.Id.Value,
            revision = draft.Revision,
            changeClass = (short)draft.ChangeClass,
            createdAt = draft.CreatedAt,
            hasValid = draft.Content.Valid is not null,
        });
        await tx.Connection.ExecuteAsync(Command(tx, insert, parameters));
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
            derivedFrom = content.DerivedFrom.Select(s => DirectiveId.TryParse(s.DirectiveId, out var id) ? id.Value : (Guid?)null).OfType<Guid>().ToArray(),
        });
    }

    private static string[] Texts(IReadOnlyList<Node> nodes) => [.. nodes.Select(n => n.Text)];

    private static CommandDefinition Command(Tx tx, string sql, object parameters) => new(sql, parameters, tx.Transaction, cancellationToken: tx.Cancel);
}
