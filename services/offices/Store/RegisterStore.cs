using System.Text.Json;
using Dapper;
using Npgsql;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Store;

/// <summary>
/// Brings the register to what the files say on a day. What the first import brings holds with an open start, because the files do not say since when; what a
/// later one adds or changes holds from its own day, and what it no longer states ends on it. A row that began on that same day is replaced instead.
/// What a person has recorded stands: files that say otherwise, because they are older or have not heard of it, are not used where they do.
/// </summary>
public sealed partial class RegisterStore
{
    /// <summary>One import at a time; mappings wait while it runs.</summary>
    private const long RegisterLock = 0x4F464649;

    private readonly NpgsqlConnection connection;
    private readonly DateOnly day;
    private readonly bool isFirst;
    private readonly ILookup<string, int> recorded;
    private readonly List<LeftAlone> leftAlone = [];

    private RegisterStore(NpgsqlConnection connection, DateOnly day, bool isFirst, ILookup<string, int> recorded)
    {
        this.connection = connection;
        this.day = day;
        this.isFirst = isFirst;
        this.recorded = recorded;
    }

    /// <summary>Where the files say otherwise than what a person has recorded, so far.</summary>
    public IReadOnlyList<LeftAlone> LeftAlone => leftAlone;

    /// <summary>The register as an import on a day finds it. The caller holds the lock.</summary>
    public static async Task<RegisterStore> Open(NpgsqlConnection connection, DateOnly day)
    {
        var recorded = await connection.QueryAsync<(string Table, int Id)>("select distinct table_name, entity_id from recorded_fact");
        return new RegisterStore(connection, day, isFirst: !await IsLoaded(connection), recorded.ToLookup(fact => fact.Table, fact => fact.Id));
    }

    /// <summary>Keeps mappings and other imports out until the transaction ends. What it writes about structure is known from this time on.</summary>
    public static Task LockForImport(NpgsqlConnection connection, DateTimeOffset now) =>
        connection.ExecuteAsync("select pg_advisory_xact_lock(@RegisterLock), set_config('samstyring.now', @now::timestamptz::text, true)", new { RegisterLock, now });

    /// <summary>Keeps imports out until the transaction ends; many may hold it.</summary>
    public static Task LockForMapping(NpgsqlConnection connection) =>
        connection.ExecuteAsync("select pg_advisory_xact_lock_shared(@RegisterLock)", new { RegisterLock });

    /// <summary>Whether a register has been imported before.</summary>
    public static Task<bool> IsLoaded(NpgsqlConnection connection) =>
        connection.ExecuteScalarAsync<bool>("select exists (select from register_import)");

    /// <summary>Keeps the report of an import, as JSON.</summary>
    public static Task<int> SaveReport(NpgsqlConnection connection, DateTimeOffset now, string report) => connection.ExecuteScalarAsync<int>(
        "insert into register_import (imported_at, report) values (@now, @report::jsonb) returning register_import_id", new { now, report });

    /// <summary>First day of a fact: open for what the first import brings, else the day itself.</summary>
    private DateOnly? FirstDay(bool isNew) => isNew && isFirst ? null : day;

    // All rows that begin are written by one statement. Keys that a person has recorded something about are left as they are.
    private async Task<KindReport> Apply<TKey, T>(
        string kind, string table, IReadOnlyDictionary<TKey, Known<T>> known, IReadOnlyDictionary<TKey, T> wanted,
        Func<TKey, bool> isRecorded, Func<TKey, string> subject, Func<IReadOnlyList<(TKey Key, T Fact, bool IsNew)>, Task> begin)
        where TKey : notnull
    {
        var difference = Difference.Between(Only(known, key => !isRecorded(key)), Only(wanted, key => !isRecorded(key)));
        var left = Difference.Between(Only(known, isRecorded), Only(wanted, isRecorded));
        leftAlone.AddRange(left.RowsToBegin.Select(row => row.Key).Concat(left.Ended.Select(row => row.Key)).Select(key => new LeftAlone(kind, subject(key))));
        await End(table, [.. difference.RowsToEnd]);
        await begin([.. difference.RowsToBegin]);
        return new KindReport(kind, difference.Added.Count, difference.Changed.Count, difference.Ended.Count, difference.Unchanged + left.Unchanged);
    }

    private static Dictionary<TKey, T> Only<TKey, T>(IReadOnlyDictionary<TKey, T> facts, Func<TKey, bool> condition)
        where TKey : notnull => facts.Where(fact => condition(fact.Key)).ToDictionary();

    // Every number that offices or units have had about which a person has recorded something of that kind. The table is one of ours, never input.
    private async Task<HashSet<string>> RecordedNumbers(string table, string key) =>
        [.. await connection.QueryAsync<string>($"select number from {table} where {key} = any(@ids)", new { ids = recorded[table].ToArray() })];

    // The table is one of ours, never input. A row that began today has held no day yet, and half-open [today, today) would be empty.
    private async Task End(string table, int[] rows)
    {
        if (rows.Length > 0)
        {
            await connection.ExecuteAsync($"delete from {table} where {table}_id = any(@rows) and lower(valid) >= @day", new { rows, day });
            await connection.ExecuteAsync($"update {table} set valid = daterange(lower(valid), @day) where {table}_id = any(@rows)", new { rows, day });
        }
    }

    // Rows go as one JSON parameter that the statement reads with jsonb_to_recordset: a column per property.
    private Task<int> Insert<TRow>(string sql, IEnumerable<TRow> rows) => connection.ExecuteAsync(sql, new { rows = JsonSerializer.Serialize(rows) });

    // Ids for the entities whose numbers are new, and the known ones for the others.
    private async Task<Dictionary<string, int>> EntityIds<T>(
        string table, string key, Dictionary<string, int> known, IReadOnlyList<(string Key, T Fact, bool IsNew)> rows)
    {
        var added = rows.Where(row => row.IsNew).Select(row => row.Key).ToList();
        var ids = await NewIds(table, key, added.Count);
        return rows.Where(row => !row.IsNew).Select(row => (Number: row.Key, Id: known[row.Key])).Concat(added.Zip(ids)).ToDictionary(pair => pair.Item1, pair => pair.Item2);
    }

    private Task<IEnumerable<int>> NewIds(string table, string key, int count) =>
        connection.QueryAsync<int>($"insert into {table} select from generate_series(1, @count) returning {key}", new { count });
}
