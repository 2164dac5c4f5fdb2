using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>The signs of alerts, drawn in a square of the given side.</summary>
static class AlertIcon
{
    public static void Draw(AlertKind kind, float x, float y, float side, uint color, List<DrawCommand> commands)
    {
        var line = side / 11;
        switch (kind)
        {
            case AlertKind.Tip:
                Lines(
                    (0.35f, 0.72f), (0.35f, 0.62f), (0.2f, 0.42f), (0.24f, 0.2f), (0.5f, 0.06f),
                    (0.76f, 0.2f), (0.8f, 0.42f), (0.65f, 0.62f), (0.65f, 0.72f), (0.35f, 0.72f));
                Lines((0.38f, 0.92f), (0.62f, 0.92f));
                break;
            case AlertKind.Important:
                Lines(
                    (0.3f, 0.78f), (0.06f, 0.78f), (0.06f, 0.08f), (0.94f, 0.08f), (0.94f, 0.78f),
                    (0.5f, 0.78f), (0.3f, 0.96f), (0.3f, 0.78f), (0.28f, 0.78f));
                Exclamation(0.22f, 0.44f, 0.62f);
                break;
            case AlertKind.Warning:
                Lines((0.5f, 0.08f), (0.96f, 0.9f), (0.04f, 0.9f), (0.5f, 0.08f), (0.52f, 0.12f));
                Exclamation(0.38f, 0.6f, 0.76f);
                break;
            case AlertKind.Caution:
                Lines(
                    (0.31f, 0.05f), (0.69f, 0.05f), (0.95f, 0.31f), (0.95f, 0.69f), (0.69f, 0.95f),
                    (0.31f, 0.95f), (0.05f, 0.69f), (0.05f, 0.31f), (0.31f, 0.05f), (0.35f, 0.05f));
                Exclamation(0.26f, 0.54f, 0.72f);
                break;
            default:
                commands.Add(new StrokeRoundRect(new Rect(x, y, side, side), side / 2, line, color));
                Dot(0.28f);
                Lines((0.5f, 0.46f), (0.5f, 0.76f));
                break;
        }

        void Exclamation(float top, float bottom, float dot)
        {
            Lines((0.5f, top), (0.5f, bottom));
            Dot(dot);
        }

        void Dot(float middle)
        {
            var size = line * 1.25f;
            commands.Add(new FillRoundRect(new Rect(x + (side / 2) - (size / 2), y + (middle * side) - (size / 2), size, size), size / 2, color));
        }

        void Lines(params ReadOnlySpan<(float X, float Y)> points)
        {
            var placed = new Point[points.Length];
            for (var i = 0; i < points.Length; i++)
            {
                placed[i] = new Point(x + (points[i].X * side), y + (points[i].Y * side));
            }

            commands.Add(new StrokeLines(placed, line, color));
        }
    }
}
