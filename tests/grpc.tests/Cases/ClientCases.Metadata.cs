using Grpc.Core;
using Samstyring.Grpc.Tests.Echo.V1;
using Xunit;

namespace Samstyring.Grpc.Tests.Cases;

public abstract partial class ClientCases<TServer>
{
    private const string Initial = "x-grpc-test-echo-initial";
    private const string Trailing = "x-grpc-test-echo-trailing-bin";

    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    private static Metadata CustomMetadata => new() { { Initial, "test_initial_metadata_value" }, { Trailing, EveryByte } };

    [Fact]
    public async Task Metadata_OnUnary_ComesBackInHeadersAndTrailers()
    {
        using var call = Echo.UnaryAsync(new UnaryRequest { ResponseSize = 1 }, CustomMetadata);

        Assert.Equal("test_initial_metadata_value", (await call.ResponseHeadersAsync).GetValue(Initial));
        await call;
        Assert.Equal(EveryByte, call.GetTrailers().GetValueBytes(Trailing));
    }

    [Fact]
    public async Task Metadata_OnDuplex_ComesBackInHeadersAndTrailers()
    {
        using var call = Echo.Converse(CustomMetadata);
        await call.RequestStream.WriteAsync(new ConverseRequest { ResponseSizes = { 1 } });
        await call.RequestStream.CompleteAsync();

        Assert.Equal("test_initial_metadata_value", (await call.ResponseHeadersAsync).GetValue(Initial));
        Assert.Single(await call.ResponseStream.ReadAllAsync().ToListAsync());
        Assert.Equal(EveryByte, call.GetTrailers().GetValueBytes(Trailing));
    }

    [Fact]
    public async Task Metadata_OnFailedCall_ComesBackInTrailersOfTheException()
    {
        var request = new UnaryRequest { Status = new EchoStatus { Code = (int)StatusCode.Aborted, Message = "no" } };

        var failure = await Fails(async () => await Echo.UnaryAsync(request, CustomMetadata));

        Assert.Equal(EveryByte, failure.Trailers.GetValueBytes(Trailing));
    }
}
