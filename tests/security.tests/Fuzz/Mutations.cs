using System.Text;
using Google.Protobuf.Reflection;

namespace Samstyring.Security.Tests.Fuzz;

/// <summary>Bends the bytes of a message: some with an eye for its fields, some blindly. The same random numbers bend the same message in the same way.</summary>
internal static class Mutations
{
    private const int MaxMessage = 200_000;

    /// <summary>What is hard on parsers of texts, dates, numbers, scopes, JSON and lists.</summary>
    private static readonly string[] Words =
    [
        "", " ", "\0", "\t\r\n", "\u202E", "\uFFFD", "\u0301\u0301\u0301", "æøå", "Áčđŋ", "👩‍👩‍👧", "１２３", "٣", "NaN", "-0", "1e308", "1,5", "00000000000000000001", "-1", "2147483648",
        "9223372036854775808", "0x10", "0001-01-01", "9999-12-31", "2027-02-29", "2027-01-01T00:00:00Z", "' or 1=1 --", "'; drop table directive; --", "%_\\", "{{7*7}}", "${jndi:ldap://a}",
        "<script>", "../../etc/passwd", "ALL", "EXCEPT(ALL,ALL)", "EXCEPT(", "AND(", ")", ",", ";", "\"", "\"\"\"", "=1+1", "[", "{", "}", "null", "{\"a\":", "W/\"1\"", "*", "content.title", "0101",
    ];

    private static readonly byte[][] NotText =
    [
        [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xFF], [0xC0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80],
    ];

    // What leaves a message that can be read is the greater part: the code behind the reader is the platform's own.
    private static readonly (string Name, Action<Random, List<WireField>, int> Bend)[] OfItsContent =
    [
        ("removed", (_, fields, at) => fields.RemoveAt(at)),
        ("repeated", (random, fields, at) => fields.InsertRange(at, Enumerable.Range(0, random.Next(8) == 0 ? 1500 : 2).Select(_ => fields[at].Copy()).ToList())),
        ("moved", (_, fields, at) => (fields[at], fields[^1]) = (fields[^1], fields[at])),
        ("another number", (random, fields, at) => fields[at].Number = random.Next(4) == 0 ? random.Next(1, 536_870_912) : random.Next(1, 30)),
        ("another value", (random, fields, at) => fields[at] = new() { Number = fields[at].Number, Value = WireField.OfVarint((ulong)random.Next(0, 40)) }),
        ("emptied", (_, fields, at) => fields[at] = new() { Number = fields[at].Number, Type = 2 }),
        ("another text", (random, fields, at) => fields[at] = Text(fields[at], Bent(random, fields[at].IsText ? Encoding.UTF8.GetString(fields[at].Value) : ""))),
        ("a word", (random, fields, at) => fields[at] = Text(fields[at], Words[random.Next(Words.Length)])),
    ];

    private static readonly (string Name, Action<Random, List<WireField>, int> Bend)[] OfItsForm =
    [
        ("another wire type", (random, fields, at) => fields[at].Type = random.Next(8)),
        ("a huge number", (random, fields, at) => fields[at] = new() { Number = fields[at].Number, Value = Huge(random) }),
        ("another length", (random, fields, at) => fields[at].Claims = random.Next(3) switch { 0 => (ulong)random.Next(0, 300), 1 => int.MaxValue, _ => ulong.MaxValue }),
        ("no UTF-8", (random, fields, at) => fields[at] = new() { Number = fields[at].Number, Type = 2, Value = [.. fields[at].Value.Take(random.Next(8)), .. NotText[random.Next(NotText.Length)]] }),
        ("nested", (random, fields, at) => fields[at] = Nested(fields[at].Number, random.Next(4) == 0 ? 10_000 : random.Next(2, 120))),
        ("groups", (random, fields, at) => fields[at] = new() { Number = fields[at].Number, Type = 3, Value = [.. Enumerable.Repeat((byte)((fields[at].Number << 3) | 3), random.Next(1, 10_000))] }),
    ];

    private static readonly (string Name, Func<Random, byte[], byte[]> Bend)[] OfBytes =
    [
        ("bits flipped", Flipped),
        ("cut off", (random, bytes) => bytes[..random.Next(bytes.Length + 1)]),
        ("bytes put in", (random, bytes) => [.. bytes.Take(bytes.Length / 2), .. Noise(random, random.Next(1, 40)), .. bytes.Skip(bytes.Length / 2)]),
        ("its halves exchanged", (_, bytes) => [.. bytes.Skip(bytes.Length / 2), .. bytes.Take(bytes.Length / 2)]),
        ("noise", (random, _) => Noise(random, random.Next(400))),
        ("twice", (_, bytes) => [.. bytes, .. bytes]),
    ];

    /// <summary>The bent message, and in words what was done to it.</summary>
    public static (byte[] Bytes, string What) Of(Random random, byte[] message, MessageDescriptor type)
    {
        var done = new List<string>();
        var fields = WireField.Read(message, type);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var lists = Lists(fields).ToList();
            if (lists.Count > 0)
            {
                var list = lists[random.Next(lists.Count)];
                var bends = random.Next(4) == 0 ? OfItsForm : OfItsContent;
                var (name, bend) = bends[random.Next(bends.Length)];
                var at = random.Next(list.Count);
                done.Add($"field {list[at].Number} {name}");
                bend(random, list, at);
            }
        }

        var bytes = WireField.Write(fields);
        if (done.Count == 0 || random.Next(10) == 0)
        {
            var (name, bend) = OfBytes[random.Next(OfBytes.Length)];
            done.Add(name);
            bytes = bend(random, bytes);
        }

        return (bytes.Length > MaxMessage ? bytes[..MaxMessage] : bytes, string.Join(", ", done));
    }

    // Of each message in the message, with itself, those that have fields.
    private static IEnumerable<List<WireField>> Lists(List<WireField> fields) =>
        fields.Where(field => field.Inner is not null).SelectMany(field => Lists(field.Inner!)).Concat(fields.Count > 0 ? [fields] : []);

    private static WireField Text(WireField field, string text) => new() { Number = field.Number, Type = 2, Value = Encoding.UTF8.GetBytes(text), IsText = true };

    private static string Bent(Random random, string text)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(6) switch
            {
                0 => text[..at] + Words[random.Next(Words.Length)] + text[at..],
                1 => text[..at],
                2 => text[at..],
                3 => text[..at] + (char)random.Next(1, 0xD800) + text[Math.Min(at + 1, text.Length)..],
                4 when text.Length is > 0 and < 5_000 => string.Concat(Enumerable.Repeat(text, random.Next(2, 8))),
                _ => text + string.Concat(Enumerable.Repeat(Words[random.Next(Words.Length)], random.Next(3) == 0 ? 3_000 : 20)),
            };
        }

        return text;
    }

    private static byte[] Huge(Random random) => random.Next(4) switch
    {
        0 => [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        // Eleven bytes are more than any number has.
        1 => [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        2 => WireField.OfVarint(int.MaxValue),
        _ => WireField.OfVarint(1UL << random.Next(64)),
    };

    private static WireField Nested(int number, int levels)
    {
        if (levels > 1_000)
        {
            // Lengths that hold would take the square of so many: each level claims more than there is.
            return new() { Number = number, Type = 2, Value = [.. Enumerable.Repeat(new byte[] { (byte)((number << 3) | 2), 0x7F }, levels).SelectMany(level => level)] };
        }

        byte[] value = [];
        for (var i = 0; i < levels; i++)
        {
            value = [.. WireField.OfVarint(((ulong)number << 3) | 2), .. WireField.OfVarint((ulong)value.Length), .. value];
        }

        return new() { Number = number, Type = 2, Value = value };
    }

    private static byte[] Flipped(Random random, byte[] bytes)
    {
        byte[] flipped = [.. bytes];
        for (var times = random.Next(1, 9); times > 0 && flipped.Length > 0; times--)
        {
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }

    private static byte[] Noise(Random random, int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }
}
