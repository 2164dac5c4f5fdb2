using Repeater.Render.Drawing;

namespace Repeater.Render.Layout;

/// <summary>A box with a bar along its left side, as quotes and code blocks have.</summary>
static class BarredBox
{
    public static void Draw(Rect area, float bar, float radius, uint barColor, uint background, List<DrawCommand> commands)
    {
        // Under the background the bar goes on a little, so that only its outer corners are round; it does not reach the
        // corners at the right, where its colour would shine through their smooth edges.
        var inside = area with { X = area.X + bar, Width = area.Width - bar };
        commands.Add(new FillRoundRect(area with { Width = bar + (2 * radius) }, radius, barColor));
        commands.Add(new FillRoundRect(inside, radius, background));
        commands.Add(new FillRect(inside with { Width = 2 * radius }, background));
    }
}
