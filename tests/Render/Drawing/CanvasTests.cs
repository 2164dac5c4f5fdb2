using Repeater.Render.Drawing.Skia;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Drawing;

public class CanvasTests
{
    static readonly float[] Strange = [0, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -float.MaxValue, float.Epsilon, 1e9f];

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    [InlineData(-5, 10)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1, int.MaxValue)]
    [InlineData(16_384, 16_384)]
    public void Sizes_the_library_would_die_of_are_refused(int width, int height)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Canvas(width, height));
    }

    [Fact]
    public void Numbers_that_are_none_and_huge_ones_are_survived_and_leave_the_canvas_usable()
    {
        using var canvas = new Canvas(20, 20);
        foreach (var a in Strange)
        {
            foreach (var b in Strange)
            {
                canvas.FillRect(a, b, 5, 5, 0x00FFFFFF);
                canvas.FillRect(2, 2, a, b, 0x00FFFFFF);
                canvas.FillText("字A", Typefaces.Of(FontFace.Han), a, b, 10, 0x00FFFFFF);
                canvas.FillText("字A", Typefaces.Of(FontFace.Han), 12, a, b, 0x00FFFFFF);
                canvas.BeginPath();
                canvas.MoveTo(a, b);
                canvas.LineTo(b, a);
                canvas.QuadraticTo(a, b, 3, a);
                canvas.CubicTo(a, b, b, a, a, 1);
                canvas.ClosePath();
                canvas.StrokePath(a, 0x00FFFFFF);
                canvas.LineTo(a, b);
                canvas.FillPath(0x00FFFFFF);
            }
        }

        canvas.FillRect(0, 0, 20, 20, 0xFF102030);
        var pixels = new byte[20 * 20 * 4];
        canvas.ReadPixels(pixels);

        Assert.All(pixels.Chunk(4), pixel => Assert.Equal([0x10, 0x20, 0x30, 0xFF], pixel));
    }

    [Fact]
    public void Strange_texts_are_survived()
    {
        using var canvas = new Canvas(50, 20);
        foreach (var text in new[] { "", "\0", "\uD83D", "\uDE00\uD83D", new string('字', 100_000), "a" + new string('\u0301', 10_000), "\uFFFF\uFFFE", "‮abc" })
        {
            canvas.FillText(text, Typefaces.Of(FontFace.Sans), 10, 2, 12, 0xFF000000);
        }

        var pixels = new byte[50 * 20 * 4];
        canvas.ReadPixels(pixels);
        Assert.Contains(pixels, value => value != 0);
    }

    [Fact]
    public void Pixels_are_premultiplied_red_first()
    {
        using var canvas = new Canvas(1, 1);
        canvas.FillRect(0, 0, 1, 1, 0x80FF0000);
        var pixel = new byte[4];
        canvas.ReadPixels(pixel);

        Assert.Equal([128, 0, 0, 128], pixel);
    }

    [Fact]
    public void A_buffer_of_the_wrong_size_is_refused()
    {
        using var canvas = new Canvas(4, 4);

        Assert.Throws<ArgumentOutOfRangeException>(() => canvas.ReadPixels(new byte[63]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.FromPixels(4, 4, new byte[63]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.FromPixels(0, 4, []));
    }

    [Fact]
    public void A_disposed_canvas_is_an_exception_and_not_a_crash()
    {
        var canvas = new Canvas(4, 4);
        canvas.Dispose();

        Assert.Throws<ObjectDisposedException>(() => canvas.FillRect(0, 0, 1, 1, 0xFF000000));
        Assert.Throws<ObjectDisposedException>(() => canvas.ReadPixels(new byte[64]));
    }
}
