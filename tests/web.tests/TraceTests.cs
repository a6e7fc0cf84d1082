using System.Net;
using Microsoft.AspNetCore.Hosting;
using Samstyring.Telemetry;
using Samstyring.Testing;

namespace Samstyring.Web.Tests;

/// <summary>What the gateway and the pages tell a collector of what they are asked.</summary>
public class TraceTests(WebPlatform platform)
{
    private static readonly string[] Metrics = ["http.server.request.duration", "aspnetcore.rate_limiting.requests", "kestrel.active_connections"];

    private static readonly string[] Path =
    [
        "proxy.forwarder", "POST /samstyring.notifications.v1.NotificationsService/{method}", "POST", "Grpc.Net.Client.GrpcOut", "GET /missions", "GET", "proxy.forwarder", "GET {**page}",
    ];

    [Fact]
    public async Task Page_WithACollector_IsOneTraceThroughTheGatewayAndBackToIt()
    {
        await using var collector = await OtlpReceiver.Start();
        void Export(IWebHostBuilder host)
        {
            host.UseSetting(TelemetryExport.EndpointSetting, collector.Address);
            host.UseSetting("OTEL_METRIC_EXPORT_INTERVAL", "500");
        }
        await using (var ingress = platform.Behind(
            gateway =>
            {
                Export(gateway);
                gateway.UseSetting("ForwardedHeaders_Enabled", "true");
            },
            Export))
        {
            using var page = await ingress.Http.GetAsync($"/login?hint={ExampleFeed.Leader}&to=/missions", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            await Eventually.Is(() => Task.FromResult(string.Join(' ', Metrics.Except(collector.Metrics.Keys))), missing => missing.Length == 0);
        }

        // From the call that the gateway passes on to a service, by the page that makes it, up to the gateway that passed on the page.
        var spans = collector.Spans.DistinctBy(s => s.Id).ToDictionary(s => s.Id);
        Assert.Contains(spans.Values, from => Way(spans, from).Take(Path.Length).SequenceEqual(Path));
        Assert.All(spans.Values.SelectMany(s => s.Attributes), key => Assert.Matches(@"^(rpc|grpc|samstyring)\.|^error\.reason$|^proxy\.cluster_id$|^http\.(request\.method|route|response\.status_code)$", key));
        Assert.DoesNotContain(collector.Posts, post => post.Body.ToStringUtf8().Contains("hint=", StringComparison.Ordinal));
    }

    // Upwards from a span.
    private static IEnumerable<string> Way(Dictionary<string, Span> spans, Span from)
    {
        for (var at = from; at is not null; at = spans.GetValueOrDefault(at.Parent))
            yield return at.Name;
    }
}
