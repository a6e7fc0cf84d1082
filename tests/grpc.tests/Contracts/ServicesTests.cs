using Grpc.Core;
using Samstyring.Grpc.Tests.Echo.V1;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

/// <summary>What generated services hand to a binder.</summary>
public sealed class ServicesTests
{
    [Fact]
    public void BindService_GeneratedDefinition_HandsOverEveryMethodInOrder()
    {
        var binder = new Recorder();
        EchoService.BindService(new Server.EchoApi(new Server.CallBook())).BindService(binder);

        Assert.Equal(
            [
                "Empty Unary True", "Unary Unary True", "Collect ClientStreaming True", "Spread ServerStreaming True",
                "Converse DuplexStreaming True", "AwaitEnd Unary True", "Missing Unary True",
            ],
            binder.Methods);
    }

    [Fact]
    public void BindService_WithoutAnInstance_HandsOverMethodsWithoutHandlers()
    {
        var binder = new Recorder();
        EchoService.BindService(binder, null);

        Assert.Equal(7, binder.Methods.Count);
        Assert.All(binder.Methods, method => Assert.EndsWith("False", method, StringComparison.Ordinal));
    }

    [Fact]
    public void BindServiceMethod_OnGeneratedBase_NamesTheBinder()
    {
        var attribute = Assert.IsType<BindServiceMethodAttribute>(
            Attribute.GetCustomAttribute(typeof(Server.EchoApi), typeof(BindServiceMethodAttribute), inherit: true));

        Assert.Equal((typeof(EchoService), "BindService"), (attribute.BindType, attribute.BindMethodName));
    }

    [Fact]
    public void Builder_SameMethodTwice_IsRefused()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "service", "method", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        var builder = ServerServiceDefinition.CreateBuilder().AddMethod(method, (request, _) => Task.FromResult(request));

        Assert.Throws<ArgumentException>(() => builder.AddMethod(method, (request, _) => Task.FromResult(request)));
    }

    [Fact]
    public void Binder_NotOverridden_SaysItCannot() =>
        Assert.Throws<NotSupportedException>(() => EchoService.BindService(new NoBinder(), null));

    [Fact]
    public void Client_WithoutAChannel_CanMakeNoCalls()
    {
        var client = new ClientDouble();

        Assert.Throws<NotSupportedException>(() => client.Empty(new EmptyRequest()));
        Assert.Throws<NotSupportedException>(() => client.EmptyAsync(new EmptyRequest()));
        Assert.Throws<NotSupportedException>(() => client.Collect());
        Assert.Throws<NotSupportedException>(() => client.Spread(new SpreadRequest()));
        Assert.Throws<NotSupportedException>(() => client.Converse());
    }

    private sealed class ClientDouble : EchoService.EchoServiceClient;

    private sealed class NoBinder : ServiceBinderBase;

    private sealed class Recorder : ServiceBinderBase
    {
        public List<string> Methods { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Add(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) => Add(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) => Add(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) => Add(method, handler);

        private void Add(IMethod method, Delegate? handler) => Methods.Add($"{method.Name} {method.Type} {handler is not null}");
    }
}
