using System.Runtime.InteropServices;

namespace Repeater.Render.Drawing.Png;

/// <summary>Numbers the colours of a page in the order they are met, and counts their pixels. Colours are RGBA in memory order.</summary>
sealed class ColorTable
{
    /// <summary>A page with more shows photographs, which a palette would spoil.</summary>
    public const int MaxColors = 10_000;

    const int Slots = 32_768;

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
            var run = pixels[i..].IndexOfAnyExcept(color) is var end and >= 0 ? end : pixels.Length - i;
            var index = IndexOf(color);
            if (index < 0)
            {
                return false;
            }

            indexes.Slice(i, run).Fill((ushort)index);
            _counts[index] += run;
            i += run;
        }

        return true;
    }

    int IndexOf(uint color)
    {
        // Opaque colours are never 0, which marks a free slot.
        var slot = (int)(color * 2654435761 >> 17) & (Slots - 1);
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
