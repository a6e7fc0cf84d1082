using System.Security.Cryptography;
using Dapper;
using Google.Protobuf;
using Samstyring.Errors.V1;

namespace Samstyring.Common;

/// <summary>The stored answer to a call with a <c>request_id</c>. Keyed by unit, person and rpc, so one caller's id says nothing about another's.</summary>
internal sealed class RequestReplay(Tx tx, string rpc, string requestId, IMessage request)
{
    // Two calls with one id at the same instant: the second waits here until the first has committed or rolled back, then sees its row or none.
    private const string LockSql = "select pg_advisory_xact_lock(hashtextextended(@key, 0))";

    private const string FindSql =
        "select body_hash, response from request where actor = @actor and unit = @unit and rpc = @rpc and request_id = @requestId";

    private const string StoreSql =
        """
        insert into request (unit, actor, rpc, request_id, body_hash, response, created_at)
        values (@unit, @actor, @rpc, @requestId, @hash, @response, @now)
        """;

    private readonly byte[] hash = SHA256.HashData(request.ToByteArray());

    /// <summary>The answer given before; null when there is none; a refusal when the body differs.</summary>
    internal async Task<Outcome<TResponse>?> Find<TResponse>()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var key = $"{tx.Caller.ActorId}|{tx.Caller.Unit}|{rpc}|{requestId}";
        await tx.Connection.ExecuteAsync(new CommandDefinition(LockSql, new { key }, tx.Transaction, cancellationToken: tx.Cancel));
        var row = await tx.Connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(FindSql, new { actor = tx.Caller.ActorId, unit = tx.Caller.Unit, rpc, requestId }, tx.Transaction, cancellationToken: tx.Cancel));
        if (row is null)
        {
            return null;
        }

        if (!row.BodyHash.AsSpan().SequenceEqual(hash))
        {
            return (Outcome<TResponse>)Refusal.Of(ErrorReason.RequestIdReused, ("request_id", requestId));
        }

        var response = new TResponse();
        response.MergeFrom(row.Response);
        return (Outcome<TResponse>)response;
    }

    /// <summary>Stores the answer in the transaction of its effect.</summary>
    internal Task Store(IMessage response) => tx.Connection.ExecuteAsync(new CommandDefinition(
        StoreSql,
        new { unit = tx.Caller.Unit, actor = tx.Caller.ActorId, rpc, requestId, hash, response = response.ToByteArray(), now = tx.Now },
        tx.Transaction,
        cancellationToken: tx.Cancel));

    private sealed record Row(byte[] BodyHash, byte[] Response);
}
