namespace Grpc.Core;

/// <summary>
/// TLS for a channel. The client over HTTP/2 takes its trust and its certificates from its message handler and only accepts the
/// one without arguments.
/// </summary>
public sealed class SslCredentials : ChannelCredentials
{
    private readonly VerifyPeerCallback? verifyPeerCallback;

    /// <summary>TLS with the certificates that the machine trusts.</summary>
    public SslCredentials()
        : this(null, null, null)
    {
    }

    /// <summary>TLS that trusts these roots, in PEM.</summary>
    public SslCredentials(string rootCertificates)
        : this(rootCertificates, null, null)
    {
    }

    /// <summary>TLS that trusts these roots and shows a client certificate.</summary>
    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair)
        : this(rootCertificates, keyCertificatePair, null)
    {
    }

    /// <summary>TLS that trusts these roots, shows a client certificate and asks a function about the server.</summary>
    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        RootCertificates = rootCertificates;
        KeyCertificatePair = keyCertificatePair;
        this.verifyPeerCallback = verifyPeerCallback;
    }

    /// <summary>The trusted roots in PEM, or null for those of the machine.</summary>
    public string? RootCertificates { get; }

    /// <summary>The client certificate, or null.</summary>
    public KeyCertificatePair? KeyCertificatePair { get; }

    /// <inheritdoc/>
    internal override bool IsComposable => true;

    /// <inheritdoc/>
    public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.SetSslCredentials(state, RootCertificates, KeyCertificatePair, verifyPeerCallback);
    }
}

/// <summary>A certificate with its private key.</summary>
public sealed class KeyCertificatePair
{
    /// <summary>A certificate with its private key.</summary>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public KeyCertificatePair(string certificateChain, string privateKey)
    {
        ArgumentNullException.ThrowIfNull(certificateChain);
        ArgumentNullException.ThrowIfNull(privateKey);
        CertificateChain = certificateChain;
        PrivateKey = privateKey;
    }

    /// <summary>The certificate and those that vouch for it, in PEM.</summary>
    public string CertificateChain { get; }

    /// <summary>The private key in PEM.</summary>
    public string PrivateKey { get; }
}

/// <summary>The server that a <see cref="VerifyPeerCallback"/> is asked about.</summary>
public class VerifyPeerContext
{
    internal VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    /// <summary>The host that was called.</summary>
    public string TargetName { get; }

    /// <summary>The certificate of the server in PEM.</summary>
    public string PeerPem { get; }
}

/// <summary>Says whether a server is trusted.</summary>
/// <param name="context">The server.</param>
/// <returns>False to refuse the connection.</returns>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
