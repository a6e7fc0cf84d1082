using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Samstyring.Telemetry;

/// <summary>
/// Sends traces and metrics over OTLP/HTTP to the collector that <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names, as long as the process runs; without the setting
/// nothing of this exists.
/// </summary>
public sealed class TelemetryExport : IHostedService, IDisposable
{
    /// <summary>The setting that names the collector.</summary>
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly IConfiguration configuration;
    private readonly string process;
    private readonly string[] sources;
    private readonly string[] meters;
    private TracerProvider? traces;
    private MeterProvider? metrics;

    private TelemetryExport(IConfiguration configuration, string process, string[] sources, string[] meters) =>
        (this.configuration, this.process, this.sources, this.meters) = (configuration, process, sources, meters);

    /// <summary>Adds the export where a collector is named.</summary>
    /// <param name="services">What the process is made of.</param>
    /// <param name="configuration">Its settings.</param>
    /// <param name="process">Its name without the platform's: "steering".</param>
    /// <param name="sources">The spans that it sends beside those of ASP.NET Core.</param>
    /// <param name="meters">The metrics that it sends beside those of ASP.NET Core, Kestrel and the runtime.</param>
    /// <returns>Whether a collector is named.</returns>
    public static bool AddTo(IServiceCollection services, IConfiguration configuration, string process, string[] sources, string[] meters)
    {
        if (configuration[EndpointSetting] is not { Length: > 0 })
        {
            return false;
        }

        services.AddSingleton<IHostedService>(_ => new TelemetryExport(configuration, process, sources, meters));
        return true;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService($"samstyring-{process}", "samstyring");
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource([.. sources, "Microsoft.AspNetCore"])
            .AddProcessor(new AllowedAttributes()).AddOtlpExporter(to => To(to, "v1/traces")).Build();
        metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter([.. meters, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"])
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
            "error.reason", "grpc.method", "grpc.status_code", "http.request.method", "http.response.status_code", "http.route", "proxy.cluster_id",
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
