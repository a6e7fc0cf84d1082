using System.Diagnostics;
using Npgsql;

namespace Samstyring.Bench;

/// <summary>The rows that an import wrote, copied in one transaction into tables like those of steering, with their indexes and checks but without foreign keys.</summary>
internal sealed class SameRows : IAsyncDisposable
{
    private const string Made = "select directive_id from directive_key where key like @run || '-%'";

    private static readonly (string Table, string Where)[] Tables =
    [
        ("directive", $"directive_id in ({Made})"),
        ("directive_key", $"directive_id in ({Made})"),
        ("directive_draft", $"directive_id in ({Made})"),
        ("audit", $"object in (select directive_id::text from ({Made}) m)"),
    ];

    private readonly NpgsqlConnection connection;

    private SameRows(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<SameRows> Open()
    {
        var connection = new NpgsqlConnection(Platform.Postgres + ";Database=steering;Pooling=false");
        await connection.OpenAsync();
        await Run(connection, "drop schema if exists bench cascade; create schema bench");
        foreach (var (table, _) in Tables)
        {
            await Run(connection, $"create table bench.{table} (like public.{table} including all)");
        }

        return new SameRows(connection);
    }

    /// <summary>How long they take that the file with this name made; there have to be as many in every table.</summary>
    public async Task<TimeSpan> Copy(string run, int rows)
    {
        var read = new List<(string Table, byte[] Rows)>();
        foreach (var (table, where) in Tables)
        {
            await Run(connection, $"drop table if exists made; create temporary table made as select * from public.{table} where {where.Replace("@run", $"'{run}'", StringComparison.Ordinal)}");
            await using var count = new NpgsqlCommand("select count(*) from made", connection);
            if ((long)(await count.ExecuteScalarAsync())! != rows)
            {
                throw new InvalidOperationException($"The file did not make {rows} rows in {table}.");
            }

            await using var from = await connection.BeginRawBinaryCopyAsync("copy made to stdout (format binary)");
            using var into = new MemoryStream();
            await from.CopyToAsync(into);
            read.Add((table, into.ToArray()));
        }

        var watch = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (table, bytes) in read)
        {
            await using var copy = await connection.BeginRawBinaryCopyAsync($"copy bench.{table} from stdin (format binary)");
            await copy.WriteAsync(bytes);
        }

        await transaction.CommitAsync();
        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await Run(connection, "drop schema bench cascade");
        await connection.DisposeAsync();
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
