using Dapper;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Pb = Samstyring.Audit.V1;

namespace Samstyring.Common.Audit;

/// <summary>Computes the chain again from its beginning, and compares it with the heads that were kept of it.</summary>
public sealed class AuditVerifier(NpgsqlDataSource database, ServiceName service)
{
    private const int PageSize = 20_000;

    private const string PageSql = $"select {AuditEntry.Columns} from audit where position > @after order by position limit @PageSize";

    private const string OwnHeadsSql = "select service, position, hash, at from audit_head where service = @service";

    private const string UnsealedSql = "select count(*) from audit where position is null";

    /// <summary>The verdict; the first fault ends it.</summary>
    /// <param name="heads">Heads of this service that others have kept.</param>
    /// <param name="verified">Told how many entries have been computed, now and then.</param>
    /// <param name="cancel">Ends it.</param>
    public Task<Pb.AuditVerdict> Verify(IEnumerable<AuditHead> heads, Func<long, Task> verified, CancellationToken cancel) =>
        database.Use(connection => Verify(connection, heads, verified, cancel), cancel);

    private async Task<Pb.AuditVerdict> Verify(NpgsqlConnection connection, IEnumerable<AuditHead> heads, Func<long, Task> verified, CancellationToken cancel)
    {
        var own = await connection.QueryAsync<AuditHead>(new CommandDefinition(OwnHeadsSql, new { service = service.Value }, cancellationToken: cancel));
        var kept = heads.Concat(own).DistinctBy(h => (h.Position, Convert.ToHexString(h.Hash))).ToLookup(h => h.Position);
        var verdict = new Pb.AuditVerdict
        {
            Service = service.Value,
            HeadsCompared = kept.Sum(k => k.Count()),
            Unsealed = await connection.ExecuteScalarAsync<long>(new CommandDefinition(UnsealedSql, cancellationToken: cancel)),
        };
        var chain = AuditChain.Of(service.Value);
        DateTimeOffset? last = null;
        while (verdict.Fault == Pb.AuditFault.Unspecified)
        {
            var page = (await connection.QueryAsync<AuditEntry>(
                new CommandDefinition(PageSql, new { after = chain.Position, PageSize }, cancellationToken: cancel))).AsList();
            (verdict.Fault, verdict.FaultPosition) = Check(chain, page, kept);
            last = page.Count > 0 ? page[^1].At : last;
            if (page.Count < PageSize)
            {
                break;
            }

            await verified(chain.Position);
        }

        if (verdict.Fault == Pb.AuditFault.Unspecified && kept.Any(h => h.Key > chain.Position))
        {
            (verdict.Fault, verdict.FaultPosition) = (Pb.AuditFault.Truncated, chain.Position + 1);
        }

        verdict.Entries = verdict.Fault is Pb.AuditFault.Changed ? chain.Position - 1 : chain.Position;
        verdict.Head = new Pb.AuditHead
        {
            Service = service.Value,
            Position = chain.Position,
            Hash = Convert.ToHexStringLower(chain.Hash),
            At = last?.ToTimestamp(),
        };
        return verdict;
    }

    private static (Pb.AuditFault Fault, long Position) Check(AuditChain chain, List<AuditEntry> page, ILookup<long, AuditHead> kept)
    {
        foreach (var entry in page)
        {
            if (entry.Position != chain.Position + 1)
            {
                return (Pb.AuditFault.Missing, chain.Position + 1);
            }

            chain.Add(entry);
            if (!chain.Hash.AsSpan().SequenceEqual(entry.Hash))
            {
                return (Pb.AuditFault.Changed, chain.Position);
            }

            if (kept.Contains(chain.Position) && kept[chain.Position].Any(h => !chain.Hash.AsSpan().SequenceEqual(h.Hash)))
            {
                return (Pb.AuditFault.Rewritten, chain.Position);
            }
        }

        return (Pb.AuditFault.Unspecified, 0);
    }
}
