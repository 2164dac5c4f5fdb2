namespace Repeater.Render.Drawing.Skia;

/// <summary>Pixels that a canvas can draw. May be drawn by several threads at once.</summary>
sealed class Image : IDisposable
{
    Image(ImageHandle handle, int width, int height)
    {
        Handle = handle;
        Width = width;
        Height = height;
    }

    public int Width { get; }

    public int Height { get; }

    internal ImageHandle Handle { get; }

    /// <summary>The pixels are premultiplied, rows from the top; reordered in place where the system wants it.</summary>
    public static Image FromPixels(int width, int height, Span<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, checked(width * height * 4));
        NativeLoader.EnsureLoaded();
        PixelOrder.SwapIfBgra(rgba);
        return new(Native.ImageFromPixels(width, height, rgba), width, height);
    }

    internal static Image Adopt(ImageHandle handle, int width, int height) => new(handle, width, height);

    public void Dispose() => Handle.Dispose();
}
