using System.Diagnostics.Metrics;

namespace Samstyring.Common.Telemetry;

/// <summary>What every service counts. Names and units are for whoever watches: <c>deploy/observability</c> reads them.</summary>
public static class Metrics
{
    /// <summary>The meter of all services.</summary>
    public static readonly Meter Meter = new("Samstyring");

    /// <summary>Events taken, by topic and outcome: <c>handled</c>, <c>duplicate</c>, <c>retry</c>, <c>dead</c>.</summary>
    internal static readonly Counter<long> EventsHandled = Meter.CreateCounter<long>("samstyring.events.handled", "{event}");

    /// <summary>Events that had taken effect before.</summary>
    internal static readonly Counter<long> InboxDuplicates = Meter.CreateCounter<long>("samstyring.inbox.duplicates", "{event}");

    /// <summary>Manifests whose sums were not what was heard here, by topic; now and then one is, while events are on their way.</summary>
    internal static readonly Counter<long> ReconcileMismatches = Meter.CreateCounter<long>("samstyring.reconcile.mismatches", "{manifest}");

    /// <summary>Calls refused for who asks, by reason.</summary>
    internal static readonly Counter<long> AccessDenied = Meter.CreateCounter<long>("samstyring.access.denied", "{call}");

    /// <summary>Duration of unary calls.</summary>
    internal static readonly Histogram<double> RpcDuration = Meter.CreateHistogram<double>("rpc.server.duration", "s");

    internal static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);
}
