namespace Repeater.Render.Drawing.Png;

/// <summary>
/// At most 256 colours for a page, and which of them stands for each of its own. Exact where that is possible, else the
/// most frequent colours exactly and then, one by one, the colour that is worst represented so far.
/// </summary>
sealed class Palette
{
    public const int MaxEntries = 256;

    // Page, text and box colours: a flat area must not change its colour by one step.
    const int ExactEntries = 24;

    // A difference up to this in any channel is not seen on the edges of text; more is allowed only to few pixels (the
    // shading of emoji). The mean is what photographs and wide gradients fail: 48 dB.
    const int MaxError = 12;
    const double MaxErroneousShare = 0.002;
    const double MaxMeanSquare = 3;

    readonly List<int> _entries = [];
    readonly byte[] _map;
    readonly int[] _distances;

    Palette(int colors)
    {
        _map = new byte[colors];
        _distances = new int[colors];
    }

    /// <summary>From the numbers of the table's colours to the palette's.</summary>
    public void Translate(ReadOnlySpan<ushort> colors, Span<byte> indexes)
    {
        for (var i = 0; i < colors.Length; i++)
        {
            indexes[i] = _map[colors[i]];
        }
    }

    /// <summary>The palette as 0xRRGGBB; null when too many pixels would visibly change.</summary>
    public static Palette? TryMake(ColorTable table, out uint[] entries)
    {
        var palette = new Palette(table.Count);
        palette.Fill(table.Colors, table.Counts);
        var colors = table.Colors;
        entries = new uint[palette._entries.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var color = colors[palette._entries[i]];
            entries[i] = (color & 0xFF) << 16 | (color & 0xFF00) | (color >> 16 & 0xFF);
        }

        return palette.IsGoodEnough(colors, table.Counts) ? palette : null;
    }

    void Fill(ReadOnlySpan<uint> colors, ReadOnlySpan<int> counts)
    {
        var byCount = new int[colors.Length];
        for (var i = 0; i < byCount.Length; i++)
        {
            byCount[i] = i;
        }

        var descending = counts.ToArray();
        Array.Sort(descending, byCount, Comparer<int>.Create((a, b) => b.CompareTo(a)));
        Array.Fill(_distances, int.MaxValue);
        var exact = colors.Length <= MaxEntries ? colors.Length : ExactEntries;
        foreach (var color in byCount.AsSpan(0, exact))
        {
            Add(colors, color);
        }

        while (_entries.Count < Math.Min(colors.Length, MaxEntries) && WorstRepresented(counts) is var worst and >= 0)
        {
            Add(colors, worst);
        }
    }

    void Add(ReadOnlySpan<uint> colors, int entry)
    {
        var number = (byte)_entries.Count;
        _entries.Add(entry);
        for (var i = 0; i < colors.Length; i++)
        {
            var distance = SquaredDistance(colors[i], colors[entry]);
            if (distance < _distances[i])
            {
                _distances[i] = distance;
                _map[i] = number;
            }
        }
    }

    /// <summary>Rare colours count less, but not in proportion: a few wrong pixels in a row are seen.</summary>
    int WorstRepresented(ReadOnlySpan<int> counts)
    {
        var (worst, worstError) = (-1, 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            var error = _distances[i] * Math.Sqrt(counts[i]);
            if (error > worstError)
            {
                (worst, worstError) = (i, error);
            }
        }

        return worst;
    }

    bool IsGoodEnough(ReadOnlySpan<uint> colors, ReadOnlySpan<int> counts)
    {
        long pixels = 0;
        long erroneous = 0;
        double squares = 0;
        for (var i = 0; i < colors.Length; i++)
        {
            pixels += counts[i];
            squares += (double)_distances[i] * counts[i];
            erroneous += LargestDifference(colors[i], colors[_entries[_map[i]]]) > MaxError ? counts[i] : 0;
        }

        return erroneous <= pixels * MaxErroneousShare && squares <= pixels * MaxMeanSquare;
    }

    static int SquaredDistance(uint a, uint b)
    {
        var red = (int)(a & 0xFF) - (int)(b & 0xFF);
        var green = (int)(a >> 8 & 0xFF) - (int)(b >> 8 & 0xFF);
        var blue = (int)(a >> 16 & 0xFF) - (int)(b >> 16 & 0xFF);
        return red * red + green * green + blue * blue;
    }

    static int LargestDifference(uint a, uint b)
    {
        var red = Math.Abs((int)(a & 0xFF) - (int)(b & 0xFF));
        var green = Math.Abs((int)(a >> 8 & 0xFF) - (int)(b >> 8 & 0xFF));
        var blue = Math.Abs((int)(a >> 16 & 0xFF) - (int)(b >> 16 & 0xFF));
        return Math.Max(red, Math.Max(green, blue));
    }
}
