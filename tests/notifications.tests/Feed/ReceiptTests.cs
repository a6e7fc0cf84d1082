using Grpc.Core;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;
using static Samstyring.Notifications.Tests.World;
using Client = Samstyring.Notifications.V1.NotificationsService.NotificationsServiceClient;

namespace Samstyring.Notifications.Tests.Feed;

/// <summary>Receipts are of an exact version and per person; a material change asks for a new one, and nothing else does.</summary>
public class ReceiptTests
{
    [Fact]
    public async Task Acknowledgement_OfTheNewestVersion_StandsAndTakesAPlaceInTheFeed()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var leader = Leader(world);
        var mission = await Only(leader);
        Assert.Equal((true, true), (mission.Receipt.Unread, mission.Receipt.Unacknowledged));
        using var stream = leader.WatchMissions(new() { OfficeNumber = Fjordvik }, deadline: DateTime.UtcNow.AddMinutes(1));
        await UntilCaughtUp(stream);

        var answer = await Acknowledge(leader, mission);

        Assert.Equal((1, 1, false, false), (answer.Receipt.SeenVersion, answer.Receipt.AcknowledgedVersion, answer.Receipt.Unread, answer.Receipt.Unacknowledged));
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        var entry = stream.ResponseStream.Current;
        Assert.Equal((2L, null, mission.MissionKey, 1, mission.ContentHash, true), (entry.Position, entry.Mission, entry.Acknowledged.MissionKey, entry.Acknowledged.Version, entry.Acknowledged.ContentHash, entry.Acknowledged.Own));
        await world.Map(State("s2", Apart));
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(3, stream.ResponseStream.Current.Position);
        Assert.Equal(1L, await world.Service.Scalar<long>("select count(*) from audit where act = 'mission.acknowledge' and role = 'NavLeader'"));
        await world.AssertGapless();

        using var resumed = leader.WatchMissions(new() { OfficeNumber = Fjordvik, ResumeToken = new ResumeToken(await world.Service.Scalar<Guid>("select feed_epoch from office where office_id = 1"), 1, 2).ToString() });
        Assert.Equal([3L, 3], (await UntilCaughtUp(resumed)).Select(m => m.Position));
    }

    [Fact]
    public async Task Acknowledgement_OfAnotherVersionOrContent_IsRefusedAndChangesNothing()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var leader = Leader(world);
        var first = await Only(leader);
        await world.Map(Revised(State("s1"), ChangeClass.Material, c => c.Text.Nb = "ny"));
        var newest = await Only(leader);

        var old = await Refused(leader, first);
        Assert.Equal((StatusCode.FailedPrecondition, "MISSION_VERSION_SUPERSEDED", "2", newest.ContentHash), (old.Code, old.Reason, old.Metadata["version"], old.Metadata["content_hash"]));
        Assert.Equal("MISSION_VERSION_SUPERSEDED", (await Refused(leader, newest, version: 3)).Reason);
        var other = await Refused(leader, newest, hash: first.ContentHash);
        Assert.Equal((StatusCode.FailedPrecondition, "CONTENT_HASH_MISMATCH", newest.ContentHash), (other.Code, other.Reason, other.Metadata["content_hash"]));
        Assert.Equal("MISSION_NOT_FOUND", (await RefusedCall.Of(() => leader.AcknowledgeMissionAsync(new()
        {
            RequestId = Id(),
            OfficeNumber = Fjordvik,
            MissionKey = "none",
            Version = 1,
            ContentHash = "x",
        }).ResponseAsync)).Reason);
        var empty = await RefusedCall.Of(() => leader.AcknowledgeMissionAsync(new() { RequestId = Id(), OfficeNumber = Fjordvik }).ResponseAsync);
        Assert.Equal(["content_hash", "mission_key", "version"], empty.Fields.Keys.Order());

        await world.Map(Withdrawn(State("s1")));
        Assert.Equal("MISSION_ENDED", (await Refused(leader, await world.Mission("s1"))).Reason);
        Assert.Equal(0L, await world.Service.Scalar<long>("select (select count(*) from receipt) + (select count(*) from audit where act like 'mission.%')"));
        await world.AssertGapless();
    }

    [Fact]
    public async Task Acknowledgement_Repeated_IsOne()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var leader = Leader(world);
        var request = Request(await Only(leader));

        var first = await leader.AcknowledgeMissionAsync(request);
        world.Service.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first, await leader.AcknowledgeMissionAsync(request));
        request.RequestId = Id();
        Assert.Equal(first, await leader.AcknowledgeMissionAsync(request));

        Assert.Equal(1L, await world.Service.Scalar<long>("select count(*) from receipt where act = 'A'"));
        await world.AssertGapless();
    }

    [Fact]
    public async Task Acknowledgement_EditorialEditFlagAndQuestion_Stands()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var leader = Leader(world);
        var hash = (await Acknowledge(leader, await Only(leader))).ContentHash;

        await world.Map(Revised(State("s1"), ChangeClass.Editorial, c => c.Title.Nb = "Ny tittel"));
        await world.Map(Ban("m1"));
        await leader.AskForClarificationAsync(new() { RequestId = Id(), OfficeNumber = Fjordvik, MissionKey = (await Only(leader)).MissionKey, Text = "Hva?" });

        var later = await Only(leader);
        Assert.Equal((4, 1, false, false), (later.Version, later.Receipt.AcknowledgedVersion, later.Receipt.Unread, later.Receipt.Unacknowledged));
        Assert.NotEqual(hash, later.ContentHash);

        await world.Map(Agreeing("m2"));

        var changed = await Only(leader);
        Assert.Equal((true, true), (changed.Receipt.Unread, changed.Receipt.Unacknowledged));
        Assert.Equal((1, 1), Counts(await leader.ListMissionsAsync(new() { OfficeNumber = Fjordvik })));
    }

    [Fact]
    public async Task TwoLeaders_HaveTheirOwnReceipts()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(State("s2", Apart));
        var (state, municipal) = (Leader(world), Leader(world, person: 2));
        var missions = (await state.ListMissionsAsync(new() { OfficeNumber = Fjordvik })).Missions;
        using var stream = municipal.WatchMissions(new() { OfficeNumber = Fjordvik }, deadline: DateTime.UtcNow.AddMinutes(1));
        await UntilCaughtUp(stream);

        await Acknowledge(state, missions[0]);
        await Seen(municipal, missions[1]);

        Assert.Equal((1, 1), Counts(await state.ListMissionsAsync(new() { OfficeNumber = Fjordvik })));
        Assert.Equal((1, 2), Counts(await municipal.ListMissionsAsync(new() { OfficeNumber = Fjordvik })));
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        Assert.False(stream.ResponseStream.Current.Acknowledged.Own);
        Assert.Null((await world.As("county", "5700").ListMissionsAsync(new() { OfficeNumber = Fjordvik })).Missions[0].Receipt);
    }

    [Fact]
    public async Task Seen_TwiceOrUnknown_ChangesNothing()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var leader = Leader(world);
        var mission = await Only(leader);

        await Seen(leader, mission);
        await Seen(leader, mission);
        Assert.Equal((0, 1), Counts(await leader.ListMissionsAsync(new() { OfficeNumber = Fjordvik })));
        Assert.Equal(1L, await world.Service.Scalar<long>("select count(*) from audit where act = 'mission.seen'"));

        var unknown = await RefusedCall.Of(() => leader.MarkMissionsSeenAsync(new()
        {
            RequestId = Id(),
            OfficeNumber = Fjordvik,
            Missions = { new MissionVersion { MissionKey = mission.MissionKey, Version = 2 } },
        }).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "MISSION_NOT_FOUND", "2"), (unknown.Code, unknown.Reason, unknown.Metadata["version"]));
        var wrong = await RefusedCall.Of(() => leader.MarkMissionsSeenAsync(new() { RequestId = Id(), OfficeNumber = Fjordvik, Missions = { new MissionVersion() } }).ResponseAsync);
        Assert.Equal(["missions[0].mission_key", "missions[0].version"], wrong.Fields.Keys.Order());
        var none = await RefusedCall.Of(() => leader.MarkMissionsSeenAsync(new() { RequestId = Id(), OfficeNumber = Fjordvik }).ResponseAsync);
        Assert.Equal(["missions"], none.Fields.Keys);
    }

    [Fact]
    public async Task EndedMission_IsUnreadForWhoHasSeenIt()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var (reader, other) = (Leader(world), Leader(world, person: 2));
        await Seen(reader, await Only(reader));

        await world.Map(Withdrawn(State("s1")));

        Assert.Equal((1, 0), Counts(await reader.ListMissionsAsync(new() { OfficeNumber = Fjordvik })));
        Assert.Equal((0, 0), Counts(await other.ListMissionsAsync(new() { OfficeNumber = Fjordvik })));
        await Seen(reader, await world.Mission("s1"));
        Assert.Equal((0, 0), Counts(await reader.ListMissionsAsync(new() { OfficeNumber = Fjordvik })));
    }

    [Fact]
    public async Task Changes_SinceTheCallerLastRead_AreNamedFieldByField()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.Deadline = $"{Year}-03-01"));
        await world.Map(Agreeing("m1"));
        var leader = Leader(world);
        await Seen(leader, await Only(leader));
        Assert.Empty(await Changes(leader));

        await world.Map(Revised(State("s1"), ChangeClass.Material, c => (c.Deadline, c.Text) = ($"{Year}-02-01", new() { Nb = "ny", Nn = "nytt" })));
        await world.Map(Withdrawn(Agreeing("m1")));
        await world.Map(Agreeing("m2"));
        await world.Map(State("s4", Apart));
        await world.Map(Ban("m3"));

        var changes = await Changes(leader);
        var change = changes.Single(c => c.SinceVersion > 0);
        Assert.Equal((2, 6, ChangeClass.Material), (change.SinceVersion, change.Mission.Version, change.ChangeClass));
        Assert.Equal(["text", "deadline", "state"], change.Fields.Select(f => f.Field));
        Assert.Equal(("Tekst s1", "", "ny", "nytt"), (change.Fields[0].OldText.Nb, change.Fields[0].OldText.Nn, change.Fields[0].NewText.Nb, change.Fields[0].NewText.Nn));
        Assert.Equal(($"{Year}-03-01", $"{Year}-02-01"), (change.Fields[1].OldValue, change.Fields[1].NewValue));
        Assert.Equal(("MISSION_STATE_RELEASED", "MISSION_STATE_RELEASED_WITH_FLAG"), (change.Fields[2].OldValue, change.Fields[2].NewValue));
        Assert.Equal(["m2"], change.SourcesCome.Select(s => s.DirectiveId));
        Assert.Equal(["m1"], change.SourcesGone.Select(s => s.DirectiveId));
        Assert.Equal(["text", "deadline"], Assert.Single(change.SourcesChanged).Fields.Select(f => f.Field));
        Assert.NotEmpty(change.FlagsCome);
        Assert.Empty(change.FlagsGone);
        Assert.Equal(["s4"], changes.Single(c => c.SinceVersion == 0).Mission.Sources.Select(s => s.DirectiveId));

        var last = Assert.Single((await leader.GetMissionChangesAsync(new() { OfficeNumber = Fjordvik, MissionKey = change.Mission.MissionKey, SinceVersion = 5 })).Changes);
        Assert.Equal((ChangeClass.Editorial, "state"), (last.ChangeClass, Assert.Single(last.Fields).Field));
        var paged = await leader.GetMissionChangesAsync(new() { OfficeNumber = Fjordvik, PageSize = 1 });
        Assert.Single(paged.Changes);
        Assert.Single((await leader.GetMissionChangesAsync(new() { OfficeNumber = Fjordvik, PageSize = 1, PageToken = paged.NextPageToken })).Changes);
    }

    [Fact]
    public async Task Changes_AskedForWrongly_AreRefusedWithEveryFault()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var leader = Leader(world);

        var negative = await RefusedCall.Of(() => leader.GetMissionChangesAsync(new() { OfficeNumber = Fjordvik, SinceVersion = -1, PageSize = -1 }).ResponseAsync);
        Assert.Equal(["page_size", "since_version"], negative.Fields.Keys.Order());
        var keyless = await RefusedCall.Of(() => leader.GetMissionChangesAsync(new() { OfficeNumber = Fjordvik, SinceVersion = 1 }).ResponseAsync);
        Assert.Equal(["mission_key"], keyless.Fields.Keys);
        var unknown = await RefusedCall.Of(() => leader.GetMissionChangesAsync(new() { OfficeNumber = Fjordvik, MissionKey = "none" }).ResponseAsync);
        Assert.Equal("MISSION_NOT_FOUND", unknown.Reason);
    }

    [Fact]
    public async Task Status_ShowsHowFarADirectiveHasCome()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"), Fjordvik, Midtfjell);
        var (first, second) = (Leader(world), Leader(world, person: 2));
        await Seen(first, await Only(first));
        world.Service.Time.Advance(TimeSpan.FromMinutes(5));
        await Acknowledge(second, await Only(second));

        var status = await world.As("county", "5700").GetDirectiveStatusAsync(new() { DirectiveId = "s1" });

        Assert.Equal((1, 1), (status.Counts.Seen, status.Counts.Acknowledged));
        var here = status.Offices.Single(o => o.OfficeNumber == Fjordvik);
        Assert.Equal((2, 1), (here.Seen.Persons, here.Acknowledged.Persons));
        Assert.InRange(here.Seen.LastAt.ToDateTimeOffset() - here.Seen.FirstAt.ToDateTimeOffset(), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
        Assert.Equal((await Only(first)).MissionKey, here.MissionKey);
        Assert.NotNull(here.JudgedAt);
        var there = status.Offices.Single(o => o.OfficeNumber == Midtfjell);
        Assert.Equal((0, 0, null), (there.Seen.Persons, there.Acknowledged.Persons, there.Seen.FirstAt));

        // A flag leaves the receipts, a material revision resets them; what is held is settled one day.
        await world.Map(Ban("m1"), Fjordvik);
        Assert.Equal((2, 1), Persons(await world.Status("s1")));
        await world.Map(Withdrawn(Revised(State("s1"), ChangeClass.Material, c => c.Text.Nb = "ny"), Midtfjell), Fjordvik, Midtfjell);
        Assert.Equal((2, 1), Persons(await world.Status("s1")));
        await world.Map(Withdrawn(Ban("m1")), Fjordvik);
        var settled = await world.Status("s1");
        Assert.Equal((0, 0), Persons(settled));
        Assert.NotNull(settled.SettledAt);
    }

    /// <summary>Any sequence of changes and of looking: unread and unacknowledged are what the rule says, counted another way.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Receipts_WhateverHappens_AreCountedFromVersionsAndReceipts(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 2_000; run++)
        {
            List<bool> material = [true];
            var (receipt, ended) = (Receipt.None, false);
            for (var step = 0; step < 12 && !ended; step++)
            {
                switch (random.Next(5))
                {
                    case 0:
                        material.Add(true);
                        break;
                    case 1:
                        material.Add(false);
                        break;
                    case 2:
                        receipt = receipt with { Seen = material.Count };
                        break;
                    case 3:
                        receipt = receipt with { Seen = material.Count, Acknowledged = material.Count };
                        break;
                    default:
                        ended = random.Next(4) == 0;
                        if (ended)
                        {
                            material.Add(true);
                        }

                        break;
                }

                var mission = new Mission
                {
                    Version = material.Count,
                    MaterialVersion = material.LastIndexOf(true) + 1,
                    State = ended ? MissionState.Ended : MissionState.Released,
                };
                bool Outdated(int read) => read == 0 || material.Skip(read).Any(m => m);
                Assert.Equal(ended ? receipt.Seen > 0 && Outdated(receipt.Seen) : Outdated(receipt.Seen), Receipts.IsUnread(mission, receipt));
                Assert.Equal(!ended && Outdated(receipt.Acknowledged), Receipts.IsUnacknowledged(mission, receipt));
            }
        }
    }

    private static (int Seen, int Acknowledged) Persons(V1.OfficeStatus status) => (status.Seen.Persons, status.Acknowledged.Persons);

    private static (int Unread, int Unacknowledged) Counts(ListMissionsResponse answer) => (answer.Unread, answer.Unacknowledged);

    private static string Id() => Guid.NewGuid().ToString();

    private static Client Leader(World world, int person = 1) => new(world.Service.As("office", Fjordvik, person));

    private static async Task<Mission> Only(Client leader) => Assert.Single((await leader.ListMissionsAsync(new() { OfficeNumber = Fjordvik })).Missions);

    private static AcknowledgeMissionRequest Request(Mission mission) => new()
    {
        RequestId = Id(),
        OfficeNumber = Fjordvik,
        MissionKey = mission.MissionKey,
        Version = mission.Version,
        ContentHash = mission.ContentHash,
    };

    private static async Task<Mission> Acknowledge(Client leader, Mission mission) => (await leader.AcknowledgeMissionAsync(Request(mission))).Mission;

    private static Task<RefusedCall> Refused(Client leader, Mission mission, int? version = null, string? hash = null)
    {
        var request = Request(mission);
        (request.Version, request.ContentHash) = (version ?? request.Version, hash ?? request.ContentHash);
        return RefusedCall.Of(() => leader.AcknowledgeMissionAsync(request).ResponseAsync);
    }

    private static async Task Seen(Client leader, Mission mission) => await leader.MarkMissionsSeenAsync(new()
    {
        RequestId = Id(),
        OfficeNumber = Fjordvik,
        Missions = { new MissionVersion { MissionKey = mission.MissionKey, Version = mission.Version } },
    });

    private static async Task<IReadOnlyList<MissionChange>> Changes(Client leader) => [.. (await leader.GetMissionChangesAsync(new() { OfficeNumber = Fjordvik })).Changes];
}
