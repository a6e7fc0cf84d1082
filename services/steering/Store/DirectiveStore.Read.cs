using Dapper;
using Samstyring.Common;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Store;

/// <summary>What callers may read, decided in the query: drafts by their issuer, published revisions by their readers.</summary>
public sealed partial class DirectiveStore
{
    // Drafts by the issuer's index, revisions by the GIN index on readers. A query refers to it once: then PostgreSQL plans it together with the query, and
    // conditions such as the id reach the indexes.
    private const string Readable =
        """
        with readable as (
          select f.directive_id, f.revision, true as draft, f.line, f.theme, f.valid, f.derived_from, '{}'::text[] as addressed_to
          from directive_draft f join directive d on d.directive_id = f.directive_id
          where d.issuer = @node
          union all
          select r.directive_id, r.revision, false, r.line, r.theme, r.valid, r.derived_from, r.addressed_to
          from directive_revision r
          where @readsAll or r.readers @> array[@node])
        """;

    /// <summary>The newest revision the viewer may read, or the one asked for; null when there is none.</summary>
    public async Task<Shown?> Find(ReadContext context, Viewer viewer, DirectiveId id, int revision)
    {
        const string sql = Readable +
            """

            select directive_id, revision from readable
            where directive_id = @id and (@revision = 0 or revision = @revision)
            order by revision desc limit 1
            """;
        var keys = await Keys(context, sql, new { node = viewer.Key, readsAll = viewer.ReadsAll, id = id.Value, revision });
        return (await Show(context, keys)).SingleOrDefault();
    }

    /// <summary>Revisions of a directive that the viewer may read, newest first, older than <paramref name="before"/>.</summary>
    public async Task<IReadOnlyList<Shown>> Revisions(ReadContext context, Viewer viewer, DirectiveId id, int before, int limit)
    {
        const string sql = Readable +
            """

            select directive_id, revision from readable
            where directive_id = @id and revision < @before
            order by revision desc limit @limit
            """;
        return await Show(context, await Keys(context, sql, new { node = viewer.Key, readsAll = viewer.ReadsAll, id = id.Value, before, limit }));
    }

    /// <summary>A page of what the viewer may read, newest first.</summary>
    public async Task<IReadOnlyList<Shown>> List(ReadContext context, Viewer viewer, DirectiveQuery query)
    {
        const string sql = Readable +
            """

            select n.directive_id, n.revision
            from (select distinct on (directive_id) * from readable order by directive_id desc, revision desc) n
            join directive d on d.directive_id = n.directive_id
            cross join lateral (
              select case when n.draft then 1 when n.revision < d.published_revision then 3 when d.withdrawn_everywhere then 4 else 2 end as state) s
            where (@after::uuid is null or n.directive_id < @after)
              and (@state = 0 or s.state = @state)
              and (@line = 0 or n.line = @line)
              and (@theme = '' or n.theme = @theme or starts_with(n.theme, @theme || '.'))
              and (@validOn::date is null or n.valid @> @validOn)
              and (@issuers::text[] is null or d.issuer = any(@issuers))
              and (@derivedFrom::uuid is null or n.derived_from @> array[@derivedFrom])
              and (not @awaiting or (s.state = 2 and n.addressed_to @> array[@node] and not exists (
                select from directive_passage p where p.directive_id = n.directive_id and p.revision = n.revision and p.node = @node)))
            order by n.directive_id desc limit @limit
            """;
        var keys = await Keys(context, sql, new
        {
            node = viewer.Key,
            readsAll = viewer.ReadsAll,
            after = query.After?.Value,
            state = (int)query.State,
            line = (int)query.Line,
            theme = query.Theme,
            validOn = query.ValidOn,
            issuers = query.Issuers is { } issuers ? Texts(issuers) : null,
            derivedFrom = query.DerivedFrom?.Value,
            awaiting = query.AwaitingRelay,
            limit = query.Limit,
        });
        return await Show(context, keys);
    }

    /// <summary>Of the ids given, the published directives that the issuer may read.</summary>
    public async Task<IReadOnlyDictionary<DirectiveId, Referred>> Referred(Tx tx, Issuer issuer, IReadOnlyList<DirectiveId> ids)
    {
        const string sql =
            """
            select distinct d.directive_id, d.issuer, r.line
            from directive d join directive_revision r on r.directive_id = d.directive_id and r.revision = d.published_revision
            where d.directive_id = any(@ids) and r.readers @> array[@node]
            """;
        var rows = await tx.Connection.QueryAsync<ReferredRow>(
            Command(tx, sql, new { ids = ids.Select(i => i.Value).ToArray(), node = issuer.Node.Text }));
        return rows.ToDictionary(r => new DirectiveId(r.DirectiveId), r => new Referred(new Node(r.Issuer), (Types.V1.Line)r.Line));
    }

    private static async Task<IReadOnlyList<KeyRow>> Keys(ReadContext context, string sql, object parameters) =>
        [.. await context.Connection.QueryAsync<KeyRow>(new CommandDefinition(sql, parameters, cancellationToken: context.Cancel))];

    private static async Task<IReadOnlyList<Shown>> Show(ReadContext context, IReadOnlyList<KeyRow> keys)
    {
        const string sql =
            """
            select d.directive_id, d.issuer, d.edition, d.published_revision, d.withdrawn_at, d.withdrawal_reason, d.withdrawn_everywhere,
                   d.withdrawn_at_offices, v.revision, v.change_class, v.content, v.created_at, v.published_at
            from unnest(@ids, @revisions) with ordinality as k (directive_id, revision, place)
            join directive d on d.directive_id = k.directive_id
            join (
              select directive_id, revision, change_class, content, created_at, published_at from directive_revision
              union all
              select directive_id, revision, change_class, content, created_at, null from directive_draft) v
              on v.directive_id = k.directive_id and v.revision = k.revision
            order by k.place;
            select p.directive_id, p.revision, p.node, p.received_at, p.relayed_at
            from unnest(@ids, @revisions) as k (directive_id, revision)
            join directive_passage p on p.directive_id = k.directive_id and p.revision = k.revision
            order by p.position
            """;
        if (keys.Count == 0)
        {
            return [];
        }

        var parameters = new { ids = keys.Select(k => k.DirectiveId).ToArray(), revisions = keys.Select(k => k.Revision).ToArray() };
        await using var rows = await context.Connection.QueryMultipleAsync(new CommandDefinition(sql, parameters, cancellationToken: context.Cancel));
        var shown = (await rows.ReadAsync<ShownRow>()).ToList();
        var paths = (await rows.ReadAsync<ShownPassageRow>()).ToLookup(p => (p.DirectiveId, p.Revision));
        return [.. shown.Select(s => s.ToShown([.. paths[(s.DirectiveId, s.Revision)].Select(p => p.ToPassage())]))];
    }

    private sealed record KeyRow(Guid DirectiveId, int Revision);

    private sealed record ReferredRow(Guid DirectiveId, string Issuer, short Line);

    private sealed record ShownPassageRow(Guid DirectiveId, int Revision, string Node, DateTimeOffset? ReceivedAt, DateTimeOffset? RelayedAt)
    {
        internal Passage ToPassage() => new(new Node(Node), ReceivedAt, RelayedAt);
    }

    private sealed record ShownRow(
        Guid DirectiveId, string Issuer, long Edition, int? PublishedRevision, DateTimeOffset? WithdrawnAt, string? WithdrawalReason,
        bool WithdrawnEverywhere, string[] WithdrawnAtOffices, int Revision, short ChangeClass, byte[] Content, DateTimeOffset CreatedAt,
        DateTimeOffset? PublishedAt)
    {
        internal Shown ToShown(IReadOnlyList<Passage> path)
        {
            var head = new HeadRow(DirectiveId, Issuer, Edition, 0, PublishedRevision, WithdrawnAt, WithdrawalReason, WithdrawnEverywhere, WithdrawnAtOffices);
            var directive = head.ToDirective(null, null);
            return new Shown(
                directive.Id, directive.Issuer, directive.Etag, Revision, StateOf(directive), (Pb.ChangeClass)ChangeClass,
                Pb.DirectiveContent.Parser.ParseFrom(Content), CreatedAt, PublishedAt, PublishedAt is null ? null : head.Withdrawal, path);
        }

        private Pb.DirectiveState StateOf(Directive directive) =>
            PublishedAt is null ? Pb.DirectiveState.Draft
            : Revision < PublishedRevision ? Pb.DirectiveState.Superseded
            : directive.PublishedState;
    }
}

/// <summary>Who reads.</summary>
/// <param name="Node">The node; null for those who stand at none.</param>
/// <param name="ReadsAll">Whether everything published may be read: the auditor.</param>
public sealed record Viewer(Node? Node, bool ReadsAll)
{
    /// <summary>The node as it stands in columns; no column holds the empty one.</summary>
    public string Key => Node?.Text ?? "";

    /// <summary>The viewer a caller is.</summary>
    public static Viewer Of(Caller caller) => new(Rules.Node.Of(caller), caller.Role == Role.Auditor);
}

/// <summary>What a list is asked for; unset conditions hold for all.</summary>
public sealed record DirectiveQuery(
    Pb.DirectiveState State, Types.V1.Line Line, string Theme, DateOnly? ValidOn, IReadOnlyList<Node>? Issuers, DirectiveId? DerivedFrom,
    bool AwaitingRelay, DirectiveId? After, int Limit);
