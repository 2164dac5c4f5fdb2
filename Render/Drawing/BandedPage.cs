using Repeater.Render.Drawing.Png;

namespace Repeater.Render.Drawing;

/// <summary>A page drawn band by band, so that only one band exists at four bytes a pixel.</summary>
sealed class BandedPage(BandPainter painter, int width, int height)
{
    // Enough rows that drawing the commands of two bands costs little, few enough that a band is not the most of the memory.
    const int BandPixels = 512 * 1024;

    // Of two pages at once that are as long as most.
    static readonly PageBuffers<byte> Pixels = new(BandPixels * 4, maxKept: 2);
    static readonly PageBuffers<ushort> Indexes = new(BandPixels, maxKept: 16);

    int BandRows => Math.Min(height, BandPixels / width);

    /// <summary>False, with nothing written, when the page's colours do not fit a palette without visible loss.</summary>
    public bool TryWriteWithPalette(Stream destination)
    {
        var colors = new ColorTable();
        var bands = new List<ushort[]>();
        try
        {
            // The palette is known only after the last row: until then pixels are kept as colour numbers.
            var complete = ForEachBand(rgba =>
            {
                var indexes = Indexes.Take();
                bands.Add(indexes);
                return colors.TryIndex(rgba, indexes);
            });
            if (!complete || Palette.TryMake(colors, out var entries) is not { } palette)
            {
                return false;
            }

            using var writer = new PngWriter(destination, width, height, entries);
            var row = new byte[width];
            var bandRows = BandRows;
            for (var y = 0; y < height; y++)
            {
                palette.Translate(bands[y / bandRows].AsSpan(y % bandRows * width, width), row);
                writer.WriteIndexes(row);
            }

            writer.Finish();
            return true;
        }
        finally
        {
            bands.ForEach(Indexes.Return);
        }
    }

    public void WriteInFullColor(Stream destination)
    {
        using var writer = new PngWriter(destination, width, height);
        ForEachBand(rgba =>
        {
            writer.WriteRows(rgba);
            return true;
        });
        writer.Finish();
    }

    delegate bool BandAction(ReadOnlySpan<byte> rgba);

    /// <summary>Stops and returns false when the action does.</summary>
    bool ForEachBand(BandAction action)
    {
        var pixels = Pixels.Take();
        var bandRows = BandRows;
        try
        {
            for (var top = 0; top < height; top += bandRows)
            {
                var rows = Math.Min(bandRows, height - top);
                var band = pixels.AsSpan(0, width * rows * 4);
                painter.Paint(top, width, rows, band);
                if (!action(band))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            Pixels.Return(pixels);
        }
    }
}
