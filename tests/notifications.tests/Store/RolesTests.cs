using Npgsql;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Store;

public class RolesTests
{
    [Theory]
    [InlineData("select * from mission")]
    [InlineData("select * from mission_source")]
    [InlineData("select * from receipt")]
    [InlineData("select * from question")]
    [InlineData("select * from gate")]
    [InlineData("select * from directive")]
    [InlineData("select * from finding")]
    [InlineData("select * from office")]
    [InlineData("insert into mission select * from mission")]
    public async Task FeedRole_AnythingButTheView_IsDenied(string sql)
    {
        await using var world = await World.Start();
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await Try(world, "set local role notifications_feed; " + sql));
        Assert.Equal("", await Try(world, "set local role notifications_feed; select * from released_mission"));
        Assert.Equal("", await Try(world, "set local role notifications_feed; select * from feed_acknowledgement"));
    }

    [Theory]
    [InlineData("update mission set version = 2")]
    [InlineData("delete from mission")]
    [InlineData("update mission_source set revision = 2")]
    [InlineData("delete from mission_source")]
    [InlineData("update receipt set version = 2")]
    [InlineData("delete from receipt")]
    [InlineData("delete from question")]
    [InlineData("update gate_step set state = 1")]
    [InlineData("delete from gate_step")]
    [InlineData("update directive_revision set revision = 2")]
    [InlineData("delete from finding")]
    [InlineData("delete from gate")]
    [InlineData("truncate mission")]
    [InlineData("delete from inbox")]
    [InlineData("update audit set act = ''")]
    public async Task AppRole_CannotRewriteHistory(string sql)
    {
        await using var world = await World.Start();
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await Try(world, sql));
    }

    [Fact]
    public async Task View_OfAMissionThatIsNotReleased_ShowsNothing()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));

        // As a faulty program would.
        await world.Service.Scalar<int>(
            """
            insert into mission select 1, 97, 'none', 1, 1, 'a', now(), mission from mission limit 1;
            insert into mission select 1, 98, 'held', 1, 1, 'a', now(), mission from mission limit 1;
            insert into mission select 1, 99, 'both', 1, 1, 'a', now(), mission from mission limit 1;
            insert into mission_source values (1, 98, 'm1', 1), (1, 99, 's1', 1), (1, 99, 'm1', 1);
            update office set feed_position = 99 where office_id = 1; select 1
            """);

        Assert.Equal("s1 RELEASEDWITHFLAG", await world.Feed());
    }

    [Theory]
    [InlineData("update gate set state = 5 where directive_id = 's1'", "gate_held")]
    [InlineData("update gate set released_at = null where directive_id = 's1'", "gate_released")]
    public async Task Gate_StatesThatCannotBe_AreRefusedByTheDatabase(string sql, string constraint)
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => world.Service.Scalar<int>(sql));
        Assert.Equal(constraint, refused.ConstraintName);
    }

    private static async Task<string> Try(World world, string sql)
    {
        await using var connection = new NpgsqlConnection(world.Service.Database.App);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync();
            return "";
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }
}
