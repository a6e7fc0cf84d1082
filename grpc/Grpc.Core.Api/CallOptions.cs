namespace Grpc.Core;

/// <summary>What a client decides per call, unchangeable: every <c>With...</c> gives a changed copy.</summary>
public readonly struct CallOptions
{
    /// <summary>Options for a call. Everything may be left out.</summary>
    /// <param name="headers">Metadata sent before the first request.</param>
    /// <param name="deadline">When the call must be finished, in UTC; null means never.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">Wishes for the writing of requests.</param>
    /// <param name="propagationToken">Deadline and cancellation of a served call to take over.</param>
    /// <param name="credentials">Adds proof of who is calling; only sent over TLS unless the channel allows otherwise.</param>
#pragma warning disable CA1068 // Generated clients are compiled against this order.
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
#pragma warning restore CA1068
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>Metadata sent before the first request, or null.</summary>
    public Metadata? Headers { get; private init; }

    /// <summary>When the call must be finished, in UTC, or null for never.</summary>
    public DateTime? Deadline { get; private init; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>Wishes for the writing of requests, or null.</summary>
    public WriteOptions? WriteOptions { get; private init; }

    /// <summary>Deadline and cancellation of a served call to take over, or null.</summary>
    public ContextPropagationToken? PropagationToken { get; }

    /// <summary>Adds proof of who is calling, or null.</summary>
    public CallCredentials? Credentials { get; private init; }

    /// <summary>Whether the call waits for a connection, up to its deadline, instead of failing at once with Unavailable.</summary>
    public bool IsWaitForReady { get; private init; }

    /// <summary>The same with these headers; they replace the former.</summary>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same with this deadline, in UTC.</summary>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same with this token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    /// <summary>The same with these wishes for writing.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>The same, waiting for a connection or not.</summary>
    public CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };

    /// <summary>The same with this proof of who is calling.</summary>
    public CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };
}
