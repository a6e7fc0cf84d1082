namespace Grpc.Core;

/// <summary>A call as its server sees it. Transports derive from it, and tests may.</summary>
public abstract class ServerCallContext
{
    private Dictionary<object, object>? userState;

    /// <summary>Only transports and tests derive from this.</summary>
    protected ServerCallContext()
    {
    }

    /// <summary>The path of the call: <c>/service/name</c>.</summary>
    public string Method => MethodCore;

    /// <summary>The host that the client named.</summary>
    public string Host => HostCore;

    /// <summary>The address of the client or of the last proxy, as in <c>ipv4:127.0.0.1:50051</c>.</summary>
    public string Peer => PeerCore;

    /// <summary>When the client stops waiting, in UTC; <see cref="DateTime.MaxValue"/> when it set no deadline.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>The metadata that the client sent.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Cancelled when the client cancels, the deadline passes, or the connection is lost.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>Metadata to send with the status. Open for changes until the method returns.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>The outcome when the method returns without throwing; OK unless set.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>Wishes for the writing of responses, or null.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>What the connection proves about the client.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>What interceptors and the method leave for each other during this call.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <inheritdoc cref="Method"/>
    protected abstract string MethodCore { get; }

    /// <inheritdoc cref="Host"/>
    protected abstract string HostCore { get; }

    /// <inheritdoc cref="Peer"/>
    protected abstract string PeerCore { get; }

    /// <inheritdoc cref="Deadline"/>
    protected abstract DateTime DeadlineCore { get; }

    /// <inheritdoc cref="RequestHeaders"/>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <inheritdoc cref="CancellationToken"/>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <inheritdoc cref="ResponseTrailers"/>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <inheritdoc cref="Status"/>
    protected abstract Status StatusCore { get; set; }

    /// <inheritdoc cref="WriteOptions"/>
    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc cref="AuthContext"/>
    protected abstract AuthContext AuthContextCore { get; }

    /// <inheritdoc cref="UserState"/>
    protected virtual IDictionary<object, object> UserStateCore => userState ??= [];

    /// <summary>Sends the response headers now instead of with the first response.</summary>
    /// <exception cref="InvalidOperationException">They have been sent already.</exception>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>A token for <see cref="CallOptions"/>, where the transport supports it.</summary>
    public ContextPropagationToken CreatePropagationToken(ContextPropagationOptions? options = null) => CreatePropagationTokenCore(options);

    /// <inheritdoc cref="WriteResponseHeadersAsync"/>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);

    /// <inheritdoc cref="CreatePropagationToken"/>
    protected abstract ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options);
}
