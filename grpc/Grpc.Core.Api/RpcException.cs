namespace Grpc.Core;

/// <summary>
/// A call that did not end in OK. Thrown to a client that awaits the call; thrown by a server method to end the call with
/// this status and these trailers.
/// </summary>
public class RpcException : Exception
{
    /// <summary>A failed call without trailers.</summary>
    public RpcException(Status status)
        : this(status, Metadata.Empty)
    {
    }

    /// <summary>
    /// A failed call without trailers, with a message of its own for logs. The message does not travel; the detail of the status does.
    /// </summary>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>A failed call with trailers. The message is the text of the status, so it carries code and detail.</summary>
    /// <exception cref="ArgumentNullException">The trailers are null.</exception>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>A failed call with trailers and a message of its own for logs.</summary>
    /// <exception cref="ArgumentNullException">The trailers are null.</exception>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The outcome of the call.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>, at hand for exception filters.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>
    /// What came with the status, such as <c>grpc-status-details-bin</c>. Never null; empty and read-only when nothing was given.
    /// </summary>
    public Metadata Trailers { get; }
}
