using Repeater.Render.Drawing;
using Repeater.Render.Drawing.Png;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Drawing;

public class PageRendererTests
{
    const uint White = 0xFFFFFFFF;
    const uint Black = 0xFF000000;

    [Fact]
    public void A_red_rectangle_is_red_where_it_is_and_nowhere_else()
    {
        var page = Draw(20, 10, scale: 2, new FillRect(new(5, 2, 10, 5), 0xFFFF0000));

        Assert.Equal((40, 20), (page.Width, page.Height));
        for (var y = 0; y < 20; y++)
        {
            for (var x = 0; x < 40; x++)
            {
                var inside = x is >= 10 and < 30 && y is >= 4 and < 14;
                Assert.Equal(inside ? 0xFF0000u : 0xFFFFFFu, ColorAt(page, x, y));
            }
        }
    }

    [Fact]
    public void Edges_are_crisp_at_any_scale()
    {
        var page = Draw(30, 30, scale: 1.5f, new FillRect(new(3.3f, 3.3f, 10, 0.4f), Black), new StrokeRoundRect(new(2.1f, 8.7f, 20, 12), 0, 1, Black));

        Assert.Equal([0x000000u, 0xFFFFFFu], Colors(page).Order());
    }

    [Fact]
    public void Bars_of_one_thickness_look_the_same_wherever_they_stand()
    {
        for (var at = 0; at < 20; at++)
        {
            var level = InkBox(Draw(30, 30, scale: 2, new FillBar(new(5, 10 + at / 20f, 20, 0.78f), Black)));
            var upright = InkBox(Draw(30, 30, scale: 2, new FillBar(new(10 + at / 20f, 5, 0.78f, 20), Black)));

            Assert.Equal(2, level.Bottom - level.Top + 1);
            Assert.Equal(2, upright.Right - upright.Left + 1);
            Assert.InRange((level.Top + level.Bottom + 1) / 4f, 10 + at / 20f, 11 + at / 20f);
        }
    }

    [Fact]
    public void An_outline_is_filled_where_it_is_put_and_as_large_as_it_is_scaled()
    {
        var page = Draw(30, 30, scale: 1, new FillOutline(Outline.OfRect(-1, -2, 3, 4), 10, 12, 2, Black));

        Assert.Equal((8, 8, 15, 19), (InkBox(page).Left, InkBox(page).Top, InkBox(page).Right, InkBox(page).Bottom));
    }

    [Fact]
    public void A_moved_command_draws_the_same_elsewhere()
    {
        DrawCommand[] commands =
        [
            new FillRect(new(1, 2, 3, 4), Black), new FillRoundRect(new(1, 2, 3, 4), 1, Black), new StrokeRoundRect(new(1, 2, 6, 5), 1, 1, Black),
            new FillBar(new(1, 2, 5, 1), Black), new FillOutline(Outline.OfRect(0, 0, 2, 2), 1, 2, 1, Black), new StrokeLines([new(1, 2), new(4, 5)], 1, Black),
            new DrawText("x", FontFace.KatexMathItalic, 12, 2, 10, Black), new DrawBitmap(Gradient(2, 2), new(1, 2, 4, 4), 0),
        ];
        foreach (var command in commands)
        {
            var here = InkBox(Draw(30, 30, 1, command));
            var there = InkBox(Draw(30, 30, 1, command.MovedBy(10, 8)));

            Assert.Equal((here.Left + 10, here.Top + 8, here.Right + 10, here.Bottom + 8), (there.Left, there.Top, there.Right, there.Bottom));
        }
    }

    [Theory]
    [InlineData("A", nameof(FontFace.Sans))]
    [InlineData("A", nameof(FontFace.SansBold))]
    [InlineData("字", nameof(FontFace.Han))]
    [InlineData("字", nameof(FontFace.HanBold))]
    [InlineData("A", nameof(FontFace.Mono))]
    [InlineData("A", nameof(FontFace.MonoBold))]
    [InlineData("A", nameof(FontFace.MonoItalic))]
    [InlineData("⟨", nameof(FontFace.Math))]
    [InlineData("✘", nameof(FontFace.Symbols))]
    [InlineData("한", nameof(FontFace.Hangul))]
    [InlineData("ก", nameof(FontFace.Missing))]
    public void Every_face_leaves_ink_and_more_of_it_when_bold(string text, string name)
    {
        var face = Enum.Parse<FontFace>(name);
        double InkOf(bool italic, bool bold) => Ink(Draw(40, 40, 2, new DrawText(text, face, 24, 6, 28, Black, italic, bold)));
        var regular = InkOf(italic: false, bold: false);

        Assert.InRange(regular, 20, 1_500);
        Assert.InRange(InkOf(italic: true, bold: false), regular * 0.85, regular * 1.15);
        var isBoldItself = face is FontFace.SansBold or FontFace.HanBold or FontFace.MonoBold or FontFace.Missing;
        Assert.InRange(InkOf(italic: false, bold: true), isBoldItself ? regular : regular * 1.1, isBoldItself ? regular : regular * 2);
    }

    [Fact]
    public void Our_outlines_are_where_the_library_draws_the_glyphs()
    {
        foreach (var (text, face) in new[] { ("Hé", FontFace.Sans), ("永字", FontFace.Han), ("g{", FontFace.Mono), ("한글", FontFace.Hangul), ("∑", FontFace.Math) })
        {
            var plain = InkBox(Draw(80, 40, 2, new DrawText(text, face, 24, 6, 28, Black)));
            var outlined = InkBox(Draw(80, 40, 2, new DrawText(text, face, 24, 6, 28, Black, Bold: true)));

            // Thickened on all sides by half the stroke: one device pixel.
            Assert.InRange(plain.Left - outlined.Left, -1, 3);
            Assert.InRange(outlined.Right - plain.Right, -1, 3);
            Assert.InRange(plain.Top - outlined.Top, -1, 3);
            Assert.InRange(outlined.Bottom - plain.Bottom, -1, 3);
        }
    }

    [Fact]
    public void Italic_leans_to_the_right()
    {
        var upright = Draw(40, 40, 2, new DrawText("l", FontFace.Sans, 30, 15, 35, Black));
        var italic = Draw(40, 40, 2, new DrawText("l", FontFace.Sans, 30, 15, 35, Black, Italic: true));

        Assert.True(InkBox(italic).Right > InkBox(upright).Right + 5);
        Assert.InRange(InkBox(italic).Left - InkBox(upright).Left, -2, 2);
    }

    [Fact]
    public void Emoji_are_colourful_and_stand_on_their_line()
    {
        var page = Draw(40, 40, 2, new DrawEmoji("🔥", 24, 4, 30));
        var box = InkBox(page);

        Assert.True(Colors(page).Count > 50);
        Assert.InRange(box.Left, 8, 24);
        Assert.InRange(box.Right, 8 + 40, 8 + 60);
        Assert.InRange(box.Bottom, 60, 76);
    }

    [Fact]
    public void Seams_between_bands_do_not_show()
    {
        var commands = new List<DrawCommand>();
        for (var y = 0; y < 640; y += 23)
        {
            commands.Add(new DrawText("Seam g字 Áy", FontFace.Sans, 17, 3, y, Black, Italic: y % 2 == 0));
            commands.Add(new DrawEmoji("😀", 17, 120, y));
            commands.Add(new DrawText("Z\u0341\u0302\u0306\u0323\u0324", FontFace.Sans, 17, 145, y, Black));
            commands.Add(new DrawText("⎛∫⎝", FontFace.Math, 17, 225, y, Black));
            commands.Add(new StrokeRoundRect(new(150, y, 30, 19), 5, 1, 0xFF3498DB));
            commands.Add(new FillRoundRect(new(190, y, 30, 19), 5, 0x803498DB));
            commands.Add(new DrawBitmap(Gradient(64, 64), new(230, y, 20, 20), 4));
        }

        var painter = new BandPainter(commands, 2, White);
        var whole = new byte[520 * 1280 * 4];
        painter.Paint(0, 520, 1280, whole);
        var banded = new byte[whole.Length];
        for (var top = 0; top < 1280; top += 77)
        {
            var rows = Math.Min(77, 1280 - top);
            painter.Paint(top, 520, rows, banded.AsSpan(top * 520 * 4, rows * 520 * 4));
        }

        // The library smooths the edges of a clipped path a little differently; anything more would be a missing piece.
        var differences = whole.Zip(banded, (a, b) => Math.Abs(a - b)).Where(difference => difference > 2).ToList();
        Assert.InRange(differences.Count, 0, whole.Length / 1000);
        Assert.InRange(differences.Max(), 0, 80);
    }

    [Fact]
    public void A_picture_is_drawn_with_its_transparency_and_round_corners()
    {
        var red = new Bitmap(10, 10, [.. Enumerable.Repeat(new byte[] { 255, 0, 0, 128 }, 100).SelectMany(pixel => pixel)]);
        var page = Draw(40, 40, 2, new DrawBitmap(red, new(10, 10, 20, 20), 8));

        Assert.Equal(0xFF7F7Fu, ColorAt(page, 40, 40), new Near());
        Assert.Equal(0xFFFFFFu, ColorAt(page, 21, 21));
        Assert.Equal(0xFF7F7Fu, ColorAt(page, 40, 21), new Near());
    }

    [Fact]
    public void A_darkened_picture_does_not_darken_the_page_behind_it()
    {
        var half = new Bitmap(10, 10, [.. Enumerable.Range(0, 100).SelectMany(i => new byte[] { 200, 100, 0, (byte)(i % 10 < 5 ? 0 : 255) })]);
        var page = Draw(40, 40, 1, new DrawBitmap(half, new(10, 10, 20, 20), 0, Brightness: 0.9f));

        Assert.Equal(0xFFFFFFu, ColorAt(page, 13, 20));
        Assert.Equal(0xB45A00u, ColorAt(page, 27, 20), new Near());
    }

    [Fact]
    public void Lossless_and_merged_pages_look_the_same_and_the_merged_file_is_smaller()
    {
        DrawCommand[] commands = [.. Enumerable.Range(1, 10).Select(line => new DrawText("复读机 Repeater 的排版测试 with Latin", FontFace.Han, 17, 10, line * 28, 0xFF333366))];
        var lossless = Write(commands, 400, 300, 2, lossless: true);
        var merged = Write(commands, 400, 300, 2, lossless: false);

        Assert.True(merged.Length < lossless.Length * 0.8);
        var difference = Decode(lossless).Rgba.Zip(Decode(merged).Rgba).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(difference, 0, 16);
    }

    [Fact]
    public void A_photograph_stays_exact()
    {
        var random = new Random(4);
        var rgba = new byte[200 * 200 * 4];
        random.NextBytes(rgba);
        for (var i = 3; i < rgba.Length; i += 4)
        {
            rgba[i] = 255;
        }

        var page = Draw(200, 200, 1, new DrawBitmap(new(200, 200, rgba), new(0, 0, 200, 200), 0));

        Assert.Equal(rgba, page.Rgba);
    }

    [Fact]
    public void Commands_with_strange_numbers_are_survived()
    {
        float[] strange = [0, -1, float.NaN, float.PositiveInfinity, float.MaxValue, -1e30f, 1e7f];
        var commands = new List<DrawCommand>();
        foreach (var a in strange)
        {
            foreach (var b in strange)
            {
                commands.Add(new FillRect(new(a, b, b, a), Black));
                commands.Add(new FillRoundRect(new(b, a, 10, b), a, Black));
                commands.Add(new StrokeRoundRect(new(a, 1, b, 10), b, a, Black));
                commands.Add(new StrokeLines([new(a, b), new(b, a)], a, Black));
                commands.Add(new StrokeLines([], a, Black));
                commands.Add(new FillBar(new(a, b, b, a), Black));
                commands.Add(new FillOutline(Outline.OfRect(a, b, b, a), a, b, a, Black));
                commands.Add(new FillOutline(new([]), a, b, a, Black));
                commands.Add(new DrawText("字", FontFace.Han, a, b, a, Black, Italic: true));
                commands.Add(new DrawText("", FontFace.Missing, a, b, a, Black));
                commands.Add(new DrawEmoji("😀", a, b, a));
                commands.Add(new DrawEmoji("", 10, 1, 1));
                commands.Add(new DrawBitmap(Gradient(2, 2), new(a, b, a, b), a));
            }
        }

        Assert.Equal(10, Draw(10, 10, 1, [.. commands]).Width);
    }

    [Theory]
    [InlineData(0, 10, 1)]
    [InlineData(10, -1, 1)]
    [InlineData(100_000, 10, 1)]
    [InlineData(10, 10, 0)]
    [InlineData(10, 10, float.NaN)]
    public void Impossible_page_sizes_are_refused(int width, int height, float scale)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Write([], width, height, scale, lossless: false));
    }

    [Fact]
    public void Pages_drawn_at_once_are_the_same_as_one_after_the_other()
    {
        DrawCommand[] PageOf(int number) =>
            [.. Enumerable.Range(1, 8).SelectMany(line => new DrawCommand[] { new DrawText($"第{number}页 line {line}", FontFace.Han, 15 + number % 3, 5, line * 25, Black), new DrawEmoji("🎉", 15, 200, line * 25) })];
        var expected = Enumerable.Range(0, 12).Select(number => Write(PageOf(number), 250, 220, 2, lossless: false)).ToArray();
        var found = new byte[expected.Length][];

        Parallel.For(0, expected.Length, number => found[number] = Write(PageOf(number), 250, 220, 2, lossless: false));

        Assert.Equal(expected, found);
    }

    static Bitmap Gradient(int width, int height)
    {
        var rgba = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            (rgba[4 * i], rgba[4 * i + 1], rgba[4 * i + 2], rgba[4 * i + 3]) = ((byte)(i % width * 3), (byte)(i / width * 3), 100, 255);
        }

        return new(width, height, rgba);
    }

    static byte[] Write(IReadOnlyList<DrawCommand> commands, int width, int height, float scale, bool lossless)
    {
        var file = new MemoryStream();
        PageRenderer.WritePng(commands, width, height, scale, White, lossless, file);
        return file.ToArray();
    }

    static Bitmap Draw(int width, int height, float scale, params DrawCommand[] commands) => Decode(Write(commands, width, height, scale, lossless: true));

    static Bitmap Decode(byte[] file)
    {
        Assert.True(PngReader.TryDecode(file, out var bitmap, out var error), error);
        return bitmap;
    }

    static uint ColorAt(Bitmap page, int x, int y)
    {
        var at = (y * page.Width + x) * 4;
        return (uint)(page.Rgba[at] << 16 | page.Rgba[at + 1] << 8 | page.Rgba[at + 2]);
    }

    static HashSet<uint> Colors(Bitmap page) =>
        [.. from y in Enumerable.Range(0, page.Height) from x in Enumerable.Range(0, page.Width) select ColorAt(page, x, y)];

    /// <summary>Black pixels, grey ones in part.</summary>
    static double Ink(Bitmap page) => Enumerable.Range(0, page.Width * page.Height).Sum(i => 1 - page.Rgba[4 * i + 1] / 255.0);

    static (int Left, int Top, int Right, int Bottom) InkBox(Bitmap page)
    {
        var inked = (from y in Enumerable.Range(0, page.Height) from x in Enumerable.Range(0, page.Width) where page.Rgba[(y * page.Width + x) * 4 + 1] < 200 select (X: x, Y: y)).ToList();
        return (inked.Min(p => p.X), inked.Min(p => p.Y), inked.Max(p => p.X), inked.Max(p => p.Y));
    }

    /// <summary>Equal within two steps of each channel.</summary>
    sealed class Near : IEqualityComparer<uint>
    {
        public bool Equals(uint x, uint y) => IsNear(x >> 16, y >> 16) && IsNear(x >> 8, y >> 8) && IsNear(x, y);

        public int GetHashCode(uint obj) => 0;

        static bool IsNear(uint x, uint y) => Math.Abs((int)(x & 0xFF) - (int)(y & 0xFF)) <= 2;
    }
}
