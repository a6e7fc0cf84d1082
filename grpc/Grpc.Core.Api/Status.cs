namespace Grpc.Core;

/// <summary>The outcome of a call: a code and a text for people. The default value is OK with an empty detail.</summary>
public readonly struct Status
{
    /// <summary>OK with an empty detail.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancelled with an empty detail.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    private readonly string? detail;

    /// <summary>An outcome without a local cause.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">A text for people; null counts as empty.</param>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>An outcome with the exception that led to it on this side of the wire.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">A text for people; null counts as empty.</param>
    /// <param name="debugException">The local cause, or null.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        this.detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>A text for people, never null. It travels as UTF-8, percent-encoded in a trailer.</summary>
    public string Detail => detail ?? "";

    /// <summary>The local cause, for logs. It never travels, so a client sees none that was set by the server.</summary>
    public Exception? DebugException { get; }

    /// <summary>Code and detail, and the kind and message of the local cause when there is one.</summary>
    public override string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", " +
            $"DebugException=\"{DebugException.GetType()}: {DebugException.Message}\")";
}
