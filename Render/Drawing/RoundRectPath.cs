using Repeater.Render.Drawing.Skia;

namespace Repeater.Render.Drawing;

static class RoundRectPath
{
    // How far a cubic's control points lie from a quarter circle's ends, in radii.
    const float Circle = 0.5522848f;

    /// <summary>Adds a rectangle with round corners, clockwise or (to cut a hole) the other way.</summary>
    public static void Add(Canvas canvas, Rect area, float radius, bool clockwise = true)
    {
        if (!(area.Width > 0 && area.Height > 0))
        {
            return;
        }

        var r = float.IsFinite(radius) ? Math.Clamp(radius, 0, Math.Min(area.Width, area.Height) / 2) : 0;
        var k = r * (1 - Circle);
        var (left, top, right, bottom) = (area.X, area.Y, area.Right, area.Bottom);
        canvas.MoveTo(left + r, top);
        if (clockwise)
        {
            canvas.LineTo(right - r, top);
            canvas.CubicTo(right - k, top, right, top + k, right, top + r);
            canvas.LineTo(right, bottom - r);
            canvas.CubicTo(right, bottom - k, right - k, bottom, right - r, bottom);
            canvas.LineTo(left + r, bottom);
            canvas.CubicTo(left + k, bottom, left, bottom - k, left, bottom - r);
            canvas.LineTo(left, top + r);
            canvas.CubicTo(left, top + k, left + k, top, left + r, top);
        }
        else
        {
            canvas.CubicTo(left + k, top, left, top + k, left, top + r);
            canvas.LineTo(left, bottom - r);
            canvas.CubicTo(left, bottom - k, left + k, bottom, left + r, bottom);
            canvas.LineTo(right - r, bottom);
            canvas.CubicTo(right - k, bottom, right, bottom - k, right, bottom - r);
            canvas.LineTo(right, top + r);
            canvas.CubicTo(right, top + k, right - k, top, right - r, top);
        }

        canvas.ClosePath();
    }
}
