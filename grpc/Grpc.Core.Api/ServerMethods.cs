namespace Grpc.Core;

/// <summary>Serves a call with one request and one response.</summary>
/// <exception cref="RpcException">Ends the call with its status; any other exception ends it with Unknown.</exception>
public delegate Task<TResponse> UnaryServerMethod<TRequest, TResponse>(TRequest request, ServerCallContext context)
    where TRequest : class
    where TResponse : class;

/// <summary>Serves a call with many requests and one response.</summary>
/// <exception cref="RpcException">Ends the call with its status; any other exception ends it with Unknown.</exception>
public delegate Task<TResponse> ClientStreamingServerMethod<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream,
    ServerCallContext context)
    where TRequest : class
    where TResponse : class;

/// <summary>Serves a call with one request and many responses. The responses end when the task ends.</summary>
/// <exception cref="RpcException">Ends the call with its status; any other exception ends it with Unknown.</exception>
public delegate Task ServerStreamingServerMethod<TRequest, TResponse>(
    TRequest request,
    IServerStreamWriter<TResponse> responseStream,
    ServerCallContext context)
    where TRequest : class
    where TResponse : class;

/// <summary>Serves a call with many requests and many responses. The responses end when the task ends.</summary>
/// <exception cref="RpcException">Ends the call with its status; any other exception ends it with Unknown.</exception>
public delegate Task DuplexStreamingServerMethod<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream,
    IServerStreamWriter<TResponse> responseStream,
    ServerCallContext context)
    where TRequest : class
    where TResponse : class;
