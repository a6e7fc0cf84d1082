using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Samstyring.Common.Audit;

/// <summary>
/// A chain of audit entries as it grows: <c>hash = SHA-256(hash before, canonical entry)</c>. The canonical entry holds its position and every column of
/// the row: numbers as eight bytes, big-endian, instants as microseconds since year 1 in UTC, texts as UTF-8 after their length in four bytes.
/// </summary>
public sealed class AuditChain
{
    private readonly ArrayBufferWriter<byte> canonical = new(1024);

    private AuditChain(long position, byte[] hash) => (Position, Hash) = (position, hash);

    /// <summary>Position of the last entry; 0: none.</summary>
    public long Position { get; private set; }

    /// <summary>Hash of the last entry; of the service's name when there is none, so that no service's chain passes for another's.</summary>
    public byte[] Hash { get; private set; }

    /// <summary>The empty chain of a service.</summary>
    public static AuditChain Of(string service) => new(0, SHA256.HashData(Encoding.UTF8.GetBytes($"samstyring audit {service}")));

    /// <summary>A chain that goes on after an entry.</summary>
    public static AuditChain After(long position, byte[] hash) => new(position, hash);

    /// <summary>Adds an entry: the next position, and its hash.</summary>
    public void Add(AuditEntry entry)
    {
        Position++;
        canonical.ResetWrittenCount();
        canonical.Write(Hash);
        Write(Position);
        Write(entry.Id);
        Write(entry.At.UtcTicks / TimeSpan.TicksPerMicrosecond);
        Write(entry.Actor);
        Write(entry.Role);
        Write(entry.Unit);
        Write(entry.Act);
        Write(entry.Object);
        Write(entry.Revision);
        Write(entry.DigestBefore);
        Write(entry.DigestAfter);
        Write(entry.TraceId);
        Hash = SHA256.HashData(canonical.WrittenSpan);
    }

    private void Write(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(canonical.GetSpan(sizeof(long)), number);
        canonical.Advance(sizeof(long));
    }

    private void Write(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(canonical.GetSpan(sizeof(int)), length);
        canonical.Advance(sizeof(int));
        canonical.Advance(Encoding.UTF8.GetBytes(text, canonical.GetSpan(length)));
    }
}
