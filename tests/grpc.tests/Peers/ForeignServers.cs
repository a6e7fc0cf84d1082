using Samstyring.Grpc.Tests.Echo.V1;
using Xunit;

namespace Samstyring.Grpc.Tests.Peers;

/// <summary>echo.proto served by @grpc/grpc-js, which reads compressed requests but never compresses a response.</summary>
public sealed class GrpcJsServer() : ForeignServer(() => ForeignProcess.Node("server.js"), "identity");

/// <summary>echo.proto served by the C core, through Python.</summary>
public sealed class PythonServer() : ForeignServer(() => ForeignProcess.Python("server.py", EchoDescriptor.Base64), "gzip");

/// <summary>A script that serves echo.proto on a free port and prints the port as its first line.</summary>
public abstract class ForeignServer(Func<ForeignProcess> start, string responseEncoding) : IEchoServer, IAsyncLifetime
{
    private ForeignProcess? process;
    private string? port;

    public string Address => $"http://127.0.0.1:{port}";

    public string ResponseEncoding => responseEncoding;

    public async ValueTask InitializeAsync()
    {
        process = start();
        port = await process.ReadLineAsync();
    }

    public ValueTask DisposeAsync() => process is null ? ValueTask.CompletedTask : process.DisposeAsync();
}

/// <summary>echo.proto as a descriptor, for Debian's Python: its protobuf is older than the code our protoc would make for it.</summary>
public static class EchoDescriptor
{
    public static string Base64 { get; } = EchoReflection.Descriptor.SerializedData.ToBase64();
}
