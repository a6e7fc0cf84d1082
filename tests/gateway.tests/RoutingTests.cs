using System.Net;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Audit.V1;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Yarp.ReverseProxy.Configuration;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Samstyring.Gateway.Tests;

public sealed class RoutingTests(Edge edge)
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create(bytes => bytes, bytes => bytes);

    public static TheoryData<string, string> EveryMethod()
    {
        var data = new TheoryData<string, string>();
        foreach (var (service, descriptor) in new (string, ServiceDescriptor)[]
        {
            ("steering", SteeringService.Descriptor), ("offices", OfficesService.Descriptor), ("notifications", NotificationsService.Descriptor),
        })
        {
            foreach (var method in descriptor.Methods)
                data.Add(service, $"{descriptor.FullName}/{method.Name}");
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(EveryMethod))]
    public async Task Method_OfAContract_ReachesItsService(string service, string path)
    {
        using var end = new CancellationTokenSource();
        var call = Call(path, edge.Signed(DateTime.UtcNow.AddSeconds(20), end.Token));
        await Eventually.True(() => Task.FromResult(edge.ArrivalsAt("/" + path).Any(a => a.Service == service)), $"{path} at {service}");
        await end.CancelAsync();
        try
        {
            await call;
        }
        catch (RpcException)
        {
            // What the stub answers, or that we hung up, does not matter here, only that it was asked.
        }
    }

    [Theory]
    [InlineData("steering")]
    [InlineData("offices")]
    [InlineData("notifications")]
    public async Task Audit_OfAService_ReachesIt(string service)
    {
        var path = $"{AuditService.Descriptor.FullName}/{nameof(AuditService.AuditServiceClient.ListAuditEntries)}";
        var signed = edge.Signed();
        signed.Headers!.Add("samstyring-service", service);

        await Assert.ThrowsAsync<RpcException>(() => Call(path, signed));

        Assert.Single(edge.ArrivalsAt("/" + path), a => a.Service == service);
    }

    [Theory]
    [InlineData("samstyring.audit.v1.AuditService/VerifyAudit")]
    [InlineData("samstyring.steering.v1.Unknown/CreateDirective")]
    [InlineData("samstyring.steering.v1.SteeringService/a/b")]
    [InlineData("grpc.health.v1.Health/Check")]
    [InlineData("grpc.reflection.v1.ServerReflection/ServerReflectionInfo")]
    public async Task Service_NotOfThePlatform_IsUnimplementedAtTheGateway(string path)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Call(path, edge.Signed()));

        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
        Assert.Empty(edge.ArrivalsAt("/" + path));
    }

    [Fact]
    public async Task Method_Unknown_IsUnimplementedByTheService()
    {
        const string path = "samstyring.offices.v1.OfficesService/SellOffice";

        var refusal = await Assert.ThrowsAsync<RpcException>(() => Call(path, edge.Signed()));

        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
        Assert.Single(edge.ArrivalsAt("/" + path));
    }

    [Fact]
    public async Task Http_Live_AnswersWithoutToken()
    {
        using var client = new HttpClient { BaseAddress = new Uri(edge.HttpAddress) };

        Assert.Equal("ok", await client.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/missions/changes?page=2")]
    public async Task Http_Page_ReachesWebWithTheAddressThatWasAskedFor(string page)
    {
        using var client = new HttpClient { BaseAddress = new Uri(edge.HttpAddress) };

        Assert.Equal($"{page} for {client.BaseAddress.Authority}", await client.GetStringAsync(page, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Http_EventStream_PassesWhileItIsOpen()
    {
        using var client = new HttpClient { BaseAddress = new Uri(edge.HttpAddress) };
        await using var stream = await client.GetStreamAsync("/stream", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        Assert.Equal("data: 1", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        edge.Web.Next();
        Assert.Equal("data: 2", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Http_WebIsAway_IsAProblem()
    {
        using var gateway = edge.Gateway(new Dictionary<string, string> { ["web"] = "http://127.0.0.1:1" });
        using var client = new HttpClient { BaseAddress = new Uri(Edge.Addresses(gateway).Http) };
        using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public void Clusters_All_AreFitForGrpcAndStreams()
    {
        var clusters = edge.Services.GetRequiredService<IProxyConfigProvider>().GetConfig().Clusters;

        Assert.Equal(["notifications", "offices", "steering", "web"], clusters.Select(c => c.ClusterId).Order());
        Assert.All(clusters, cluster =>
        {
            // The type behind this policy is left out of the build, and every request of such a cluster would fail.
            Assert.NotEqual("HashCookie", cluster.SessionAffinity?.Policy);
            Assert.Equal(cluster.ClusterId == "web" ? new Version(1, 1) : new Version(2, 0), cluster.HttpRequest?.Version);
            Assert.Equal(HttpVersionPolicy.RequestVersionExact, cluster.HttpRequest?.VersionPolicy);
            Assert.Equal(TimeSpan.FromDays(1), cluster.HttpRequest?.ActivityTimeout);
        });
    }

    private async Task Call(string path, CallOptions options)
    {
        var (service, method) = (path[..path.IndexOf('/', StringComparison.Ordinal)], path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        using var call = edge.Grpc.AsyncUnaryCall(new Method<byte[], byte[]>(MethodType.Unary, service, method, Raw, Raw), null, options, []);
        await call.ResponseAsync;
    }
}
