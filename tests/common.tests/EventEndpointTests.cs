using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Common.Tests;

public class EventEndpointTests
{
    [Fact]
    public async Task Event_ThatComesTwice_TakesEffectOnce()
    {
        await using var database = await CommonDatabase.Create();
        var handler = new Writer();
        var body = Body("one");
        Assert.Equal("SUCCESS", await Post(database, handler, body));
        Assert.Equal("SUCCESS", await Post(database, handler, body));
        Assert.Equal(1, handler.Handled);
        Assert.Equal(1, await database.Scalar<int>("select count(*) from inbox"));
    }

    [Fact]
    public async Task Event_ThatComesManyTimesAtOnce_TakesEffectOnce()
    {
        await using var database = await CommonDatabase.Create();
        var body = Body("one");
        var handler = new Writer();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Post(database, handler, body))));
        Assert.All(answers, a => Assert.Equal("SUCCESS", a));
        Assert.Equal(1, await database.Scalar<int>("select count(*) from audit"));
    }

    [Fact]
    public async Task Event_WhoseHandlerFails_IsRetriedAndLeavesNothing()
    {
        await using var database = await CommonDatabase.Create();
        Assert.Equal("RETRY", await Post(database, new Writer { Fails = true }, Body("one")));
        Assert.Equal(0, await database.Scalar<int>("select count(*) from inbox"));
        Assert.Equal(0, await database.Scalar<int>("select count(*) from audit"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"id":"x"}""")]
    [InlineData("""{"id":"0192e4a0-0000-7000-8000-000000000000","source":"s","type":"topic","subject":"s","time":"2027-01-01T00:00:00Z","data":7,"samversion":1}""")]
    public async Task Event_ThatCannotBeRead_IsKeptAsADeadLetter(string body)
    {
        await using var database = await CommonDatabase.Create();
        Assert.Equal("DROP", await Post(database, new Writer(), body));
        Assert.Equal(body, await database.Scalar<string>("select body from dead_letter where state = 'OPEN'"));
    }

    [Fact]
    public async Task Event_OfAnUnknownTopic_IsKeptAsADeadLetter()
    {
        await using var database = await CommonDatabase.Create();
        Assert.Equal("DROP", await Post(database, new Writer(), Body("one"), topic: "other"));
        Assert.Equal(1, await database.Scalar<int>("select count(*) from dead_letter"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("token-of-the-test")]
    [InlineData("token-of-the-testsx")]
    public async Task Event_WithAnotherToken_IsUnauthorized(string token)
    {
        await using var database = await CommonDatabase.Create();
        Assert.Equal("HTTP 401", await Post(database, new Writer(), Body("one"), token: token));
    }

    [Fact]
    public async Task AppRole_RewritingHistory_IsForbidden()
    {
        await using var database = await CommonDatabase.Create();
        await Post(database, new Writer(), Body("one"));
        string[] forbidden =
        [
            "update audit set act = 'x'", "delete from audit", "delete from inbox", "update inbox set source = 'x'", "update outbox set data = ''",
            "insert into audit (at, actor, role, unit, act, object, revision, digest_before, digest_after, trace_id, position, hash) "
                + "values (now(), '', '', '', '', '', 1, '', '', '', 1, sha256(''))",
            "update audit set at = now()", "insert into audit_head values ('steering', 1, sha256(''), now()); delete from audit_head", "update audit_head set at = now()",
            "truncate audit_head", "alter table audit disable trigger audit_sealed_once", "drop trigger audit_sealed_once on audit",
            "delete from outbox", "delete from dead_letter", "delete from request", "truncate audit", "create table x (id int)", "update request set response = ''",
        ];
        await using var connection = await database.Source.OpenConnectionAsync();
        foreach (var sql in forbidden)
        {
            Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => connection.ExecuteAsync(sql))).SqlState);
        }
    }

    private static string Body(string text)
    {
        using var data = JsonDocument.Parse(Json.Write(new LocalizedText { Nb = text }));
        return JsonSerializer.Serialize(new CloudEvent(Guid.NewGuid(), "/samstyring/offices", "topic", text, DateTimeOffset.UnixEpoch, data.RootElement, 1));
    }

    [Fact]
    public async Task Sidecar_ThatAsks_IsToldOfEveryTopicUnlessItKnowsThem()
    {
        await using var database = await CommonDatabase.Create();
        var options = CommonDatabase.Subscribers();
        options.Value.DaprPubSub = "broker";
        var endpoint = new EventEndpoint(
            database.Source, [new Writer()], new EventSubscribers(options), new OutboxSignal(), options, database.Time, NullLogger<EventEndpoint>.Instance);

        Assert.Equal("""[{"pubsubname":"broker","topic":"topic","route":"/events/topic"}]""", JsonSerializer.Serialize(endpoint.Subscriptions));

        options.Value.SubscriptionsDeclared = true;
        Assert.Empty(endpoint.Subscriptions);
    }

    private static async Task<string> Post(CommonDatabase database, Writer handler, string body, string topic = "topic", string token = ServiceFixture<CommonDatabase>.EventToken)
    {
        var options = CommonDatabase.Subscribers();
        var endpoint = new EventEndpoint(
            database.Source, [handler], new EventSubscribers(options), new OutboxSignal(), options, database.Time, NullLogger<EventEndpoint>.Instance);
        var http = new DefaultHttpContext { Request = { Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body)) } };
        http.Request.Headers["dapr-api-token"] = token;
        return await endpoint.Receive(topic, http) switch
        {
            IValueHttpResult { Value: Transport.EventAnswer answer } => answer.Status,
            IStatusCodeHttpResult status => $"HTTP {status.StatusCode}",
            var other => other.ToString()!,
        };
    }

    private sealed class Writer() : EventHandler<LocalizedText>("topic")
    {
        public int Handled { get; private set; }

        public bool Fails { get; init; }

        public override async Task Handle(CloudEvent e, LocalizedText message, Tx tx)
        {
            await tx.Audit("handled", e.Subject, e.Version);
            Handled++;
            if (Fails)
            {
                throw new InvalidOperationException("planned");
            }
        }
    }
}
