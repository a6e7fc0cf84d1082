using System.Buffers.Binary;
using System.IO.Compression;

namespace Samstyring.Security.Tests.Fuzz;

/// <summary>The body of a call: a message behind its flag and its length, or what claims to be one.</summary>
/// <param name="Body">All that is sent.</param>
/// <param name="Headers">What its headers say beside the usual.</param>
/// <param name="What">What was done to it, in words; empty: nothing.</param>
internal sealed record Frame(byte[] Body, IReadOnlyList<(string Name, string Value)> Headers, string What)
{
    private static readonly string[] Timeouts = ["", "1n", "0S", "-1S", "99999999H", "999999999S", "1", "S", "1X", "1S1S"];

    /// <summary>Whether the caller asked for so little time that running out of it is the answer.</summary>
    public bool IsHurried => Headers.Any(header => header.Name == "grpc-timeout");

    public static Frame Of(Random random, byte[] message) => random.Next(70) switch
    {
        0 => new(Framed(0, (uint)random.Next(0, message.Length + 1), message), [], "a length too short"),
        1 => new(Framed(0, (uint)message.Length + (uint)random.Next(1, 5_000), message), [], "a length too long"),
        2 => new(Framed(0, random.Next(2) == 0 ? uint.MaxValue : 1u << 31, message), [], "a length without end"),
        3 => new(Framed(1, (uint)message.Length, message), [], "compressed, no encoding said"),
        4 => new(Framed((byte)random.Next(2, 256), (uint)message.Length, message), [], "another flag"),
        5 => new(Framed(1, (uint)message.Length, message), [("grpc-encoding", "gzip")], "said to be compressed"),
        6 => Zipped(Zip(message), "compressed"),
        7 => Zipped(Zip([.. message, 0])[..^random.Next(1, 8)], "compressed, cut off"),
        8 => Zipped(Zip(new byte[random.Next(2) == 0 ? 900_000 : 3_000_000]), "compressed zeros"),
        9 => new([.. Framed(0, (uint)message.Length, message), .. Framed(0, (uint)message.Length, message)], [], "two messages"),
        10 => new([.. Framed(0, (uint)message.Length, message), .. message.Take(random.Next(1, 20))], [], "more behind it"),
        11 => new([], [], "no message"),
        12 => new(Framed(0, (uint)message.Length, message)[..random.Next(1, 5)], [], "part of a length"),
        13 => new(Framed(0, (uint)message.Length, message), [("grpc-encoding", "identity")], "not compressed, and said so"),
        14 => new(Framed(1, (uint)message.Length, message), [("grpc-encoding", "brotli")], "an encoding that nobody knows"),
        15 => new(Framed(0, (uint)message.Length, message), [("grpc-timeout", Timeouts[random.Next(Timeouts.Length)])], "a strange time limit"),
        16 => new(Framed(0, (uint)message.Length, message), [("x-strange-bin", "!!!"), ("x-strange", new string('x', random.Next(8_000)))], "strange headers"),
        _ => new(Framed(0, (uint)message.Length, message), [], ""),
    };

    private static Frame Zipped(byte[] zipped, string what) => new(Framed(1, (uint)zipped.Length, zipped), [("grpc-encoding", "gzip")], what);

    private static byte[] Framed(byte flag, uint length, byte[] message)
    {
        var body = new byte[message.Length + 5];
        body[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(1), length);
        message.CopyTo(body, 5);
        return body;
    }

    private static byte[] Zip(byte[] message)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            zip.Write(message);
        }

        return zipped.ToArray();
    }
}
