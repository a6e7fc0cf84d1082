using System.Security.Claims;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Common.Tests;

/// <summary>What a caller hears when something fails that no rule foresaw.</summary>
public class AccidentTests
{
    public static TheoryData<string, string, StatusCode> Accidents => new()
    {
        { PostgresErrorCodes.SerializationFailure, "CONFLICT_RETRY", StatusCode.Aborted },
        { PostgresErrorCodes.DeadlockDetected, "CONFLICT_RETRY", StatusCode.Aborted },
        { PostgresErrorCodes.LockNotAvailable, "CONFLICT_RETRY", StatusCode.Aborted },
        { PostgresErrorCodes.QueryCanceled, "DEADLINE_EXCEEDED", StatusCode.DeadlineExceeded },
        { PostgresErrorCodes.DiskFull, "UNAVAILABLE", StatusCode.Unavailable },
        { PostgresErrorCodes.AdminShutdown, "UNAVAILABLE", StatusCode.Unavailable },
        { PostgresErrorCodes.CheckViolation, "INTERNAL", StatusCode.Internal },
    };

    [Theory]
    [MemberData(nameof(Accidents))]
    public async Task Accident_OfTheDatabase_IsNamedByItsState(string state, string reason, StatusCode code)
    {
        var refused = await Fails(new PostgresException("x", "ERROR", "ERROR", state), new Call());
        Assert.Equal(reason, refused.Reason);
        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public async Task Accident_OfAnUnknownKind_TellsTheCallerNothingOfItself()
    {
        var refused = await Fails(new InvalidOperationException("secret"), new Call());
        Assert.Equal("INTERNAL", refused.Reason);
        Assert.DoesNotContain("secret", string.Join(' ', refused.Metadata.Values), StringComparison.Ordinal);
        Assert.True(refused.Metadata.ContainsKey("trace_id"));
    }

    public static TheoryData<Exception> WritesOfAnEndedCall =>
    [
        new InvalidOperationException("Can't write the message because the request is complete."),
        // The buffer was given back between two steps.
        new IndexOutOfRangeException(),
    ];

    [Theory]
    [MemberData(nameof(WritesOfAnEndedCall))]
    public async Task Writing_AfterTheCallIsOver_IsTheReaderThatHasGone(Exception odd)
    {
        var log = new List<LogLevel>();
        // The call's token says so a little later.
        using var over = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var refused = await RefusedCall.Of(() => new RpcErrors(new Levels(log)).ServerStreamingServerHandler<LocalizedText, LocalizedText>(
            new LocalizedText(), new BrokenWriter(odd), new Call(over.Token), (text, stream, _) => stream.WriteAsync(text)));
        Assert.Equal("CALL_CANCELLED", refused.Reason);
        Assert.Empty(log);
    }

    [Fact]
    public async Task Writing_ThatFailsWhileTheCallGoesOn_IsAnAccident()
    {
        var log = new List<LogLevel>();
        var refused = await RefusedCall.Of(() => new RpcErrors(new Levels(log)).ServerStreamingServerHandler<LocalizedText, LocalizedText>(
            new LocalizedText(), new BrokenWriter(new InvalidOperationException("secret")), new Call(), (text, stream, _) => stream.WriteAsync(text)));
        Assert.Equal("INTERNAL", refused.Reason);
        Assert.Equal([LogLevel.Error], log);
    }

    [Fact]
    public async Task Cancellation_ByTheCaller_IsCancelled() =>
        Assert.Equal("CALL_CANCELLED", (await Fails(new OperationCanceledException(), new Call(new CancellationToken(canceled: true)))).Reason);

    [Fact]
    public async Task Cancellation_ByOurLimit_IsDeadlineExceeded() =>
        Assert.Equal("DEADLINE_EXCEEDED", (await Fails(new OperationCanceledException(), new Call())).Reason);

    [Theory]
    [InlineData(29, "")]
    [InlineData(60, "DEADLINE_TOO_LONG")]
    public async Task Deadline_OfAUnaryCall_IsAtMostHalfAMinute(int seconds, string reason)
    {
        var access = new AccessInterceptor(new AccessPolicies(new Dictionary<string, Role[]> { ["/test/Call"] = [Role.County] }), TimeProvider.System);
        var call = new Call(deadline: DateTime.UtcNow.AddSeconds(seconds));
        Task Run() => access.UnaryServerHandler(new LocalizedText(), call, (text, _) => Task.FromResult(text));
        if (reason.Length == 0)
        {
            await Run();
        }
        else
        {
            Assert.Equal(reason, (await RefusedCall.Of(Run)).Reason);
        }
    }

    [Theory]
    [InlineData("/test/Call", "auditor")]
    [InlineData("/test/Unlisted", "county")]
    public async Task Access_WithoutAPolicyForTheRole_IsDenied(string method, string role)
    {
        var access = new AccessInterceptor(new AccessPolicies(new Dictionary<string, Role[]> { ["/test/Call"] = [Role.County] }), TimeProvider.System);
        var refused = await RefusedCall.Of(() => access.UnaryServerHandler(new LocalizedText(), new Call(method, role), (text, _) => Task.FromResult(text)));
        Assert.Equal("ROLE_NOT_ALLOWED", refused.Reason);
    }

    private static Task<RefusedCall> Fails(Exception accident, Call call) => RefusedCall.Of(() =>
        new RpcErrors(NullLogger<RpcErrors>.Instance).UnaryServerHandler<LocalizedText, LocalizedText>(new LocalizedText(), call, (_, _) => throw accident));

    private sealed class BrokenWriter(Exception odd) : IServerStreamWriter<LocalizedText>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(LocalizedText message) => throw odd;
    }

    private sealed class Levels(List<LogLevel> levels) : ILogger<RpcErrors>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => levels.Add(logLevel);
    }

    private sealed class Call : ServerCallContext
    {
        private readonly string method;

        public Call(CancellationToken cancel)
            : this() => CancellationTokenCore = cancel;

        public Call(string method = "/test/Call", string role = "county", DateTime? deadline = null)
        {
            this.method = method;
            DeadlineCore = deadline ?? DateTime.MaxValue;
            var person = new ClaimsIdentity([new Claim("role", role), new Claim("sub", "x"), new Claim("unit", "5700")], "test");
            UserStateCore["__HttpContext"] = new DefaultHttpContext { User = new ClaimsPrincipal(person) };
        }

        protected override string MethodCore => method;

        protected override string HostCore => "";

        protected override string PeerCore => "";

        protected override DateTime DeadlineCore { get; }

        protected override Metadata RequestHeadersCore { get; } = [];

        protected override CancellationToken CancellationTokenCore { get; }

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore => new("", []);

        protected override IDictionary<object, object> UserStateCore { get; } = new Dictionary<object, object>();

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
