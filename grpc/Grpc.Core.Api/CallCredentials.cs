using System.Collections.ObjectModel;

namespace Grpc.Core;

/// <summary>What an <see cref="AsyncAuthInterceptor"/> may know about the call it adds metadata to.</summary>
public class AuthInterceptorContext
{
    /// <summary>A call that cannot be cancelled.</summary>
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    /// <summary>A call.</summary>
    /// <exception cref="ArgumentNullException">The address or the name is null.</exception>
    public AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        ArgumentNullException.ThrowIfNull(methodName);
        ServiceUrl = serviceUrl;
        MethodName = methodName;
        CancellationToken = cancellationToken;
    }

    /// <summary>The address of the service, with scheme, host and full service name.</summary>
    public string ServiceUrl { get; }

    /// <summary>The name of the method within the service.</summary>
    public string MethodName { get; }

    /// <summary>Cancelled with the call.</summary>
    public CancellationToken CancellationToken { get; }
}

/// <summary>Adds metadata that proves who is calling, such as a bearer token, before the call is sent.</summary>
/// <param name="context">The call.</param>
/// <param name="metadata">The headers to add to.</param>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

/// <summary>Proof of who is calling that is added to single calls.</summary>
public abstract class CallCredentials
{
    /// <summary>Several, applied in this order.</summary>
    /// <exception cref="ArgumentException">Fewer than two are given.</exception>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new Composite(credentials);

    /// <summary>Credentials that call this function for every call.</summary>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) => new FromFunction(interceptor);

    /// <summary>Tells a transport what these credentials are made of. Not for use outside transports.</summary>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object state);

    private sealed class Composite : CallCredentials
    {
        private readonly ReadOnlyCollection<CallCredentials> parts;

        public Composite(CallCredentials[] parts)
        {
            ArgumentNullException.ThrowIfNull(parts);
            if (parts.Length < 2)
            {
                throw new ArgumentException("Two or more credentials are needed to compose.", nameof(parts));
            }

            this.parts = Array.AsReadOnly([.. parts]);
        }

        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetCompositeCredentials(state, parts);
    }

    private sealed class FromFunction : CallCredentials
    {
        private readonly AsyncAuthInterceptor interceptor;

        public FromFunction(AsyncAuthInterceptor interceptor)
        {
            ArgumentNullException.ThrowIfNull(interceptor);
            this.interceptor = interceptor;
        }

        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetAsyncAuthInterceptorCredentials(state, interceptor);
    }
}

/// <summary>How a transport learns what <see cref="CallCredentials"/> are made of. Not for use outside transports.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>They are several, applied in this order.</summary>
    public abstract void SetCompositeCredentials(object state, IReadOnlyList<CallCredentials> credentials);

    /// <summary>They are a function.</summary>
    public abstract void SetAsyncAuthInterceptorCredentials(object state, AsyncAuthInterceptor interceptor);
}
