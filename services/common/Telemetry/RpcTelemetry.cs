using System.Diagnostics;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Samstyring.Common.Telemetry;

/// <summary>How long unary calls take, and who was refused for who they are. It stands before all other interceptors and changes nothing.</summary>
public sealed class RpcTelemetry : Interceptor
{
    /// <inheritdoc />
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var response = await continuation(request, context);
            Measure(context, began, StatusCode.OK);
            return response;
        }
        catch (RpcException refused)
        {
            Measure(context, began, refused.StatusCode);
            CountDenied(refused);
            throw;
        }
    }

    /// <inheritdoc />
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (RpcException refused)
        {
            CountDenied(refused);
            throw;
        }
    }

    private static void Measure(ServerCallContext context, long began, StatusCode status)
    {
        var name = context.Method.Split('/');
        Metrics.RpcDuration.Record(
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            Metrics.Tag("rpc.service", name[1]), Metrics.Tag("rpc.method", name[2]), Metrics.Tag("rpc.grpc.status_code", (int)status));
        Activity.Current?.SetTag("rpc.service", name[1]).SetTag("rpc.method", name[2]).SetTag("rpc.grpc.status_code", (int)status);
    }

    private static void CountDenied(RpcException refused)
    {
        if (refused.StatusCode is not (StatusCode.PermissionDenied or StatusCode.Unauthenticated))
        {
            return;
        }

        var details = refused.Trailers.GetValueBytes(RpcErrors.DetailsTrailer) is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes).Details : [];
        var reason = details.Select(any => any.TryUnpack<ErrorInfo>(out var info) ? info.Type : null).FirstOrDefault(name => name is not null);
        Metrics.AccessDenied.Add(1, Metrics.Tag("error.reason", reason ?? ""));
    }
}
