using System.Buffers;
using Repeater.Render.Drawing.Skia;

namespace Repeater.Render.Drawing;

/// <summary>Draws the rows of a picture that a band shows, resized to whole device pixels, with round corners.</summary>
static class BitmapPainter
{
    /// <param name="canvas">The band.</param>
    /// <param name="bitmap">The picture.</param>
    /// <param name="area">Whole device pixels of the band; may reach beyond it.</param>
    /// <param name="radius">Of the corners, in device pixels.</param>
    /// <param name="brightness">1 leaves the colours as they are.</param>
    public static void Draw(Canvas canvas, Bitmap bitmap, Rect area, float radius, float brightness)
    {
        if (!(area is { Width: >= 1 and <= Canvas.MaxSide, Height: >= 1 and <= Canvas.MaxSide }
            && Math.Abs(area.X) <= Canvas.MaxSide))
        {
            return;
        }

        var (width, height) = ((int)area.Width, (int)area.Height);
        var first = Math.Max(0, -(int)area.Y);
        var last = Math.Min(height, canvas.Height - (int)area.Y);
        if (first >= last)
        {
            return;
        }

        var scaler = new BitmapScaler(bitmap, width, height);
        var pixels = ArrayPool<byte>.Shared.Rent(width * (last - first) * 4);
        try
        {
            var rows = pixels.AsSpan(0, width * (last - first) * 4);
            for (var y = first; y < last; y++)
            {
                var row = rows.Slice((y - first) * width * 4, width * 4);
                scaler.ReadRow(y, row);
                if (brightness < 1)
                {
                    Darken(row, brightness);
                }

                RoundCorners(row, y, height, Math.Min(radius, Math.Min(width, height) / 2f));
            }

            using var image = Image.FromPixels(width, last - first, rows);
            canvas.DrawImage(image, (int)area.X, (int)area.Y + first);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    /// <summary>Of premultiplied pixels: the opacity stays.</summary>
    static void Darken(Span<byte> row, float brightness)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = i % 4 == 3 ? row[i] : (byte)((row[i] * brightness) + 0.5f);
        }
    }

    /// <summary>Fades the ends of a row that lie outside the quarter circles.</summary>
    static void RoundCorners(Span<byte> row, int y, int height, float radius)
    {
        var fromEdge = Math.Min(y, height - 1 - y) + 0.5f;
        if (!(fromEdge < radius))
        {
            return;
        }

        var width = row.Length / 4;
        var down = radius - fromEdge;
        for (var x = 0; x < radius; x++)
        {
            var across = radius - (x + 0.5f);
            var coverage = Math.Clamp(radius - MathF.Sqrt(across * across + down * down) + 0.5f, 0, 1);
            if (coverage < 1)
            {
                Fade(row.Slice(4 * x, 4), coverage);
                Fade(row.Slice(4 * (width - 1 - x), 4), coverage);
            }
        }
    }

    static void Fade(Span<byte> pixel, float coverage)
    {
        foreach (ref var channel in pixel)
        {
            channel = (byte)(channel * coverage + 0.5f);
        }
    }
}
