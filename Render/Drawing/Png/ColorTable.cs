using System.Runtime.InteropServices;

namespace Repeater.Render.Drawing.Png;

/// <summary>
/// Numbers the colours of a page in the order they are met, and counts their pixels. Colours are RGBA in memory order.
/// </summary>
sealed class ColorTable
{
    /// <summary>A page with more shows photographs, which a palette would spoil.</summary>
    public const int MaxColors = 10_000;

    // Every array stays below the size that only rare, full collections free.
    const int Slots = 16_384;

    readonly uint[] _slotColors = new uint[Slots];
    readonly ushort[] _slotIndexes = new ushort[Slots];
    readonly uint[] _colors = new uint[MaxColors];
    readonly int[] _counts = new int[MaxColors];

    public int Count { get; private set; }

    public ReadOnlySpan<uint> Colors => _colors.AsSpan(0, Count);

    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, Count);

    /// <summary>False once there are too many colours; the indexes are worthless then.</summary>
    public bool TryIndex(ReadOnlySpan<byte> rgba, Span<ushort> indexes)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        for (var i = 0; i < pixels.Length;)
        {
            var color = pixels[i];
            var index = IndexOf(color);
            if (index < 0)
            {
                return false;
            }

            // Most of a page is wide areas of one colour; the edges of letters are single pixels.
            var run = RunLength(pixels[i..]);
            indexes.Slice(i, run).Fill((ushort)index);
            _counts[index] += run;
            i += run;
        }

        return true;
    }

    static int RunLength(ReadOnlySpan<uint> pixels)
    {
        if (pixels.Length < 2 || pixels[1] != pixels[0])
        {
            return 1;
        }

        return pixels.IndexOfAnyExcept(pixels[0]) is var end and >= 0 ? end : pixels.Length;
    }

    int IndexOf(uint color)
    {
        // Opaque colours are never 0, which marks a free slot.
        var slot = (int)(color * 2654435761 >> 18) & (Slots - 1);
        while (_slotColors[slot] != 0)
        {
            if (_slotColors[slot] == color)
            {
                return _slotIndexes[slot];
            }

            slot = (slot + 1) & (Slots - 1);
        }

        if (Count == MaxColors)
        {
            return -1;
        }

        _slotColors[slot] = color;
        _slotIndexes[slot] = (ushort)Count;
        _colors[Count] = color;
        return Count++;
    }
}
