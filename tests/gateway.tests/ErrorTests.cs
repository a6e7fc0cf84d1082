using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Gateway.Tests;

public sealed class ErrorTests(Edge edge)
{
    [Fact]
    public async Task Error_OfAService_PassesUntouched()
    {
        var client = new SteeringService.SteeringServiceClient(edge.Grpc);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => client.PublishDirectiveAsync(new PublishDirectiveRequest(), edge.Signed()).ResponseAsync);

        Assert.Equal((StatusCode.FailedPrecondition, "Trukket tilbake, ikke publisérbar"), (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal(StubSteering.Details, refusal.Trailers.GetValueBytes("grpc-status-details-bin"));
    }

    [Fact]
    public async Task Service_Down_IsUnavailableWithDetails()
    {
        await using var gateway = edge.Gateway(new Dictionary<string, string> { ["offices"] = "http://127.0.0.1:1" });
        using var channel = GrpcChannel.ForAddress(Edge.Addresses(gateway).Grpc);
        var client = new OfficesService.OfficesServiceClient(channel);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => client.GetOfficeAsync(new GetOfficeRequest(), edge.Signed()).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Equal("UNAVAILABLE", Assert.Single(refusal.Details().OfType<ErrorInfo>()).Type);
    }
}
