using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace Repeater.Render.Drawing.Png;

/// <summary>
/// Decodes PNG files from anywhere: all colour types, depths and interlacing, within the limits of
/// <see cref="PngHeader"/>. Bad bytes are an error sentence, never an exception; the native decoder would end the process.
/// </summary>
static class PngReader
{
    // Deflate makes at most 1,032 bytes of one.
    const long MaxExpansion = 1_032;

    // Adam7: first column and row, steps.
    static readonly (int X, int Y, int StepX, int StepY)[] Interlaced =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    static readonly (int X, int Y, int StepX, int StepY)[] Sequential = [(0, 0, 1, 1)];

    public static bool TryDecode(
        ReadOnlySpan<byte> file, [NotNullWhen(true)] out Bitmap? bitmap, [NotNullWhen(false)] out string? error)
    {
        bitmap = null;
        if (!PngChunks.TryRead(file, out var chunks, out error))
        {
            return false;
        }

        var header = chunks.Header;
        if ((long)header.RowLength(header.Width) * header.Height > (chunks.Data.Length + 1) * MaxExpansion)
        {
            error = "The PNG holds less than its header says.";
            return false;
        }

        try
        {
            var rgba = new byte[header.Width * header.Height * 4];
            chunks.Data.Position = 0;
            using var data = new ZLibStream(chunks.Data, CompressionMode.Decompress);
            error = Decode(chunks, data, rgba);
            bitmap = error is null ? new Bitmap(header.Width, header.Height, rgba) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            error = "The PNG is damaged or cut off.";
        }

        return error is null;
    }

    static string? Decode(PngChunks chunks, ZLibStream data, byte[] rgba)
    {
        var header = chunks.Header;
        var colors = new PngColors(chunks);
        foreach (var pass in header.IsInterlaced ? Interlaced : Sequential)
        {
            var width = (header.Width - pass.X + pass.StepX - 1) / pass.StepX;
            var height = (header.Height - pass.Y + pass.StepY - 1) / pass.StepY;
            if (width <= 0 || height <= 0)
            {
                continue;
            }

            var row = new byte[1 + header.RowLength(width)];
            var before = new byte[row.Length - 1];
            for (var y = 0; y < height; y++)
            {
                data.ReadExactly(row);
                if (!PngFilter.TryUndo(row[0], row.AsSpan(1), before, header.BytesPerPixel))
                {
                    return "The PNG has a row filter that does not exist.";
                }

                row.AsSpan(1).CopyTo(before);
                var target = ((pass.Y + y * pass.StepY) * header.Width + pass.X) * 4;
                for (var x = 0; x < width; x++, target += pass.StepX * 4)
                {
                    colors.Write(before, x, rgba.AsSpan(target, 4));
                }
            }
        }

        return null;
    }
}
