using Npgsql;
using Samstyring.Notifications.Store;
using Samstyring.Steering.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Store;

/// <summary>What is kept in memory is what a reading from the beginning gives, whatever commits when.</summary>
public class RegisterCacheTests
{
    [Fact]
    public async Task Transaction_ThatIsRolledBack_IsSeenByItselfOnly()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        using var cache = new RegisterCache();
        await using var other = await Open(world);
        Assert.False(await Withdrawn(cache, other));

        await using (var connection = await Open(world))
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await Execute(connection, "update mapping set withdrawn = true");
            var (committed, seen) = await cache.Read(connection, transaction, TestContext.Current.CancellationToken);
            Assert.False(committed.Offices[1].Reaches.Single().Withdrawn);
            Assert.True(seen.Offices[1].Reaches.Single().Withdrawn);
        }

        Assert.False(await Withdrawn(cache, other));
    }

    [Fact]
    public async Task Transaction_ThatCommitsAfterLaterOnes_IsRead()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"), Fjordvik, Midtfjell);
        using var cache = new RegisterCache();
        await using var reader = await Open(world);
        await using var early = await Open(world);
        await using var transaction = await early.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Execute(early, "update mapping set withdrawn = true where office_id = 1");
        await using (var late = await Open(world))
        {
            await Execute(late, "update mapping set withdrawn = true where office_id = 2");
        }

        Assert.False(await Withdrawn(cache, reader));
        Assert.True(await Withdrawn(cache, reader, 2));
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        Assert.True(await Withdrawn(cache, reader));
    }

    [Fact]
    public async Task Directive_ThatOnlyAnotherIsLinkedTo_IsKnownAndGoesWithIt()
    {
        await using var world = await World.Start();
        await world.Deliver(new Samstyring.Offices.V1.DirectiveMapped { Version = 1, Directive = State("parent") });
        using var cache = new RegisterCache();
        await using var reader = await Open(world);
        Assert.Empty((await cache.Read(reader, null, TestContext.Current.CancellationToken)).Committed.Directives);

        await world.Map(State("child", c => c.DerivedFrom.Add(new SourceRef { DirectiveId = "parent" })));
        Assert.Equal(["child", "parent"], (await cache.Read(reader, null, TestContext.Current.CancellationToken)).Committed.Directives.Keys.Order());

        await Execute(reader, "update mapping set settled = true");
        Assert.Empty((await cache.Read(reader, null, TestContext.Current.CancellationToken)).Committed.Directives);
    }

    [Fact]
    public async Task Directive_LinkedToBeforeItCame_IsReadWhenItComes()
    {
        await using var world = await World.Start();
        await world.Map(State("child", c => c.DerivedFrom.Add(new SourceRef { DirectiveId = "parent" })));
        using var cache = new RegisterCache();
        await using var reader = await Open(world);
        Assert.Equal(["parent"], (await cache.Read(reader, null, TestContext.Current.CancellationToken)).Committed.Missing);

        await world.Deliver(new Samstyring.Offices.V1.DirectiveMapped { Version = 1, Directive = State("parent") });
        var (known, _) = await cache.Read(reader, null, TestContext.Current.CancellationToken);
        Assert.Empty(known.Missing);
        Assert.Equal("Tittel parent", known.Message("parent").Content.Title.Nb);
    }

    private static async Task<bool> Withdrawn(RegisterCache cache, NpgsqlConnection reader, int office = 1) =>
        (await cache.Read(reader, null, TestContext.Current.CancellationToken)).Seen.Offices[office].Reaches.Single().Withdrawn;

    private static async Task<NpgsqlConnection> Open(World world)
    {
        var connection = new NpgsqlConnection(world.Service.Database.Owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
