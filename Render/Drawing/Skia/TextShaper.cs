using System.Runtime.InteropServices;

namespace Repeater.Render.Drawing.Skia;

/// <summary>Widths as HarfBuzz shapes them: kerning, ligatures and marks included.</summary>
sealed class TextShaper
{
    // Advances are linear in the size, so one size tells all; at this one nothing is lost to rounding.
    const float MeasuredSize = 1000;

    readonly Lock _lock = new();
    CanvasHandle? _canvas;

    /// <summary>The width in em.</summary>
    public float Measure(ReadOnlySpan<char> text, Typeface typeface)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        lock (_lock)
        {
            _canvas ??= Native.CanvasNew();
            var utf16 = MemoryMarshal.Cast<char, ushort>(text);
            var width = Native.CanvasMeasureText(_canvas, utf16, utf16.Length, typeface.Handle, MeasuredSize);
            return float.IsFinite(width) ? width / MeasuredSize : 0;
        }
    }
}
