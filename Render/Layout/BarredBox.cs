using Repeater.Render.Drawing;

namespace Repeater.Render.Layout;

/// <summary>A box with a bar along its left side, as quotes and code blocks have.</summary>
static class BarredBox
{
    public static void Draw(Rect area, float bar, float radius, uint barColor, uint background, List<DrawCommand> commands)
    {
        // The background covers all but the bar, whose outer corners stay round; its own left corners are nearly square.
        var inside = area with { X = area.X + bar, Width = area.Width - bar };
        commands.Add(new FillRoundRect(area, radius, barColor));
        commands.Add(new FillRoundRect(inside, radius, background));
        commands.Add(new FillRect(inside with { Width = radius }, background));
    }
}
