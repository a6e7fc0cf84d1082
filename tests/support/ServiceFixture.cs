using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Samstyring.Common;
using Samstyring.Common.Transport;

namespace Samstyring.Testing;

/// <summary>A service's own host, in memory, on a database of its own, with a clock that can be put forward.</summary>
/// <typeparam name="TApi">A type of the service's assembly.</typeparam>
public sealed class ServiceFixture<TApi> : IAsyncDisposable
    where TApi : class
{
    /// <summary>The token of <c>POST /events</c>.</summary>
    public const string EventToken = "token-of-the-tests";

    private readonly WebApplicationFactory<TApi> factory;
    private readonly ErrorLog errors = new();
    private readonly TestIssuer issuer;
    private readonly GrpcChannel channel;

    private ServiceFixture(string service, TestDatabase database, TestIssuer issuer, Action<IWebHostBuilder>? configure)
    {
        Database = database;
        this.issuer = issuer;
        factory = new WebApplicationFactory<TApi>().WithWebHostBuilder(builder =>
        {
            builder.UseSetting("ConnectionStrings:App", database.App);
            builder.TrustIssuer(issuer.Address);
            builder.UseSetting("Events:Token", EventToken);
            builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Time));
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(errors));
            configure?.Invoke(builder);
        });
        Service = service;
        channel = GrpcChannel.ForAddress(factory.Server.BaseAddress, new GrpcChannelOptions { HttpHandler = factory.Server.CreateHandler() });
    }

    /// <summary>The service's name.</summary>
    public string Service { get; }

    /// <summary>Its database.</summary>
    public TestDatabase Database { get; }

    /// <summary>Its clock.</summary>
    public FakeTime Time { get; } = new();

    /// <summary>Its parts.</summary>
    public IServiceProvider Parts => factory.Services;

    /// <summary>Reaches its HTTP endpoints, and its gRPC ones from other hosts in this process.</summary>
    public HttpMessageHandler Handler => factory.Server.CreateHandler();

    /// <summary>Starts the service on a fresh database, or on the one given.</summary>
    public static async Task<ServiceFixture<TApi>> Start(string service, Action<IWebHostBuilder>? configure = null, TestDatabase? database = null)
    {
        var cluster = await PostgresCluster.Shared;
        return new ServiceFixture<TApi>(service, database ?? await cluster.Clone(service, typeof(TApi).Assembly), await TestIssuer.Shared, configure);
    }

    /// <summary>An invoker for generated clients that calls as a person: <c>new SteeringServiceClient(fixture.As("county", "5700"))</c>.</summary>
    public CallInvoker As(string role, string unit = "", int person = 1) => With(issuer.Token(role, unit, person));

    /// <summary>An invoker that calls as somebody who may have other roles too.</summary>
    public CallInvoker As(string role, string unit, string subject) => With(issuer.Token(role, unit, alter: token => token.Claims["sub"] = subject));

    /// <summary>An invoker that sends this token; empty: none.</summary>
    public CallInvoker With(string token) => token.Length == 0 ? channel.CreateCallInvoker() : channel.Intercept(metadata =>
    {
        metadata.Add("authorization", $"Bearer {token}");
        return metadata;
    });

    /// <summary>Delivers an event as the relay of its source would, and answers what the service answered.</summary>
    public async Task<string> Deliver(string topic, string source, string subject, long version, IMessage data, Guid? id = null)
    {
        using var json = JsonDocument.Parse(Json.Write(data));
        var e = new CloudEvent(id ?? Guid.NewGuid(), $"/samstyring/{source}", topic, subject, Time.GetUtcNow(), json.RootElement, version);
        return await Deliver(topic, JsonSerializer.Serialize(e));
    }

    /// <summary>Posts a body to <c>/events/{topic}</c>.</summary>
    public async Task<string> Deliver(string topic, string body, string token = EventToken)
    {
        using var http = factory.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/events/{topic}") { Content = new StringContent(body) };
        request.Headers.Add("dapr-api-token", token);
        using var response = await http.SendAsync(request);
        return response.IsSuccessStatusCode ? (await response.Content.ReadFromJsonAsync<EventAnswer>())!.Status : $"HTTP {(int)response.StatusCode}";
    }

    /// <summary>The events of a topic the service has written, in order.</summary>
    public async Task<IReadOnlyList<(string Subject, long Version, T Data)>> Published<T>(string topic)
        where T : IMessage<T>, new()
    {
        await using var connection = new NpgsqlConnection(Database.App);
        var rows = await connection.QueryAsync<(string Subject, long Version, string Data)>(
            "select subject, version, data from outbox where topic = @topic order by id", new { topic });
        return [.. rows.Select(r => (r.Subject, r.Version, Json.Read<T>(r.Data)))];
    }

    /// <summary>Reads one value from the database.</summary>
    public async Task<T> Scalar<T>(string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(Database.Owner);
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    /// <summary>Errors logged so far; asking for them says that they were expected.</summary>
    public IReadOnlyList<string> TakeErrors() => errors.Take();

    /// <summary>Stops the service; fails when it logged an error that nobody expected.</summary>
    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await factory.DisposeAsync();
        NpgsqlConnection.ClearPool(new NpgsqlConnection(Database.App));
        if (errors.Take() is { Count: > 0 } unexpected)
        {
            throw new InvalidOperationException($"Unexpected errors were logged:\n{string.Join("\n", unexpected)}");
        }
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> errors = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                errors.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }

        internal IReadOnlyList<string> Take()
        {
            var taken = new List<string>();
            while (errors.TryDequeue(out var error))
            {
                taken.Add(error);
            }

            return taken;
        }
    }
}
