using Dapper;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Pb = Samstyring.Audit.V1;

namespace Samstyring.Common.Audit;

/// <summary>
/// Seals what has been committed, one process of a service at a time: chaining in the transactions themselves would put all writers in one line. An entry that
/// becomes visible late is sealed late; none is passed over, because the sealer asks for entries without a position and never for those after the last one.
/// </summary>
public sealed partial class AuditSealer(
    NpgsqlDataSource database, ServiceName service, EventSubscribers subscribers, OutboxSignal signal, IOptions<AuditOptions> options, TimeProvider clock,
    ILogger<AuditSealer> logger) : BackgroundService
{
    private const long LockKey = 0x53414D54;
    private const int BatchSize = 5_000;

    private const string LastSql = "select position, hash from audit where position is not null order by position desc limit 1";

    private const string UnsealedSql = $"select {AuditEntry.Columns} from audit where position is null order by id limit @BatchSize";

    private const string SealSql =
        """
        update audit a set position = s.position, hash = s.hash
        from unnest(@ids, @positions, @hashes) as s (id, position, hash)
        where a.id = s.id
        """;

    private const string LastHeadSql =
        """
        select h.position, h.at from audit_head h where h.service = @service
        union all
        select 0, a.at from audit a where a.position = 1
        order by 1 desc limit 1
        """;

    private const string InsertHeadSql = "insert into audit_head (service, position, hash, at) values (@service, @position, @hash, @now)";

    /// <summary>Seals until nothing waits, and sends the head when it is time. Answers how many entries were sealed; 0 when another process is at it.</summary>
    public async Task<int> Seal(CancellationToken cancel)
    {
        var sealedNow = 0;
        int batch;
        do
        {
            batch = await Batch(cancel);
            sealedNow += batch;
        }
        while (batch == BatchSize);
        return sealedNow;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SealEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Seal(stoppingToken);
            }
            catch (Exception accident) when (accident is not OperationCanceledException)
            {
                Log.Failed(logger, accident);
            }
        }
    }

    private async Task<int> Batch(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var tx = new Tx(connection, transaction, Caller.Platform, clock.GetUtcNow(), subscribers, cancel);
        if (!await connection.ExecuteScalarAsync<bool>(Command(tx, "select pg_try_advisory_xact_lock(@LockKey)", new { LockKey })))
        {
            return 0;
        }

        var last = await connection.QuerySingleOrDefaultAsync<Last>(Command(tx, LastSql, null));
        var chain = last is null ? AuditChain.Of(service.Value) : AuditChain.After(last.Position, last.Hash);
        var entries = (await connection.QueryAsync<AuditEntry>(Command(tx, UnsealedSql, new { BatchSize }))).AsList();
        await Store(tx, chain, entries);
        var head = await Head(tx, chain);
        await transaction.CommitAsync(cancel);
        if (head is not null)
        {
            signal.Set();
            await Tell(head, cancel);
        }

        return entries.Count;
    }

    private static async Task Store(Tx tx, AuditChain chain, List<AuditEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var (positions, hashes) = (new long[entries.Count], new byte[entries.Count][]);
        for (var i = 0; i < entries.Count; i++)
        {
            chain.Add(entries[i]);
            (positions[i], hashes[i]) = (chain.Position, chain.Hash);
        }

        await tx.Connection.ExecuteAsync(Command(tx, SealSql, new { ids = entries.Select(e => e.Id).ToArray(), positions, hashes }));
    }

    // The head goes in the transaction that made it, so it is sent once however many processes seal.
    private async Task<AuditHead?> Head(Tx tx, AuditChain chain)
    {
        if (chain.Position == 0)
        {
            return null;
        }

        var before = await tx.Connection.QuerySingleAsync<LastHead>(Command(tx, LastHeadSql, new { service = service.Value }));
        if (before.Position >= chain.Position || tx.Now - before.At < options.Value.HeadEvery)
        {
            return null;
        }

        var head = new AuditHead(service.Value, chain.Position, chain.Hash, tx.Now);
        await tx.Connection.ExecuteAsync(Command(tx, InsertHeadSql, new { service = head.Service, position = head.Position, hash = head.Hash, now = head.At }));
        await tx.Publish(Topics.AuditHead, head.Service, head.Position, new Pb.AuditHead
        {
            Service = head.Service,
            Position = head.Position,
            Hash = Convert.ToHexStringLower(head.Hash),
            At = head.At.ToTimestamp(),
        });
        return head;
    }

    private async Task Tell(AuditHead head, CancellationToken cancel)
    {
        var hash = Convert.ToHexStringLower(head.Hash);
        Log.Head(logger, head.Service, head.Position, hash);
        if (options.Value.HeadFile is { Length: > 0 } file)
        {
            await File.AppendAllTextAsync(file, $"{head.Service} {head.Position} {hash} {head.At:yyyy-MM-ddTHH:mm:ssZ}\n", cancel);
        }
    }

    private static CommandDefinition Command(Tx tx, string sql, object? parameters) => new(sql, parameters, tx.Transaction, cancellationToken: tx.Cancel);

    private sealed record Last(long Position, byte[] Hash);

    private sealed record LastHead(long Position, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Warning, "The audit trail could not be sealed and will be tried again")]
        internal static partial void Failed(ILogger logger, Exception accident);

        [LoggerMessage(1302, LogLevel.Information, "Head of the audit trail of {Service}: {Position} {Hash}")]
        internal static partial void Head(ILogger logger, string service, long position, string hash);
    }
}
