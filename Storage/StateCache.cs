namespace Repeater.Storage;

/// <summary>Something that is kept in memory while there is room and can be read again from disk.</summary>
abstract class CacheEntry(string key)
{
    public string Key { get; } = key;

    /// <summary>One at a time may change what the entry stands for.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Memory in bytes, roughly.</summary>
    public abstract long Bytes { get; }

    /// <summary>True while the memory knows something that the disk does not say.</summary>
    public virtual bool Pinned => false;

    internal int Users { get; set; }

    internal long Counted { get; set; }

    internal LinkedListNode<CacheEntry>? Node { get; set; }
}

/// <summary>Entries by key, bounded by the memory of those that nobody uses; the longest unused go first.</summary>
sealed class StateCache(long limit)
{
    /// <summary>Roughly: the entry with its lock and names, without what it holds.</summary>
    const int BytesPerEntry = 1000;

    /// <summary>A key's letters stand in the key, in names and in paths.</summary>
    const int BytesPerLetterOfKey = 8;

    readonly Dictionary<string, CacheEntry> _entries = new(StringComparer.Ordinal);
    readonly LinkedList<CacheEntry> _byUse = [];
    readonly Lock _lock = new();
    long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Entries that know something the disk does not say.</summary>
    public int Pinned
    {
        get
        {
            lock (_lock)
            {
                return _entries.Values.Count(entry => entry.Pinned);
            }
        }
    }

    /// <summary>The entry of a key, made when it is not there. It stays while it is rented: give it back.</summary>
    public Lease<T> Rent<T>(string key, Func<string, T> make)
        where T : CacheEntry
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                entry = make(key);
                entry.Node = _byUse.AddFirst(entry);
                _entries.Add(key, entry);
            }
            else
            {
                _byUse.Remove(entry.Node!);
                _byUse.AddFirst(entry.Node!);
            }

            entry.Users++;
            return new Lease<T>(this, (T)entry);
        }
    }

    void Return(CacheEntry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            var bytes = entry.Bytes + BytesPerEntry + BytesPerLetterOfKey * entry.Key.Length;
            _bytes += bytes - entry.Counted;
            entry.Counted = bytes;
            Evict();
        }
    }

    void Evict()
    {
        for (var node = _byUse.Last; node is not null && _bytes > limit;)
        {
            var entry = node.Value;
            node = node.Previous;
            if (entry is { Users: 0, Pinned: false })
            {
                _byUse.Remove(entry.Node!);
                _entries.Remove(entry.Key);
                _bytes -= entry.Counted;
            }
        }
    }

    public readonly struct Lease<T>(StateCache cache, T entry) : IDisposable
        where T : CacheEntry
    {
        public T Entry { get; } = entry;

        public void Dispose() => cache.Return(Entry);
    }
}
