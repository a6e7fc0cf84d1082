using Grpc.Core;

namespace Samstyring.Cli.Commands;

/// <summary>Which service is asked where all of them answer the same interface: audit trail, dead letters.</summary>
internal static class ServiceName
{
    private const string Key = "samstyring-service";

    public static readonly string[] All = ["steering", "offices", "notifications"];

    public static string Of(string service) =>
        All.Contains(service) ? service : throw new UsageException($"--service: «{service}» er ikke steering, offices eller notifications.");

    public static CallOptions At(CallOptions options, string service)
    {
        var headers = new Metadata { { Key, service } };
        foreach (var header in options.Headers ?? [])
            headers.Add(header);
        return options.WithHeaders(headers);
    }
}
