using System.Globalization;

namespace Repeater.Render.Text;

/// <summary>The box that stands for a code point no font has: two rows of hexadecimal digits. Lengths in em.</summary>
static class MissingGlyph
{
    public const float Ascent = 0.82f;
    public const float Descent = 0.14f;
    public const float Margin = 0.07f;
    public const float DigitSize = 0.42f;

    // A hostile cluster may carry thousands of marks.
    const int MaxBoxes = 4;

    public const float DigitAdvance = 0.6f * DigitSize;
    const float Padding = 0.09f;

    public static IReadOnlyList<string> CodesOf(ReadOnlySpan<char> cluster)
    {
        var codes = new List<string>(1);
        while (!cluster.IsEmpty && codes.Count < MaxBoxes)
        {
            var codePoint = CodePoints.First(cluster, out var length);
            cluster = cluster[length..];
            if (codes.Count == 0 || !CodePoints.IsInvisible(codePoint))
            {
                codes.Add(codePoint.ToString(codePoint > 0xFFFF ? "X6" : "X4", CultureInfo.InvariantCulture));
            }
        }

        return codes;
    }

    /// <summary>Box and margins.</summary>
    public static float AdvanceOf(string code) => code.Length / 2 * DigitAdvance + 2 * Padding + 2 * Margin;

    public static float AdvanceOf(ReadOnlySpan<char> cluster) => CodesOf(cluster).Sum(AdvanceOf);
}
