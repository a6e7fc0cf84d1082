using Grpc.Core;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

public sealed class CredentialsTests
{
    private static readonly CallCredentials First = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
    private static readonly CallCredentials Second = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

    [Fact]
    public void CallCredentials_OfAFunction_TellItWithTheState()
    {
        AsyncAuthInterceptor function = (_, _) => Task.CompletedTask;

        Assert.Equal([("state", function)], Told(CallCredentials.FromInterceptor(function)));
        Assert.Throws<ArgumentNullException>(() => CallCredentials.FromInterceptor(null!));
    }

    [Fact]
    public void CallCredentials_Composed_TellAllInOrder()
    {
        var (state, parts) = Assert.Single(Told(CallCredentials.Compose(First, Second)));

        Assert.Equal("state", state);
        Assert.Equal([First, Second], Assert.IsType<IReadOnlyList<CallCredentials>>(parts, exactMatch: false));
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose(First));
    }

    [Fact]
    public void ChannelCredentials_Insecure_TellSo()
    {
        Assert.Equal(["insecure"], Told(ChannelCredentials.Insecure));
        Assert.Same(ChannelCredentials.Insecure, ChannelCredentials.Insecure);
    }

    [Fact]
    public void ChannelCredentials_Ssl_TellTheirParts()
    {
        var pair = new KeyCertificatePair("chain", "key");

        Assert.Equal(["ssl   False"], Told(ChannelCredentials.SecureSsl));
        Assert.Equal(["ssl roots  False"], Told(new SslCredentials("roots")));
        Assert.Equal(["ssl roots chain True"], Told(new SslCredentials("roots", pair, _ => true)));
        Assert.Equal(("chain", "key"), (pair.CertificateChain, pair.PrivateKey));
        Assert.Same(pair, new SslCredentials("roots", pair).KeyCertificatePair);
    }

    [Fact]
    public void ChannelCredentials_WithCallCredentials_NeedTls()
    {
        Assert.Equal(["both SslCredentials True"], Told(ChannelCredentials.Create(new SslCredentials(), First)));
        Assert.Throws<ArgumentException>(() => ChannelCredentials.Create(ChannelCredentials.Insecure, First));
        Assert.Throws<ArgumentException>(() =>
            ChannelCredentials.Create(ChannelCredentials.Create(ChannelCredentials.SecureSsl, First), Second));
    }

    [Fact]
    public void AuthInterceptorContext_Parts_AreKept()
    {
        using var cancel = new CancellationTokenSource();
        var context = new AuthInterceptorContext("https://office.example/samstyring", "Get", cancel.Token);

        Assert.Equal(("https://office.example/samstyring", "Get"), (context.ServiceUrl, context.MethodName));
        Assert.Equal(cancel.Token, context.CancellationToken);
        Assert.False(new AuthInterceptorContext("https://office.example", "Get").CancellationToken.CanBeCanceled);
    }

    [Fact]
    public void AuthContext_Properties_AreFoundByName()
    {
        var name = AuthProperty.Create("x509_common_name", "blåbær"u8.ToArray());
        var other = AuthProperty.Create("transport", "ssl"u8.ToArray());
        var context = new AuthContext("x509_common_name", new() { ["x509_common_name"] = [name], ["transport"] = [other] });
        var anonymous = new AuthContext(null, []);

        Assert.True(context.IsPeerAuthenticated);
        Assert.Equal("blåbær", Assert.Single(context.PeerIdentity).Value);
        Assert.Equal([name, other], context.Properties);
        Assert.Empty(context.FindPropertiesByName("absent"));
        Assert.False(anonymous.IsPeerAuthenticated);
        Assert.Empty(anonymous.PeerIdentity);
    }

    private static List<(object State, object What)> Told(CallCredentials credentials)
    {
        var configurator = new CallRecorder();
        credentials.InternalPopulateConfiguration(configurator, "state");
        return configurator.Told;
    }

    private static List<string> Told(ChannelCredentials credentials)
    {
        var configurator = new ChannelRecorder();
        credentials.InternalPopulateConfiguration(configurator, "state");
        return configurator.Told;
    }

    private sealed class CallRecorder : CallCredentialsConfiguratorBase
    {
        public List<(object State, object What)> Told { get; } = [];

        public override void SetCompositeCredentials(object state, IReadOnlyList<CallCredentials> credentials) =>
            Told.Add((state, credentials));

        public override void SetAsyncAuthInterceptorCredentials(object state, AsyncAuthInterceptor interceptor) =>
            Told.Add((state, interceptor));
    }

    private sealed class ChannelRecorder : ChannelCredentialsConfiguratorBase
    {
        public List<string> Told { get; } = [];

        public override void SetInsecureCredentials(object state) => Told.Add("insecure");

        public override void SetSslCredentials(
            object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) =>
            Told.Add($"ssl {rootCertificates} {keyCertificatePair?.CertificateChain} {verifyPeerCallback is not null}");

        public override void SetCompositeCredentials(
            object state, ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
            Told.Add($"both {channelCredentials.GetType().Name} {callCredentials == First}");
    }
}
