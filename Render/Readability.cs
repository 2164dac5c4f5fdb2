namespace Repeater.Render;

/// <summary>Contrast of colours as WCAG 2 defines it.</summary>
static class Readability
{
    const double LeastContrast = 3;

    /// <summary>1 (the same) to 21 (black on white). Transparency is not regarded.</summary>
    public static double Contrast(uint a, uint b)
    {
        var (first, second) = (Luminance(a), Luminance(b));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    /// <summary>A colour that the text asks for, moved towards the text colour as far as it must be to be read.</summary>
    public static uint Adjust(uint color, uint background, uint text)
    {
        for (var step = 0; step < 8 && Contrast(color, background) < LeastContrast; step++)
        {
            color = Mix(color, text, 0.25f);
        }

        return color;
    }

    /// <summary>The colour that lies the given part of the way from one to the other; opaque.</summary>
    public static uint Mix(uint from, uint to, float part)
    {
        var mixed = 0xFFu;
        for (var shift = 16; shift >= 0; shift -= 8)
        {
            float start = (from >> shift) & 0xFF;
            float end = (to >> shift) & 0xFF;
            mixed = (mixed << 8) | (uint)MathF.Round(start + ((end - start) * part));
        }

        return mixed;
    }

    static double Luminance(uint color) =>
        (0.2126 * Linear((color >> 16) & 0xFF)) + (0.7152 * Linear((color >> 8) & 0xFF)) + (0.0722 * Linear(color & 0xFF));

    static double Linear(uint channel)
    {
        var value = channel / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
