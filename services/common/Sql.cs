using System.Data;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Samstyring.Common;

/// <summary>How Dapper and Npgsql meet: which types need a handler is known by trying (see the tests), and set up once.</summary>
public static class Sql
{
    /// <summary>Most connections of a process, where its connection string does not say.</summary>
    public const int PoolSize = 20;

    private static readonly Lock Gate = new();
    private static bool ready;

    /// <summary>Registers the handlers; repeating it changes nothing.</summary>
    public static void SetUp()
    {
        lock (Gate)
        {
            if (ready)
            {
                return;
            }

            DefaultTypeMap.MatchNamesWithUnderscores = true;
            // Without this Dapper binds DateTimeOffset itself, and Npgsql refuses offsets other than zero.
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.AddTypeHandler(new InstantHandler());
            SqlMapper.AddTypeHandler(new ValueHandler<NpgsqlRange<DateOnly>>());
            SqlMapper.AddTypeHandler(new ValueHandler<NpgsqlRange<DateOnly>[]>());
            SqlMapper.AddTypeHandler(new ValueHandler<string[]>());
            SqlMapper.AddTypeHandler(new ValueHandler<int[]>());
            ready = true;
        }
    }

    /// <summary>
    /// The database a service works on. Planning most statements takes longer than running them, so those that come back stay prepared on their connection;
    /// nobody changes the settings of one beyond a transaction, so it need not be reset. What is read is in memory, where an index costs little more than a
    /// scan, and no statement runs long enough for compiling its plan to pay.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder($"Maximum Pool Size={PoolSize};{connectionString}")
    {
        MaxAutoPrepare = 200,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
        Options = "-c jit=off -c random_page_cost=1.1 -c work_mem=16MB",
    });

    /// <summary>Runs work on a connection of its own.</summary>
    /// <remarks>
    /// A statement that is broken off between being parsed and being described stays on its connection as one that answers nothing (Npgsql 10.0.0 and 10.0.3), so
    /// work that was cancelled or fails in the database leaves no prepared statement behind. What only has to be tried again is met after that.
    /// </remarks>
    public static async Task<T> Use<T>(this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            return await work(connection);
        }
        catch (Exception broken) when (connection.State == ConnectionState.Open && broken is OperationCanceledException or PostgresException { IsTransient: false })
        {
            connection.UnprepareAll();
            throw;
        }
    }

    /// <summary>
    /// What follows in the transaction is planned once for all values. For statements that read a few rows by key: no value makes another plan better, and
    /// making one takes longer than the reading.
    /// </summary>
    public static Task PlanOnce(this NpgsqlConnection connection, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition("set local plan_cache_mode = force_generic_plan", cancellationToken: cancel));

    /// <summary>A half-open period as a PostgreSQL daterange.</summary>
    public static NpgsqlRange<DateOnly> ToRange(this Period period) => new(
        period.From ?? default, true, period.From is null, period.To ?? default, false, period.To is null);

    /// <summary>A daterange, which PostgreSQL keeps half-open, as a period.</summary>
    public static Period ToPeriod(this NpgsqlRange<DateOnly> range) => new(
        range.LowerBoundInfinite ? null : range.LowerBound, range.UpperBoundInfinite ? null : range.UpperBound);

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => value is DateTime utc ? new DateTimeOffset(utc, TimeSpan.Zero) : (DateTimeOffset)value;

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();
    }

    private sealed class ValueHandler<T> : SqlMapper.TypeHandler<T>
    {
        public override T Parse(object value) => (T)value;

        public override void SetValue(IDbDataParameter parameter, T? value)
        {
            parameter.Value = value;
            if (parameter is NpgsqlParameter postgres && value is NpgsqlRange<DateOnly>)
            {
                postgres.NpgsqlDbType = NpgsqlDbType.DateRange;
            }
        }
    }
}
