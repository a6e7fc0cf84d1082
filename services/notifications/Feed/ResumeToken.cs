using System.Buffers.Binary;
using System.Buffers.Text;

namespace Samstyring.Notifications.Feed;

/// <summary>A position in an office's feed, as clients keep it: base64url of version, feed epoch, office and position. It carries no right.</summary>
public readonly record struct ResumeToken(Guid Epoch, int OfficeId, long Position)
{
    private const byte Version = 1;
    private const int Length = 1 + 16 + 4 + 8;

    /// <summary>Reads a token; null when it is malformed.</summary>
    public static ResumeToken? Parse(string token)
    {
        if (!Base64Url.IsValid(token, out var length) || length != Length)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        var position = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(21));
        return bytes[0] == Version && position >= 0
            ? new(new Guid(bytes.AsSpan(1, 16), bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(17)), position)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        Epoch.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[17..], OfficeId);
        BinaryPrimitives.WriteInt64BigEndian(bytes[21..], Position);
        return Base64Url.EncodeToString(bytes);
    }
}
