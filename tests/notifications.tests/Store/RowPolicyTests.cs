using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Store;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Store;

/// <summary>The database shows a caller the rows of its own offices only, whatever a statement asks for.</summary>
public class RowPolicyTests(ITestOutputHelper output)
{
    private const int AtFjordvik = 1;
    private const int AtMidtfjell = 2;

    private static readonly string[] Tables = ["mission", "mission_source", "mission_head", "receipt", "question"];

    // What a transaction says of its caller, null: nothing; and the offices whose rows it then sees.
    private static readonly (string? Caller, int[] Offices)[] Contexts =
    [
        (null, []), ("", []), ("OFFICE:5501", [AtFjordvik]), ("OFFICE:5502", [AtMidtfjell]), ("OFFICE:9999", []), ("OFFICE:", []), ("OFFICE", []),
        ("COUNTY:5700", [AtFjordvik, AtMidtfjell]), ("COUNTY:1000", []), ("COUNTY:5501", []), ("MUNICIPALITY:5035", [AtFjordvik]), ("MUNICIPALITY:5042", [AtMidtfjell]),
        ("MUNICIPALITY:5700", []), ("SYSTEM:5501", [AtFjordvik]), ("SYSTEM:5700", [AtFjordvik, AtMidtfjell]), ("SYSTEM:", []), ("AUDITOR", [AtFjordvik, AtMidtfjell]),
        ("AUDITOR:1", []), ("PLATFORM", [AtFjordvik, AtMidtfjell]), ("platform", []), ("OFFICE:%", []), ("OFFICE:5501' or true --", []), ("DIRECTORATE", []),
    ];

    [Fact]
    public async Task Rows_OfOtherOffices_AreNeverSeen()
    {
        await using var world = await Written();
        await using var connection = new NpgsqlConnection(world.Service.Database.App);
        await connection.OpenAsync();
        var (asked, leaks) = (0, 0);
        foreach (var (caller, offices) in Contexts)
        {
            foreach (var (role, table) in Tables.Select(t => ("", t)).Concat([("notifications_feed", "released_mission"), ("notifications_feed", "feed_acknowledgement")]))
            {
                await using var transaction = await connection.BeginTransactionAsync();
                if (caller is not null)
                {
                    await connection.ExecuteAsync("select set_config('samstyring.caller', @caller, true)", new { caller });
                }

                if (role.Length > 0)
                {
                    await connection.ExecuteAsync($"set local role {role}");
                }

                // Every office is in the view, with its head; what counts is whether something stands there.
                var seen = (await connection.QueryAsync<int>(
                    $"select distinct office_id from {table}{(table == "released_mission" ? " where mission is not null" : "")} order by 1")).ToList();
                (asked, leaks) = (asked + 1, leaks + seen.Except(offices).Count());
                Assert.Equal(offices, seen);
            }
        }

        output.WriteLine($"{asked} reads as {Contexts.Length} callers of {Tables.Length} tables and 2 views: {leaks} leaks");
    }

    [Fact]
    public async Task Rows_AsTheOwnerOfTheTables_NeedACallerToo()
    {
        await using var world = await Written();
        await using var connection = new NpgsqlConnection(world.Service.Database.Owner);
        foreach (var table in Tables)
        {
            Assert.Equal(2, await connection.ExecuteScalarAsync<int>($"select count(distinct office_id) from {table}"));
            Assert.Equal(0, await connection.ExecuteScalarAsync<int>($"set samstyring.caller = ''; select count(*) from {table}"));
            await connection.ExecuteAsync("reset samstyring.caller");
        }
    }

    [Fact]
    public async Task Rows_AfterTheTransaction_AreGoneFromTheConnection()
    {
        await using var world = await Written();
        await using var connection = new NpgsqlConnection(world.Service.Database.App);
        await connection.OpenAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.ActAs(Caller.Platform, CancellationToken.None);
            Assert.NotEqual(0, await connection.ExecuteScalarAsync<int>("select count(*) from mission"));
            await transaction.CommitAsync();
        }

        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from mission"));
    }

    [Fact]
    public async Task Next_OnAConnection_LeavesNeitherCallerNorRoleOnIt()
    {
        await using var world = await Written();
        await using var database = new NpgsqlDataSourceBuilder(world.Service.Database.App + ";Maximum Pool Size=1;No Reset On Close=true").Build();
        var reader = new Caller(Role.NavLeader, Fjordvik, "leader");

        var page = await world.Part<FeedStore>().Next(database, reader, Fjordvik, AtFjordvik, 0, 10, CancellationToken.None);

        Assert.NotEmpty(page.Events);
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var (role, caller) = await connection.QuerySingleAsync<(string, string)>("select current_setting('role'), coalesce(current_setting('samstyring.caller', true), '')");
        Assert.Equal(("none", ""), (role, caller));
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from mission"));
    }

    [Fact]
    public async Task GatesSql_ForALeaderOfAnotherOffice_FindsAndWritesNothing()
    {
        await using var world = await Written();
        var mission = await world.Mission("s1");
        var (gate, receipts, feed) = (world.Part<GateStore>(), world.Part<ReceiptStore>(), world.Part<FeedStore>());
        foreach (var (number, expected) in new[] { (Fjordvik, true), (Midtfjell, false) })
        {
            await using var connection = new NpgsqlConnection(world.Service.Database.App);
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var leader = new Caller(Role.NavLeader, number, "leader");
            await connection.ActAs(leader, CancellationToken.None);
            var tx = new Tx(connection, transaction, leader, DateTimeOffset.UtcNow, new EventSubscribers(Options.Create(new EventOptions())), CancellationToken.None);

            Assert.Equal(expected, (await feed.Newest(connection, AtFjordvik, CancellationToken.None)).Missions.Count > 0);
            Assert.Equal(expected, (await feed.Next(world.Part<NpgsqlDataSource>(), leader, number, AtFjordvik, 0, 10, CancellationToken.None)).Events.Count > 0);
            Assert.Equal(expected, await feed.Find(connection, AtFjordvik, mission.MissionKey, 0, CancellationToken.None) is not null);
            Assert.Equal(expected, await receipts.Missing(tx, AtFjordvik, [new() { MissionKey = mission.MissionKey, Version = mission.Version }]) is null);
            Assert.Equal(expected, (await receipts.Of(connection, AtFjordvik, (await Actor(world)), CancellationToken.None)).Count > 0);
            Assert.Equal(expected, await gate.LockMission(tx, AtFjordvik, mission.MissionKey) is not null);
            var write = await Record.ExceptionAsync(() => connection.ExecuteAsync(
                "insert into receipt (office_id, mission_key, version, actor, act, at) values (1, @key, @version, 'other', 'S', now())",
                new { key = mission.MissionKey, version = mission.Version }));
            Assert.Equal(expected ? null : PostgresErrorCodes.InsufficientPrivilege, (write as PostgresException)?.SqlState);
        }
    }

    // Both offices have a mission, a receipt and a question.
    private static async Task<World> Written()
    {
        var world = await World.Start();
        await world.Map(State("s1"), Fjordvik, Midtfjell);
        foreach (var number in new[] { Fjordvik, Midtfjell })
        {
            var (leader, mission) = (world.As("office", number), await world.Mission("s1", number));
            await leader.AcknowledgeMissionAsync(new()
            {
                RequestId = "a",
                OfficeNumber = number,
                MissionKey = mission.MissionKey,
                Version = mission.Version,
                ContentHash = mission.ContentHash,
            });
            await leader.AskForClarificationAsync(new() { RequestId = "q", OfficeNumber = number, MissionKey = mission.MissionKey, Text = "Gjelder det alle?" });
        }

        return world;
    }

    private static Task<string> Actor(World world) => world.Service.Scalar<string>("select actor from receipt where office_id = 1 limit 1");
}
