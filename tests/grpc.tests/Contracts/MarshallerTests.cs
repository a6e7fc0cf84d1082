using System.Text;
using Grpc.Core;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

public sealed class MarshallerTests
{
    private static readonly Marshaller<string> OnBuffers = Marshallers.Create<string>(
        (message, context) =>
        {
            context.SetPayloadLength(Encoding.UTF8.GetByteCount(message));
            Encoding.UTF8.GetBytes(message, context.GetBufferWriter());
            context.Complete();
        },
        context => Encoding.UTF8.GetString(context.PayloadAsReadOnlySequence()));

    [Theory]
    [InlineData("")]
    [InlineData("blåbær")]
    public void Marshaller_OnBuffers_AlsoWorksOnArrays(string message) =>
        Assert.Equal(message, OnBuffers.Deserializer(OnBuffers.Serializer(message)));

    [Fact]
    public void Marshaller_OnArrays_AlsoWorksOnContexts()
    {
        var context = new Written();
        Marshallers.StringMarshaller.ContextualSerializer("blåbær", context);

        Assert.Equal("blåbær", Marshallers.StringMarshaller.ContextualDeserializer(new Received(context.Bytes!)));
    }

    [Fact]
    public void Marshaller_WholeArray_IsHandedOver()
    {
        var marshaller = Marshallers.Create<string>((_, context) => context.Complete([1, 2]), context => $"{context.PayloadLength}");

        Assert.Equal([1, 2], marshaller.Serializer(""));
        Assert.Equal("2", marshaller.Deserializer([1, 2]));
    }

    [Fact]
    public void Marshaller_NeverOrTwiceCompleted_IsRefused()
    {
        var never = Marshallers.Create<string>((_, _) => { }, _ => "");
        var twice = Marshallers.Create<string>(
            (_, context) =>
            {
                context.Complete([]);
                context.Complete([]);
            },
            _ => "");

        Assert.Throws<InvalidOperationException>(() => never.Serializer(""));
        Assert.Throws<InvalidOperationException>(() => twice.Serializer(""));
    }

    [Fact]
    public void Contexts_NotOverridden_SayTheyCannot()
    {
        var serialization = new Nothing();
        var deserialization = new Length();

        serialization.SetPayloadLength(3);
        Assert.Throws<NotSupportedException>(() => serialization.Complete([]));
        Assert.Throws<NotSupportedException>(serialization.Complete);
        Assert.Throws<NotSupportedException>(serialization.GetBufferWriter);
        Assert.Throws<NotSupportedException>(deserialization.PayloadAsNewBuffer);
        Assert.Throws<NotSupportedException>(() => deserialization.PayloadAsReadOnlySequence());
    }

    [Fact]
    public void Method_FullName_IsThePath()
    {
        var method = new Method<string, string>(
            MethodType.ServerStreaming, "grpc.health.v1.Health", "Watch", Marshallers.StringMarshaller, OnBuffers);

        Assert.Equal("/grpc.health.v1.Health/Watch", method.FullName);
        Assert.Equal(("grpc.health.v1.Health", "Watch", MethodType.ServerStreaming), (method.ServiceName, method.Name, method.Type));
        Assert.Same(OnBuffers, method.ResponseMarshaller);
    }

    private sealed class Nothing : SerializationContext;

    private sealed class Written : SerializationContext
    {
        public byte[]? Bytes { get; private set; }

        public override void Complete(byte[] payload) => Bytes = payload;
    }

    private sealed class Length : DeserializationContext
    {
        public override int PayloadLength => 0;
    }

    private sealed class Received(byte[] bytes) : DeserializationContext
    {
        public override int PayloadLength => bytes.Length;

        public override byte[] PayloadAsNewBuffer() => [.. bytes];
    }
}
