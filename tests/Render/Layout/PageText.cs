using System.Globalization;
using System.Text;
using Repeater.Render.Drawing;

namespace Repeater.Tests.Render.Layout;

/// <summary>A page as text, one drawing command a line.</summary>
static class PageText
{
    public static string Of(IEnumerable<Page> pages) => string.Join("\n", pages.Select(Of));

    public static string Of(Page page)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"page {page.Width:0.##} x {page.Height:0.##} {Color(page.Background)}\n");
        foreach (var command in page.Commands)
        {
            text.Append("  ").Append(Of(command)).Append('\n');
        }

        return text.ToString();
    }

    static string Of(DrawCommand command) => command switch
    {
        FillRect c => $"fill {Area(c.Area)} {Color(c.Color)}",
        FillRoundRect c => $"fill {Area(c.Area)} r{N(c.Radius)} {Color(c.Color)}",
        StrokeRoundRect c => $"frame {Area(c.Area)} r{N(c.Radius)} line {N(c.LineWidth)} {Color(c.Color)}",
        FillBar c => $"bar {Area(c.Area)} {Color(c.Color)}",
        FillOutline c => $"outline {N(c.X)},{N(c.Y)} scale {N(c.Scale)} {Color(c.Color)}",
        StrokeLines c => $"lines {string.Join(" ", c.Points.Select(p => $"{N(p.X)},{N(p.Y)}"))} line {N(c.LineWidth)} {Color(c.Color)}",
        DrawText c => $"text {N(c.X)},{N(c.Baseline)} \"{c.Text}\" {c.Face} {N(c.Size)}{(c.Bold ? " bold" : "")}{(c.Italic ? " italic" : "")} {Color(c.Color)}",
        DrawEmoji c => $"emoji {N(c.X)},{N(c.Baseline)} {c.Cluster} {N(c.Size)}",
        DrawBitmap c => $"picture {c.Bitmap.Width}x{c.Bitmap.Height} in {Area(c.Area)} r{N(c.Radius)}",
        _ => throw new InvalidOperationException(command.GetType().Name),
    };

    static string Area(Rect area) => $"{N(area.X)},{N(area.Y)} {N(area.Width)}x{N(area.Height)}";

    static string N(float number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    static string Color(uint color) => color >> 24 == 0xFF
        ? "#" + (color & 0xFFFFFF).ToString("x6", CultureInfo.InvariantCulture)
        : "#" + ((color << 8) | (color >> 24)).ToString("x8", CultureInfo.InvariantCulture);
}
