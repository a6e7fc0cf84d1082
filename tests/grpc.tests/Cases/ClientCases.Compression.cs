using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Samstyring.Grpc.Tests.Echo.V1;
using Xunit;

namespace Samstyring.Grpc.Tests.Cases;

public abstract partial class ClientCases<TServer>
{
    private static Metadata Gzip => new() { { "grpc-internal-encoding-request", "gzip" } };

    [Fact]
    public async Task Gzip_OnUnary_RequestIsCompressedAndArrivesWhole()
    {
        using var wire = new WireRecorder();
        using var recorded = new EchoClient(server.Address, new GrpcChannelOptions { HttpHandler = wire });
        using var call = recorded.Echo.UnaryAsync(new UnaryRequest { Payload = Payload.Of(271828), ResponseSize = 314159 }, Gzip);

        Assert.Equal(Payload.Of(314159), (await call).Payload);
        Assert.Equal("gzip", Assert.Single(wire.RequestEncodings));
    }

    [Fact]
    public async Task Gzip_OnServerStreaming_ResponsesArriveWhole()
    {
        using var wire = new WireRecorder();
        using var recorded = new EchoClient(server.Address, new GrpcChannelOptions { HttpHandler = wire });
        using var call = recorded.Echo.Spread(new SpreadRequest { ResponseSizes = { ResponseSizes } });

        Assert.Equal(ResponseSizes.Select(Payload.Of), (await All(call)).Select(response => response.Payload));
        Assert.Equal(server.ResponseEncoding, Assert.Single(wire.ResponseEncodings));
    }

    [Fact]
    public async Task Gzip_OnClientStreaming_MixesWithUncompressedMessages()
    {
        using var call = Echo.Collect(Gzip);
        await call.RequestStream.WriteAsync(new CollectRequest { Payload = Payload.Of(27182) });
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new CollectRequest { Payload = Payload.Of(45904) });
        await call.RequestStream.CompleteAsync();

        Assert.Equal(27182 + 45904, (await call).TotalSize);
    }

    /// <summary>Notes what the two sides say about compression, which the client itself keeps out of its metadata.</summary>
    private sealed class WireRecorder() : DelegatingHandler(new SocketsHttpHandler())
    {
        public ConcurrentQueue<string> RequestEncodings { get; } = new();

        public ConcurrentQueue<string> ResponseEncodings { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Note(RequestEncodings, request.Headers);
            var response = await base.SendAsync(request, cancellationToken);
            Note(ResponseEncodings, response.Headers);
            return response;
        }

        private static void Note(ConcurrentQueue<string> encodings, System.Net.Http.Headers.HttpHeaders headers)
        {
            if (headers.TryGetValues("grpc-encoding", out var values))
            {
                encodings.Enqueue(string.Join(',', values));
            }
        }
    }
}
