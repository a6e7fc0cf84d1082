using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its value, unchangeable.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

        private readonly string? text;
        private readonly byte[]? bytes;

        /// <summary>A text entry.</summary>
        /// <param name="key">Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>; capitals become small letters.</param>
        /// <param name="value">The text. Only printable ASCII can be sent.</param>
        /// <exception cref="ArgumentNullException">Key or value is null.</exception>
        /// <exception cref="ArgumentException">The key is empty, has other characters, or ends in <c>-bin</c>.</exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = LowerCased(key);
            if (IsBinary)
            {
                throw new ArgumentException($"The key \"{Key}\" ends in {BinaryHeaderSuffix}, so its value must be bytes.", nameof(key));
            }

            text = value;
        }

        /// <summary>A binary entry. The bytes are copied.</summary>
        /// <param name="key">As for text, and ending in <c>-bin</c>.</param>
        /// <param name="valueBytes">The bytes; they travel as base64.</param>
        /// <exception cref="ArgumentNullException">Key or value is null.</exception>
        /// <exception cref="ArgumentException">The key has other characters, or does not end in <c>-bin</c>.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = LowerCased(key);
            if (!IsBinary)
            {
                throw new ArgumentException($"The key \"{Key}\" of bytes must end in {BinaryHeaderSuffix}.", nameof(key));
            }

            bytes = [.. valueBytes];
        }

        /// <summary>The key, in lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the value is bytes, that is whether the key ends in <c>-bin</c>.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry is binary.</exception>
        public string Value => text ?? throw new InvalidOperationException($"The value of \"{Key}\" is bytes, not text.");

        /// <summary>The bytes as a copy; of a text entry its ASCII bytes.</summary>
        public byte[] ValueBytes => bytes is null ? Encoding.ASCII.GetBytes(Value) : [.. bytes];

        /// <summary>Key and value for logs; of bytes only their number.</summary>
        public override string ToString() =>
            bytes is null ? $"[Entry: key={Key}, value={text}]" : $"[Entry: key={Key}, {bytes.Length} bytes]";

        private static string LowerCased(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            var lower = key.ToLowerInvariant();
            return lower.Length > 0 && !lower.AsSpan().ContainsAnyExcept(KeyCharacters)
                ? lower
                : throw new ArgumentException($"\"{key}\" is no metadata key: allowed are a-z, digits, '_', '-' and '.'.", nameof(key));
        }
    }
}
