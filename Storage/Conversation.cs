using System.Runtime.InteropServices;

namespace Repeater.Storage;

/// <summary>
/// The messages of a context branch at one moment. Appending shares the memory of what was there, so it costs the same
/// at twenty messages as at twenty thousand, and whoever holds an older moment keeps seeing exactly that one.
/// </summary>
sealed class Conversation
{
    public static readonly Conversation Empty = new(new Backing([], 0), 0, 0);

    /// <summary>Roughly: the record, its strings' heads, its id, its places in the array.</summary>
    const int BytesPerMessage = 220;

    const int BytesPerExtra = 300;

    readonly Backing _backing;

    Conversation(Backing backing, int count, long bytes) => (_backing, Count, Bytes) = (backing, count, bytes);

    public int Count { get; }

    /// <summary>Rough memory of all messages.</summary>
    public long Bytes { get; }

    public IReadOnlyList<Message> Messages => new ArraySegment<Message>(_backing.Items, 0, Count);

    public Message? Last => Count > 0 ? this[Count - 1] : null;

    public Message this[int index] => _backing.Items.AsSpan(0, Count)[index];

    public static Conversation Of(IReadOnlyCollection<Message> messages) => Empty.Append(messages);

    public Conversation Append(IReadOnlyCollection<Message> messages)
    {
        if (messages.Count == 0)
        {
            return this;
        }

        var count = Count + messages.Count;
        var backing = _backing;
        if (!backing.TryClaim(Count, count))
        {
            backing = Copy(Math.Max(count, Count * 2));
            backing.TryClaim(Count, count);
        }

        var bytes = Bytes;
        var at = Count;
        foreach (var message in messages)
        {
            backing.Items[at++] = message;
            bytes += Size(message);
        }

        return new(backing, count, bytes);
    }

    /// <summary>Shares the memory of what stands in front.</summary>
    public Conversation Insert(int index, IReadOnlyCollection<Message> messages)
    {
        Message[] behind = [.. Messages.Skip(index)];
        return First(index).Append([.. messages, .. behind]);
    }

    /// <summary>The first messages, sharing their memory.</summary>
    public Conversation First(int count) =>
        count >= Count ? this : new(_backing, count, Bytes - Messages.Skip(count).Sum(Size));

    public Conversation Rewrite(int index, Message message)
    {
        var backing = Copy(Count);
        backing.Items[index] = message;
        return new(backing, Count, Bytes - Size(this[index]) + Size(message));
    }

    /// <summary>Looks from the end, where nearly all changes are, and shares the memory when nothing behind is left.</summary>
    public Conversation Without(IReadOnlyCollection<string> ids)
    {
        var gone = ids.ToHashSet(StringComparer.Ordinal);
        var kept = new List<Message>();
        var bytes = Bytes;
        var start = Count;
        for (var left = gone.Count; start > 0 && left > 0; start--)
        {
            var message = this[start - 1];
            bytes -= Size(message);
            if (gone.Contains(message.Id))
            {
                left--;
            }
            else
            {
                kept.Add(message);
            }
        }

        kept.Reverse();
        return new Conversation(_backing, start, bytes).Append(kept);
    }

    /// <summary>-1 when no message has the id. Looks from the end, where nearly all changes are.</summary>
    public int IndexOf(string id)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_backing.Items[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    Backing Copy(int capacity)
    {
        var items = new Message[capacity];
        _backing.Items.AsSpan(0, Count).CopyTo(items);
        return new Backing(items, Count);
    }

    static long Size(Message message) =>
        BytesPerMessage
        + 2L * (message.Content.Length + message.ReasoningContent.Length + (message.Name?.Length ?? 0))
        + (message.Extra is null ? 0 : message.Extra.Sum(item =>
            BytesPerExtra + 2L * item.Key.Length + UserValues.BytesPerByteOfJson * (long)JsonMarshal.GetRawUtf8Value(item.Value).Length));

    /// <summary>An array of which the first <paramref name="used"/> items belong to some conversation already.</summary>
    sealed class Backing(Message[] items, int used)
    {
        int _used = used;

        public Message[] Items { get; } = items;

        /// <summary>Takes the items between for one conversation: false when they are taken, or there are not so many.</summary>
        public bool TryClaim(int from, int to) =>
            to <= Items.Length && Interlocked.CompareExchange(ref _used, to, from) == from;
    }
}
