using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Samstyring.Security.Tests.Fuzz;

/// <summary>A field of a message as it stands on the wire, where it can be bent in ways that no generated class would write.</summary>
internal sealed class WireField
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;

    /// <summary>Which field; one that the message does not have is unknown to the reader.</summary>
    public int Number { get; set; }

    /// <summary>Its wire type, 0 to 7, of which 6 and 7 are none.</summary>
    public int Type { get; set; }

    /// <summary>Its bytes, after the tag and the length.</summary>
    public byte[] Value { get; set; } = [];

    /// <summary>The length that it claims; null: its own.</summary>
    public ulong? Claims { get; set; }

    /// <summary>Its fields, where it is a message.</summary>
    public List<WireField>? Inner { get; init; }

    /// <summary>Whether it is a text.</summary>
    public bool IsText { get; init; }

    /// <summary>The fields of a message that is as it should be.</summary>
    public static List<WireField> Read(byte[] message, MessageDescriptor type)
    {
        var fields = new List<WireField>();
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag && tag != 0)
        {
            var (number, wire) = (WireFormat.GetTagFieldNumber(tag), (int)WireFormat.GetTagWireType(tag));
            var value = wire switch
            {
                Varint => OfVarint(input.ReadUInt64()),
                Fixed64 => BitConverter.GetBytes(input.ReadFixed64()),
                Delimited => input.ReadBytes().ToByteArray(),
                _ => BitConverter.GetBytes(input.ReadFixed32()),
            };
            var field = type.FindFieldByNumber(number);
            fields.Add(new()
            {
                Number = number,
                Type = wire,
                Value = value,
                Inner = field is { FieldType: FieldType.Message } ? Read(value, field.MessageType) : null,
                IsText = field is { FieldType: FieldType.String },
            });
        }

        return fields;
    }

    public static byte[] Write(List<WireField> fields)
    {
        using var output = new MemoryStream();
        foreach (var field in fields)
        {
            output.Write(OfVarint(((ulong)field.Number << 3) | (uint)field.Type));
            var value = field.Inner is null ? field.Value : Write(field.Inner);
            if (field.Type == Delimited)
            {
                output.Write(OfVarint(field.Claims ?? (ulong)value.Length));
            }

            output.Write(value);
        }

        return output.ToArray();
    }

    public static byte[] OfVarint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    public WireField Copy() => new()
    {
        Number = Number,
        Type = Type,
        Value = Value,
        Claims = Claims,
        IsText = IsText,
        Inner = Inner?.ConvertAll(field => field.Copy()),
    };
}
