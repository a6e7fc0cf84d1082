using Grpc.Core;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

/// <summary>The four kinds of running calls, made by hand as a test double would make them.</summary>
public sealed class CallsTests
{
    private static readonly Metadata Headers = [];
    private static readonly Metadata Trailers = [];
    private static readonly Status Ended = new(StatusCode.Aborted, "ended");

    private int disposed;

    [Fact]
    public async Task UnaryCall_MadeByHand_GivesItsParts()
    {
        var call = new AsyncUnaryCall<string>(
            Task.FromResult("response"), Task.FromResult(Headers), () => Ended, () => Trailers, () => disposed++);

        Assert.Equal("response", await call);
        Assert.Equal("response", await call.ResponseAsync);
        Assert.Equal("response", await call.ConfigureAwait(false));
        Assert.Same(Headers, await call.ResponseHeadersAsync);
        Assert.Equal(Ended, call.GetStatus());
        Assert.Same(Trailers, call.GetTrailers());
        call.Dispose();
        Assert.Equal(1, disposed);
    }

    [Fact]
    public async Task UnaryCall_OfATransport_HandsTheStateToEachFunction()
    {
        var states = new List<object>();
        using (var call = new AsyncUnaryCall<string>(
            Task.FromResult("response"),
            state => Seen(state, Task.FromResult(Headers)),
            state => Seen(state, Ended),
            state => Seen(state, Trailers),
            states.Add,
            "state"))
        {
            await call.ResponseHeadersAsync;
            call.GetStatus();
            call.GetTrailers();
        }

        Assert.Equal(["state", "state", "state", "state"], states);

        T Seen<T>(object state, T result)
        {
            states.Add(state);
            return result;
        }
    }

    [Fact]
    public async Task StreamingCalls_MadeByHand_GiveTheirStreams()
    {
        var writer = new NoWriter();
        var reader = new NoReader();
        using (var server = new AsyncServerStreamingCall<string>(
            reader, Task.FromResult(Headers), () => Ended, () => Trailers, () => disposed++))
        using (var client = new AsyncClientStreamingCall<string, string>(
            writer, Task.FromResult("response"), Task.FromResult(Headers), () => Ended, () => Trailers, () => disposed++))
        using (var duplex = new AsyncDuplexStreamingCall<string, string>(
            writer, reader, Task.FromResult(Headers), () => Ended, () => Trailers, () => disposed++))
        {
            Assert.Same(reader, server.ResponseStream);
            Assert.Same(writer, client.RequestStream);
            Assert.Equal("response", await client);
            Assert.Same(writer, duplex.RequestStream);
            Assert.Same(reader, duplex.ResponseStream);
            Assert.All([server.GetStatus(), client.GetStatus(), duplex.GetStatus()], status => Assert.Equal(Ended, status));
            Assert.All([server.GetTrailers(), client.GetTrailers(), duplex.GetTrailers()], trailers => Assert.Same(Trailers, trailers));
            Assert.Same(Headers, await server.ResponseHeadersAsync);
            Assert.Same(Headers, await client.ResponseHeadersAsync);
            Assert.Same(Headers, await duplex.ResponseHeadersAsync);
        }

        Assert.Equal(3, disposed);
    }

    [Fact]
    public void Call_WithoutAPart_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() =>
            new AsyncUnaryCall<string>(null!, Task.FromResult(Headers), () => Ended, () => Trailers, () => { }));
        Assert.Throws<ArgumentNullException>(() =>
            new AsyncUnaryCall<string>(Task.FromResult(""), Task.FromResult(Headers), null!, () => Trailers, () => { }));
    }

    private sealed class NoReader : IAsyncStreamReader<string>
    {
        public string Current => "";

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(false);
    }

    private sealed class NoWriter : IClientStreamWriter<string>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(string message) => Task.CompletedTask;

        public Task CompleteAsync() => Task.CompletedTask;
    }
}
