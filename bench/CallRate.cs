using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Samstyring.Offices.V1;

namespace Samstyring.Bench;

/// <summary>Unary calls per second with a fixed number in flight: the same call to the same service, through the gateway and directly.</summary>
internal static class CallRate
{
    private const int InFlight = 32;

    public static async Task<double> Measure(GrpcChannel channel, Metadata headers, TimeSpan duration)
    {
        var client = new OfficesService.OfficesServiceClient(channel);
        var request = new GetOfficeRequest { OfficeNumber = "1783" };
        var watch = Stopwatch.StartNew();
        var calls = 0;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            while (watch.Elapsed < duration)
            {
                await client.GetOfficeAsync(request, headers, DateTime.UtcNow.AddSeconds(10));
                Interlocked.Increment(ref calls);
            }
        }));
        return calls / watch.Elapsed.TotalSeconds;
    }

    /// <summary>How long one call takes when no other is in flight.</summary>
    public static async Task<TimeSpan> One(GrpcChannel channel, Metadata headers)
    {
        var client = new OfficesService.OfficesServiceClient(channel);
        var watch = Stopwatch.StartNew();
        await client.GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783" }, headers, DateTime.UtcNow.AddSeconds(10));
        return watch.Elapsed;
    }
}
