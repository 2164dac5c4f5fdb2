using System.Buffers;

namespace Repeater.Llm;

/// <summary>Bytes that grow in rented memory, which goes back with <see cref="Dispose"/>.</summary>
sealed class PooledBuffer(int capacity = 0) : IBufferWriter<byte>, IDisposable
{
    byte[] _bytes = capacity == 0 ? [] : ArrayPool<byte>.Shared.Rent(capacity);

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Count);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Count);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Count += bytes.Length;
    }

    public void RemoveLast() => Count--;

    public void Clear() => Count = 0;

    public void Advance(int count) => Count += count;

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - Count < Math.Max(sizeHint, 1))
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Count + Math.Max(sizeHint, 256)), Count * 2));
            Span.CopyTo(larger);
            Return();
            _bytes = larger;
        }
        return _bytes.AsMemory(Count);
    }

    public void Dispose()
    {
        Return();
        _bytes = [];
        Count = 0;
    }

    void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
