using Dapper;
using Npgsql;
using NpgsqlTypes;
using Xunit;

namespace Samstyring.Common.Tests;

public class SqlTests
{
    private sealed record Row(DateOnly Day, DateOnly? NoDay, DateTimeOffset At, NpgsqlRange<DateOnly> Days, string[] Names, int[] Numbers, decimal Amount);

    [Fact]
    public async Task Columns_OfEachType_AreReadIntoAPositionalRecord()
    {
        await using var database = await CommonDatabase.Create();
        await using var connection = await database.Source.OpenConnectionAsync();
        var at = new DateTimeOffset(2027, 3, 28, 3, 30, 0, TimeSpan.FromHours(2));
        var days = new Period(new DateOnly(2027, 1, 1), null);
        var row = await connection.QuerySingleAsync<Row>(
            """select @day::date as "day", null::date as no_day, @at as at, @days::daterange as days, @names as names, @numbers as numbers, @amount as amount""",
            new { day = new DateOnly(2027, 1, 31), at, days = days.ToRange(), names = new[] { "æ", "å" }, numbers = new[] { 1, 2 }, amount = 0.1m });
        Assert.Equal(new DateOnly(2027, 1, 31), row.Day);
        Assert.Null(row.NoDay);
        Assert.Equal(at, row.At);
        Assert.Equal(days, row.Days.ToPeriod());
        Assert.Equal(["æ", "å"], row.Names);
        Assert.Equal([1, 2], row.Numbers);
        Assert.Equal(0.1m, row.Amount);
    }

    [Fact]
    public async Task Migrations_AppliedTwice_ChangeNothingTheSecondTime()
    {
        await using var database = await CommonDatabase.Create();
        var migrations = new Migrations("steering", typeof(SqlTests).Assembly);
        Assert.Empty(await migrations.Apply(database.Connections.Owner, CancellationToken.None));
    }

    [Fact]
    public async Task Migrations_ChangedAfterTheyWereApplied_AreRefused()
    {
        await using var database = await CommonDatabase.Create();
        await using (var owner = new Npgsql.NpgsqlConnection(database.Connections.Owner))
        {
            await owner.ExecuteAsync("update schema_migration set checksum = 'other'");
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => new Migrations("steering", typeof(SqlTests).Assembly).Apply(database.Connections.Owner, CancellationToken.None));
    }

    [Theory]
    [InlineData("", Sql.PoolSize)]
    [InlineData(";Maximum Pool Size=7", 7)]
    public void Connections_OfAProcess_AreFewUnlessItsConnectionStringSaysMore(string said, int most)
    {
        using var source = Sql.Open("Host=127.0.0.1" + said);
        Assert.Equal(most, new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize);
    }

    [Fact]
    public async Task Statement_BrokenOffWhileItWasPrepared_AnswersOnTheSameConnectionAfterwards()
    {
        await using var database = await CommonDatabase.Create();
        await using var source = Sql.Open(new NpgsqlConnectionStringBuilder(database.Connections.App) { MaxPoolSize = 1 }.ConnectionString);
        // The division is done when the statement is bound: after it was parsed, before its result is described. A cancelled call may end there too.
        Task<IEnumerable<int>> Tenth(int x) => source.Use(connection => connection.QueryAsync<int>("select 10 / @x", new { x }), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<PostgresException>(() => Tenth(0));
        Assert.Equal([5], await Tenth(2));
    }
}
