using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Compresses messages with deflate, which in gRPC as in HTTP means the zlib format (RFC 1950), not the bare RFC 1951.</summary>
/// <param name="defaultCompressionLevel">The level where a call names none.</param>
public sealed class DeflateCompressionProvider(CompressionLevel defaultCompressionLevel) : ICompressionProvider
{
    // A header, an empty block, and the checksum of nothing.
    private static readonly byte[] CompressedNothing = Convert.FromHexString("789C030000000001");

    /// <inheritdoc/>
    public string EncodingName => "deflate";

    /// <inheritdoc/>
    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new NeverEmptyStream(
            new ZLibStream(stream, compressionLevel ?? defaultCompressionLevel, leaveOpen: true), stream, CompressedNothing);

    /// <inheritdoc/>
    public Stream CreateDecompressionStream(Stream stream) => new ZLibStream(stream, CompressionMode.Decompress);
}
