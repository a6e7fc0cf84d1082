using Google.Protobuf;
using Npgsql;
using Samstyring.Common;
using Samstyring.Norwegian;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.V1;
using Samstyring.Testing;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Gate;

public class HoldDeadlinesTests
{
    [Fact]
    public async Task Hold_AtItsDeadline_ReleasesWithFlagAndEscalates()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var today = Oslo.DateOf(world.Service.Time.GetUtcNow());
        var until = WorkingDays.Add(today, 5);
        Assert.Equal($"{until:yyyy-MM-dd}", (await world.Status("m1")).HeldUntil);

        await world.NewDay(until.DayNumber - today.DayNumber);
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1"));

        await world.NewDay(1);

        Assert.Equal("RECEIVED JUDGED HELD EXPIRED RELEASED_WITH_FLAG", await world.Path("m1"));
        Assert.Equal("m1 RELEASEDWITHFLAG; s1 RELEASEDWITHFLAG", await world.Feed());
        Assert.Equal(1L, await world.Service.Scalar<long>("select count(*) from audit where act = 'gate.day'"));
        Assert.Equal(FindingState.Escalated, Assert.Single(await world.Findings()).State);
        Assert.Equal("Nav Trøndelag, kommunedirektørutvalget, statsforvalteren og KS", Assert.Single((await world.Mission("m1")).Flags).Resolver.Name.Nb);
        await world.AssertGapless();
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("2025.9 2025.9", 2)]
    [InlineData("2999.1 2999.1", 0)]
    public async Task Rules_OlderThanTheService_AreReplacedOnceAndWhatTheyFoundIsKept(string judgedWith, int offices)
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var found = Assert.Single(await world.Findings());
        var old = found.Clone();
        (old.FindingId, old.Versions["rules"]) = (new('a', 64), "2025.9");
        await using (var connection = new NpgsqlConnection(world.Service.Database.Owner))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(
                """
                insert into finding (finding_id, office_id, kind, severity, stage, state, opened_at, opened_on, finding)
                select $1, office_id, kind, severity, stage, state, opened_at, opened_on, $2 from finding;
                """,
                connection);
            command.Parameters.Add(new() { Value = old.FindingId });
            command.Parameters.Add(new() { Value = old.ToByteArray() });
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await using var before = new NpgsqlCommand("update office set judged_with = $1", connection) { Parameters = { new() { Value = judgedWith } } };
            await before.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(offices, await world.Part<HoldDeadlines>().Catch(TestContext.Current.CancellationToken));
        Assert.Equal(0, await world.Part<HoldDeadlines>().Catch(TestContext.Current.CancellationToken));

        Assert.Equal(
            offices == 0 ? [found.FindingId, old.FindingId] : new HashSet<string> { found.FindingId },
            (await world.Findings(new() { State = FindingState.Open })).Select(f => f.FindingId).ToHashSet());
        Assert.Equal(
            offices == 0 ? [] : [(old.FindingId, CloseReason.RulesChanged, "2025.9")],
            (await world.Findings(new() { State = FindingState.Closed })).Select(f => (f.FindingId, f.CloseReason, f.Versions["rules"])));
    }

    [Fact]
    public async Task Hold_LongPastItsDeadline_ReleasesOnce()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));

        await world.NewDay(20);
        await world.NewDay(0);
        await world.NewDay(1);

        Assert.Equal("RECEIVED JUDGED HELD EXPIRED RELEASED_WITH_FLAG", await world.Path("m1"));
        Assert.Equal(1, (await world.Mission("m1")).Version);
    }

    [Fact]
    public async Task Clocks_ThatDiffer_EndNoHold()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        world.Part<Microsoft.Extensions.Options.IOptions<NotificationsOptions>>().Value.MaxClockDifference = TimeSpan.FromMinutes(1);

        await world.NewDay(20);

        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1"));
        Assert.Contains("The clocks of service and database differ", Assert.Single(world.Service.TakeErrors()));
    }

    [Fact]
    public async Task Office_ThatCannotBeJudged_StopsNoOther()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        const string spoilt = "select string_agg(number, ',' order by office_id) from office where judged_on < (select max(judged_on) from office)";
        var first = await world.Service.Scalar<string>("select number from office order by office_id limit 1");
        Assert.Equal(first, await world.Service.Scalar<string>("select o.number from finding join office o using (office_id)"));
        var whole = await world.Service.Scalar<byte[]>("select finding from finding");
        await world.Service.Scalar<object>("update finding set finding = '\xff' returning 1");

        await world.NewDay(1);
        Assert.Equal(first, await world.Service.Scalar<string>(spoilt));

        await world.Service.Scalar<object>($"update finding set finding = '\\x{Convert.ToHexString(whole)}' returning 1");
        Assert.Equal(1, await world.Part<HoldDeadlines>().Catch(TestContext.Current.CancellationToken));
        Assert.Equal(0L, await world.Service.Scalar<long>("select count(*) from office where judged_on < (select max(judged_on) from office)"));
    }

    [Fact]
    public async Task Office_BrokenOffToEndADeadlock_IsJudgedInTheSameRound()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        await using var other = new NpgsqlConnection(world.Service.Database.Owner);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using (var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await Run("select from coordination_case for update");
            var round = world.NewDay(30);
            await Waits("the office to wait for its case");
            // It has waited longer, so it is the one that the database breaks off.
            await Run("select from office for update");
            await Waits("the office to wait for whoever has it now");
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
            await round;
        }

        Assert.Equal(0L, await world.Service.Scalar<long>("select count(*) from office where judged_on < (select max(judged_on) from office)"));
        Assert.Equal("RECEIVED JUDGED HELD EXPIRED RELEASED_WITH_FLAG", await world.Path("m1"));

        Task Waits(string what) => Eventually.True(
            () => world.Service.Scalar<bool>("select exists (select from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted)"), what);

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, other);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Validity_HasPassed_EndsTheMissionAndClosesTheFinding()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));

        await world.NewDay((int)(new DateTime(Year + 1, 1, 2) - DateTime.UtcNow).TotalDays + 1);

        Assert.Equal("s1 ENDED EXPIRED", await world.Feed());
        Assert.Equal("RECEIVED JUDGED HELD WITHDRAWN", await world.Path("m1"));
        Assert.Equal(CloseReason.WindowPassed, Assert.Single(await world.Findings(new() { State = FindingState.Closed })).CloseReason);
    }
}
