using Samstyring.Grpc.Tests.Peers;
using Xunit;

namespace Samstyring.Grpc.Tests.Cases;

/// <summary>Foreign clients against our server. What each case asserts stands in <c>foreign/client.*</c>.</summary>
public sealed class ForeignClientTests(SamstyringServer server) : IClassFixture<SamstyringServer>
{
    public static readonly TheoryData<string> Names =
    [
        "empty_unary",
        "large_unary",
        "client_streaming",
        "server_streaming",
        "ping_pong",
        "empty_stream",
        "custom_metadata",
        "status_code_and_message",
        "special_status",
        "status_after_responses",
        "deadline",
        "cancel_after_begin",
        "cancel_after_first_response",
        "unimplemented_method",
        "unimplemented_service",
        "thousand_in_parallel",
        "gzip",
    ];

    private string HostAndPort => new Uri(server.Address).Authority;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task GrpcJsClient_OnOurServer_CaseHolds(string name)
    {
        await using var client = ForeignProcess.Node("client.js", HostAndPort, name);
        await client.RunToEndAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task PythonClient_OnOurServer_CaseHolds(string name)
    {
        await using var client = ForeignProcess.Python("client.py", HostAndPort, name, EchoDescriptor.Base64);
        await client.RunToEndAsync();
    }
}
