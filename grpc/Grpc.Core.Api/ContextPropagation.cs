namespace Grpc.Core;

/// <summary>What a call made while serving another takes over from it.</summary>
public class ContextPropagationOptions
{
    /// <summary>Deadline and cancellation are both taken over.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Chooses what is taken over.</summary>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>Whether the new call ends when the deadline of the served one has passed.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>Whether the new call is cancelled with the served one.</summary>
    public bool IsPropagateCancellation { get; }
}

/// <summary>
/// Carries deadline and cancellation from a served call to one that is made meanwhile. The servers and clients of this
/// platform do not make or read any: they pass the deadline and the token of the <see cref="ServerCallContext"/> on by hand.
/// </summary>
public abstract class ContextPropagationToken
{
    /// <summary>Only transports derive from this.</summary>
    protected ContextPropagationToken()
    {
    }
}
