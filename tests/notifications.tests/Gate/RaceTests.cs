using System.Diagnostics;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Gate;

public class RaceTests
{
    [Fact]
    public async Task Contradictions_At32TasksTimes50Rounds_AreNeverBothReleasedWithoutFlag()
    {
        await using var world = await World.Start();
        for (var round = 0; round < 50; round++)
        {
            // 16 offices get an order and its ban at the same instant; those of different rounds are in force in different years.
            var valid = new Types.V1.Period { From = $"{Year + round}-01-01", To = $"{Year + round + 1}-01-01" };
            using var barrier = new Barrier(32);
            await Task.WhenAll(Enumerable.Range(0, 32).Select(n => Task.Factory.StartNew(
                () =>
                {
                    var d = n % 2 == 0 ? State($"s{round}-{n / 2}", c => c.Valid = valid) : Ban($"m{round}-{n / 2}", c => c.Valid = valid);
                    barrier.SignalAndWait();
                    return Deliver(world, At(d, [n / 2]));
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));
        }

        Assert.Equal(0L, await world.Service.Scalar<long>(
            """
            select count(*) from gate s join gate m on m.office_id = s.office_id and m.directive_id = 'm' || substr(s.directive_id, 2)
            where s.directive_id like 's%' and (s.state not in (4, 5) or m.state not in (4, 5) or s.state = m.state)
            """));
        Assert.Equal(800L, await world.Service.Scalar<long>("select count(*) from finding where state = 1"));
        Assert.Equal(800L, await world.Service.Scalar<long>("select count(*) from gate where state = 5"));
        await world.AssertGapless();
    }

    [Fact]
    public async Task NationalDirectives_BesideLocalOnes_DoNotDeadlock()
    {
        const int offices = 60;
        await using var world = await World.Start();
        var national = Enumerable.Range(0, 6).Select(n => At(State($"n{n}"), Enumerable.Range(0, offices)));
        var local = Enumerable.Range(0, offices).Select(n => At(Ban($"m{n}"), [n]));

        await Task.WhenAll(national.Concat(local).OrderBy(_ => Random.Shared.Next()).Select(e => Task.Run(() => Deliver(world, e))));

        Assert.Equal(0L, await world.Service.Scalar<long>("select deadlocks from pg_stat_database where datname = current_database()"));
        Assert.Equal(6L * offices, await world.Service.Scalar<long>("select count(*) from finding where state = 1"));
        Assert.Equal(0L, await world.Service.Scalar<long>("select count(*) from gate where state not in (4, 5)"));
        await world.AssertGapless();
    }

    [Fact]
    public async Task NationalDirective_To248Offices_IsOneTransactionOfFewStatements()
    {
        await using var world = await World.Start();
        var e = At(State("s1"), Enumerable.Range(1, 248));
        var watch = Stopwatch.StartNew();

        Assert.Equal("SUCCESS", await world.Deliver(e));

        TestContext.Current.TestOutputHelper?.WriteLine($"248 offices in {watch.ElapsedMilliseconds} ms");
        var status = await world.As("auditor").GetDirectiveStatusAsync(new() { DirectiveId = "s1", PageSize = 1 });
        Assert.Equal(new StatusCounts { Offices = 248, Released = 248 }, status.Counts);
        Assert.Equal(1L, await world.Service.Scalar<long>("select count(distinct xmin::text) from mission"));
    }

    // Offices in any order: the service sorts.
    private static DirectiveMapped At(Steering.V1.Directive d, IEnumerable<int> ids) => new()
    {
        Version = 1,
        Directive = d,
        Offices =
        {
            ids.OrderBy(_ => Random.Shared.Next()).Select(id => new ResolvedOffice
            {
                OfficeId = 100 + id,
                Number = $"{2000 + id}",
                Name = $"Nav {id}",
                CountyUnitNumber = "5700",
                Periods = { d.Content.Valid },
                MunicipalityNumbers = { "5035" },
                ConcernedMunicipalityNumbers = { "5035" },
            }),
        },
    };

    // Who waits longer than 3 s for a lock is sent again, as by the relay; 20 times must do.
    private static async Task Deliver(World world, DirectiveMapped e)
    {
        for (var attempt = 0; await world.Deliver(e) != "SUCCESS"; attempt++)
        {
            Assert.InRange(attempt, 0, 20);
        }
    }
}
