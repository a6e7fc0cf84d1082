using Grpc.Core;
using Samstyring.Grpc.Tests.Echo.V1;
using Xunit;

namespace Samstyring.Grpc.Tests.Cases;

public abstract partial class ClientCases<TServer>
{
    private static readonly int[] RequestSizes = [27182, 8, 1828, 45904];
    private static readonly int[] ResponseSizes = [31415, 9, 2653, 58979];

    [Fact]
    public async Task Unary_EmptyMessages_Succeeds()
    {
        using var call = Echo.EmptyAsync(new EmptyRequest());

        Assert.Equal(new EmptyResponse(), await call);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Unary_LargeMessages_ArriveWhole()
    {
        var response = await Echo.UnaryAsync(new UnaryRequest { Payload = Payload.Of(271828), ResponseSize = 314159 });

        Assert.Equal(Payload.Of(314159), response.Payload);
    }

    [Fact]
    public void BlockingUnary_Small_Succeeds() =>
        Assert.Equal(Payload.Of(5), Echo.Unary(new UnaryRequest { ResponseSize = 5 }).Payload);

    [Fact]
    public async Task ClientStreaming_FourMessages_AreAllCounted()
    {
        using var call = Echo.Collect();
        foreach (var size in RequestSizes)
        {
            await call.RequestStream.WriteAsync(new CollectRequest { Payload = Payload.Of(size) });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(RequestSizes.Sum(), (await call).TotalSize);
    }

    [Fact]
    public async Task ClientStreaming_NoMessages_IsZero()
    {
        using var call = Echo.Collect();
        await call.RequestStream.CompleteAsync();

        Assert.Equal(0, (await call.ResponseAsync).TotalSize);
    }

    [Fact]
    public async Task ServerStreaming_FourMessages_ArriveInOrder()
    {
        using var call = Echo.Spread(new SpreadRequest { ResponseSizes = { ResponseSizes } });

        Assert.Equal(ResponseSizes.Select(Payload.Of), (await All(call)).Select(response => response.Payload));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_PingPong_EachAnswerBeforeTheNextQuestion()
    {
        using var call = Echo.Converse();
        foreach (var (requestSize, responseSize) in RequestSizes.Zip(ResponseSizes))
        {
            var request = new ConverseRequest { Payload = Payload.Of(requestSize), ResponseSizes = { responseSize } };
            await call.RequestStream.WriteAsync(request);
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(Payload.Of(responseSize), call.ResponseStream.Current.Payload);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_NoMessages_EndsInOk()
    {
        using var call = Echo.Converse();
        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Unary_ThousandInParallel_AllSucceed()
    {
        var calls = Enumerable.Range(0, 1000).Select(size => Echo.UnaryAsync(new UnaryRequest { ResponseSize = size }).ResponseAsync);

        var responses = await Task.WhenAll(calls);

        Assert.Equal(Enumerable.Range(0, 1000), responses.Select(response => response.Payload.Length));
    }
}
