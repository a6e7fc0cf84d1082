using System.Buffers;

namespace Grpc.Core;

/// <summary>One received message as bytes. What is not overridden throws <see cref="NotSupportedException"/>.</summary>
public abstract class DeserializationContext
{
    /// <summary>The number of bytes; 0 for an empty message.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The bytes as a new array that the caller may keep.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException("This context does not give arrays.");

    /// <summary>The bytes where they lie. Only valid while the deserializer runs.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() =>
        throw new NotSupportedException("This context does not give sequences.");
}

/// <summary>A message that lies in an array.</summary>
internal sealed class ArrayDeserializationContext(byte[] payload) : DeserializationContext
{
    public override int PayloadLength => payload.Length;

    public override byte[] PayloadAsNewBuffer() => [.. payload];

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
}
