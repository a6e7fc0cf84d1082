using Grpc.Core;
using Samstyring.Grpc.Tests.Echo.V1;
using Samstyring.Grpc.Tests.Peers;
using Xunit;

namespace Samstyring.Grpc.Tests.Cases;

/// <summary>Our client against a server of echo.proto. The same cases for our server and for each foreign one.</summary>
public abstract partial class ClientCases<TServer>(TServer server) : IClassFixture<TServer>, IDisposable
    where TServer : class, IEchoServer
{
    private readonly EchoClient client = new(server.Address);

    private EchoService.EchoServiceClient Echo => client.Echo;

    public void Dispose() => client.Dispose();

    private static async Task<RpcException> Fails(Func<Task> call) => await Assert.ThrowsAsync<RpcException>(call);

    private static Task<List<SpreadResponse>> All(AsyncServerStreamingCall<SpreadResponse> call) =>
        call.ResponseStream.ReadAllAsync().ToListAsync().AsTask();
}

public sealed class SamstyringServerTests(SamstyringServer server) : ClientCases<SamstyringServer>(server);

public sealed class GrpcJsServerTests(GrpcJsServer server) : ClientCases<GrpcJsServer>(server);

public sealed class PythonServerTests(PythonServer server) : ClientCases<PythonServer>(server);
