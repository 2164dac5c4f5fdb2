using Repeater.Render.Drawing.Skia;
using Repeater.Render.Text;

namespace Repeater.Render.Drawing;

/// <summary>
/// Draws the part of a page that a band of device rows shows. Edges of rectangles, frames and baselines are put on
/// whole device pixels; so is each band's top, so that the seams do not show.
/// </summary>
sealed class BandPainter(IReadOnlyList<DrawCommand> commands, float scale, uint background)
{
    // Ink above and below a baseline in text sizes. Marks may be stacked, and mathematical signs are tall.
    const float Rise = 1.4f;
    const float Drop = 0.8f;
    const float TallRise = 4;
    const float TallDrop = 3;

    readonly (DrawCommand Command, float Top, float Bottom)[] _commands =
        [.. commands.Select(command => WithRows(command, scale))];

    /// <summary>Receives the rows as opaque RGBA.</summary>
    public void Paint(int top, int width, int rows, Span<byte> rgba)
    {
        using var canvas = new Canvas(width, rows);
        canvas.FillRect(0, 0, width, rows, background | 0xFF000000);
        foreach (var (command, first, last) in _commands)
        {
            if (first < top + rows && last > top)
            {
                Draw(canvas, command, top);
            }
        }

        canvas.ReadPixels(rgba);
    }

    void Draw(Canvas canvas, DrawCommand command, int top)
    {
        switch (command)
        {
            case FillRect(var area, var color):
                var rect = Snap(area, top);
                canvas.FillRect(rect.X, rect.Y, rect.Width, rect.Height, color);
                break;
            case FillBar(var area, var color):
                var bar = SnapBar(area, top);
                canvas.FillRect(bar.X, bar.Y, bar.Width, bar.Height, color);
                break;
            case FillOutline outline:
                OutlinePath.Add(canvas, outline.Outline, outline.X * scale, outline.Y * scale - top, outline.Scale * scale);
                canvas.FillPath(outline.Color);
                break;
            case FillRoundRect(var area, var radius, var color):
                canvas.BeginPath();
                RoundRectPath.Add(canvas, Snap(area, top), radius * scale);
                canvas.FillPath(color);
                break;
            case StrokeRoundRect frame:
                DrawFrame(canvas, frame, top);
                break;
            case StrokeLines(var points, var lineWidth, var color):
                DrawLines(canvas, points, lineWidth, color, top);
                break;
            case DrawText text:
                GlyphPainter.Draw(canvas, text, text.Size * scale, text.X * scale, MathF.Round(text.Baseline * scale) - top);
                break;
            case DrawEmoji emoji:
                DrawEmoji(canvas, emoji, top);
                break;
            case DrawBitmap(var bitmap, var area, var radius, var brightness):
                BitmapPainter.Draw(canvas, bitmap, Snap(area, top), radius * scale, brightness);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such drawing command.");
        }
    }

    void DrawFrame(Canvas canvas, StrokeRoundRect frame, int top)
    {
        var outer = Snap(frame.Area, top);
        var line = Math.Max(1, MathF.Round(frame.LineWidth * scale));
        canvas.BeginPath();
        RoundRectPath.Add(canvas, outer, frame.Radius * scale);
        var inner = new Rect(outer.X + line, outer.Y + line, outer.Width - 2 * line, outer.Height - 2 * line);
        RoundRectPath.Add(canvas, inner, frame.Radius * scale - line, clockwise: false);
        canvas.FillPath(frame.Color);
    }

    void DrawLines(Canvas canvas, IReadOnlyList<Point> points, float lineWidth, uint color, int top)
    {
        canvas.BeginPath();
        for (var i = 0; i < points.Count; i++)
        {
            var (x, y) = (points[i].X * scale, points[i].Y * scale - top);
            if (i == 0)
            {
                canvas.MoveTo(x, y);
            }
            else
            {
                canvas.LineTo(x, y);
            }
        }

        canvas.StrokePath(lineWidth * scale, color);
    }

    void DrawEmoji(Canvas canvas, DrawEmoji emoji, int top)
    {
        var size = MathF.Round(emoji.Size * scale);
        var (x, baseline) = (MathF.Round(emoji.X * scale), MathF.Round(emoji.Baseline * scale));
        if (size is > 0 and <= Canvas.MaxTextSize && Math.Abs(x) <= Canvas.MaxSide)
        {
            EmojiCache.Shared.Draw(canvas, emoji.Cluster, (int)size, (int)x, (int)baseline - top);
        }
    }

    /// <summary>Anything that has a size stays at least one pixel.</summary>
    Rect Snap(Rect area, int top)
    {
        var (left, upper) = (MathF.Round(area.X * scale), MathF.Round(area.Y * scale));
        var right = area.Width > 0 ? Math.Max(left + 1, MathF.Round(area.Right * scale)) : left;
        var lower = area.Height > 0 ? Math.Max(upper + 1, MathF.Round(area.Bottom * scale)) : upper;
        return new(left, upper - top, right - left, lower - upper);
    }

    /// <summary>Length and place to whole pixels, the thickness to the same number of them wherever it stands.</summary>
    Rect SnapBar(Rect area, int top)
    {
        if (area.Width >= area.Height)
        {
            var thickness = Math.Max(1, MathF.Round(area.Height * scale));
            var upper = MathF.Round((area.Y + area.Height / 2) * scale - thickness / 2);
            return Snap(area, top) with { Y = upper - top, Height = thickness };
        }

        var width = Math.Max(1, MathF.Round(area.Width * scale));
        return Snap(area, top) with { X = MathF.Round((area.X + area.Width / 2) * scale - width / 2), Width = width };
    }

    static (DrawCommand Command, float Top, float Bottom) WithRows(DrawCommand command, float scale)
    {
        var (top, bottom) = command switch
        {
            FillRect(var area, _) => (area.Y, area.Bottom),
            FillBar(var area, _) => (area.Y - 1, area.Bottom + 1),
            FillOutline outline when outline.Outline.Rows() is var rows =>
                (outline.Y + rows.Top * outline.Scale, outline.Y + rows.Bottom * outline.Scale),
            FillRoundRect(var area, _, _) => (area.Y, area.Bottom),
            StrokeRoundRect(var area, _, _, _) => (area.Y, area.Bottom),
            DrawBitmap { Area: var area } => (area.Y, area.Bottom),
            DrawText text when MayBeTall(text) => (text.Baseline - TallRise * text.Size, text.Baseline + TallDrop * text.Size),
            DrawText text => (text.Baseline - Rise * text.Size, text.Baseline + Drop * text.Size),
            DrawEmoji emoji => (emoji.Baseline - Rise * emoji.Size, emoji.Baseline + Drop * emoji.Size),
            StrokeLines { Points.Count: > 0 } lines =>
                (lines.Points.Min(point => point.Y) - lines.LineWidth, lines.Points.Max(point => point.Y) + lines.LineWidth),
            _ => (0f, 0f),
        };
        return (command, top * scale - 1, bottom * scale + 1);
    }

    /// <summary>Not plain Latin, Han, kana or Hangul: there combining marks begin.</summary>
    static bool MayBeTall(DrawText text) =>
        text.Face is FontFace.Math or >= FontFace.KatexMain and <= FontFace.KatexSize4
        || text.Text.AsSpan().ContainsAnyInRange('\u0300', '\u1FFF')
        || text.Text.AsSpan().ContainsAnyInRange('\u20D0', '\u20FF')
        || text.Text.AsSpan().ContainsAnyInRange('\uFE20', '\uFE2F');
}
