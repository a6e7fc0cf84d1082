using Grpc.Core;

namespace Samstyring.Web;

/// <summary>The services behind the gateway, for the rpcs that each of them has.</summary>
internal static class ServiceName
{
    public static readonly IReadOnlyList<string> All = ["steering", "offices", "notifications"];

    /// <summary>What a call says of the service it is for.</summary>
    /// <exception cref="RpcException">There is no such service: what is asked for there does not exist.</exception>
    public static Metadata At(string service) =>
        All.Contains(service) ? new() { { "samstyring-service", service } } : throw new RpcException(new Status(StatusCode.NotFound, $"No service {service}"));
}
