using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Samstyring.Common.Telemetry;
using Samstyring.Notifications.Gate;
using Xunit;

namespace Samstyring.House.Tests;

/// <summary>Dashboard and alert rules ask for metrics that exist, under the names Prometheus gives what comes over OTLP.</summary>
public partial class ObservabilityTests
{
    private static readonly string[] Histogram = ["_bucket", "_count", "_sum"];

    [Theory]
    [InlineData("deploy/observability/alerts.yaml")]
    [InlineData("deploy/observability/dashboard.json")]
    public void Metric_EveryNamedOne_Exists(string file)
    {
        var named = MetricName().Matches(House.Read(file)).Select(m => m.Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Existing()));
    }

    [Fact]
    public void Metric_EveryOne_IsOnTheDashboard()
    {
        var dashboard = House.Read("deploy/observability/dashboard.json") + House.Read("deploy/observability/alerts.yaml");
        var unseen = Existing().Where(name => !name.EndsWith("_count", StringComparison.Ordinal) && !name.EndsWith("_sum", StringComparison.Ordinal))
            .Where(name => !dashboard.Contains(name, StringComparison.Ordinal) && name != "samstyring_holds_oldest_age_seconds");
        Assert.Empty(unseen);
    }

    private static HashSet<string> Existing()
    {
        RuntimeHelpers.RunClassConstructor(typeof(Metrics).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(GateMetrics).TypeHandle);
        var names = DatabaseGauges.OfEveryService.Concat(GateMetrics.Gauges).Select(g => Prometheus(g.Name, g.Unit)).ToHashSet();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == Metrics.Meter)
                {
                    names.UnionWith(Prometheus(instrument));
                }
            },
        };
        listener.Start();
        return names;
    }

    private static IEnumerable<string> Prometheus(Instrument instrument)
    {
        var name = Prometheus(instrument.Name, instrument.Unit ?? "");
        return instrument.GetType().GetGenericTypeDefinition() switch
        {
            var type when type == typeof(Counter<>) => [$"{name}_total"],
            var type when type == typeof(Histogram<>) => Histogram.Select(suffix => name + suffix),
            _ => [name],
        };
    }

    // A unit in braces is a comment.
    private static string Prometheus(string name, string unit) => name.Replace('.', '_') + (unit == "s" ? "_seconds" : "");

    [GeneratedRegex(@"\b(samstyring|rpc_server)_[a-z_]*[a-z](?=[\[\])(\s""]|$)(?<!_topic|_outcome|_gate_state)")]
    private static partial Regex MetricName();
}
