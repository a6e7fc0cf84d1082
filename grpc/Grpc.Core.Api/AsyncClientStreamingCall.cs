using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>A running call with many requests and one response. Write, complete, then await it for the response.</summary>
/// <typeparam name="TRequest">The type of the requests.</typeparam>
/// <typeparam name="TResponse">The type of the response.</typeparam>
public sealed class AsyncClientStreamingCall<TRequest, TResponse> : IDisposable
{
    private readonly CallControl control;

    /// <summary>A call made of these parts, as an interceptor or a test makes it.</summary>
    /// <param name="requestStream">Takes the requests.</param>
    /// <param name="responseAsync">Gives the response, or fails.</param>
    /// <param name="responseHeadersAsync">Gives the response headers.</param>
    /// <param name="getStatusFunc">Gives the outcome, or throws before the end.</param>
    /// <param name="getTrailersFunc">Gives the trailers, or throws before the end.</param>
    /// <param name="disposeAction">Lets go of the call, and cancels it if it still runs.</param>
    /// <exception cref="ArgumentNullException">A part is null.</exception>
    public AsyncClientStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        Task<TResponse> responseAsync,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        ArgumentNullException.ThrowIfNull(responseAsync);
        RequestStream = requestStream;
        ResponseAsync = responseAsync;
        control = new CallControl(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>A call of a transport that hands its functions a state object instead of capturing it.</summary>
    /// <param name="requestStream">Takes the requests.</param>
    /// <param name="responseAsync">Gives the response, or fails.</param>
    /// <param name="responseHeadersAsync">Gives the response headers.</param>
    /// <param name="getStatusFunc">Gives the outcome, or throws before the end.</param>
    /// <param name="getTrailersFunc">Gives the trailers, or throws before the end.</param>
    /// <param name="disposeAction">Lets go of the call, and cancels it if it still runs.</param>
    /// <param name="state">Handed to each of the functions.</param>
    /// <exception cref="ArgumentNullException">A part other than the state is null.</exception>
    public AsyncClientStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        Task<TResponse> responseAsync,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        ArgumentNullException.ThrowIfNull(responseAsync);
        RequestStream = requestStream;
        ResponseAsync = responseAsync;
        control = new CallControl(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
    }

    /// <summary>Takes the requests. Complete it after the last one.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>The response. Fails with <see cref="RpcException"/> when the call does not end in OK.</summary>
    public Task<TResponse> ResponseAsync { get; }

    /// <summary>The headers the server sent before its first response. Empty when the call failed before any came.</summary>
    public Task<Metadata> ResponseHeadersAsync => control.ResponseHeadersAsync;

    /// <summary>Makes the call itself awaitable: gives the response.</summary>
    public TaskAwaiter<TResponse> GetAwaiter() => ResponseAsync.GetAwaiter();

    /// <summary>Awaits the response with or without returning to the captured context.</summary>
    public ConfiguredTaskAwaitable<TResponse> ConfigureAwait(bool continueOnCapturedContext) =>
        ResponseAsync.ConfigureAwait(continueOnCapturedContext);

    /// <summary>The outcome.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended yet.</exception>
    public Status GetStatus() => control.Status;

    /// <summary>What the server sent with the outcome.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended yet.</exception>
    public Metadata GetTrailers() => control.Trailers;

    /// <summary>Lets go of the call. One that still runs is cancelled, and the server is told.</summary>
    public void Dispose() => control.Dispose();
}
