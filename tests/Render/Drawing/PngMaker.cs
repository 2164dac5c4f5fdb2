using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Repeater.Tests.Render.Drawing;

/// <summary>Makes PNG files of every kind, right ones and wrong ones.</summary>
static class PngMaker
{
    static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Samples of a pixel in file order, each from 0 to 2^depth - 1.</summary>
    public delegate int[] PixelAt(int x, int y);

    /// <summary>A whole file; every row takes the next of the five filters.</summary>
    public static byte[] File(int width, int height, int depth, int colorType, bool interlaced, PixelAt pixels, byte[]? palette = null, byte[]? transparency = null)
    {
        var raw = new MemoryStream();
        foreach (var pass in interlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            WritePass(raw, width, height, depth, pass, pixels);
        }

        return File(Header(width, height, depth, colorType, interlaced), Compress(raw.ToArray()), palette, transparency);
    }

    public static byte[] File(byte[] header, byte[] data, byte[]? palette = null, byte[]? transparency = null)
    {
        var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(file, "IHDR", header);
        if (palette is not null)
        {
            Chunk(file, "PLTE", palette);
        }

        if (transparency is not null)
        {
            Chunk(file, "tRNS", transparency);
        }

        Chunk(file, "tEXt", Encoding.ASCII.GetBytes("Comment\0ignored"));
        Chunk(file, "IDAT", data[..(data.Length / 2)]);
        Chunk(file, "IDAT", data[(data.Length / 2)..]);
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    public static byte[] Header(int width, int height, int depth, int colorType, bool interlaced)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)depth;
        header[9] = (byte)colorType;
        header[12] = (byte)(interlaced ? 1 : 0);
        return header;
    }

    public static byte[] Compress(byte[] raw)
    {
        var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(raw);
        }

        return data.ToArray();
    }

    /// <summary>The check sum is left out: ours does not look at it.</summary>
    static void Chunk(MemoryStream file, string type, byte[] data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        file.Write(length);
        file.Write(Encoding.ASCII.GetBytes(type));
        file.Write(data);
        file.Write([0, 0, 0, 0]);
    }

    static void WritePass(MemoryStream raw, int width, int height, int depth, (int X, int Y, int StepX, int StepY) pass, PixelAt pixels)
    {
        byte[]? above = null;
        var number = 0;
        for (var y = pass.Y; y < height; y += pass.StepY)
        {
            var samples = new List<int>();
            for (var x = pass.X; x < width; x += pass.StepX)
            {
                samples.AddRange(pixels(x, y));
            }

            if (samples.Count == 0)
            {
                continue;
            }

            var row = Pack(samples, depth);
            var bytesPerPixel = Math.Max(1, pixels(0, 0).Length * depth / 8);
            var filter = number++ % 5;
            raw.WriteByte((byte)filter);
            raw.Write(Filter(filter, row, above ?? new byte[row.Length], bytesPerPixel));
            above = row;
        }
    }

    static byte[] Pack(List<int> samples, int depth)
    {
        var row = new byte[(samples.Count * depth + 7) / 8];
        for (var i = 0; i < samples.Count; i++)
        {
            for (var bit = 0; bit < depth; bit++)
            {
                var at = i * depth + bit;
                row[at / 8] |= (byte)((samples[i] >> (depth - 1 - bit) & 1) << (7 - at % 8));
            }
        }

        return row;
    }

    static byte[] Filter(int filter, byte[] row, byte[] above, int bytesPerPixel)
    {
        var filtered = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            var left = i < bytesPerPixel ? 0 : row[i - bytesPerPixel];
            var corner = i < bytesPerPixel ? 0 : above[i - bytesPerPixel];
            var guess = left + above[i] - corner;
            var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - above[i]), Math.Abs(guess - corner));
            var predicted = filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => a <= b && a <= c ? left : b <= c ? above[i] : corner,
                _ => 0,
            };
            filtered[i] = (byte)(row[i] - predicted);
        }

        return filtered;
    }
}
