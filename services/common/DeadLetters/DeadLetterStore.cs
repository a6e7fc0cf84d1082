using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace Samstyring.Common.DeadLetters;

/// <summary>A row of <c>dead_letter</c>.</summary>
public sealed record DeadLetterRow(
    long Id, string Topic, string Body, string Reason, string State, int Attempts, DateTimeOffset ReceivedAt, DateTimeOffset? DecidedAt, string DecidedBy,
    string Decision);

/// <summary>Events that could not be handled. None is ever deleted: the service's role may not.</summary>
internal static class DeadLetterStore
{
    private const string Columns = "id, topic, body, reason, state, attempts, received_at, decided_at, decided_by, decision";

    /// <summary>What tells an event from others: its source and id, or, where it cannot be read, its text.</summary>
    public static string KeyOf(CloudEvent? e, string body) =>
        e is null ? $"sha256|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}" : $"{e.Source}|{e.Id}";

    /// <summary>Keeps an event; one that is kept already is counted.</summary>
    public static Task Keep(NpgsqlConnection connection, string topic, string key, string body, string reason, int attempts, DateTimeOffset now, CancellationToken cancel)
    {
        const string sql =
            """
            insert into dead_letter (topic, event_key, body, reason, attempts, received_at) values (@topic, @key, @body, @reason, @attempts, @now)
            on conflict (topic, event_key) do update set attempts = dead_letter.attempts + 1
            """;
        // NUL cannot be stored as text; a body that holds one is unreadable anyway.
        return connection.ExecuteAsync(new CommandDefinition(
            sql, new { topic, key, body = Storable(body), reason = Storable(reason), attempts, now }, cancellationToken: cancel));
    }

    /// <summary>Counts a failure of a handler, and answers how many there have been.</summary>
    public static Task<int> CountFailure(NpgsqlConnection connection, string topic, string key, string error, DateTimeOffset now, CancellationToken cancel)
    {
        const string sql =
            """
            insert into event_failure (topic, event_key, attempts, last_error, failed_at) values (@topic, @key, 1, @error, @now)
            on conflict (topic, event_key) do update set
              attempts = event_failure.attempts + 1, last_error = excluded.last_error, failed_at = excluded.failed_at
            returning attempts
            """;
        return connection.ExecuteScalarAsync<int>(new CommandDefinition(sql, new { topic, key, error = Storable(error), now }, cancellationToken: cancel));
    }

    /// <summary>Letters in a state before an id, newest first.</summary>
    public static async Task<List<DeadLetterRow>> List(ReadContext read, string state, long? before, int limit) =>
        (await read.Connection.QueryAsync<DeadLetterRow>(new CommandDefinition(
            $"select {Columns} from dead_letter where state = @state and (@before::bigint is null or id < @before) order by id desc limit @limit",
            new { state, before, limit }, cancellationToken: read.Cancel))).AsList();

    /// <summary>One letter.</summary>
    public static Task<DeadLetterRow?> Find(ReadContext read, long id) =>
        read.Connection.QuerySingleOrDefaultAsync<DeadLetterRow?>(new CommandDefinition(
            $"select {Columns} from dead_letter where id = @id", new { id }, cancellationToken: read.Cancel));

    /// <summary>One letter, locked until the transaction ends: of two decisions at once the second sees the first.</summary>
    public static Task<DeadLetterRow?> Lock(Tx tx, long id) =>
        tx.Connection.QuerySingleOrDefaultAsync<DeadLetterRow?>(new CommandDefinition(
            $"select {Columns} from dead_letter where id = @id for update", new { id }, tx.Transaction, cancellationToken: tx.Cancel));

    /// <summary>Writes what was decided about a letter, and answers it.</summary>
    public static Task<DeadLetterRow> Decide(Tx tx, long id, string state, string decision) =>
        tx.Connection.QuerySingleAsync<DeadLetterRow>(new CommandDefinition(
            $"update dead_letter set state = @state, decided_at = @now, decided_by = @by, decision = @decision where id = @id returning {Columns}",
            new { id, state, decision, now = tx.Now, by = tx.Caller.ActorId }, tx.Transaction, cancellationToken: tx.Cancel));

    private static string Storable(string text) => text.Replace("\0", "\\u0000", StringComparison.Ordinal);
}
