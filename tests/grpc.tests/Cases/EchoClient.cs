using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Samstyring.Grpc.Tests.Echo.V1;

namespace Samstyring.Grpc.Tests.Cases;

/// <summary>Our client, connected. Calls without a deadline get one of a minute, so that no test hangs.</summary>
public sealed class EchoClient : IDisposable
{
    private readonly GrpcChannel channel;

    public EchoClient(string address, GrpcChannelOptions? options = null)
    {
        channel = GrpcChannel.ForAddress(address, options ?? new GrpcChannelOptions());
        Invoker = channel.Intercept(new DefaultDeadline());
        Echo = new EchoService.EchoServiceClient(Invoker);
        Absent = new AbsentService.AbsentServiceClient(Invoker);
    }

    public CallInvoker Invoker { get; }

    public EchoService.EchoServiceClient Echo { get; }

    public AbsentService.AbsentServiceClient Absent { get; }

    public void Dispose() => channel.Dispose();

    private sealed class DefaultDeadline : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            BlockingUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Limited(context));

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Limited(context));

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(request, Limited(context));

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(Limited(context));

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(Limited(context));

        private static ClientInterceptorContext<TRequest, TResponse> Limited<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class => context.Options.Deadline is not null
                ? context
                : new(context.Method, context.Host, context.Options.WithDeadline(DateTime.UtcNow.AddMinutes(1)));
    }
}
