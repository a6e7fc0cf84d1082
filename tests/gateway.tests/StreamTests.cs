using Grpc.Core;
using Samstyring.Notifications.V1;

namespace Samstyring.Gateway.Tests;

public sealed class StreamTests(Edge edge)
{
    private readonly NotificationsService.NotificationsServiceClient client = new(edge.Grpc);

    [Fact]
    public async Task Stream_HeldOpen_BringsWhatComesLaterAndTheEnd()
    {
        var feed = edge.Notifications["later"];
        using var watch = Watch("later");

        for (var position = 1L; position <= 3; position++)
        {
            await feed.Positions.Writer.WriteAsync(position, TestContext.Current.CancellationToken);
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Assert.Equal(position, watch.ResponseStream.Current.Position);
        }
        feed.Positions.Writer.Complete();
        Assert.False(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stream_Cancelled_EndsAtTheService()
    {
        var feed = edge.Notifications["cancelled"];
        using var watch = Watch("cancelled");
        await feed.Positions.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken);

        watch.Dispose();

        await feed.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stream_ServiceDies_EndsWithUnavailableAfterWhatWasSent()
    {
        var feed = edge.Notifications["crash"];
        using var watch = Watch("crash");
        await feed.Positions.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        await feed.Positions.Writer.WriteAsync(StubNotifications.Feed.Crash, TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
    }

    [Fact]
    public async Task Stream_WithoutDeadline_GetsNone()
    {
        var feed = edge.Notifications["endless"];
        using var watch = Watch("endless");
        await feed.Positions.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken);

        Assert.All(
            edge.ArrivalsAt("/samstyring.notifications.v1.NotificationsService/WatchMissions").Where(a => a.Headers.ContainsKey("grpc-timeout")),
            a => Assert.NotEqual("10S", a.Headers["grpc-timeout"]));
    }

    private AsyncServerStreamingCall<WatchMissionsResponse> Watch(string office) =>
        client.WatchMissions(new WatchMissionsRequest { OfficeNumber = office }, edge.Signed(cancel: TestContext.Current.CancellationToken));
}
