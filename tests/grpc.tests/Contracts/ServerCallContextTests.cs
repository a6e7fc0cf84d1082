using Grpc.Core;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

public sealed class ServerCallContextTests
{
    [Fact]
    public async Task Context_EveryMember_ComesFromItsCore()
    {
        var context = new Context();
        var headers = new Metadata();
        await context.WriteResponseHeadersAsync(headers);
        context.Status = Status.DefaultCancelled;
        context.WriteOptions = WriteOptions.Default;
        context.UserState["key"] = "value";

        Assert.Equal(("/s/m", "host", "peer"), (context.Method, context.Host, context.Peer));
        Assert.Equal(DateTime.MaxValue, context.Deadline);
        Assert.Same(Metadata.Empty, context.RequestHeaders);
        Assert.Same(context.Sent, headers);
        Assert.NotNull(context.ResponseTrailers);
        Assert.Equal(StatusCode.Cancelled, context.Status.StatusCode);
        Assert.Same(WriteOptions.Default, context.WriteOptions);
        Assert.Equal("value", context.UserState["key"]);
        Assert.False(context.AuthContext.IsPeerAuthenticated);
        Assert.False(context.CancellationToken.CanBeCanceled);
        Assert.Throws<NotSupportedException>(() => context.CreatePropagationToken());
    }

    private sealed class Context : ServerCallContext
    {
        public Metadata? Sent { get; private set; }

        protected override string MethodCore => "/s/m";

        protected override string HostCore => "host";

        protected override string PeerCore => "peer";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore => Metadata.Empty;

        protected override CancellationToken CancellationTokenCore => CancellationToken.None;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore { get; } = new(null, []);

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
        {
            Sent = responseHeaders;
            return Task.CompletedTask;
        }

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
            throw new NotSupportedException();
    }
}
