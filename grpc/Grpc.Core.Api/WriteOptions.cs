namespace Grpc.Core;

/// <summary>Wishes for the writing of messages.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>No wish: the message is sent at once if the transport can take it.</summary>
    None = 0,

    /// <summary>The message may wait in a buffer for later ones or for the end of the call.</summary>
    BufferHint = 1,

    /// <summary>The message is sent uncompressed although the call uses compression.</summary>
    NoCompress = 2,
}

/// <summary>Wishes for the writing of messages, unchangeable.</summary>
public class WriteOptions
{
    /// <summary>No wishes.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Options with these flags.</summary>
    public WriteOptions(WriteFlags flags = WriteFlags.None) => Flags = flags;

    /// <summary>The wishes.</summary>
    public WriteFlags Flags { get; }
}
