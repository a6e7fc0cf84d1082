namespace Grpc.Core;

/// <summary>The state of a channel's connection.</summary>
public enum ConnectivityState
{
    /// <summary>Not connected, and nothing asks for it. The next call connects.</summary>
    Idle,

    /// <summary>Trying to connect.</summary>
    Connecting,

    /// <summary>Connected: calls can be sent.</summary>
    Ready,

    /// <summary>The last attempt failed; the next follows after a pause.</summary>
    TransientFailure,

    /// <summary>The channel is ended and stays so.</summary>
    Shutdown,
}
