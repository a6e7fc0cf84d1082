using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>One way to compress messages.</summary>
public interface ICompressionProvider
{
    /// <summary>Its name in the <c>grpc-encoding</c> and <c>grpc-accept-encoding</c> headers.</summary>
    string EncodingName { get; }

    /// <summary>A stream that writes compressed to the given one. Disposing it leaves the given one open.</summary>
    /// <param name="stream">Takes the compressed bytes.</param>
    /// <param name="compressionLevel">The level, or null for the provider's own.</param>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>A stream that reads the given one decompressed.</summary>
    Stream CreateDecompressionStream(Stream stream);
}
