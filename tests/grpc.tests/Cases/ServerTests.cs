using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Grpc.Tests.Echo.V1;
using Samstyring.Grpc.Tests.Server;
using Xunit;

namespace Samstyring.Grpc.Tests.Cases;

/// <summary>What only shows between our own server and client: the call context, definitions, faults, credentials and TLS.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task Context_OnAServer_KnowsTheCall()
    {
        (string Method, string Host, string Peer, DateTimeKind Kind, bool Authenticated, object State, string? Header) seen = default;
        await using var server = await Start(new Service((_, context) =>
        {
            context.UserState["key"] = "value";
            seen = (context.Method, context.Host, context.Peer, context.Deadline.Kind, context.AuthContext.IsPeerAuthenticated,
                context.UserState["key"], context.RequestHeaders.GetValue("key"));
            return Answer();
        }));
        using var client = new EchoClient(server.Address);

        await client.Echo.EmptyAsync(new EmptyRequest(), new Metadata { { "Key", "value" } });

        Assert.Equal("/samstyring.tests.echo.v1.EchoService/Empty", seen.Method);
        Assert.StartsWith("127.0.0.1:", seen.Host, StringComparison.Ordinal);
        Assert.StartsWith("ipv4:127.0.0.1:", seen.Peer, StringComparison.Ordinal);
        Assert.Equal((DateTimeKind.Utc, false, "value", "value"), (seen.Kind, seen.Authenticated, seen.State, seen.Header));
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Context_StatusSet_EndsTheCallWithIt()
    {
        await using var server = await Start(new Service((_, context) =>
        {
            context.Status = new Status(StatusCode.OutOfRange, "past the end");
            return Answer();
        }));
        using var client = new EchoClient(server.Address);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.Echo.EmptyAsync(new EmptyRequest()));

        Assert.Equal((StatusCode.OutOfRange, "past the end"), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task Context_HeadersWritten_ArriveBeforeTheResponse()
    {
        var answered = new TaskCompletionSource<EmptyResponse>();
        await using var server = await Start(new Service(async (_, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "early", "yes" } });
            return await answered.Task;
        }));
        using var client = new EchoClient(server.Address);
        using var call = client.Echo.EmptyAsync(new EmptyRequest());

        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("early"));
        Assert.False(call.ResponseAsync.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        answered.SetResult(new EmptyResponse());
        await call;
    }

    [Fact]
    public async Task Context_CallCancelled_CancelsItsToken()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var server = await Start(new Service(async (_, context) =>
        {
            await using var registration = context.CancellationToken.Register(cancelled.SetResult);
            started.SetResult();
            await cancelled.Task;
            return new EmptyResponse();
        }));
        using var client = new EchoClient(server.Address);
        using var call = client.Echo.EmptyAsync(new EmptyRequest());
        await started.Task.WaitAsync(TimeSpan.FromMinutes(1));

        call.Dispose();

        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Method_ThrowsAnything_IsUnknownWithoutItsMessage()
    {
        await using var server = await Start(new Service((_, _) => throw new TimeoutException("secret")));
        using var client = new EchoClient(server.Address);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.Echo.EmptyAsync(new EmptyRequest()));

        Assert.Equal(StatusCode.Unknown, failure.StatusCode);
        Assert.DoesNotContain("secret", failure.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("secret", Assert.Single(server.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_LargerThanAllowed_IsResourceExhausted()
    {
        await using var server = await LoopbackServer.StartAsync(
            services => services.AddSingleton<CallBook>().AddGrpc(options => options.MaxReceiveMessageSize = 1000),
            app => app.MapGrpcService<EchoApi>());
        using var client = new EchoClient(server.Address, new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });

        var sent = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.Echo.UnaryAsync(new UnaryRequest { Payload = Payload.Of(1001) }));
        var received = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.Echo.UnaryAsync(new UnaryRequest { ResponseSize = 1001 }));

        Assert.Equal((StatusCode.ResourceExhausted, StatusCode.ResourceExhausted), (sent.StatusCode, received.StatusCode));
    }

    [Fact]
    public async Task Definition_Mapped_ServesEveryKind()
    {
        await using var server = await LoopbackServer.StartAsync(
            services => services.AddGrpc(),
            app => app.MapGrpcService(EchoService.BindService(new EchoApi(new CallBook()))));
        using var client = new EchoClient(server.Address);

        Assert.Equal(3, (await client.Echo.UnaryAsync(new UnaryRequest { ResponseSize = 3 })).Payload.Length);
        using var spread = client.Echo.Spread(new SpreadRequest { ResponseSizes = { 1, 2 } });
        Assert.Equal([1, 2], (await spread.ResponseStream.ReadAllAsync().ToListAsync()).Select(response => response.Payload.Length));
        using var collect = client.Echo.Collect();
        await collect.RequestStream.WriteAsync(new CollectRequest { Payload = Payload.Of(4) });
        await collect.RequestStream.CompleteAsync();
        Assert.Equal(4, (await collect).TotalSize);
        using var converse = client.Echo.Converse();
        await converse.RequestStream.WriteAsync(new ConverseRequest { ResponseSizes = { 5 } });
        Assert.True(await converse.ResponseStream.MoveNext());
        await converse.RequestStream.CompleteAsync();
    }

    [Fact]
    public async Task Server_NotThere_IsUnavailable()
    {
        string address;
        await using (var server = await Start(new Service((_, _) => Answer())))
        {
            address = server.Address;
        }

        using var client = new EchoClient(address);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.Echo.EmptyAsync(new EmptyRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.NotNull(failure.Status.DebugException);
    }

    [Fact]
    public async Task CallCredentials_OverTls_AreSentWithEveryCall()
    {
        using var certificate = Certificate();
        var tokens = new List<string?>();
        await using var server = await Start(
            new Service((_, context) =>
            {
                tokens.Add(context.RequestHeaders.GetValue("authorization"));
                return Answer();
            }),
            certificate);
        var asked = new List<string>();
        var token = CallCredentials.FromInterceptor((context, metadata) =>
        {
            asked.Add($"{new Uri(context.ServiceUrl).AbsolutePath} {context.MethodName}");
            metadata.Add("authorization", "Bearer token");
            return Task.CompletedTask;
        });
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown?.GetCertHashString() == certificate.GetCertHashString();
        using var client = new EchoClient(server.Address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, token),
        });

        await client.Echo.EmptyAsync(new EmptyRequest());
        await client.Echo.EmptyAsync(new EmptyRequest());

        Assert.Equal(["Bearer token", "Bearer token"], tokens);
        Assert.Equal("/samstyring.tests.echo.v1.EchoService Empty", asked.Distinct().Single());
    }

    [Fact]
    public async Task CallCredentials_ComposedOnOneCall_AreAllSent()
    {
        var names = new List<string?>();
        await using var server = await Start(new Service((_, context) =>
        {
            names.AddRange([context.RequestHeaders.GetValue("first"), context.RequestHeaders.GetValue("second")]);
            return Answer();
        }));
        using var client = new EchoClient(server.Address, new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Insecure,
            UnsafeUseInsecureChannelCallCredentials = true,
        });
        var credentials = CallCredentials.Compose(Adding("first", "1"), Adding("second", "2"));

        await client.Echo.EmptyAsync(new EmptyRequest(), new CallOptions(credentials: credentials));

        Assert.Equal(["1", "2"], names);
    }

    private static CallCredentials Adding(string key, string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add(key, value);
        return Task.CompletedTask;
    });

    private static Task<EmptyResponse> Answer() => Task.FromResult(new EmptyResponse());

    private static Task<LoopbackServer> Start(Service service, X509Certificate2? certificate = null) => LoopbackServer.StartAsync(
        services => services.AddSingleton(service).AddGrpc(),
        app => app.MapGrpcService<Service>(),
        options =>
        {
            if (certificate is not null)
            {
                options.UseHttps(certificate);
            }
        });

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>One method, given as a function.</summary>
    private sealed class Service(UnaryServerMethod<EmptyRequest, EmptyResponse> empty) : EchoService.EchoServiceBase
    {
        public override Task<EmptyResponse> Empty(EmptyRequest request, ServerCallContext context) => empty(request, context);
    }
}
