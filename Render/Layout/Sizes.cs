namespace Repeater.Render.Layout;

/// <summary>
/// Lengths of a page in logical pixels. They are given for body text of 17 px and grow with the theme's font size; heights
/// and lines are whole device pixels, so that edges and baselines are sharp.
/// </summary>
sealed class Sizes(Theme theme, float scale)
{
    const float DesignSize = 17;

    /// <summary>Above the baseline, in font sizes: where the middle of Han characters and of capitals lies.</summary>
    public const float Middle = 0.37f;

    public float Body => theme.FontSize;

    public float BodyLine => Snap(Body * theme.LineHeight);

    public float Padding => Snap(theme.Padding);

    /// <summary>One device pixel at least, and no less than one logical pixel where that is more.</summary>
    public float Hairline => MathF.Max(1, MathF.Round(scale)) / scale;

    /// <summary>A length of the design.</summary>
    public float Of(float designed) => Snap(designed * theme.FontSize / DesignSize);

    /// <summary>A font size of the design; not rounded.</summary>
    public float Font(float designed) => designed * theme.FontSize / DesignSize;

    /// <summary>Pixels of a picture; one is a device pixel, so that no picture is enlarged.</summary>
    public float OfPicture(int pixels) => pixels / scale;

    /// <summary>The nearest whole device pixel.</summary>
    public float Snap(float length) => MathF.Round(length * scale) / scale;

    public float SnapDown(float length) => MathF.Floor((length * scale) + 0.01f) / scale;

    public float SnapUp(float length) => MathF.Ceiling((length * scale) - 0.01f) / scale;

    /// <summary>The baseline that centres text of that size in a line, from the top of the line.</summary>
    public float Baseline(float lineHeight, float fontSize) => Snap((lineHeight / 2) + (Middle * fontSize));
}
