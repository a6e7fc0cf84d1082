namespace Grpc.Core;

/// <summary>How a channel is secured.</summary>
public abstract class ChannelCredentials
{
    /// <summary>No security: clear text.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>TLS with the certificates that the machine trusts.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>Whether credentials for calls may be added to these.</summary>
    internal virtual bool IsComposable => false;

    /// <summary>These credentials, with credentials for every call of the channel.</summary>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    /// <exception cref="ArgumentException">The channel credentials do not protect what the call credentials would send.</exception>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        new CompositeCredentials(channelCredentials, callCredentials);

    /// <summary>Tells a transport what these credentials are made of. Not for use outside transports.</summary>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state);

    private sealed class InsecureCredentials : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class CompositeCredentials : ChannelCredentials
    {
        private readonly ChannelCredentials channelCredentials;
        private readonly CallCredentials callCredentials;

        public CompositeCredentials(ChannelCredentials channelCredentials, CallCredentials callCredentials)
        {
            ArgumentNullException.ThrowIfNull(channelCredentials);
            ArgumentNullException.ThrowIfNull(callCredentials);
            if (!channelCredentials.IsComposable)
            {
                throw new ArgumentException("Call credentials need a channel secured by TLS.", nameof(channelCredentials));
            }

            this.channelCredentials = channelCredentials;
            this.callCredentials = callCredentials;
        }

        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetCompositeCredentials(state, channelCredentials, callCredentials);
    }
}

/// <summary>How a transport learns what <see cref="ChannelCredentials"/> are made of. Not for use outside transports.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>They are clear text.</summary>
    public abstract void SetInsecureCredentials(object state);

    /// <summary>They are TLS with these trusted roots, this client certificate and this check; each may be null.</summary>
    public abstract void SetSslCredentials(
        object state,
        string? rootCertificates,
        KeyCertificatePair? keyCertificatePair,
        VerifyPeerCallback? verifyPeerCallback);

    /// <summary>They are a channel's with credentials for every call.</summary>
    public abstract void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
