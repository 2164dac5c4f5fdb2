using System.Runtime.InteropServices;

namespace Repeater.Render.Drawing.Skia;

/// <summary>Skia's pixels are RGBA on Linux and BGRA on Windows; ours are always RGBA.</summary>
static class PixelOrder
{
    const int Bgra = 6;

    static readonly Lazy<bool> IsBgra = new(() => Native.GetColorType() == Bgra);

    public static void SwapIfBgra(Span<byte> pixels)
    {
        if (!IsBgra.Value)
        {
            return;
        }

        foreach (ref var pixel in MemoryMarshal.Cast<byte, uint>(pixels))
        {
            pixel = (pixel & 0xFF00FF00) | (pixel & 0xFF) << 16 | (pixel >> 16 & 0xFF);
        }
    }
}
