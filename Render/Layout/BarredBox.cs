using Repeater.Render.Drawing;

namespace Repeater.Render.Layout;

/// <summary>A box with a bar along its left side, as quotes and code blocks have.</summary>
static class BarredBox
{
    /// <param name="area">Of the whole box.</param>
    /// <param name="bar">Its width.</param>
    /// <param name="radius">Of the corners.</param>
    /// <param name="barColor">Colour of the bar.</param>
    /// <param name="background">Colour of the box.</param>
    /// <param name="outline">Drawn along the other sides where the box could not be told from the page; 0 width for none.</param>
    /// <param name="commands">Receives the result.</param>
    public static void Draw(
        Rect area, float bar, float radius, uint barColor, uint background, (float Width, uint Color) outline, List<DrawCommand> commands)
    {
        // Under the background the bar goes on a little, so that only its outer corners are round; it does not reach the
        // corners at the right, where its colour would shine through their smooth edges.
        var inside = area with { X = area.X + bar, Width = area.Width - bar };
        commands.Add(new FillRoundRect(area with { Width = bar + (2 * radius) }, radius, barColor));
        if (outline.Width > 0)
        {
            Fill(inside, radius, outline.Color);
            var line = outline.Width;
            inside = inside with { Y = inside.Y + line, Width = inside.Width - line, Height = inside.Height - (2 * line) };
            radius -= line;
        }

        Fill(inside, radius, background);

        void Fill(Rect box, float corner, uint color)
        {
            commands.Add(new FillRoundRect(box, corner, color));
            commands.Add(new FillRect(box with { Width = 2 * corner }, color));
        }
    }
}
