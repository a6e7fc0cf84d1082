using Grpc.Core;
using Grpc.Core.Interceptors;
using Samstyring.Errors.V1;
using Samstyring.Tokens;

namespace Samstyring.Common;

/// <summary>
/// Lets a call in when its method's policy names the caller's role. A method without a policy is denied; the standard health and reflection interfaces are
/// open on the internal port. The relation to the object is the Api file's to check.
/// </summary>
public sealed class AccessInterceptor(AccessPolicies policies, TimeProvider clock) : Interceptor
{
    /// <summary>Longest deadline a unary call may ask for.</summary>
    public static readonly TimeSpan MaxDeadline = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        LetIn(context);
        if (context.Deadline != DateTime.MaxValue && context.Deadline - clock.GetUtcNow().UtcDateTime > MaxDeadline + TimeSpan.FromSeconds(1))
        {
            throw RpcErrors.ToException(Refusal.Of(ErrorReason.DeadlineTooLong, ("max_seconds", "30")));
        }

        return continuation(request, context);
    }

    /// <inheritdoc />
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        LetIn(context);
        return continuation(request, responseStream, context);
    }

    /// <inheritdoc />
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        LetIn(context);
        return continuation(requestStream, context);
    }

    /// <inheritdoc />
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        LetIn(context);
        return continuation(requestStream, responseStream, context);
    }

    private void LetIn(ServerCallContext context)
    {
        if (context.Method.StartsWith("/grpc.", StringComparison.Ordinal))
        {
            return;
        }

        var http = context.GetHttpContext();
        if (Caller.Of(http.User, "") is not { } caller)
        {
            throw RpcErrors.ToException(Refusal.Of(ErrorReason.TokenInvalid, ("token", TokenChecks.FaultOf(http))));
        }

        if (!policies.Allows(context.Method, caller.Role))
        {
            throw RpcErrors.ToException(Refusal.Of(ErrorReason.RoleNotAllowed, ("role", http.User.FindFirst("role")!.Value)));
        }

        if (caller.Role == Role.System && policies.MachineScope(context.Method) is { } scope && !http.User.FindAll("scope").SelectMany(claim => claim.Value.Split(' ')).Contains(scope))
        {
            throw RpcErrors.ToException(Refusal.Of(ErrorReason.TokenScopeMissing, ("scope", scope)));
        }
    }
}

/// <summary>Which roles may call which method, and with which scope a machine may, keyed by its full name <c>/package.Service/Method</c>.</summary>
public sealed class AccessPolicies(IReadOnlyDictionary<string, Role[]> policies, IReadOnlyDictionary<string, string>? machineScopes = null)
{
    /// <summary>Full names of the methods that have a policy.</summary>
    public IEnumerable<string> Methods => policies.Keys;

    /// <summary>Whether the role may call the method; a method without a policy is for nobody.</summary>
    public bool Allows(string method, Role role) => policies.TryGetValue(method, out var roles) && roles.Contains(role);

    /// <summary>The scope that a machine's token has to grant for the method; null: its role is enough.</summary>
    public string? MachineScope(string method) => machineScopes?.GetValueOrDefault(method);
}
