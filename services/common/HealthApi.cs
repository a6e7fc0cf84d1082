using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Samstyring.Common;

/// <summary>The standard health interface: the empty name stands for the process, and each service for itself; all share its readiness.</summary>
public sealed class HealthApi(HealthCheckService health, AccessPolicies policies, IHostApplicationLifetime lifetime) : Health.HealthBase
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> names = [.. policies.Methods.Select(m => m.Split('/')[1])];

    /// <inheritdoc />
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => Knows(request.Service)
        ? new HealthCheckResponse { Status = await Status(context.CancellationToken) }
        : throw new RpcException(new Status(StatusCode.NotFound, $"No service '{request.Service}'"));

    /// <inheritdoc />
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(WatchInterval);
        var last = HealthCheckResponse.Types.ServingStatus.Unknown;
        try
        {
            do
            {
                var status = Knows(request.Service) ? await Status(end.Token) : HealthCheckResponse.Types.ServingStatus.ServiceUnknown;
                if (status != last)
                {
                    await responseStream.WriteAsync(new HealthCheckResponse { Status = last = status }, end.Token);
                }
            }
            while (await timer.WaitForNextTickAsync(end.Token));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.NotServing }, context.CancellationToken);
        }
    }

    private bool Knows(string name) => name.Length == 0 || names.Contains(name);

    private async Task<HealthCheckResponse.Types.ServingStatus> Status(CancellationToken cancel) =>
        !lifetime.ApplicationStopping.IsCancellationRequested && (await health.CheckHealthAsync(cancel)).Status == HealthStatus.Healthy
            ? HealthCheckResponse.Types.ServingStatus.Serving
            : HealthCheckResponse.Types.ServingStatus.NotServing;
}
