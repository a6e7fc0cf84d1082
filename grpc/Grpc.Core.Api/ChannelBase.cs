namespace Grpc.Core;

/// <summary>A long-lived link to a server, over which many calls run.</summary>
public abstract class ChannelBase
{
    /// <summary>A channel to this target.</summary>
    /// <exception cref="ArgumentNullException">The target is null.</exception>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>What the channel leads to, as it was given.</summary>
    public string Target { get; }

    /// <summary>What starts calls over this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends the channel.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Ends the channel. Does nothing unless overridden.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
