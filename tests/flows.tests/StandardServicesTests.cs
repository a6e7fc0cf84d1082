using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Flows.Tests;

/// <summary>Every service answers the standard health and reflection interfaces, without a token: on the internal port they are open.</summary>
public class StandardServicesTests
{
    private static readonly HealthCheckResponse.Types.ServingStatus Serving = HealthCheckResponse.Types.ServingStatus.Serving;

    [Fact]
    public async Task Service_Every_AnswersHealthAndReflection()
    {
        await using var platform = await Platform.Start();
        await AnswersStandards(platform.Steering.With(""), "samstyring.steering.v1.SteeringService");
        await AnswersStandards(platform.Offices.With(""), "samstyring.offices.v1.OfficesService");
        await AnswersStandards(platform.Notifications.With(""), "samstyring.notifications.v1.NotificationsService");
    }

    private static async Task AnswersStandards(CallInvoker invoker, string service)
    {
        var health = new Health.HealthClient(invoker);
        Assert.Equal(Serving, (await health.CheckAsync(new HealthCheckRequest(), deadline: Situations.Soon())).Status);
        Assert.Equal(Serving, (await health.CheckAsync(new HealthCheckRequest { Service = service }, deadline: Situations.Soon())).Status);
        var unknown = await RefusedCall.Of(async () => await health.CheckAsync(new HealthCheckRequest { Service = "no.such.Service" }, deadline: Situations.Soon()));
        Assert.Equal(StatusCode.NotFound, unknown.Code);
        using (var watch = health.Watch(new HealthCheckRequest { Service = service }, deadline: Situations.Soon()))
        {
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(Serving, watch.ResponseStream.Current.Status);
        }

        using var reflection = new ServerReflection.ServerReflectionClient(invoker).ServerReflectionInfo(deadline: Situations.Soon());
        var listed = await Ask(reflection, new ServerReflectionRequest { ListServices = "" });
        Assert.Contains(service, listed.ListServicesResponse.Service.Select(s => s.Name));
        var found = await Ask(reflection, new ServerReflectionRequest { FileContainingSymbol = service });
        Assert.Contains(
            found.FileDescriptorResponse.FileDescriptorProto,
            bytes => Google.Protobuf.Reflection.FileDescriptorProto.Parser.ParseFrom(bytes).Service.Any(s => service.EndsWith($".{s.Name}", StringComparison.Ordinal)));
        var missing = await Ask(reflection, new ServerReflectionRequest { FileByFilename = "no/such/file.proto" });
        Assert.Equal((int)StatusCode.NotFound, missing.ErrorResponse.ErrorCode);
        await reflection.RequestStream.CompleteAsync();
    }

    private static async Task<ServerReflectionResponse> Ask(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return call.ResponseStream.Current;
    }
}
