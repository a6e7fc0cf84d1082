using Google.Protobuf;
using Grpc.Core;
using Npgsql;
using Samstyring.Common.Telemetry;

namespace Samstyring.Common;

/// <summary>
/// Runs the body of an rpc: a read on a connection, a write in one transaction that commits when the body answers a value and leaves nothing behind when it
/// refuses. A write that carries a <c>request_id</c> is done once; repeating it answers the stored response.
/// </summary>
public sealed class Rpc(NpgsqlDataSource database, EventSubscribers subscribers, OutboxSignal signal, TimeProvider clock)
{
    /// <summary>Longest a read may take.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(5);

    /// <summary>Longest a write may take.</summary>
    public static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    /// <summary>Longest an import may take.</summary>
    public static readonly TimeSpan ImportLimit = TimeSpan.FromSeconds(30);

    /// <summary>Runs a read; a refusal ends the call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="read">The body.</param>
    /// <param name="longest">How long it may take; null: <see cref="ReadLimit"/>.</param>
    public async Task<TResponse> Read<TResponse>(ServerCallContext context, Func<ReadContext, Task<Outcome<TResponse>>> read, TimeSpan? longest = null)
    {
        using var limit = Limit(context, longest ?? ReadLimit);
        var caller = Caller.Of(context);
        var outcome = await database.ReadAs(caller, connection => read(new ReadContext(connection, caller, clock.GetUtcNow(), limit.Token)), limit.Token);
        return outcome.IsRefused ? throw RpcErrors.ToException(outcome.Refusal) : outcome.Value;
    }

    /// <summary>Runs a write; a refusal ends the call and rolls back.</summary>
    /// <param name="context">The call.</param>
    /// <param name="request">The request; with another body the same <paramref name="requestId"/> is refused.</param>
    /// <param name="requestId">As <see cref="Fields.RequestId"/> asks.</param>
    /// <param name="write">The body.</param>
    /// <param name="longest">How long it may take; null: <see cref="WriteLimit"/>.</param>
    public async Task<TResponse> Write<TRequest, TResponse>(
        ServerCallContext context, TRequest request, string requestId, Func<Tx, Task<Outcome<TResponse>>> write, TimeSpan? longest = null)
        where TRequest : IMessage
        where TResponse : class, IMessage<TResponse>, new()
    {
        var outcome = await TryWrite(context, request, requestId, write, longest);
        Steps.UntilSent(context.GetHttpContext(), "reply");
        return outcome.IsRefused ? throw RpcErrors.ToException(outcome.Refusal) : outcome.Value;
    }

    /// <summary>Runs a write as <see cref="Write"/> does, and answers a refusal instead of ending the call: for the rows of a batch.</summary>
    public async Task<Outcome<TResponse>> TryWrite<TRequest, TResponse>(
        ServerCallContext context, TRequest request, string requestId, Func<Tx, Task<Outcome<TResponse>>> write, TimeSpan? longest = null)
        where TRequest : IMessage
        where TResponse : class, IMessage<TResponse>, new()
    {
        var fields = new Fields();
        fields.RequestId(requestId);
        if (fields.Any)
        {
            return fields.ToRefusal();
        }

        using var limit = Limit(context, longest ?? WriteLimit);
        return await database.Use(
            async connection =>
            {
                await using var transaction = await Steps.Begin(connection, limit.Token);
                var caller = Caller.Of(context);
                await connection.ActAs(caller, limit.Token);
                var tx = new Tx(connection, transaction, caller, clock.GetUtcNow(), subscribers, limit.Token);
                var replay = new RequestReplay(tx, context.Method, requestId, request);
                if (await replay.Find<TResponse>() is { } before)
                {
                    return before;
                }

                var outcome = await write(tx);
                if (outcome.IsRefused)
                {
                    return outcome;
                }

                await replay.Store(outcome.Value);
                await Steps.Commit(transaction, limit.Token);
                if (tx.HasEvents)
                {
                    signal.Set();
                }

                return outcome;
            },
            limit.Token);
    }

    private static CancellationTokenSource Limit(ServerCallContext context, TimeSpan limit)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        source.CancelAfter(limit);
        return source;
    }
}
