using Repeater.Render.Drawing.Skia;

namespace Repeater.Render.Drawing;

/// <summary>Draws a page and writes it as PNG.</summary>
static class PageRenderer
{
    /// <summary>
    /// Width and height are logical pixels; the image has them times the scale, rounded up. Lossless keeps every colour,
    /// else colours that cannot be told apart may be merged to fit a palette, which makes the file a third.
    /// </summary>
    /// <exception cref="RenderingUnavailableException">The native library cannot be loaded in this process.</exception>
    public static void WritePng(
        IReadOnlyList<DrawCommand> commands, int width, int height, float scale, uint background, bool lossless, Stream destination)
    {
        var deviceWidth = DeviceLength(width, scale);
        var deviceHeight = DeviceLength(height, scale);
        var page = new BandedPage(new BandPainter(commands, scale, background), deviceWidth, deviceHeight);
        if (lossless || !page.TryWriteWithPalette(destination))
        {
            page.WriteInFullColor(destination);
        }
    }

    static int DeviceLength(int length, float scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Canvas.MaxSide);
        if (!(scale is >= 0.1f and <= 10))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be from 0.1 to 10.");
        }

        return (int)MathF.Ceiling(length * scale);
    }
}
