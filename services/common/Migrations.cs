using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace Samstyring.Common;

/// <summary>
/// Brings a database up to the service's numbered SQL files, those of this assembly first. Runs as the owner role under an advisory lock, so that several
/// processes may try at once; a file that has been applied and then changed is an error.
/// </summary>
public sealed class Migrations
{
    private const long LockKey = 0x53414D53;

    private readonly string service;
    private readonly IReadOnlyList<(string Name, string Sql, string Checksum)> files;

    /// <summary>The migrations embedded as <c>Sql/*.sql</c> in this assembly and in the service's.</summary>
    public Migrations(string service, Assembly assembly)
    {
        this.service = service;
        files = [.. Read(typeof(Migrations).Assembly), .. Read(assembly)];
    }

    /// <summary>How many files a database that is up to date has.</summary>
    public int Count => files.Count;

    /// <summary>Applies what is missing, each file in a transaction of its own, and answers their names.</summary>
    /// <exception cref="InvalidOperationException">A file differs from what was applied under its name.</exception>
    public async Task<IReadOnlyList<string>> Apply(string ownerConnection, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(ownerConnection);
        await connection.OpenAsync(cancel);
        await connection.ExecuteAsync("select pg_advisory_lock(@key)", new { key = LockKey });
        await connection.ExecuteAsync(
            "create table if not exists schema_migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())");
        var applied = (await connection.QueryAsync<(string Name, string Checksum)>("select name, checksum from schema_migration"))
            .ToDictionary(row => row.Name, row => row.Checksum);
        var added = new List<string>();
        foreach (var (name, sql, checksum) in files)
        {
            if (applied.TryGetValue(name, out var before))
            {
                if (before != checksum)
                {
                    throw new InvalidOperationException($"Migration {name} was changed after it had been applied.");
                }

                continue;
            }

            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await connection.ExecuteAsync(sql, transaction: transaction);
            await connection.ExecuteAsync("insert into schema_migration (name, checksum) values (@name, @checksum)", new { name, checksum }, transaction);
            await transaction.CommitAsync(cancel);
            added.Add(name);
        }

        return added;
    }

    private IEnumerable<(string Name, string Sql, string Checksum)> Read(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Sql/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            var sql = reader.ReadToEnd().Replace("{app}", $"{service}_app", StringComparison.Ordinal);
            yield return (name["Sql/".Length..], sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        }
    }
}
