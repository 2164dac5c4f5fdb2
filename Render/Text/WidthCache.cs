using System.Collections.Concurrent;

namespace Repeater.Render.Text;

/// <summary>Measured widths in em by text, of one face. Bounded: when it is full it starts again.</summary>
sealed class WidthCache
{
    const int MaxEntries = 8_192;
    const int MaxTextLength = 64;

    readonly ConcurrentDictionary<string, float> _widths = new(StringComparer.Ordinal);

    public float GetOrMeasure(ReadOnlySpan<char> text, Func<ReadOnlySpan<char>, float> measure)
    {
        if (text.Length > MaxTextLength)
        {
            return measure(text);
        }

        var lookup = _widths.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var width))
        {
            width = measure(text);
            if (_widths.Count >= MaxEntries)
            {
                _widths.Clear();
            }

            lookup.TryAdd(text, width);
        }

        return width;
    }
}
