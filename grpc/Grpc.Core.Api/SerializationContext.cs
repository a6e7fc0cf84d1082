using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Where one message is written. Either <see cref="Complete(byte[])"/> is called once with all bytes, or the bytes go to
/// <see cref="GetBufferWriter"/> and <see cref="Complete()"/> ends it. What is not overridden throws <see cref="NotSupportedException"/>.
/// </summary>
public abstract class SerializationContext
{
    /// <summary>Hands over the whole message. The array belongs to the context from then on.</summary>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException("This context does not take whole arrays.");

    /// <summary>The buffer to write to. Only valid until the message is complete.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException("This context has no buffer writer.");

    /// <summary>
    /// Tells the exact number of bytes before the first is written, so that the transport can write the length first instead of
    /// collecting the message. Optional.
    /// </summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends a message that was written to <see cref="GetBufferWriter"/>.</summary>
    public virtual void Complete() => throw new NotSupportedException("This context has no buffer writer to complete.");
}

/// <summary>Collects one message in an array.</summary>
internal sealed class ArraySerializationContext : SerializationContext
{
    private ArrayBufferWriter<byte>? writer;
    private byte[]? payload;

    public byte[] Payload => payload ?? throw new InvalidOperationException("The serializer did not complete the message.");

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        Finish(payload);
    }

    public override IBufferWriter<byte> GetBufferWriter() => writer ??= new ArrayBufferWriter<byte>();

    public override void Complete() => Finish(writer is null ? [] : writer.WrittenSpan.ToArray());

    private void Finish(byte[] bytes) =>
        payload = payload is null ? bytes : throw new InvalidOperationException("The serializer completed the message twice.");
}
