using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Samstyring.Testing;

/// <summary>A span as it arrived.</summary>
public sealed record Span(string Name, string Trace, string Id, string Parent, IReadOnlyList<string> Attributes);

/// <summary>A collector that keeps what it is sent over OTLP/HTTP: spans, names of metrics, and all of it as it came.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private OtlpReceiver(WebApplication app) => this.app = app;

    /// <summary>The spans, in the order they came.</summary>
    public ConcurrentQueue<Span> Spans { get; } = [];

    /// <summary>The metrics that were told of.</summary>
    public ConcurrentDictionary<string, bool> Metrics { get; } = new();

    /// <summary>Every post, with its path.</summary>
    public ConcurrentQueue<(string Path, ByteString Body)> Posts { get; } = [];

    /// <summary>What the setting of the exporter names.</summary>
    public string Address => app.Urls.Single();

    /// <summary>Starts one on a free port.</summary>
    public static async Task<OtlpReceiver> Start()
    {
        // Empty: a settings file that lies beside the tests is not meant for the collector.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver.app.MapPost("/v1/traces", async (HttpRequest request) => receiver.Traces(await receiver.Body(request)));
        receiver.app.MapPost("/v1/metrics", async (HttpRequest request) => receiver.Measured(await receiver.Body(request)));
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => app.DisposeAsync();

    // resource_spans = 1, scope_spans = 2, spans = 2: trace_id = 1, span_id = 2, parent_span_id = 4, name = 5, attributes = 9 with key = 1.
    private void Traces(ByteString body)
    {
        foreach (var span in In(body, 1).SelectMany(resource => In(resource, 2)).SelectMany(scope => In(scope, 2)))
        {
            Spans.Enqueue(new(
                In(span, 5).Single().ToStringUtf8(), Hex(span, 1), Hex(span, 2), Hex(span, 4), [.. In(span, 9).Select(a => In(a, 1).Single().ToStringUtf8())]));
        }
    }

    // resource_metrics = 1, scope_metrics = 2, metrics = 2: name = 1.
    private void Measured(ByteString body)
    {
        foreach (var metric in In(body, 1).SelectMany(resource => In(resource, 2)).SelectMany(scope => In(scope, 2)))
        {
            Metrics[In(metric, 1).Single().ToStringUtf8()] = true;
        }
    }

    private static string Hex(ByteString message, int field) => string.Concat(In(message, field).Select(bytes => Convert.ToHexStringLower(bytes.Span)));

    private async Task<ByteString> Body(HttpRequest request)
    {
        var body = await ByteString.FromStreamAsync(request.Body);
        Posts.Enqueue((request.Path, body));
        return body;
    }

    // The values of a field whose wire type is a length and bytes.
    private static List<ByteString> In(ByteString message, int field)
    {
        var values = new List<ByteString>();
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag && tag != 0)
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited))
            {
                values.Add(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return values;
    }
}
