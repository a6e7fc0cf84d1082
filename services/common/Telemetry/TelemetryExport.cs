using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Samstyring.Common.Telemetry;

/// <summary>
/// Sends traces and metrics over OTLP/HTTP to the collector that <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names, as long as the process runs; without the setting
/// nothing of this exists.
/// </summary>
public sealed class TelemetryExport(IConfiguration configuration, ServiceName service) : IHostedService, IDisposable
{
    /// <summary>The setting that names the collector.</summary>
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private TracerProvider? traces;
    private MeterProvider? metrics;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService($"samstyring-{service.Value}", "samstyring");
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Steps.Source.Name, "Microsoft.AspNetCore")
            .AddProcessor(new AllowedAttributes()).AddOtlpExporter(to => To(to, "v1/traces")).Build();
        metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(Metrics.Meter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql")
            .AddOtlpExporter((to, reader) =>
            {
                To(to, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                    int.Parse(configuration["OTEL_METRIC_EXPORT_INTERVAL"] ?? "15000", CultureInfo.InvariantCulture);
            }).Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces?.ForceFlush(2_000);
        metrics?.ForceFlush(2_000);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    private void To(OtlpExporterOptions to, string path)
    {
        to.Protocol = OtlpExportProtocol.HttpProtobuf;
        to.Endpoint = new Uri($"{configuration[EndpointSetting]!.TrimEnd('/')}/{path}");
    }

    /// <summary>No free text leaves in an attribute, whoever wrote it: what is not on the list is dropped.</summary>
    private sealed class AllowedAttributes : BaseProcessor<Activity>
    {
        private static readonly HashSet<string> Allowed =
        [
            "error.reason",
            .. new[] { "topic", "directive_id", "revision", "office_no", "county", "line", "role", "gate_state", "finding_kind", "delivery.attempt", "outcome" }
                .Select(name => $"samstyring.{name}"),
        ];

        public override void OnEnd(Activity data)
        {
            foreach (var (key, _) in data.TagObjects.ToList())
            {
                if (!Allowed.Contains(key) && !key.StartsWith("rpc.", StringComparison.Ordinal))
                {
                    data.SetTag(key, null);
                }
            }
        }
    }
}
