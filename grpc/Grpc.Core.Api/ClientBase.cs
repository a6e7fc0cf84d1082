namespace Grpc.Core;

/// <summary>What generated clients derive from, without their own type.</summary>
public abstract class ClientBase
{
    /// <summary>A client that can make no call, for doubles in tests that override its methods.</summary>
    protected ClientBase()
        : this(new NoCallInvoker())
    {
    }

    /// <summary>A client on this channel.</summary>
    protected ClientBase(ChannelBase channel)
        : this(InvokerOf(channel))
    {
    }

    /// <summary>A client on this invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(callInvoker, null))
    {
    }

    /// <summary>A changed copy of a client.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        CallInvoker = configuration.CreateCallInvoker();
    }

    /// <summary>What starts the calls of this client.</summary>
    protected CallInvoker CallInvoker { get; }

    internal ClientBaseConfiguration Configuration { get; }

    private static CallInvoker InvokerOf(ChannelBase channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.CreateCallInvoker();
    }

    /// <summary>What a client is made of. Only passed on by generated code.</summary>
    protected internal class ClientBaseConfiguration
    {
        private readonly CallInvoker callInvoker;
        private readonly string? host;

        internal ClientBaseConfiguration(CallInvoker callInvoker, string? host)
        {
            ArgumentNullException.ThrowIfNull(callInvoker);
            this.callInvoker = callInvoker;
            this.host = host;
        }

        internal CallInvoker CreateCallInvoker() => host is null ? callInvoker : new HostCallInvoker(callInvoker, host);

        internal ClientBaseConfiguration WithHost(string newHost) => new(callInvoker, newHost);
    }
}

/// <summary>What generated clients derive from.</summary>
/// <typeparam name="T">The generated client itself.</typeparam>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>A client that can make no call, for doubles in tests that override its methods.</summary>
    protected ClientBase()
    {
    }

    /// <summary>A client on this channel.</summary>
    protected ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>A client on this invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>A changed copy of a client.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>A client like this one that names another host in its calls. The connection stays the same.</summary>
    public T WithHost(string host) => NewInstance(Configuration.WithHost(host));

    /// <summary>A client of the same type with this configuration.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
