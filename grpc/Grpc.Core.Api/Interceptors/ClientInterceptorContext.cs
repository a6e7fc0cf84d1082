namespace Grpc.Core.Interceptors;

/// <summary>A call that a client is about to make, as its interceptors see it.</summary>
/// <typeparam name="TRequest">The type of the requests.</typeparam>
/// <typeparam name="TResponse">The type of the responses.</typeparam>
public readonly struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>A call. An interceptor makes a new one to change headers, deadline or other options.</summary>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>The method to be called.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The host to be named, or null for that of the channel.</summary>
    public string? Host { get; }

    /// <summary>Headers, deadline and the other options.</summary>
    public CallOptions Options { get; }
}
