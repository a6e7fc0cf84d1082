using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Grpc.Tests.Server;
using Xunit;

namespace Samstyring.Grpc.Tests.Peers;

/// <summary>Our own server. It answers with gzip to clients that accept it, and nothing it does may log an error.</summary>
public sealed class SamstyringServer : IEchoServer, IAsyncLifetime
{
    private LoopbackServer? server;

    public string Address => server!.Address;

    public string ResponseEncoding => "gzip";

    public async ValueTask InitializeAsync() => server = await LoopbackServer.StartAsync(
        services =>
        {
            services.AddSingleton<CallBook>();
            services.AddGrpc(options =>
            {
                options.Interceptors.Add<EchoInterceptor>();
                options.ResponseCompressionAlgorithm = "gzip";
            });
        },
        app => app.MapGrpcService<EchoApi>());

    public async ValueTask DisposeAsync()
    {
        await server!.DisposeAsync();
        Assert.Empty(server.Errors);
    }
}
