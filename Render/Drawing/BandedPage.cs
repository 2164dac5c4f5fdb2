using System.Buffers;
using Repeater.Render.Drawing.Png;

namespace Repeater.Render.Drawing;

/// <summary>A page drawn band by band, so that only one band exists at four bytes a pixel.</summary>
sealed class BandedPage(BandPainter painter, int width, int height)
{
    const int BandRows = 512;

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
                var indexes = ArrayPool<ushort>.Shared.Rent(rgba.Length / 4);
                bands.Add(indexes);
                return colors.TryIndex(rgba, indexes);
            });
            if (!complete || Palette.TryMake(colors, out var entries) is not { } palette)
            {
                return false;
            }

            using var writer = new PngWriter(destination, width, height, entries);
            var row = new byte[width];
            for (var y = 0; y < height; y++)
            {
                palette.Translate(bands[y / BandRows].AsSpan(y % BandRows * width, width), row);
                writer.WriteIndexes(row);
            }

            writer.Finish();
            return true;
        }
        finally
        {
            bands.ForEach(band => ArrayPool<ushort>.Shared.Return(band));
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
        var pixels = ArrayPool<byte>.Shared.Rent(width * Math.Min(BandRows, height) * 4);
        try
        {
            for (var top = 0; top < height; top += BandRows)
            {
                var rows = Math.Min(BandRows, height - top);
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
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }
}
