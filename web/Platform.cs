using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Samstyring.Audit.V1;
using Samstyring.Events.V1;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Web;

/// <summary>The gateway as the person of this request: the person's token and a deadline on every call, and the end of the request ends the call.</summary>
internal sealed class Platform
{
    private readonly Gateway gateway;
    private readonly IHttpContextAccessor accessor;

    public Platform(Gateway gateway, Visitor visitor, IHttpContextAccessor accessor) : this(gateway, accessor, () => visitor.Token)
    {
    }

    private Platform(Gateway gateway, IHttpContextAccessor accessor, Func<string?> token)
    {
        (this.gateway, this.accessor) = (gateway, accessor);
        var calls = gateway.Channel.Intercept(new Signed(token, accessor));
        Steering = new(calls);
        Offices = new(calls);
        Notifications = new(calls);
        Audit = new(calls);
        DeadLetters = new(calls);
    }

    public SteeringService.SteeringServiceClient Steering { get; }

    public OfficesService.OfficesServiceClient Offices { get; }

    public NotificationsService.NotificationsServiceClient Notifications { get; }

    public AuditService.AuditServiceClient Audit { get; }

    public DeadLetterService.DeadLetterServiceClient DeadLetters { get; }

    /// <summary>The same with another token: of somebody who is just signing in.</summary>
    public Platform With(string token) => new(gateway, accessor, () => token);

    private sealed class Signed(Func<string?> token, IHttpContextAccessor accessor) : Interceptor
    {
        private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, new(context.Method, context.Host, Options(context.Options).WithDeadline(context.Options.Deadline ?? DateTime.UtcNow + Deadline)));

        // A stream is read for as long as the page is open.
        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, new(context.Method, context.Host, Options(context.Options)));

        private CallOptions Options(CallOptions given)
        {
            var headers = new Metadata();
            foreach (var header in given.Headers ?? [])
                headers.Add(header);
            if (token() is { } jwt)
                headers.Add("authorization", $"Bearer {jwt}");
            var cancel = given.CancellationToken.CanBeCanceled ? given.CancellationToken : accessor.HttpContext?.RequestAborted ?? CancellationToken.None;
            return given.WithHeaders(headers).WithCancellationToken(cancel);
        }
    }
}

/// <summary>The one connection to the gateway.</summary>
internal sealed class Gateway : IDisposable
{
    public Gateway(IConfiguration configuration)
    {
        var address = configuration["Gateway:Address"] is { Length: > 0 } value ? value : throw new InvalidOperationException("Gateway:Address is not set.");
        // Reads change nothing and writes carry a request_id, so every call may be repeated.
        var retry = new MethodConfig
        {
            Names = { MethodName.Default },
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = 3,
                InitialBackoff = TimeSpan.FromMilliseconds(100),
                MaxBackoff = TimeSpan.FromMilliseconds(500),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        Channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = 16 * 1024 * 1024,
            ServiceConfig = new ServiceConfig { MethodConfigs = { retry } },
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(2),
                KeepAlivePingDelay = TimeSpan.FromSeconds(20),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
                EnableMultipleHttp2Connections = true,
            },
        });
    }

    public GrpcChannel Channel { get; }

    public void Dispose() => Channel.Dispose();
}

internal static class PlatformParts
{
    public static void AddPlatform(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Gateway>();
        builder.Services.AddSingleton<Register>();
        builder.Services.AddScoped<Platform>();
    }

    /// <summary>Every page shows organisations by name, so the register is at hand before one is rendered; the operator, who may not read it, meets none.</summary>
    public static void UseRegister(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated == true && !context.User.IsInRole(Roles.Operator))
            await context.RequestServices.GetRequiredService<Register>().Ready(context.RequestServices.GetRequiredService<Platform>());
        await next(context);
    });
}
