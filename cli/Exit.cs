using Grpc.Core;

namespace Samstyring.Cli;

/// <summary>The exit codes; scripts build on them.</summary>
internal static class Exit
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;

    /// <summary>Not signed in, or not allowed.</summary>
    public const int NotAllowed = 3;
    public const int NotFound = 4;

    /// <summary>Invalid input, or something the state of things does not allow; all faults are listed.</summary>
    public const int Refused = 5;

    /// <summary>Changed by somebody else meanwhile.</summary>
    public const int Changed = 6;

    /// <summary>Unavailable or too late.</summary>
    public const int Unavailable = 8;
    public const int TooMuch = 9;
    public const int Interrupted = 130;

    public static int Of(StatusCode code) => code switch
    {
        StatusCode.Unauthenticated or StatusCode.PermissionDenied => NotAllowed,
        StatusCode.NotFound => NotFound,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.AlreadyExists or StatusCode.OutOfRange => Refused,
        StatusCode.Aborted => Changed,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => Unavailable,
        StatusCode.ResourceExhausted => TooMuch,
        StatusCode.Cancelled => Interrupted,
        _ => Unexpected,
    };
}

/// <summary>The command was used wrongly; the message says how to use it.</summary>
internal sealed class UsageException(string message) : Exception(message);
