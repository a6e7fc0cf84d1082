using Grpc.Core;
using Grpc.Core.Interceptors;
using Samstyring.Grpc.Tests.Echo.V1;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

/// <summary>The client half against an invoker that only notes what reaches it, and the server half called directly.</summary>
public sealed class InterceptorTests
{
    private readonly Endpoint endpoint = new();

    [Fact]
    public void Intercept_ThreeAtOnce_FirstGivenSeesTheCallFirst()
    {
        CallEveryKind(endpoint.Intercept(new Tag("a"), new Tag("b"), new Tag("c")));

        Assert.Equal(Enumerable.Repeat("a b c", 5), endpoint.Headers);
    }

    [Fact]
    public void Intercept_OneAfterAnother_LastAddedSeesTheCallFirst()
    {
        CallEveryKind(endpoint.Intercept(new Tag("a")).Intercept(new Tag("b")));

        Assert.Equal(Enumerable.Repeat("b a", 5), endpoint.Headers);
    }

    [Fact]
    public void Intercept_NotOverridden_PassesTheCallOn()
    {
        CallEveryKind(endpoint.Intercept(new Transparent()));

        Assert.Equal(Enumerable.Repeat("", 5), endpoint.Headers);
        Assert.Equal(["BlockingUnary", "Unary", "ServerStreaming", "ClientStreaming", "Duplex"], endpoint.Kinds);
    }

    [Fact]
    public void Intercept_Function_ChangesHeadersButNotTheCallersOwn()
    {
        var own = new Metadata { { "tag", "own" } };
        var invoker = endpoint.Intercept(headers =>
        {
            headers.Add("tag", "added");
            return headers;
        });

        CallEveryKind(invoker, own);

        Assert.Equal(Enumerable.Repeat("own added", 5), endpoint.Headers);
        Assert.Single(own);
    }

    [Fact]
    public void Intercept_Channel_IsAsItsInvoker()
    {
        var channel = new Channel(endpoint);
        CallEveryKind(channel.Intercept(new Tag("one")));
        CallEveryKind(channel.Intercept(new Tag("a"), new Tag("b")));
        CallEveryKind(channel.Intercept(_ => new Metadata { { "tag", "function" } }));

        Assert.Equal(
            [.. Enumerable.Repeat("one", 5), .. Enumerable.Repeat("a b", 5), .. Enumerable.Repeat("function", 5)], endpoint.Headers);
        Assert.Equal("nowhere", channel.Target);
        Assert.True(channel.ShutdownAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public void Intercept_Null_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => endpoint.Intercept((Interceptor)null!));
        Assert.Throws<ArgumentNullException>(() => endpoint.Intercept(new Tag("a"), null!));
        Assert.Throws<ArgumentNullException>(() => endpoint.Intercept((Func<Metadata, Metadata>)null!));
        Assert.Throws<ArgumentNullException>(() => ((CallInvoker)null!).Intercept(new Tag("a")));
        Assert.Throws<ArgumentNullException>(() => ((ChannelBase)null!).Intercept(new Tag("a")));
    }

    [Fact]
    public void WithHost_Client_NamesItInEveryCall()
    {
        var client = new EchoService.EchoServiceClient(endpoint).WithHost("office.example");
        client.Empty(new EmptyRequest());
        client.EmptyAsync(new EmptyRequest());
        client.Spread(new SpreadRequest());
        client.Collect();
        client.Converse();

        Assert.Equal(Enumerable.Repeat("office.example", 5), endpoint.Hosts);
    }

    [Fact]
    public async Task ServerHandlers_NotOverridden_PassTheCallOn()
    {
        var interceptor = new Transparent();

        Assert.Equal("served", await interceptor.UnaryServerHandler<string, string>("", null!, (_, _) => Task.FromResult("served")));
        Assert.Equal(
            "served",
            await interceptor.ClientStreamingServerHandler<string, string>(null!, null!, (_, _) => Task.FromResult("served")));
        await Assert.ThrowsAsync<TimeoutException>(() =>
            interceptor.ServerStreamingServerHandler<string, string>("", null!, null!, (_, _, _) => throw new TimeoutException()));
        await Assert.ThrowsAsync<TimeoutException>(() =>
            interceptor.DuplexStreamingServerHandler<string, string>(null!, null!, null!, (_, _, _) => throw new TimeoutException()));
    }

    private static void CallEveryKind(CallInvoker invoker, Metadata? headers = null)
    {
        var client = new EchoService.EchoServiceClient(invoker);
        client.Empty(new EmptyRequest(), headers);
        client.EmptyAsync(new EmptyRequest(), headers);
        client.Spread(new SpreadRequest(), headers);
        client.Collect(headers);
        client.Converse(headers);
    }

    private sealed class Transparent : Interceptor;

    private sealed class Channel(CallInvoker invoker) : ChannelBase("nowhere")
    {
        public override CallInvoker CreateCallInvoker() => invoker;
    }

    /// <summary>Adds a word to the header <c>tag</c>.</summary>
    private sealed class Tag(string word) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            BlockingUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Tagged(context));

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Tagged(context));

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(request, Tagged(context));

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(Tagged(context));

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(Tagged(context));

        private ClientInterceptorContext<TRequest, TResponse> Tagged<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class
        {
            Metadata headers = [.. context.Options.Headers ?? Metadata.Empty];
            headers.Add("tag", word);
            return new(context.Method, context.Host, context.Options.WithHeaders(headers));
        }
    }

    /// <summary>Notes each call and answers nothing.</summary>
    private sealed class Endpoint : CallInvoker
    {
        public List<string> Kinds { get; } = [];

        public List<string> Headers { get; } = [];

        public List<string?> Hosts { get; } = [];

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            Note<TResponse>("BlockingUnary", host, options);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            Note<AsyncUnaryCall<TResponse>>("Unary", host, options);

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            Note<AsyncServerStreamingCall<TResponse>>("ServerStreaming", host, options);

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            Note<AsyncClientStreamingCall<TRequest, TResponse>>("ClientStreaming", host, options);

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            Note<AsyncDuplexStreamingCall<TRequest, TResponse>>("Duplex", host, options);

        private T Note<T>(string kind, string? host, CallOptions options)
        {
            Kinds.Add(kind);
            Hosts.Add(host);
            Headers.Add(string.Join(' ', (options.Headers ?? []).Select(entry => entry.Value)));
            return default!;
        }
    }
}
