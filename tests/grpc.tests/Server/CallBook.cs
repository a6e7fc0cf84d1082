using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Samstyring.Grpc.Tests.Server;

/// <summary>Remembers which calls have ended, by their ids.</summary>
public sealed class CallBook
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> ends = new();

    /// <summary>Ends when the call has ended.</summary>
    public Task EndOf(string callId) => Entry(callId).Task;

    public void Ended(string callId) => Entry(callId).TrySetResult();

    private TaskCompletionSource Entry(string callId) =>
        ends.GetOrAdd(callId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Does what echo.proto asks of every method: metadata sent back, and the end of the call remembered.</summary>
public sealed class EchoInterceptor(CallBook book) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        Around(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        Around(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        Around(context, () => Done(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        Around(context, () => Done(continuation(requestStream, responseStream, context)));

    private async Task<T> Around<T>(ServerCallContext context, Func<Task<T>> serve)
    {
        if (context.RequestHeaders.GetValueBytes("x-grpc-test-echo-trailing-bin") is { } bytes)
        {
            context.ResponseTrailers.Add("x-grpc-test-echo-trailing-bin", bytes);
        }

        if (context.RequestHeaders.GetValue("x-grpc-test-echo-initial") is { } text)
        {
            await context.WriteResponseHeadersAsync([new("x-grpc-test-echo-initial", text)]);
        }

        try
        {
            return await serve();
        }
        catch (IOException)
        {
            // A reading method learns of a client's cancel by this, now and then before its token does. The server would log an error.
            throw new RpcException(Status.DefaultCancelled);
        }
        finally
        {
            if (context.RequestHeaders.GetValue("x-call-id") is { } callId)
            {
                book.Ended(callId);
            }
        }
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
