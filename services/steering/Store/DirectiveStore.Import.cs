using Dapper;
using Samstyring.Common;
using Samstyring.Steering.Rules;

namespace Samstyring.Steering.Store;

/// <summary>Files of directives: what their keys name, and many drafts at once.</summary>
public sealed partial class DirectiveStore
{
    /// <summary>Keeps other imports of the organisation out until the transaction ends; false: one is going on.</summary>
    public async Task<bool> TryLockForImport(ReadContext context, Issuer issuer)
    {
        const string sql = "select pg_try_advisory_xact_lock(hashtextextended('directive.import|' || @org, 0))";
        return await context.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(sql, new { org = Node.Write(issuer.Org) }, cancellationToken: context.Cancel));
    }

    /// <summary>
    /// The issuer's directives that keys name, without their reach and readers. The id of a directive is a key of it too, where no other has it as its own.
    /// </summary>
    /// <param name="context">A transaction; in a write the directives are locked until it ends.</param>
    /// <param name="issuer">Whose they are.</param>
    /// <param name="keys">Keys.</param>
    public async Task<IReadOnlyDictionary<string, Directive>> LoadByKeys(ReadContext context, Issuer issuer, IReadOnlyList<string> keys)
    {
        const string sql =
            """
            select key, directive_id from directive_key where issuer = @issuer and key = any(@keys)
            union all
            select i.key, d.directive_id
            from unnest(@ids, @idKeys) as i (directive_id, key) join directive d on d.directive_id = i.directive_id
            where d.issuer = @issuer and not exists (select from directive_key k where k.issuer = @issuer and k.key = i.key)
            """;
        var ids = keys.Distinct().Select(key => (Key: key, Id: DirectiveId.TryParse(key, out var id) ? id : (DirectiveId?)null)).Where(key => key.Id is not null).ToList();
        var rows = (await context.Connection.QueryAsync<NamedRow>(new CommandDefinition(
            sql,
            new
            {
                issuer = issuer.Node.Text,
                keys = keys.Distinct().ToArray(),
                ids = ids.Select(key => key.Id!.Value.Value).ToArray(),
                idKeys = ids.Select(key => key.Key).ToArray(),
            },
            cancellationToken: context.Cancel))).ToList();
        var named = (await LoadAll(context, [.. rows.Select(row => row.DirectiveId).Distinct()], locked: context is Tx, withReach: false))
            .ToDictionary(directive => directive.Id.Value);
        return rows.ToDictionary(row => row.Key, row => named[row.DirectiveId]);
    }

    /// <summary>The keys that directives have; those that were not imported have none.</summary>
    public async Task<IReadOnlyDictionary<DirectiveId, string>> KeysOf(ReadContext context, IReadOnlyList<DirectiveId> ids)
    {
        const string sql = "select key, directive_id from directive_key where directive_id = any(@ids)";
        var rows = await context.Connection.QueryAsync<NamedRow>(
            new CommandDefinition(sql, new { ids = ids.Select(id => id.Value).ToArray() }, cancellationToken: context.Cancel));
        return rows.ToDictionary(row => new DirectiveId(row.DirectiveId), row => row.Key);
    }

    /// <summary>Writes new directives with their keys, and the drafts of those there were, in as many statements for one as for all.</summary>
    public async Task SaveImported(Tx tx, Issuer issuer, IReadOnlyList<(string Key, Directive Made)> created, IReadOnlyList<Directive> changed)
    {
        const string heads =
            """
            insert into directive (directive_id, issuer, edition, version) select id, @issuer, 1, 0 from unnest(@ids) as n (id);
            insert into directive_key (issuer, key, directive_id) select @issuer, n.key, n.id from unnest(@keys, @ids) as n (key, id);
            update directive d set edition = c.edition from unnest(@changed, @editions) as c (id, edition) where d.directive_id = c.id
            """;
        Directive[] made = [.. created.Select(row => row.Made)];
        await tx.Connection.ExecuteAsync(Command(tx, heads, new
        {
            issuer = issuer.Node.Text,
            ids = Ids(made),
            keys = created.Select(row => row.Key).ToArray(),
            changed = Ids(changed),
            editions = changed.Select(directive => directive.Edition).ToArray(),
        }));
        await SaveDrafts(tx, [.. made, .. changed]);
    }

    private sealed record NamedRow(string Key, Guid DirectiveId);
}
