using Npgsql;
using Samstyring.Steering.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Events;

public class EventTests
{
    [Fact]
    public async Task Events_RepeatedAndLate_ChangeNothing()
    {
        await using var world = await World.Start();
        var first = State("s1");
        var second = Revised(first, ChangeClass.Material, c => c.Text.Nb = "to");
        var id = Guid.NewGuid();
        await world.Deliver(Mapped(second, 2, Fjordvik), id);

        Assert.Equal("SUCCESS", await world.Deliver(Mapped(second, 2, Fjordvik), id));
        Assert.Equal("SUCCESS", await world.Deliver(Mapped(second, 2, Fjordvik)));
        Assert.Equal("SUCCESS", await world.Deliver(Mapped(first, 1, Fjordvik)));

        var mission = await world.Mission("s1");
        Assert.Equal((1, 2, "to"), (mission.Version, mission.Sources[0].Revision, mission.Text.Nb));
        Assert.Equal(1L, await world.Service.Scalar<long>("select feed_position from office where number = '5501'"));
        await world.AssertGapless();
    }

    [Fact]
    public async Task Events_InAnyOrder_GiveTheSameFindings()
    {
        Task<string> Open(World world) => world.Service.Scalar<string>("select string_agg(finding_id, ',' order by finding_id) from finding where state <> 3");
        var events = new[]
        {
            Mapped(State("s1"), 1, Fjordvik, Midtfjell),
            Mapped(State("s2", c => c.DerivedFrom.Add(new SourceRef { DirectiveId = "s1" })), 1, Midtfjell),
            Mapped(Ban("m1"), 1, Fjordvik, Midtfjell),
            Mapped(Revised(Ban("m1"), ChangeClass.Material), 2, Fjordvik, Midtfjell),
            Mapped(Ban("m2"), 1, Fjordvik),
            Mapped(Withdrawn(Ban("m2")), 2),
            Mapped(Ban("m3", c => c.ActionCode = ""), 1, Fjordvik),
        };
        string? expected = null;
        var random = new Random(4711);
        for (var round = 0; round < 4; round++)
        {
            await using var world = await World.Start();
            random.Shuffle(events);
            foreach (var e in events.Concat(events))
            {
                Assert.Equal("SUCCESS", await world.Deliver(e));
            }

            expected ??= await Open(world);
            Assert.Equal(expected, await Open(world));
            Assert.Equal(3, expected.Split(',').Length);
            await world.AssertGapless();
        }
    }

    [Fact]
    public async Task Mapping_OfAnOfficeNotHeardOf_IsKeptAndCompletedLater()
    {
        await using var world = await World.Start();
        var mapped = Mapped(State("s1"), 1, Fjordvik);
        mapped.Offices[0].OfficeId = 9;
        mapped.Offices[0].Number = "9999";
        await world.Deliver(mapped);
        Assert.Equal("s1 RELEASED", await world.Feed("9999"));

        var office = OfficeOf(Fjordvik, 1);
        (office.Office.OfficeId, office.Office.Number, office.Office.Name) = (9, "9998", "Nav Nytt");
        await world.Deliver(office);

        Assert.Equal("s1 RELEASED", await world.Feed("9998"));
        Assert.Equal("Nav Nytt", (await world.Status("s1", "9998")).OfficeName);
    }

    [Fact]
    public async Task Mapping_WithoutReadableData_IsADeadLetter()
    {
        await using var world = await World.Start();
        Assert.Equal("DROP", await world.Service.Deliver("offices.mapping", "{\"id\":1}"));
    }

    [Fact]
    public async Task Event_ThatCannotBeApplied_LeavesNothingAndIsAppliedWhenSentAgain()
    {
        await using var world = await World.Start();
        var e = Mapped(State("s1"), 1, Fjordvik);
        var id = Guid.NewGuid();
        await using (var other = new NpgsqlConnection(world.Service.Database.App))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await using var lockRow = new NpgsqlCommand("select 1 from office where office_id = 1 for update", other, transaction);
            await lockRow.ExecuteNonQueryAsync();

            // Another transaction works at the office for longer than a lock is waited for.
            Assert.Equal("RETRY", await world.Deliver(e, id));
            Assert.Equal(0L, await world.Service.Scalar<long>(
                "select (select count(*) from inbox where event_id = @id) + (select count(*) from directive) + (select count(*) from mapping) + (select count(*) from gate)", new { id }));
        }

        Assert.Equal("SUCCESS", await world.Deliver(e, id));
        Assert.Equal("s1 RELEASED", await world.Feed());
        await world.AssertGapless();
    }
}
