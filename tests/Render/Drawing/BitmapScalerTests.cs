using Repeater.Render.Drawing;

namespace Repeater.Tests.Render.Drawing;

public class BitmapScalerTests
{
    [Fact]
    public void A_picture_of_the_same_size_stays_as_it_is()
    {
        var rgba = new byte[6 * 5 * 4];
        new Random(2).NextBytes(rgba);
        for (var i = 3; i < rgba.Length; i += 4)
        {
            rgba[i] = 255;
        }

        Assert.Equal(rgba, Scale(new(6, 5, rgba), 6, 5));
    }

    [Fact]
    public void A_fine_chequerboard_becomes_even_grey()
    {
        var board = Picture(64, 64, (x, y) => (x + y) % 2 == 0 ? [255, 255, 255, 255] : [0, 0, 0, 255]);

        Assert.All(Pixels(Scale(board, 16, 16)), pixel => Assert.InRange(pixel[0], 126, 129));
        Assert.All(Pixels(Scale(board, 13, 9)), pixel => Assert.InRange(pixel[0], 90, 165));
    }

    [Fact]
    public void Transparent_pixels_leave_no_fringe_of_their_colour()
    {
        // Red beside transparent green: the mean is half-opaque red, premultiplied.
        var picture = Picture(2, 1, (x, _) => x == 0 ? [255, 0, 0, 255] : [0, 255, 0, 0]);

        Assert.Equal([128, 0, 0, 128], Scale(picture, 1, 1));
    }

    [Fact]
    public void A_growing_picture_is_smooth()
    {
        var row = Pixels(Scale(Picture(2, 1, (x, _) => x == 0 ? [0, 0, 0, 255] : [200, 200, 200, 255]), 8, 1)).Select(pixel => pixel[0]).ToArray();

        Assert.Equal(row.Order(), row);
        Assert.True(row.Distinct().Count() >= 5);
    }

    [Theory]
    [InlineData(1, 1, 7, 3)]
    [InlineData(1, 9, 4, 2)]
    [InlineData(300, 1, 1, 1)]
    [InlineData(17, 23, 16, 24)]
    public void An_even_picture_stays_even_at_any_size(int width, int height, int newWidth, int newHeight)
    {
        var even = Picture(width, height, (_, _) => [10, 200, 77, 255]);

        Assert.All(Pixels(Scale(even, newWidth, newHeight)), pixel => Assert.Equal([10, 200, 77, 255], pixel));
    }

    static byte[] Scale(Bitmap bitmap, int width, int height)
    {
        var scaler = new BitmapScaler(bitmap, width, height);
        var result = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            scaler.ReadRow(y, result.AsSpan(y * width * 4, width * 4));
        }

        return result;
    }

    static IEnumerable<byte[]> Pixels(byte[] rgba) => rgba.Chunk(4);

    static Bitmap Picture(int width, int height, Func<int, int, byte[]> pixel) => new(width, height,
        [.. Enumerable.Range(0, height).SelectMany(y => Enumerable.Range(0, width).SelectMany(x => pixel(x, y)))]);
}
