using Dapper;
using Npgsql;

namespace Samstyring.Common;

/// <summary>
/// Who a transaction works for, as the database is told: its row policies show a caller the offices that it leads or owns, and show nobody anything where
/// nothing is said. It is the second lock, behind what each rpc asks.
/// </summary>
public static class CallerContext
{
    /// <summary>The statement that says it; <c>@who</c> is <see cref="Caller.InDatabase"/>.</summary>
    public const string ActSql = "select set_config('samstyring.caller', @who, true)";

    /// <summary>Says it, until the transaction ends or somebody else is named.</summary>
    public static Task ActAs(this NpgsqlConnection connection, Caller caller, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition(ActSql, new { who = caller.InDatabase }, cancellationToken: cancel));

    /// <summary>Reads for a caller, in a transaction of its own.</summary>
    public static Task<T> ReadAs<T>(this NpgsqlDataSource database, Caller caller, Func<NpgsqlConnection, Task<T>> read, CancellationToken cancel) => database.Use(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await connection.ActAs(caller, cancel);
            return await read(connection);
        },
        cancel);
}
