using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Testing;

namespace Samstyring.Common.Tests;

/// <summary>A database with what every service has and nothing else.</summary>
public sealed class CommonDatabase : IAsyncDisposable
{
    private CommonDatabase(NpgsqlDataSource source, TestDatabase database) => (Source, Connections) = (source, database);

    public NpgsqlDataSource Source { get; }

    public TestDatabase Connections { get; }

    public FakeTime Time { get; } = new();

    public static async Task<CommonDatabase> Create()
    {
        var database = await (await PostgresCluster.Shared).Clone("steering", typeof(CommonDatabase).Assembly);
        return new CommonDatabase(NpgsqlDataSource.Create(database.App), database);
    }

    public static IOptions<EventOptions> Subscribers(params (string Name, string Topic, string Url)[] subscribers) => Options.Create(new EventOptions
    {
        Token = ServiceFixture<CommonDatabase>.EventToken,
        Subscribers = [.. subscribers.Select(s => new EventSubscriber { Name = s.Name, Topic = s.Topic, Url = s.Url })],
    });

    /// <summary>Runs work in a transaction and commits it.</summary>
    public async Task Commit(Func<Tx, Task> work, IOptions<EventOptions> options)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await work(new Tx(connection, transaction, Caller.Platform, Time.GetUtcNow(), new EventSubscribers(options), CancellationToken.None));
        await transaction.CommitAsync();
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    /// <summary>As the owner, who may do what the service may not.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(Connections.Owner);
        await connection.ExecuteAsync(sql);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
