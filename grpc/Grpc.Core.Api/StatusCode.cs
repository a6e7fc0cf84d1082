namespace Grpc.Core;

/// <summary>How a call ended, with the numbers that travel in the <c>grpc-status</c> trailer.</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The call was cancelled, as a rule by its caller.</summary>
    Cancelled = 1,

    /// <summary>The cause is not known, or was lost on the way from another system.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>Time ran out before the call finished. What it asked for may still have been done.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created is already there.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known but may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a size limit or some other resource is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is in a state that does not allow this. Repeating it does not help until the state is changed.</summary>
    FailedPrecondition = 9,

    /// <summary>Someone else got in between. The caller may start again from the reading of the current state.</summary>
    Aborted = 10,

    /// <summary>A position is outside what is there now, such as reading past the end.</summary>
    OutOfRange = 11,

    /// <summary>The server has no such method.</summary>
    Unimplemented = 12,

    /// <summary>Something that must always hold was found broken.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached or does not take calls now. Often worth a repetition.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or damaged beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The caller has not shown who it is, or the proof does not hold.</summary>
    Unauthenticated = 16,
}
