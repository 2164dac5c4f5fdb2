using Repeater.Render.Drawing.Png;

namespace Repeater.Tests.Render.Drawing;

public class PngWriterTests
{
    [Fact]
    public void What_is_written_in_full_colour_is_read_again()
    {
        var pixels = RandomPixels(61, 47);
        var file = new MemoryStream();
        using (var writer = new PngWriter(file, 61, 47))
        {
            writer.WriteRows(pixels.AsSpan(0, 61 * 40 * 4));
            writer.WriteRows(pixels.AsSpan(61 * 40 * 4));
            writer.Finish();
        }

        Assert.True(PngReader.TryDecode(file.ToArray(), out var bitmap, out var error), error);
        Assert.Equal(pixels, bitmap.Rgba);
    }

    [Fact]
    public void What_is_written_with_a_palette_is_read_again()
    {
        var file = new MemoryStream();
        using (var writer = new PngWriter(file, 3, 2, [0xFF8000, 0x0000FF, 0x102030]))
        {
            writer.WriteIndexes([0, 1, 2]);
            writer.WriteIndexes([2, 2, 0]);
            writer.Finish();
        }

        Assert.True(PngReader.TryDecode(file.ToArray(), out var bitmap, out var error), error);
        Assert.Equal([255, 128, 0, 255, 0, 0, 255, 255, 16, 32, 48, 255, 16, 32, 48, 255, 16, 32, 48, 255, 255, 128, 0, 255], bitmap.Rgba);
    }

    [Fact]
    public void Check_sums_are_right()
    {
        var file = new MemoryStream();
        using (var writer = new PngWriter(file, 1, 1))
        {
            writer.WriteRows([1, 2, 3, 255]);
            writer.Finish();
        }

        // The CRC of an IEND chunk is the same in every PNG.
        Assert.Equal([0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82], file.ToArray()[^12..]);
    }

    [Fact]
    public void Up_to_256_colours_are_kept_exactly()
    {
        var table = TableOf(Enumerable.Range(0, 256).Select(i => (uint)(0xFF000000 | i * 65_793 + i)));
        var palette = Palette.TryMake(table, out var entries);

        Assert.NotNull(palette);
        Assert.Equal(256, entries.Length);
        Assert.Equal(table.Colors.ToArray().Select(color => (color & 0xFF) << 16 | color & 0xFF00 | color >> 16 & 0xFF), Translated(palette, entries, table));
    }

    [Fact]
    public void Shades_of_text_edges_are_merged_without_a_visible_difference()
    {
        // A white page with dark text: all grey steps, most of it white, each step also a little tinted.
        var colors = Enumerable.Range(0, 256).SelectMany(i => Enumerable.Range(0, 6).Select(tint => 0xFF000000 | (uint)(i << 16 | i << 8 | Math.Min(255, i + tint))));
        var table = TableOf(colors);

        Assert.True(table.Count > 1_000);
        var palette = Palette.TryMake(table, out var entries);

        Assert.NotNull(palette);
        Assert.All(Translated(palette, entries, table).Zip(table.Colors.ToArray()), pair =>
            Assert.InRange(Math.Abs((int)(pair.First >> 16 & 0xFF) - (int)(pair.Second & 0xFF)), 0, 6));
    }

    [Fact]
    public void A_photograph_is_not_squeezed_into_a_palette()
    {
        var random = new Random(3);
        var table = TableOf(Enumerable.Range(0, 9_000).Select(_ => 0xFF000000 | (uint)random.Next(0x1000000)));

        Assert.Null(Palette.TryMake(table, out _));
    }

    [Fact]
    public void A_table_says_when_there_are_too_many_colours()
    {
        var pixels = Enumerable.Range(0, ColorTable.MaxColors + 1).SelectMany(i => BitConverter.GetBytes(0xFF000000 | (uint)i)).ToArray();

        Assert.False(new ColorTable().TryIndex(pixels, new ushort[pixels.Length / 4]));
        Assert.True(new ColorTable().TryIndex(pixels.AsSpan(4), new ushort[pixels.Length / 4]));
    }

    static ColorTable TableOf(IEnumerable<uint> colors)
    {
        var pixels = colors.SelectMany(BitConverter.GetBytes).ToArray();
        var table = new ColorTable();
        Assert.True(table.TryIndex(pixels, new ushort[pixels.Length / 4]));
        return table;
    }

    static uint[] Translated(Palette palette, uint[] entries, ColorTable table)
    {
        var numbers = Enumerable.Range(0, table.Count).Select(i => (ushort)i).ToArray();
        var indexes = new byte[numbers.Length];
        palette.Translate(numbers, indexes);
        return [.. indexes.Select(index => entries[index])];
    }

    static byte[] RandomPixels(int width, int height)
    {
        var pixels = new byte[width * height * 4];
        new Random(5).NextBytes(pixels);
        for (var i = 3; i < pixels.Length; i += 4)
        {
            pixels[i] = 255;
        }

        return pixels;
    }
}
