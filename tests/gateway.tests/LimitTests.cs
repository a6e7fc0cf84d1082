using System.Net;
using System.Net.Http.Headers;
using Google.Rpc;
using Grpc.Core;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Gateway.Tests;

public sealed class LimitTests(Edge edge)
{
    private readonly SteeringService.SteeringServiceClient steering = new(edge.Grpc);

    [Fact]
    public async Task Message_OfTwoMebibytes_IsTooLarge()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => steering.CreateDirectiveAsync(OfSize(2 * 1024 * 1024), edge.Signed()).ResponseAsync);

        var info = Assert.Single(refusal.Details().OfType<ErrorInfo>());
        Assert.Equal((StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE"), (refusal.StatusCode, info.Type));
    }

    [Fact]
    public async Task Message_OfTwoMebibytesWithItsLengthDeclared_IsTooLarge()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, edge.GrpcAddress + "/samstyring.steering.v1.SteeringService/CreateDirective")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[2 * 1024 * 1024]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", edge.Issuer.Good());
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.Equal("8", Assert.Single(response.Headers.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Message_OfOneMebibyte_ReachesTheService()
    {
        var request = OfSize(1024 * 1024);

        var response = await steering.CreateDirectiveAsync(request, edge.Signed());

        Assert.Equal(request.Content.Text.Nb.Length, response.Directive.Content.Text.Nb.Length);
    }

    [Fact]
    public async Task Import_OfTwelveMebibytes_ReachesTheService()
    {
        var request = new ImportDirectivesRequest { Csv = new string('a', (12 * 1024 * 1024) - 5) };
        Assert.Equal(12 * 1024 * 1024, request.CalculateSize());

        Assert.Equal(request.Csv.Length, (await steering.ImportDirectivesAsync(request, edge.Signed())).Created);
    }

    [Fact]
    public async Task Import_OfMore_IsTooLargeAndSaysHowLargeItMayBe()
    {
        var request = new ImportDirectivesRequest { Csv = new string('a', 12 * 1024 * 1024) };

        var refusal = await Assert.ThrowsAsync<RpcException>(() => steering.ImportDirectivesAsync(request, edge.Signed()).ResponseAsync);

        var info = Assert.Single(refusal.Details().OfType<ErrorInfo>());
        Assert.Equal((StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE", "12582912"), (refusal.StatusCode, info.Type, info.Metadata["max_bytes"]));
    }

    [Theory]
    [InlineData("/directives/import", HttpStatusCode.OK)]
    [InlineData("/directives/new", HttpStatusCode.RequestEntityTooLarge)]
    public async Task Page_OfTwoMebibytes_IsTakenWhereFilesAre(string path, HttpStatusCode expected)
    {
        using var client = new HttpClient();
        using var form = new ByteArrayContent(new byte[2 * 1024 * 1024]) { Headers = { ContentType = new MediaTypeHeaderValue("multipart/form-data") } };

        using var response = await client.PostAsync(edge.HttpAddress + path, form, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("CreateDirective", "10S")]
    [InlineData("ImportDirectives", "30S")]
    public async Task Deadline_NoneSent_IsThatOfTheRoute(string rpc, string expected)
    {
        await steering.CreateDirectiveAsync(new CreateDirectiveRequest { RequestId = "no deadline" }, edge.Signed());
        await steering.ImportDirectivesAsync(new ImportDirectivesRequest { RequestId = "no deadline" }, edge.Signed());

        Assert.Contains(edge.ArrivalsAt($"/samstyring.steering.v1.SteeringService/{rpc}"), a => a.Headers.GetValueOrDefault("grpc-timeout") == expected);
    }

    [Fact]
    public async Task Deadline_Passed_EndsTheCallAtTheService()
    {
        var call = steering.GetDirectiveAsync(new GetDirectiveRequest(), edge.Signed(DateTime.UtcNow.AddMilliseconds(200)));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, refusal.StatusCode);
        Assert.DoesNotContain(edge.ArrivalsAt("/samstyring.steering.v1.SteeringService/GetDirective"), a => a.Headers.GetValueOrDefault("grpc-timeout") == "10S");
    }

    /// <summary>A request whose message has exactly this many bytes.</summary>
    private static CreateDirectiveRequest OfSize(int bytes)
    {
        var request = new CreateDirectiveRequest { Content = new DirectiveContent { Text = new LocalizedText { Nb = new string('a', bytes - 100) } } };
        request.Content.Text.Nb += new string('a', bytes - request.CalculateSize());
        return request;
    }
}
