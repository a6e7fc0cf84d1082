using Dapper;
using Npgsql;
using Samstyring.Steering.Tests.Support;
using Xunit;

namespace Samstyring.Steering.Tests.Store;

public sealed class DirectiveStoreTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Theory]
    [InlineData("update directive_revision set content = ''")]
    [InlineData("delete from directive_revision")]
    [InlineData("update directive_passage set relayed_at = now()")]
    [InlineData("delete from directive_passage")]
    [InlineData("delete from directive")]
    [InlineData("delete from consultation")]
    [InlineData("update consultation set question_nb = ''")]
    [InlineData("update consultation_answer set says = 1")]
    [InlineData("delete from consultation_answer")]
    [InlineData("delete from consultation_partner")]
    [InlineData("truncate directive_draft")]
    [InlineData("delete from audit")]
    [InlineData("update outbox set data = ''")]
    [InlineData("drop table directive")]
    public async Task Database_AppRole_CannotRewriteHistory(string sql)
    {
        await host.PublishedByTrondelag();
        await using var connection = new NpgsqlConnection(host.Service.Database.App);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState);
    }

    [Fact]
    public async Task List_OfAReader_UsesTheIndexOnReaders()
    {
        await using var connection = new NpgsqlConnection(host.Service.Database.Owner);
        await connection.OpenAsync();
        await connection.ExecuteAsync("set enable_seqscan = off");
        var plan = await connection.QueryAsync<string>("explain select directive_id from directive_revision r where r.readers @> array['COUNTY:5700']");
        Assert.Contains(plan, line => line.Contains("directive_revision_readers", StringComparison.Ordinal));
    }
}
