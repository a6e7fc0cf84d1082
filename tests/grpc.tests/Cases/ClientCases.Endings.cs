using Google.Protobuf;
using Grpc.Core;
using Samstyring.Grpc.Tests.Echo.V1;
using Xunit;

namespace Samstyring.Grpc.Tests.Cases;

public abstract partial class ClientCases<TServer>
{
    private const string AwkwardDetail = "\tIkke funnet: blåbærsyltetøy\r\n☺ 100 % og 😈\t\n";

    private static EchoStatus Refused => new()
    {
        Code = (int)StatusCode.FailedPrecondition,
        Message = AwkwardDetail,
        Details = ByteString.CopyFrom(EveryByte),
    };

    [Theory]
    [MemberData(nameof(FailureCodes))]
    public async Task Status_AnyCode_ArrivesWithItsDetail(StatusCode code)
    {
        var request = new UnaryRequest { Status = new EchoStatus { Code = (int)code, Message = "test status message" } };

        var failure = await Fails(async () => await Echo.UnaryAsync(request));

        Assert.Equal(code, failure.StatusCode);
        Assert.Equal("test status message", failure.Status.Detail);
    }

    [Fact]
    public async Task Status_OnUnary_CarriesUtf8DetailAndBinaryDetails()
    {
        var failure = await Fails(async () => await Echo.UnaryAsync(new UnaryRequest { Status = Refused }));

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Equal(AwkwardDetail, failure.Status.Detail);
        Assert.Equal(EveryByte, failure.Trailers.GetValueBytes("grpc-status-details-bin"));
    }

    [Fact]
    public async Task Status_AfterResponses_ResponsesArriveFirst()
    {
        using var call = Echo.Spread(new SpreadRequest { ResponseSizes = { 1, 2 }, Status = Refused });

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.True(await call.ResponseStream.MoveNext());
        var failure = await Fails(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Equal(AwkwardDetail, call.GetStatus().Detail);
        Assert.Equal(EveryByte, call.GetTrailers().GetValueBytes("grpc-status-details-bin"));
    }

    [Fact]
    public async Task Status_OnDuplex_EndsTheCall()
    {
        using var call = Echo.Converse();
        await call.RequestStream.WriteAsync(new ConverseRequest { Status = Refused });

        var failure = await Fails(() => call.ResponseStream.MoveNext());

        Assert.Equal(AwkwardDetail, failure.Status.Detail);
    }

    [Fact]
    public async Task Method_NotImplemented_IsUnimplemented() =>
        Assert.Equal(StatusCode.Unimplemented, (await Fails(async () => await Echo.MissingAsync(new MissingRequest()))).StatusCode);

    [Fact]
    public async Task Service_NotThere_IsUnimplemented() =>
        Assert.Equal(StatusCode.Unimplemented, (await Fails(async () => await client.Absent.AbsentAsync(new AbsentRequest()))).StatusCode);

    [Fact]
    public async Task Deadline_Set_ServerKnowsIt()
    {
        var deadline = DateTime.UtcNow.AddSeconds(50);

        var response = await Echo.UnaryAsync(new UnaryRequest(), deadline: deadline);

        var seen = DateTimeOffset.FromUnixTimeMilliseconds(response.DeadlineUnixMs).UtcDateTime;
        Assert.InRange(seen, deadline.AddSeconds(-5), deadline.AddSeconds(5));
    }

    [Fact]
    public async Task Deadline_Passes_ClientAndServerBothEnd()
    {
        var (callId, headers) = NewCall();

        var failure = await Fails(async () =>
            await Echo.UnaryAsync(new UnaryRequest { Hold = true }, headers, DateTime.UtcNow.AddMilliseconds(500)));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await ServerEnded(callId);
    }

    [Fact]
    public async Task Deadline_AlreadyPassed_FailsWithoutAServer()
    {
        var failure = await Fails(async () => await Echo.EmptyAsync(new EmptyRequest(), deadline: DateTime.UtcNow.AddSeconds(-1)));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Cancel_AfterBegin_ClientAndServerBothEnd()
    {
        var (callId, headers) = NewCall();
        headers.Add(Initial, "begun");
        using var cancel = new CancellationTokenSource();
        using var call = Echo.Collect(headers, cancellationToken: cancel.Token);
        await call.ResponseHeadersAsync;
        // Grpc.Net.Client shows the headers a moment before it opens the body; a cancel in between is INTERNAL there, not CANCELLED.
        await Echo.EmptyAsync(new EmptyRequest());

        await cancel.CancelAsync();
        var failure = await Fails(async () => await call);

        Assert.True(failure.StatusCode == StatusCode.Cancelled, failure.ToString());
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await ServerEnded(callId);
    }

    [Fact]
    public async Task Cancel_AfterFirstResponse_ClientAndServerBothEnd()
    {
        var (callId, headers) = NewCall();
        using var cancel = new CancellationTokenSource();
        using var call = Echo.Converse(headers, cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(new ConverseRequest { ResponseSizes = { 31415 }, Payload = Payload.Of(27182) });
        Assert.True(await call.ResponseStream.MoveNext());

        await cancel.CancelAsync();
        var failure = await Fails(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await ServerEnded(callId);
    }

    [Fact]
    public async Task Dispose_OfARunningStream_ServerEnds()
    {
        var (callId, headers) = NewCall();
        using (var call = Echo.Spread(new SpreadRequest { ResponseSizes = { 1 }, Hold = true }, headers))
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        await ServerEnded(callId);
    }

    public static TheoryData<StatusCode> FailureCodes() => [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    private static (string CallId, Metadata Headers) NewCall()
    {
        var callId = Guid.NewGuid().ToString();
        return (callId, new Metadata { { "x-call-id", callId } });
    }

    private async Task ServerEnded(string callId) => await Echo.AwaitEndAsync(new AwaitEndRequest { CallId = callId });
}
