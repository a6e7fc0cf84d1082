using System.Collections;

namespace Grpc.Core;

/// <summary>
/// Headers or trailers of a call: an ordered list of entries in which a key may occur more than once. Keys are kept in
/// lower case. A key that ends in <c>-bin</c> has bytes as its value, every other key has text.
/// </summary>
public sealed partial class Metadata : IList<Metadata.Entry>
{
    /// <summary>The end of a key that makes its value bytes.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>No entries, and none can be added: every change throws <see cref="InvalidOperationException"/>.</summary>
    public static readonly Metadata Empty = new() { IsReadOnly = true };

    private readonly List<Entry> entries = [];

    /// <summary>Metadata without entries, open for changes.</summary>
    public Metadata()
    {
    }

    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <summary>Whether every change throws.</summary>
    public bool IsReadOnly { get; private init; }

    /// <inheritdoc/>
    public Entry this[int index]
    {
        get => entries[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Writable()[index] = value;
        }
    }

    /// <summary>
    /// The last entry with this key, or null. Keys are compared letter by letter and are kept in lower case, so a key with
    /// capitals finds nothing.
    /// </summary>
    public Entry? Get(string key) => entries.FindLast(entry => entry.Key == key);

    /// <summary>All entries with this key (compared as in <see cref="Get"/>), in their order.</summary>
    public IEnumerable<Entry> GetAll(string key) => entries.Where(entry => entry.Key == key);

    /// <summary>The text of the last entry with this key, or null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The entry is binary.</exception>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>The bytes of the last entry with this key, or null when there is none. Of a text entry it gives the ASCII bytes.</summary>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>Adds an entry at the end.</summary>
    /// <exception cref="ArgumentNullException">The entry is null.</exception>
    /// <exception cref="InvalidOperationException">The metadata is read-only.</exception>
    public void Add(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Writable().Add(item);
    }

    /// <summary>Adds a text entry at the end.</summary>
    /// <exception cref="ArgumentException">The key is not allowed, or ends in <c>-bin</c>.</exception>
    /// <exception cref="InvalidOperationException">The metadata is read-only.</exception>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Adds a binary entry at the end.</summary>
    /// <exception cref="ArgumentException">The key is not allowed, or does not end in <c>-bin</c>.</exception>
    /// <exception cref="InvalidOperationException">The metadata is read-only.</exception>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <inheritdoc/>
    public int IndexOf(Entry item) => entries.IndexOf(item);

    /// <inheritdoc/>
    public void Insert(int index, Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Writable().Insert(index, item);
    }

    /// <inheritdoc/>
    public bool Remove(Entry item) => Writable().Remove(item);

    /// <inheritdoc/>
    public void RemoveAt(int index) => Writable().RemoveAt(index);

    /// <inheritdoc/>
    public void Clear() => Writable().Clear();

    /// <inheritdoc/>
    public bool Contains(Entry item) => entries.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(Entry[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<Entry> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => entries.GetEnumerator();

    private List<Entry> Writable() => IsReadOnly ? throw new InvalidOperationException("This metadata is read-only.") : entries;
}
