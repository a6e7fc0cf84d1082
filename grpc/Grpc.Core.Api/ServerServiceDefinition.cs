namespace Grpc.Core;

/// <summary>The methods of a service with what serves them, unchangeable.</summary>
public class ServerServiceDefinition
{
    private readonly IReadOnlyList<Action<ServiceBinderBase>> methods;

    private ServerServiceDefinition(IReadOnlyList<Action<ServiceBinderBase>> methods) => this.methods = methods;

    /// <summary>Starts a definition without methods.</summary>
    public static Builder CreateBuilder() => new();

    /// <summary>
    /// Hands every method to a binder, in the order they were added. Called by the server; public here because the server is
    /// in another assembly.
    /// </summary>
    public void BindService(ServiceBinderBase serviceBinder)
    {
        ArgumentNullException.ThrowIfNull(serviceBinder);
        foreach (var add in methods)
        {
            add(serviceBinder);
        }
    }

    /// <summary>Collects the methods of a service. Each full name may come once.</summary>
    public class Builder
    {
        private readonly List<Action<ServiceBinderBase>> methods = [];
        private readonly HashSet<string> names = [];

        internal Builder()
        {
        }

        /// <summary>Adds a method with one request and one response.</summary>
        /// <exception cref="ArgumentException">A method of this name is there already.</exception>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method with many requests and one response.</summary>
        /// <exception cref="ArgumentException">A method of this name is there already.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            ClientStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method with one request and many responses.</summary>
        /// <exception cref="ArgumentException">A method of this name is there already.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            ServerStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method with many requests and many responses.</summary>
        /// <exception cref="ArgumentException">A method of this name is there already.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            DuplexStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>The definition with the methods added so far.</summary>
        public ServerServiceDefinition Build() => new([.. methods]);

        private Builder Add(IMethod method, Action<ServiceBinderBase> add)
        {
            if (!names.Add(method.FullName))
            {
                throw new ArgumentException($"{method.FullName} is in the definition already.", nameof(method));
            }

            methods.Add(add);
            return this;
        }
    }
}
