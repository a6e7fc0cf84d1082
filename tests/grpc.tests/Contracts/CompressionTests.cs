using System.IO.Compression;
using Grpc.Net.Compression;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

public sealed class CompressionTests
{
    public static TheoryData<ICompressionProvider> Providers() =>
        [new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Optimal)];

    [Theory]
    [MemberData(nameof(Providers))]
    public void Compression_ThereAndBack_IsTheSame(ICompressionProvider provider)
    {
        var message = Payload.Of(10000).ToByteArray();

        var compressed = Compressed(provider, message, null);

        Assert.True(compressed.Length < message.Length);
        Assert.Equal(message, Decompressed(provider, compressed));
        Assert.Equal(message, Decompressed(provider, Compressed(provider, message, CompressionLevel.NoCompression)));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Compression_OfNothing_IsAProperEmptyStream(ICompressionProvider provider)
    {
        var compressed = Compressed(provider, [], null);

        Assert.NotEmpty(compressed);
        Assert.Empty(Decompressed(provider, compressed));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Compression_Asynchronous_IsTheSame(ICompressionProvider provider)
    {
        var target = new MemoryStream();
        await using (var stream = provider.CreateCompressionStream(target, null))
        {
            await stream.WriteAsync(new byte[] { 1, 2, 3 });
            await stream.FlushAsync();
        }

        var nothing = new MemoryStream();
        await provider.CreateCompressionStream(nothing, null).DisposeAsync();

        Assert.Equal([1, 2, 3], Decompressed(provider, target.ToArray()));
        Assert.Equal(Compressed(provider, [], null), nothing.ToArray());
    }

    [Fact]
    public void EncodingName_IsThatOfTheHeader()
    {
        Assert.Equal("gzip", new GzipCompressionProvider(CompressionLevel.Fastest).EncodingName);
        Assert.Equal("deflate", new DeflateCompressionProvider(CompressionLevel.Fastest).EncodingName);
    }

    private static byte[] Compressed(ICompressionProvider provider, byte[] message, CompressionLevel? level)
    {
        using var target = new MemoryStream();
        using (var stream = provider.CreateCompressionStream(target, level))
        {
            stream.Write(message, 0, message.Length);
        }

        Assert.True(target.CanWrite, "The target must stay open.");
        return target.ToArray();
    }

    private static byte[] Decompressed(ICompressionProvider provider, byte[] compressed)
    {
        using var stream = provider.CreateDecompressionStream(new MemoryStream(compressed));
        using var result = new MemoryStream();
        stream.CopyTo(result);
        return result.ToArray();
    }
}
