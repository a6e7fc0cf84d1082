using System.Globalization;
using Npgsql;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Xunit;
using Pb = Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Tests.Gate;

/// <summary>
/// Whatever happens, and in whatever order: what the gate has stored as open at an office is what a judgement of everything, from the beginning, finds there.
/// The gate may judge no more than a change asks for; this is what it must not miss. SAMSTYRING_WALKS makes more walks of it.
/// </summary>
public class IncrementalTests
{
    private const int Steps = 60;

    /// <summary>The walks: SAMSTYRING_WALKS of them, else a few.</summary>
    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("SAMSTYRING_WALKS"), NumberStyles.None, CultureInfo.InvariantCulture, out var walks) ? walks : 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task OpenFindings_AfterEveryStep_AreThoseOfAFreshJudgement(int seed)
    {
        await using var world = await World.Start();
        var steps = new RandomSteps(world, seed);
        await steps.Begin();
        var kinds = new HashSet<FindingKind>();
        var merged = 0;

        for (var step = 1; step <= Steps; step++)
        {
            var what = await steps.Next();
            if (step % 10 == 0)
            {
                // What was decided step by step is what is decided about everything at once.
                var before = await Stored(world);
                await steps.Repeat();
                var after = await Stored(world);
                Assert.True(
                    before.SequenceEqual(after),
                    $"seed {seed}, up to step {step}: {what}\n{string.Join('\n', after.Except(before))}\nbefore\n{string.Join('\n', before.Except(after))}");
            }

            var facts = steps.Facts();
            var feeds = await FeedCheck.Read(world);
            var (reader, at) = (1 + (step % 2), step % 4 < 2 ? World.Fjordvik : World.Midtfjell);
            Assert.Empty(feeds.ReceiptFaults(at, await steps.List(at, reader), key => steps.Receipts.GetValueOrDefault((at, reader, key))));
            foreach (var office in facts.Offices)
            {
                var wrong = feeds.Faults(facts, office);
                Assert.True(wrong.Count == 0, $"seed {seed}, step {step}: {what}; the feed of {office.Number} on {facts.AsOf:O}\n{string.Join('\n', wrong)}");
                merged += feeds.Merged(office.Number);
                var fresh = Judge.Findings(new Predicates(facts, office));
                kinds.UnionWith(fresh.Select(f => f.Kind));
                var expected = fresh.Select(f => $"{Shown(FindingMessage.Write(f))}").Order(StringComparer.Ordinal);
                var open = (await Open(world, office.Number)).Select(f => $"{Shown(f)}").Order(StringComparer.Ordinal);
                var (missing, extra) = (expected.Except(open).ToList(), open.Except(expected).ToList());
                Assert.True(
                    missing.Count + extra.Count == 0,
                    $"seed {seed}, step {step}: {what}; at {office.Number} on {facts.AsOf:O}\nnot stored: {string.Join("\n  ", missing)}\nstored only: {string.Join("\n  ", extra)}");
            }
        }

        // A walk on which little was found, or nothing was put together and taken apart again, would prove little.
        Assert.InRange(kinds.Count, 12, 36);
        Assert.InRange(merged, 5, int.MaxValue);
        await world.AssertGapless();
    }

    // Every step of the gate, every entry of the feeds, and the findings that are open.
    private static async Task<List<string>> Stored(World world)
    {
        await using var connection = new NpgsqlConnection(world.Service.Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select concat_ws(' ', office_id, directive_id, revision, state, id) from gate_step
            union all select concat_ws(' ', office_id, position, version, state, encode(mission, 'hex')) from mission
            union all select concat_ws(' ', office_id, topic, position, sort_key) from mission_head
            union all select concat_ws(' ', office_id, finding_id, kind, state, opened_on, encode(finding, 'hex')) from finding where state <> 3
            order by 1
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync();
        var stored = new List<string>();
        while (await rows.ReadAsync())
        {
            stored.Add(rows.GetString(0));
        }

        return stored;
    }

    // The kind in front, for the eye.
    private static string Shown(Pb.Finding f) => $"{f.Kind} {f}";

    private static async Task<List<Pb.Finding>> Open(World world, string office)
    {
        await using var connection = new NpgsqlConnection(world.Service.Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select finding from finding join office using (office_id) where number = $1 and state <> 3", connection);
        command.Parameters.Add(new() { Value = office });
        await using var rows = await command.ExecuteReaderAsync();
        var open = new List<Pb.Finding>();
        while (await rows.ReadAsync())
        {
            open.Add(Pb.Finding.Parser.ParseFrom((byte[])rows[0]));
        }

        return open;
    }
}
