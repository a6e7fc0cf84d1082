using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Samstyring.Audit.V1;
using Samstyring.Common.Audit;
using Xunit;
using AuditHead = Samstyring.Common.Audit.AuditHead;

namespace Samstyring.Common.Tests;

public class AuditTests
{
    private static readonly IOptions<EventOptions> Heard = CommonDatabase.Subscribers(("offices", Topics.AuditHead, "http://offices"));

    public static TheoryData<string> Texts => ["actor", "role", "unit", "act", "object", "digest_before", "digest_after", "trace_id"];

    public static TheoryData<string> Numbers => ["id", "revision", "position"];

    [Fact]
    public async Task Chain_OfEverythingCommitted_IsWholeAndGapless()
    {
        await using var database = await Trail(7);
        Assert.Equal(7, await Sealer(database).Seal(CancellationToken.None));
        Assert.Equal(0, await Sealer(database).Seal(CancellationToken.None));
        await Write(database, 3);
        Assert.Equal(3, await Sealer(database).Seal(CancellationToken.None));
        var verdict = await Verify(database);
        Assert.Equal((AuditFault.Unspecified, 10L, 0L, 10L), (verdict.Fault, verdict.Entries, verdict.Unsealed, verdict.Head.Position));
        Assert.Equal("1,2,3,4,5,6,7,8,9,10", await database.Scalar<string>("select string_agg(position::text, ',' order by position) from audit"));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_WithOneByteChanged_IsFound(string column)
    {
        await using var database = await Sealed(5);
        var length = await database.Scalar<int>($"select length({column}) from audit where position = 3");
        for (var i = 1; i <= length; i++)
        {
            await Owner(database, $"update audit set {column} = overlay({column} placing chr(ascii(substr({column}, {i}, 1)) + 1) from {i} for 1) where position = 3");
            Assert.Equal((AuditFault.Changed, 3L, 2L), await Found(database));
            await Owner(database, $"update audit set {column} = overlay({column} placing chr(ascii(substr({column}, {i}, 1)) - 1) from {i} for 1) where position = 3");
        }

        Assert.Equal((AuditFault.Unspecified, 0L, 5L), await Found(database));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Number_WithOneBitChanged_IsFound(string column)
    {
        await using var database = await Sealed(5);
        await Owner(database, "alter table audit alter column id drop identity");
        for (var bit = 3; bit < 63; bit++)
        {
            await Owner(database, $"update audit set {column} = {column} # (1::bigint << {bit}) where id = 3");
            Assert.NotEqual(AuditFault.Unspecified, (await Found(database)).Fault);
            await Owner(database, $"update audit set {column} = {column} # (1::bigint << {bit}) where id in (3, 3 # (1::bigint << {bit}))");
        }

        Assert.Equal((AuditFault.Unspecified, 0L, 5L), await Found(database));
    }

    [Fact]
    public async Task Instant_ChangedByAMicrosecond_IsFound()
    {
        await using var database = await Sealed(5);
        await Owner(database, "update audit set at = at + interval '1 microsecond' where position = 3");
        Assert.Equal((AuditFault.Changed, 3L, 2L), await Found(database));
    }

    [Fact]
    public async Task Hash_WithOneByteChanged_IsFound()
    {
        await using var database = await Sealed(5);
        for (var i = 0; i < 32; i++)
        {
            await Owner(database, $"update audit set hash = set_byte(hash, {i}, get_byte(hash, {i}) # 1) where position = 3");
            Assert.Equal((AuditFault.Changed, 3L, 2L), await Found(database));
            await Owner(database, $"update audit set hash = set_byte(hash, {i}, get_byte(hash, {i}) # 1) where position = 3");
        }

        Assert.Equal((AuditFault.Unspecified, 0L, 5L), await Found(database));
    }

    [Theory]
    [InlineData("delete from audit where position = 3", AuditFault.Missing, 3)]
    [InlineData("delete from audit where position = 1", AuditFault.Missing, 1)]
    [InlineData("update audit set position = null, hash = null where position = 3", AuditFault.Missing, 3)]
    [InlineData("delete from audit where position = 3; update audit set position = position - 1 where position > 3", AuditFault.Changed, 3)]
    [InlineData("update audit set position = 9 where position = 2; update audit set position = 2 where position = 3; update audit set position = 3 where position = 9", AuditFault.Changed, 2)]
    [InlineData("update audit a set revision = b.revision, at = b.at from audit b where a.position + b.position = 5 and a.position in (2, 3)", AuditFault.Changed, 2)]
    public async Task Entries_MissingOrSwapped_AreFound(string sql, AuditFault fault, long position)
    {
        await using var database = await Sealed(5);
        await Owner(database, sql);
        var found = await Found(database);
        Assert.Equal((fault, position), (found.Fault, found.Position));
    }

    [Fact]
    public async Task Tail_CutOff_IsFoundByTheHeadKeptElsewhere()
    {
        await using var database = await Sealed(5);
        var head = (await Verify(database)).Head;
        var kept = new AuditHead(head.Service, head.Position, Convert.FromHexString(head.Hash), default);
        await Owner(database, "delete from audit where position > 3");
        Assert.Equal((AuditFault.Unspecified, 0L, 3L), await Found(database));
        Assert.Equal((AuditFault.Truncated, 4L, 3L), await Found(database, kept));

        // Written anew, the chain fits together again, and still is not the one that was.
        await Write(database, 2);
        await Sealer(database).Seal(CancellationToken.None);
        Assert.Equal(AuditFault.Unspecified, (await Found(database)).Fault);
        Assert.Equal((AuditFault.Rewritten, 5L), ((await Found(database, kept)).Fault, (await Found(database, kept)).Position));
    }

    [Fact]
    public async Task Chain_ComputedAnewOverAChangedEntry_IsFoundByTheHeadKeptElsewhere()
    {
        await using var database = await Sealed(5);
        var head = (await Verify(database)).Head;
        await Owner(database, "update audit set actor = 'another' where position = 2; update audit set position = null, hash = null");
        await Sealer(database).Seal(CancellationToken.None);
        Assert.Equal(AuditFault.Unspecified, (await Found(database)).Fault);
        Assert.Equal(AuditFault.Rewritten, (await Found(database, new AuditHead("steering", 5, Convert.FromHexString(head.Hash), default))).Fault);
    }

    [Fact]
    public async Task Chain_OfAnotherService_IsNotThisOnes()
    {
        await using var database = await Sealed(2);
        var verdict = await new AuditVerifier(database.Source, new ServiceName("offices")).Verify([], _ => Task.CompletedTask, CancellationToken.None);
        Assert.Equal((AuditFault.Changed, 1L), (verdict.Fault, verdict.FaultPosition));
    }

    [Fact]
    public async Task Entries_CommittedInAnotherOrder_AreAllSealedOnce()
    {
        await using var database = await CommonDatabase.Create();
        await using var early = await database.Source.OpenConnectionAsync();
        await using var open = await early.BeginTransactionAsync();
        await new Tx(early, open, Caller.Platform, database.Time.GetUtcNow(), new EventSubscribers(Heard), CancellationToken.None).Audit("early", "a", 1);
        await Write(database, 2);
        Assert.Equal(2, await Sealer(database).Seal(CancellationToken.None));
        await open.CommitAsync();
        Assert.Equal(1, await Sealer(database).Seal(CancellationToken.None));
        Assert.Equal(3, await database.Scalar<long>("select position from audit where act = 'early' and id = (select min(id) from audit)"));
        Assert.Equal((AuditFault.Unspecified, 0L, 3L), await Found(database));
    }

    [Fact]
    public async Task Sealers_ManyAtOnceWhileOthersWrite_MakeOneChain()
    {
        await using var database = await CommonDatabase.Create();
        var writers = Enumerable.Range(0, 4).Select(_ => Write(database, 25));
        var sealers = Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var i = 0; i < 25; i++)
            {
                await Sealer(database).Seal(CancellationToken.None);
            }
        });
        await Task.WhenAll(writers.Concat(sealers));
        await Sealer(database).Seal(CancellationToken.None);
        Assert.Equal((AuditFault.Unspecified, 0L, 100L), await Found(database));
    }

    [Fact]
    public async Task Sealer_WhileAnotherIsAtIt_LeavesItAlone()
    {
        await using var database = await Trail(3);
        await using (var other = await database.Source.OpenConnectionAsync())
        await using (var open = await other.BeginTransactionAsync())
        {
            await other.ExecuteAsync($"select pg_advisory_xact_lock({0x53414D54})", transaction: open);
            Assert.Equal(0, await Sealer(database).Seal(CancellationToken.None));
        }

        Assert.Equal(3, await Sealer(database).Seal(CancellationToken.None));
    }

    [Fact]
    public async Task Sealer_ThatDiesHalfWay_LeavesNothingHalfSealed()
    {
        await using var database = await Sealed(2);
        await Write(database, 3);
        await Owner(database, "alter table audit add constraint dies check (position <> 4)");
        await Assert.ThrowsAsync<PostgresException>(() => Sealer(database).Seal(CancellationToken.None));
        Assert.Equal(2, await database.Scalar<long>("select max(position) from audit"));
        await Owner(database, "alter table audit drop constraint dies");
        Assert.Equal(3, await Sealer(database).Seal(CancellationToken.None));
        Assert.Equal((AuditFault.Unspecified, 0L, 5L), await Found(database));
    }

    [Fact]
    public async Task Entry_Sealed_IsNotSealedAgainByTheAppRole()
    {
        await using var database = await Trail(2);
        await Sealer(database).Seal(CancellationToken.None);
        await using var connection = await database.Source.OpenConnectionAsync();
        foreach (var sql in new[] { "update audit set position = 7 where position = 2", "update audit set position = null, hash = null", "update audit set hash = sha256('')" })
        {
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState);
        }
    }

    [Fact]
    public async Task Head_EachHour_IsSentKeptAndWrittenToTheFile()
    {
        await using var database = await Trail(2);
        var file = Path.GetTempFileName();
        try
        {
            await Sealer(database, file).Seal(CancellationToken.None);
            Assert.Equal(0, await Heads(database));
            database.Time.Advance(TimeSpan.FromHours(1));
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Sealer(database, file).Seal(CancellationToken.None)));
            Assert.Equal(1, await Heads(database));
            database.Time.Advance(TimeSpan.FromHours(1));
            await Sealer(database, file).Seal(CancellationToken.None);
            Assert.Equal(1, await Heads(database));
            await Write(database, 1);
            await Sealer(database, file).Seal(CancellationToken.None);
            Assert.Equal(2, await Heads(database));
            var lines = await File.ReadAllLinesAsync(file);
            var head = (await Verify(database)).Head;
            Assert.StartsWith($"steering 3 {head.Hash} ", lines[1], StringComparison.Ordinal);
            Assert.Equal(2, await database.Scalar<int>("select count(*) from outbox o join outbox_delivery d on d.outbox_id = o.id where o.topic = 'audit.head' and d.subscriber = 'offices'"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Head_OfAnotherService_IsKeptOnceAndBesideOneThatDiffers()
    {
        await using var database = await CommonDatabase.Create();
        var head = new Samstyring.Audit.V1.AuditHead { Service = "offices", Position = 4, Hash = new string('a', 64), At = new() };
        var other = head.Clone();
        other.Hash = new string('b', 64);
        foreach (var message in new[] { head, head, other })
        {
            using var data = System.Text.Json.JsonDocument.Parse(Json.Write(message));
            var e = new CloudEvent(Guid.NewGuid(), "/samstyring/offices", Topics.AuditHead, "offices", DateTimeOffset.UnixEpoch, data.RootElement, 4);
            await database.Commit(tx => new AuditHeadHandler().Handle(e, message, tx), Heard);
        }

        Assert.Equal(2, await Heads(database));
    }

    private static async Task<CommonDatabase> Trail(int entries)
    {
        var database = await CommonDatabase.Create();
        await Write(database, entries);
        return database;
    }

    // Sealed, and open to an owner who means to change what is sealed.
    private static async Task<CommonDatabase> Sealed(int entries)
    {
        var database = await Trail(entries);
        await Sealer(database).Seal(CancellationToken.None);
        await Owner(database, "alter table audit disable trigger audit_sealed_once");
        return database;
    }

    private static async Task Write(CommonDatabase database, int entries)
    {
        const string sql =
            """
            insert into audit (at, actor, role, unit, act, object, revision, digest_before, digest_after, trace_id)
            values (@at, 'person', 'County', '5700', 'directive.publish', 'object', @revision, 'before', 'after', 'trace')
            """;
        await using var connection = await database.Source.OpenConnectionAsync();
        for (var i = 0; i < entries; i++)
        {
            await connection.ExecuteAsync(sql, new { at = database.Time.GetUtcNow(), revision = i + 1L });
        }
    }

    private static AuditSealer Sealer(CommonDatabase database, string? file = null) => new(
        database.Source, new ServiceName("steering"), new EventSubscribers(Heard), new OutboxSignal(), Options.Create(new AuditOptions { HeadFile = file }), database.Time,
        NullLogger<AuditSealer>.Instance);

    private static Task<AuditVerdict> Verify(CommonDatabase database, params AuditHead[] heads) =>
        new AuditVerifier(database.Source, new ServiceName("steering")).Verify(heads, _ => Task.CompletedTask, CancellationToken.None);

    private static async Task<(AuditFault Fault, long Position, long Entries)> Found(CommonDatabase database, params AuditHead[] heads)
    {
        var verdict = await Verify(database, heads);
        return (verdict.Fault, verdict.FaultPosition, verdict.Entries);
    }

    private static Task<int> Heads(CommonDatabase database) => database.Scalar<int>("select count(*) from audit_head");

    private static async Task Owner(CommonDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Connections.Owner);
        await connection.ExecuteAsync(sql);
    }
}
