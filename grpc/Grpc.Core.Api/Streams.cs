namespace Grpc.Core;

/// <summary>A stream of messages to read. One read at a time.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> found. Without meaning before the first and after the last.</summary>
    T Current { get; }

    /// <summary>Waits for the next message.</summary>
    /// <returns>False when the stream has come to its end. On a client that also means the call ended in OK.</returns>
    /// <exception cref="RpcException">On a client: the call ended otherwise.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>A stream of messages to write. One write at a time: await each before the next.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options for the writes that follow, or null for those of the call.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message. The task ends when the transport has taken it, which is not yet when the other side has it.</summary>
    Task WriteAsync(T message);

    /// <summary>
    /// Writes a message unless cancelled. A writer that does not implement this takes a token that can never be cancelled and
    /// refuses every other.
    /// </summary>
    /// <exception cref="NotSupportedException">The writer does not implement cancellation, and the token can be cancelled.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This stream writer cannot cancel a write.")
        : WriteAsync(message);
}

/// <summary>The requests of a streaming call, as the client writes them.</summary>
/// <typeparam name="T">The type of the requests.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Tells the server that no more requests follow. Responses may still be read.</summary>
    Task CompleteAsync();
}

/// <summary>The responses of a streaming call, as the server writes them. The end is when the method returns.</summary>
/// <typeparam name="T">The type of the responses.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}

/// <summary>Shorter reading. <c>ReadAllAsync</c> stands in the assembly Grpc.Net.Common.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Waits for the next message without a token.</summary>
    /// <returns>False when the stream has come to its end.</returns>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }
}
