using System.Runtime.InteropServices;

namespace Repeater.Render.Drawing.Skia;

/// <summary>
/// A surface of device pixels, transparent at first. The native library ends the process on arguments it does not
/// expect, so everything is checked here: what is not a number is not drawn, and sizes outside the limits are refused.
/// One thread at a time.
/// </summary>
sealed class Canvas : IDisposable
{
    public const int MaxSide = 16_384;
    public const int MaxPixels = 64 * 1024 * 1024;

    /// <summary>In device pixels; larger text is not drawn.</summary>
    public const float MaxTextSize = 4_096;

    // Beyond this the rasteriser loses precision; nothing we draw reaches it.
    const float MaxCoordinate = 1_000_000;

    readonly CanvasHandle _handle;

    public Canvas(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, MaxPixels);
        NativeLoader.EnsureLoaded();

        Width = width;
        Height = height;
        _handle = Native.CanvasNew();
        Native.CanvasBeginRender(_handle, width, height, 1);
    }

    public int Width { get; }

    public int Height { get; }

    public void FillRect(float x, float y, float width, float height, uint color)
    {
        if (AreDrawable(x, y, width, height) && width > 0 && height > 0)
        {
            Native.CanvasSetColor(_handle, color);
            Native.CanvasFillRect(_handle, x, y, width, height);
        }
    }

    public void FillText(ReadOnlySpan<char> text, Typeface typeface, float size, float x, float y, uint color)
    {
        if (!text.IsEmpty && AreDrawable(x, y) && size is > 0 and <= MaxTextSize)
        {
            Native.CanvasSetColor(_handle, color);
            var utf16 = MemoryMarshal.Cast<char, ushort>(text);
            Native.CanvasFillText(_handle, utf16, utf16.Length, typeface.Handle, size, x, y, align: 0, baseline: 0);
        }
    }

    /// <summary>Copies the image pixel by pixel; scaling is done before (the library would take the nearest pixel).</summary>
    public void DrawImage(Image image, int x, int y)
    {
        if (AreDrawable(x, y))
        {
            Native.CanvasDrawImage(_handle, image.Handle, x, y, image.Width, image.Height);
        }
    }

    public void BeginPath() => Native.CanvasBeginPath(_handle);

    public void MoveTo(float x, float y)
    {
        if (AreDrawable(x, y))
        {
            Native.CanvasMoveTo(_handle, x, y);
        }
    }

    public void LineTo(float x, float y)
    {
        if (AreDrawable(x, y))
        {
            Native.CanvasLineTo(_handle, x, y);
        }
    }

    public void QuadraticTo(float controlX, float controlY, float x, float y)
    {
        if (AreDrawable(controlX, controlY, x, y))
        {
            Native.CanvasQuadraticCurveTo(_handle, controlX, controlY, x, y);
        }
    }

    public void CubicTo(float control1X, float control1Y, float control2X, float control2Y, float x, float y)
    {
        if (AreDrawable(control1X, control1Y, x, y) && AreDrawable(control2X, control2Y))
        {
            Native.CanvasBezierCurveTo(_handle, control1X, control1Y, control2X, control2Y, x, y);
        }
    }

    public void ClosePath() => Native.CanvasClosePath(_handle);

    /// <summary>Fills the path by the non-zero winding rule and forgets it.</summary>
    public void FillPath(uint color)
    {
        Native.CanvasSetColor(_handle, color);
        Native.CanvasFill(_handle);
    }

    /// <summary>Draws the path as a line and forgets it.</summary>
    public void StrokePath(float lineWidth, uint color)
    {
        if (lineWidth is > 0 and <= MaxCoordinate)
        {
            Native.CanvasSetColor(_handle, color);
            Native.CanvasSetLineWidth(_handle, lineWidth);
            Native.CanvasStroke(_handle);
        }
        else
        {
            Native.CanvasBeginPath(_handle);
        }
    }

    /// <summary>What has been drawn so far, as an image of the canvas's size.</summary>
    public Image Snapshot() => Image.Adopt(Native.CanvasEndRender(_handle), Width, Height);

    /// <param name="rgba">Receives premultiplied pixels, four bytes each, rows from the top.</param>
    public void ReadPixels(Span<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, Width * Height * 4);
        using var image = Native.CanvasEndRender(_handle);
        if (Native.ImageReadPixels(image, rgba, (ulong)Width * 4) == 0)
        {
            throw new InvalidOperationException("The drawing library could not read its own pixels back.");
        }

        PixelOrder.SwapIfBgra(rgba);
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>False for what is not a number, too.</summary>
    static bool AreDrawable(float a, float b) => Math.Abs(a) <= MaxCoordinate && Math.Abs(b) <= MaxCoordinate;

    static bool AreDrawable(float a, float b, float c, float d) => AreDrawable(a, b) && AreDrawable(c, d);
}
