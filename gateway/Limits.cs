using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Samstyring.Gateway;

/// <summary>Ports, sizes and times: everything the gateway bounds.</summary>
internal static class Limits
{
    public const int MessageBytes = 1024 * 1024;

    /// <summary>A gRPC message travels with a flag and its length before it.</summary>
    private const int FrameHeaderBytes = 5;

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingAnswer = TimeSpan.FromSeconds(10);

    public static void SetPorts(this WebApplicationBuilder builder)
    {
        foreach (var (endpoint, variable) in new[] { ("Http", "SAMSTYRING_HTTP_PORT"), ("Grpc", "SAMSTYRING_GRPC_PORT") })
        {
            if (builder.Configuration[variable] is { Length: > 0 } port)
                builder.Configuration[$"Kestrel:Endpoints:{endpoint}:Url"] = $"http://localhost:{port}";
        }
    }

    /// <summary>Where there is no https, as on a machine without certificates, the cookie can neither ask for it nor have the prefix that binds it to this host.</summary>
    public static void SetCookie(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.GetValue<bool>("Auth:PlainHttp"))
            return;
        const string Affinity = "ReverseProxy:Clusters:web:SessionAffinity:";
        builder.Configuration[$"{Affinity}AffinityKeyName"] = "samstyring-replica";
        builder.Configuration[$"{Affinity}Cookie:SecurePolicy"] = "SameAsRequest";
    }

    public static void SetLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MessageBytes + FrameHeaderBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            // Watching takes a stream per office, and a client may keep all of them on one connection.
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Limits.Http2.KeepAlivePingDelay = PingEvery;
            kestrel.Limits.Http2.KeepAlivePingTimeout = PingAnswer;
        });
        // Open streams would otherwise keep the process for the default half minute.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
    }

    public static void KeepAlive(SocketsHttpHandler handler)
    {
        handler.ConnectTimeout = TimeSpan.FromSeconds(2);
        handler.KeepAlivePingDelay = PingEvery;
        handler.KeepAlivePingTimeout = PingAnswer;
    }

    /// <summary>What the body may be on the route of the request; null: as everywhere.</summary>
    public static long? BodyOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.MaxRequestBodySize;

    /// <summary>A unary call without a deadline gets the one of its route; a route that streams names none.</summary>
    public static void DefaultDeadline(TransformBuilderContext context)
    {
        if (context.Route.Metadata?.GetValueOrDefault("DefaultDeadline") is not { } deadline)
            return;
        context.AddRequestTransform(transform =>
        {
            if (!transform.ProxyRequest.Headers.Contains("grpc-timeout"))
                transform.ProxyRequest.Headers.TryAddWithoutValidation("grpc-timeout", deadline);
            return ValueTask.CompletedTask;
        });
    }
}
