using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.V1;
using Samstyring.Testing;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Feed;

public class WatchMissionsTests
{
    [Fact]
    public async Task Watch_WithoutToken_BeginsWithASnapshotAndGoesOnLive()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(State("s2", Apart));
        await world.Map(Withdrawn(State("s2", Apart)));
        using var call = Watch(world);

        var start = await UntilCaughtUp(call);
        Assert.Equal([("s1", 1L), ("", 3L)], start.Select(m => (Id(m), m.Position)));

        await world.Map(State("s3", Apart));

        var next = await Next(call);
        Assert.Equal(("s3", 4L), (Id(next), next.Position));
    }

    [Fact]
    public async Task Watch_WokenByNotification_DoesNotWaitForThePoll()
    {
        await using var world = await World.Start();
        world.Part<Microsoft.Extensions.Options.IOptions<NotificationsOptions>>().Value.StreamPoll = TimeSpan.FromMinutes(1);
        using var call = Watch(world);
        await UntilCaughtUp(call);

        await world.Map(State("s1"));

        Assert.Equal("s1", Id(await Next(call)));
    }

    [Fact]
    public async Task Watch_Resumed_HasNoGapAndNoRepeat()
    {
        await using var world = await World.Start();
        for (var i = 1; i <= 5; i++)
        {
            await world.Map(State($"s{i}", c => c.Valid.From = $"{Year}-01-0{i}"));
        }

        await world.Map(Ban("m1"));
        List<long> seen = [];
        var token = "";
        for (var round = 0; round < 20; round++)
        {
            using var call = Watch(world, token);
            var first = await Next(call);
            if (first.CaughtUp)
            {
                break;
            }

            seen.Add(first.Position);
            token = first.ResumeToken;
        }

        // The snapshot leaves out the five versions that were replaced by flagged ones; what follows a token leaves out nothing.
        Assert.Equal([6L, 7, 8, 9, 10], seen);

        using var whole = Watch(world, new ResumeToken(await Epoch(world), 1, 0).ToString());
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), (await UntilCaughtUp(whole)).Where(m => !m.CaughtUp).Select(m => m.Position));
    }

    [Fact]
    public async Task Watch_MoreThanAPage_IsSentWhole()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Service.Scalar<int>(
            """
            insert into mission select office_id, n, mission_key, n, state, sort_key, created_at, mission from mission, generate_series(2, 600) n;
            insert into mission_source select office_id, n, directive_id, revision from mission_source, generate_series(2, 600) n;
            update office set feed_position = 600 where office_id = 1; select 1
            """);
        using var call = Watch(world, new ResumeToken(await Epoch(world), 1, 0).ToString());

        var all = await UntilCaughtUp(call);

        Assert.Equal(Enumerable.Range(1, 600).Select(i => (long)i), all.SkipLast(1).Select(m => m.Position));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("AAAA")]
    public async Task Token_Malformed_IsInvalidArgument(string cut)
    {
        await using var world = await World.Start();
        var token = new ResumeToken(await Epoch(world), 1, 0).ToString();
        var refused = await Refused(world, cut.Length == 0 ? token[..^1] : cut);
        Assert.Equal((StatusCode.InvalidArgument, "RESUME_TOKEN_INVALID"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Token_OfAnotherOffice_IsInvalidArgument()
    {
        await using var world = await World.Start();
        var refused = await Refused(world, new ResumeToken(await Epoch(world), 2, 0).ToString());
        Assert.Equal((StatusCode.InvalidArgument, "RESUME_TOKEN_INVALID"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Token_OfAnotherEpochAheadOrTooOld_IsOutOfRange()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(State("s2"));
        var epoch = await Epoch(world);

        Assert.Equal(StatusCode.OutOfRange, (await Refused(world, new ResumeToken(Guid.NewGuid(), 1, 0).ToString())).Code);
        Assert.Equal(StatusCode.OutOfRange, (await Refused(world, new ResumeToken(epoch, 1, 3).ToString())).Code);

        world.Service.Time.Advance(TimeSpan.FromDays(401));
        Assert.Equal("RESUME_TOKEN_EXPIRED", (await Refused(world, new ResumeToken(epoch, 1, 1).ToString())).Reason);
    }

    [Fact]
    public async Task Token_EveryFlippedBit_IsRefusedOrNamesAPositionOfTheSameFeed()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(new ResumeToken(await Epoch(world), 1, 1).ToString());
        for (var bit = 0; bit < bytes.Length * 8; bit += 7)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            using var call = Watch(world, System.Buffers.Text.Base64Url.EncodeToString(flipped));
            try
            {
                var first = await Next(call);
                Assert.True(first.CaughtUp || first.Position <= 1);
            }
            catch (RpcException refused)
            {
                Assert.Contains(refused.StatusCode, new[] { StatusCode.InvalidArgument, StatusCode.OutOfRange });
            }
        }
    }

    [Fact]
    public async Task Stream_WhenTheTokenExpires_EndsUnauthenticated()
    {
        await using var world = await World.Start();
        using var call = Watch(world);
        await UntilCaughtUp(call);

        world.Service.Time.Advance(TimeSpan.FromHours(2));

        var refused = await RefusedCall.Of(() => Next(call));
        Assert.Equal((StatusCode.Unauthenticated, "expired"), (refused.Code, refused.Metadata["token"]));
    }

    [Fact]
    public async Task Stream_WhenTheServiceStops_EndsUnavailable()
    {
        await using var world = await World.Start();
        using var call = Watch(world);
        await UntilCaughtUp(call);

        world.Service.Parts.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal(StatusCode.Unavailable, (await RefusedCall.Of(() => Next(call))).Code);
    }

    [Fact]
    public async Task Stream_WhenTheOfficeChangesHands_Ends()
    {
        await using var world = await World.Start();
        using var call = world.As("county", "5700").WatchMissions(new() { OfficeNumber = Fjordvik });
        await UntilCaughtUp(call);
        var moved = OfficeOf(Fjordvik, 2);
        moved.Office.CountyUnit = new() { UnitId = 2, Number = "1000", Name = "Nav Vest" };

        await world.Deliver(moved);

        Assert.Equal(StatusCode.NotFound, (await RefusedCall.Of(() => Next(call))).Code);
    }

    private static AsyncServerStreamingCall<WatchMissionsResponse> Watch(World world, string token = "", string number = Fjordvik) =>
        world.As("office", number).WatchMissions(new() { OfficeNumber = number, ResumeToken = token }, deadline: DateTime.UtcNow.AddMinutes(1));

    private static async Task<WatchMissionsResponse> Next(AsyncServerStreamingCall<WatchMissionsResponse> call) =>
        await call.ResponseStream.MoveNext(CancellationToken.None) ? call.ResponseStream.Current : throw new InvalidOperationException("The stream ended.");

    private static Task<RefusedCall> Refused(World world, string token) => RefusedCall.Of(async () =>
    {
        using var call = Watch(world, token);
        await Next(call);
    });

    private static string Id(WatchMissionsResponse message) => message.Mission?.Sources[0].DirectiveId ?? "";

    private static Task<Guid> Epoch(World world) => world.Service.Scalar<Guid>("select feed_epoch from office where office_id = 1");
}
