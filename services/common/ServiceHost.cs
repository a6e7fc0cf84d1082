using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Samstyring.Common.Audit;
using Samstyring.Common.DeadLetters;
using Samstyring.Common.Reconciliation;
using Samstyring.Common.Telemetry;
using Samstyring.Common.Transport;
using Samstyring.Telemetry;
using Samstyring.Tokens;

namespace Samstyring.Common;

/// <summary>What every service's host has: tokens, policies, errors, database, events, health, reflection. A service's Program adds its own parts.</summary>
public static class ServiceHost
{
    /// <summary>Largest message a service reads.</summary>
    public const int MaxMessageBytes = 1024 * 1024;

    /// <summary>Argument that migrates the database and ends the process.</summary>
    public const string MigrateArgument = "--migrate";

    /// <summary>A builder with the common parts.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="service">The service's name; also its database role's prefix.</param>
    /// <param name="assembly">The assembly that embeds its SQL.</param>
    /// <param name="policies">Which roles may call which rpc.</param>
    /// <param name="machineScopes">Which scope a machine needs for which rpc.</param>
    public static WebApplicationBuilder CreateBuilder(
        string[] args, string service, Assembly assembly, IReadOnlyDictionary<string, Role[]> policies, IReadOnlyDictionary<string, string> machineScopes)
    {
        Sql.SetUp();
        var builder = WebApplication.CreateBuilder(args);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new ServiceName(service));
        services.AddSingleton(new AccessPolicies(policies.Concat(AuditApi.Policies).Concat(DeadLetterApi.Policies).ToDictionary(), machineScopes));
        services.AddSingleton(new Migrations(service, assembly));
        services.AddSingleton(provider => Sql.Open(provider.GetRequiredService<IConfiguration>().GetConnectionString("App")
            ?? throw new InvalidOperationException("ConnectionStrings:App is not set.")));
        builder.AddTokens();
        AddEvents(services, builder.Configuration);
        services.AddSingleton<Rpc>();
        AddAudit(services, builder.Configuration);
        AddTelemetry(services, builder.Configuration, service);
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.Interceptors.Add<RpcTelemetry>();
            grpc.Interceptors.Add<RpcErrors>();
            grpc.Interceptors.Add<AccessInterceptor>();
            grpc.Interceptors.Add<UnstorableText>();
        });
        services.AddSingleton<RpcTelemetry>();
        services.AddSingleton<RpcErrors>();
        services.AddSingleton<AccessInterceptor>();
        services.AddSingleton<UnstorableText>();
        services.AddSingleton<ReflectionApi>();
        services.AddHealthChecks().AddCheck<Readiness>("database");
        builder.Logging.AddFilter(LibraryErrors.Category, LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        });
        return builder;
    }

    /// <summary>Adds a handler of a topic.</summary>
    public static IServiceCollection AddEventHandler<THandler>(this IServiceCollection services)
        where THandler : EventHandler => services.AddSingleton<EventHandler, THandler>();

    /// <summary>Maps tokens, health, reflection, the audit trail and events.</summary>
    public static void MapCommon(this WebApplication app)
    {
        app.UseRequestSpans();
        app.UseMiddleware<LibraryErrors>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGrpcService<HealthApi>();
        app.MapGrpcService<ReflectionApi>();
        app.MapGrpcService<AuditApi>();
        app.MapGrpcService<DeadLetterApi>();
        app.MapHealthChecks("/health/ready");
        app.MapGet("/health/live", () => "live");
        EventEndpoint.Map(app);
    }

    /// <summary>Runs the service, or, with <see cref="MigrateArgument"/>, migrates its database and ends.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunOrMigrate(this WebApplication app, string[] args)
    {
        if (!args.Contains(MigrateArgument))
        {
            await app.RunAsync();
            return 0;
        }

        var owner = app.Configuration.GetConnectionString("Owner") ?? throw new InvalidOperationException("ConnectionStrings:Owner is not set.");
        var applied = await app.Services.GetRequiredService<Migrations>().Apply(owner, CancellationToken.None);
        await Console.Out.WriteLineAsync($"{app.Services.GetRequiredService<ServiceName>().Value}: {applied.Count} migrations applied");
        return 0;
    }

    private static void AddTelemetry(IServiceCollection services, ConfigurationManager configuration, string service)
    {
        if (TelemetryExport.AddTo(services, configuration, service, [Steps.Source.Name], [Metrics.Meter.Name, "Npgsql"]))
        {
            services.AddHostedService<DatabaseGauges>();
            foreach (var gauge in DatabaseGauges.OfEveryService)
            {
                services.AddSingleton(gauge);
            }
        }
    }

    private static void AddAudit(IServiceCollection services, ConfigurationManager configuration)
    {
        services.AddOptions<AuditOptions>().Bind(configuration.GetSection("Audit")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AuditVerifier>();
        services.AddEventHandler<AuditHeadHandler>();
        services.AddHostedService<AuditSealer>();
    }

    private static void AddEvents(IServiceCollection services, ConfigurationManager configuration)
    {
        services.AddOptions<EventOptions>().Bind(configuration.GetSection("Events"))
            .Configure(events => events.DaprPort ??= int.TryParse(configuration["DAPR_HTTP_PORT"], out var port) ? port : null)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EventSubscribers>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<EventEndpoint>();
        // An event and its token go where the settings say, and no further.
        services.AddSingleton(_ => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }));
        services.AddSingleton<IEventTransport>(provider => configuration["DAPR_HTTP_PORT"] is { Length: > 0 }
            ? ActivatorUtilities.CreateInstance<DaprTransport>(provider)
            : ActivatorUtilities.CreateInstance<DirectTransport>(provider));
        services.AddSingleton<OutboxRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddEventHandler<ManifestHandler>();
        services.AddEventHandler<ResendHandler>();
        services.AddSingleton<Manifests>();
        services.AddHostedService(provider => provider.GetRequiredService<Manifests>());
    }
}
