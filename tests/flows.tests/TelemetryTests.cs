using Samstyring.Telemetry;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Flows.Tests;

/// <summary>What the platform tells a collector of itself.</summary>
public class TelemetryTests
{
    private const string Vaernes = "1783";

    // From the command, by both relays, to the entry in the feed.
    private static readonly string[] Path =
    [
        "tx.begin", "tx.state", "tx.audit", "tx.outbox", "tx.commit", "reply", "relay.send", "event.receive", "inbox.insert", "office.lock", "judge", "gate.write",
        "feed.append", "event.answer",
    ];

    private static readonly string[] Metrics =
    [
        "samstyring.outbox.unpublished", "samstyring.outbox.lag", "samstyring.dead_letters.open", "samstyring.audit.unsealed", "samstyring.events.handled",
        "samstyring.judge.duration", "samstyring.gate.decisions", "samstyring.feed.lag", "samstyring.holds.open", "samstyring.feed.unreleased", "rpc.server.duration",
        "samstyring.access.denied",
    ];

    [Fact]
    public async Task Publication_WithACollector_IsOneTraceToTheFeedWithoutFreeText()
    {
        await using var collector = await OtlpReceiver.Start();
        await using var platform = await Platform.Start(
            host =>
            {
                host.UseSetting(TelemetryExport.EndpointSetting, collector.Address);
                host.UseSetting("OTEL_METRIC_EXPORT_INTERVAL", "500");
            },
            profileOf: Vaernes);
        var directive = await platform.Issuer("municipal-director", "5035").Publish(Situations.FromTheMunicipality("5035", "Skal ikke stå i noe spor"));
        await platform.Judged(directive.DirectiveId, 1);
        Assert.Single(await platform.Feed(Vaernes));
        await RefusedCall.Of(() => platform.Issuer("office", Vaernes).Publish(Situations.FromTheMunicipality("5035")));

        var spans = await Eventually.Is(
            // Three hosts of one process each send what all of them do.
            () => Task.FromResult(collector.Spans.DistinctBy(s => s.Id).ToList()),
            all => Published(all) is { } entry && all.Count(s => s.Trace == entry.Trace && s.Name == "event.answer") == 2);
        var feed = Published(spans)!;
        var trace = spans.Where(s => s.Trace == feed.Trace).ToList();
        Assert.Empty(Path.Except([.. trace.Select(s => s.Name)]));
        Assert.Equal(2, trace.Count(s => s.Name == "relay.send"));

        // Upwards from the entry: the reception, the relay of offices, and so on to the command.
        var way = new List<string>();
        for (var at = feed; at is not null; at = trace.FirstOrDefault(s => s.Id == at.Parent))
        {
            way.Add(at.Name);
        }

        Assert.Equal(["feed.append", "gate.write", "event.receive", "relay.send", "tx.outbox", "event.receive", "relay.send", "tx.outbox"], way.Take(8));
        Assert.All(spans.SelectMany(s => s.Attributes), key => Assert.Matches(@"^(rpc|grpc|samstyring)\.|^error\.reason$|^http\.(request\.method|route|response\.status_code)$", key));

        await Eventually.Is(() => Task.FromResult(string.Join(' ', Metrics.Except(collector.Metrics.Keys))), missing => missing.Length == 0);
    }

    // The entry in a feed that a command has led to; the register's offices are judged too.
    private static Span? Published(List<Span> spans) =>
        spans.FirstOrDefault(s => s.Name == "feed.append" && spans.Any(other => other.Trace == s.Trace && other.Name == "reply"));
}
