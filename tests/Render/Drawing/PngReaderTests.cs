using Repeater.Render.Drawing;
using Repeater.Render.Drawing.Png;

namespace Repeater.Tests.Render.Drawing;

public class PngReaderTests
{
    public static TheoryData<int, int, bool> Kinds()
    {
        var kinds = new TheoryData<int, int, bool>();
        foreach (var (colorType, depths) in new (int, int[])[] { (0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]) })
        {
            foreach (var depth in depths)
            {
                kinds.Add(colorType, depth, false);
                kinds.Add(colorType, depth, true);
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_colour_type_depth_and_interlacing_is_read(int colorType, int depth, bool interlaced)
    {
        var largest = (1 << depth) - 1;
        var channels = colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        int Sample(int x, int y, int channel) => (x * 7 + y * 13 + channel * 29) * 2654435 % (largest + 1);
        var palette = new byte[768];
        new Random(1).NextBytes(palette);

        // Sizes at which some passes of an interlaced file are empty, and odd ones that leave bits over.
        foreach (var (width, height) in new[] { (1, 1), (2, 3), (4, 1), (13, 11), (33, 9) })
        {
            var file = PngMaker.File(width, height, depth, colorType, interlaced,
                (x, y) => [.. Enumerable.Range(0, channels).Select(channel => Sample(x, y, channel))], colorType == 3 ? palette : null);

            Assert.True(PngReader.TryDecode(file, out var bitmap, out var error), error);
            Assert.Equal((width, height), (bitmap.Width, bitmap.Height));
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    byte Byte(int channel) => (byte)(depth == 16 ? Sample(x, y, channel) >> 8 : Sample(x, y, channel) * 255 / largest);
                    byte[] expected = colorType switch
                    {
                        0 => [Byte(0), Byte(0), Byte(0), 255],
                        2 => [Byte(0), Byte(1), Byte(2), 255],
                        3 => [.. palette.AsSpan(3 * Sample(x, y, 0), 3), 255],
                        4 => [Byte(0), Byte(0), Byte(0), Byte(1)],
                        _ => [Byte(0), Byte(1), Byte(2), Byte(3)],
                    };
                    Assert.Equal(expected, bitmap.Rgba.AsSpan((y * width + x) * 4, 4).ToArray());
                }
            }
        }
    }

    [Fact]
    public void Transparency_of_a_palette_and_of_a_key_colour_is_read()
    {
        var palette = PngMaker.File(3, 1, 8, 3, false, (x, _) => [x], [1, 2, 3, 4, 5, 6], [7]);
        var gray = PngMaker.File(2, 1, 8, 0, false, (x, _) => [x * 9], null, [0, 9]);
        var color = PngMaker.File(2, 1, 8, 2, false, (x, _) => [x, 2, 3], null, [0, 1, 0, 2, 0, 3]);

        Assert.Equal([1, 2, 3, 7, 4, 5, 6, 255, 0, 0, 0, 255], Decode(palette).Rgba); // the third index lies beyond the palette
        Assert.Equal([0, 0, 0, 255, 9, 9, 9, 0], Decode(gray).Rgba);
        Assert.Equal([0, 2, 3, 255, 1, 2, 3, 0], Decode(color).Rgba);
    }

    [Fact]
    public void Bad_files_are_refused_with_a_sentence()
    {
        var good = PngMaker.File(4, 4, 8, 2, false, (x, y) => [x, y, 0]);
        var data = PngMaker.Compress(new byte[4 * 13]);
        var cases = new (byte[] File, string Error)[]
        {
            ([], "This is not a PNG file."),
            ([0xFF, 0xD8, 0xFF, 0xE0], "This is not a PNG file."),
            (good[..8], "The PNG is empty."),
            (good[..40], "The PNG has no pixels."),
            (good[..^30], "The PNG is damaged or cut off."),
            (PngMaker.File([1, 2, 3], data), "The PNG header is damaged."),
            (PngMaker.File(PngMaker.Header(0, 4, 8, 2, false), data), "The picture has 0 x 4 pixels; 1 to 4096 a side and 12 million in all are allowed."),
            (PngMaker.File(PngMaker.Header(100_000, 100_000, 8, 2, false), data), "The picture has 100000 x 100000 pixels; 1 to 4096 a side and 12 million in all are allowed."),
            (PngMaker.File(PngMaker.Header(-1, 4, 8, 2, false), data), "The picture has 4294967295 x 4 pixels; 1 to 4096 a side and 12 million in all are allowed."),
            (PngMaker.File(PngMaker.Header(4096, 4096, 8, 2, false), data), "The picture has 4096 x 4096 pixels; 1 to 4096 a side and 12 million in all are allowed."),
            (PngMaker.File(PngMaker.Header(4, 4, 3, 2, false), data), "The PNG has a colour type, bit depth or method that does not exist."),
            (PngMaker.File(PngMaker.Header(4, 4, 8, 5, false), data), "The PNG has a colour type, bit depth or method that does not exist."),
            (PngMaker.File(PngMaker.Header(4, 4, 8, 3, false), data), "The PNG has no palette."),
            (PngMaker.File(PngMaker.Header(3000, 3000, 8, 2, false), data), "The PNG holds less than its header says."),
            (PngMaker.File(PngMaker.Header(40, 40, 8, 2, false), data), "The PNG is damaged or cut off."),
            (PngMaker.File(PngMaker.Header(4, 4, 8, 2, false), [1, 2, 3, 4]), "The PNG is damaged or cut off."),
            (PngMaker.File(PngMaker.Header(4, 4, 8, 2, false), PngMaker.Compress(Enumerable.Repeat((byte)9, 52).ToArray())), "The PNG has a row filter that does not exist."),
        };

        Assert.All(cases, expected =>
        {
            Assert.False(PngReader.TryDecode(expected.File, out _, out var error));
            Assert.Equal(expected.Error, error);
        });
    }

    [Fact]
    public void A_bomb_is_decompressed_only_as_far_as_its_pixels_need()
    {
        var bomb = PngMaker.File(PngMaker.Header(2, 2, 8, 0, false), PngMaker.Compress(new byte[50_000_000]));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(2, Decode(bomb).Width);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void No_mutation_of_a_file_throws_or_makes_a_picture_beyond_the_limits()
    {
        var random = new Random(7);
        byte[][] seeds =
        [
            PngMaker.File(13, 7, 8, 6, true, (x, y) => [x, y, 3, 200]),
            PngMaker.File(9, 9, 1, 0, false, (x, y) => [(x + y) % 2]),
            PngMaker.File(20, 5, 4, 3, true, (x, _) => [x % 16], new byte[48], [1, 2, 3]),
            PngMaker.File(5, 5, 16, 2, false, (x, y) => [x * 999, y * 999, 77]),
        ];
        var decoded = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var file = seeds[round % seeds.Length].ToArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            if (random.Next(8) == 0)
            {
                file = file[..random.Next(file.Length)];
            }

            if (PngReader.TryDecode(file, out var bitmap, out var error))
            {
                decoded++;
                Assert.Equal(bitmap.Width * bitmap.Height * 4, bitmap.Rgba.Length);
                Assert.InRange(bitmap.Width * bitmap.Height, 1, PngHeader.MaxPixels);
            }
            else
            {
                Assert.NotEmpty(error);
            }
        }

        Assert.True(decoded > 1_000, "some mutations leave a readable file");
    }

    static Bitmap Decode(byte[] file)
    {
        Assert.True(PngReader.TryDecode(file, out var bitmap, out var error), error);
        return bitmap;
    }
}
