using System.Runtime.InteropServices;
using Repeater.Render.Drawing.Skia;
using Repeater.Render.Text;

namespace Repeater.Render.Drawing;

static class OutlinePath
{
    /// <summary>Adds an outline to the canvas's path, put at a point and scaled.</summary>
    public static void Add(Canvas canvas, Outline outline, float x, float y, float scale)
    {
        canvas.BeginPath();
        foreach (var step in outline.Steps)
        {
            var (end, first, second) = (Place(step.End), Place(step.Control1), Place(step.Control2));
            switch (step.Verb)
            {
                case OutlineVerb.Move:
                    canvas.MoveTo(end.X, end.Y);
                    break;
                case OutlineVerb.Line:
                    canvas.LineTo(end.X, end.Y);
                    break;
                case OutlineVerb.Quadratic:
                    canvas.QuadraticTo(first.X, first.Y, end.X, end.Y);
                    break;
                case OutlineVerb.Cubic:
                    canvas.CubicTo(first.X, first.Y, second.X, second.Y, end.X, end.Y);
                    break;
                default:
                    canvas.ClosePath();
                    break;
            }
        }

        Point Place(Point point) => new(x + point.X * scale, y + point.Y * scale);
    }

    /// <summary>Adds a glyph's contours to the canvas's path, scaled from font units and leaning right by the skew.</summary>
    public static void Add(Canvas canvas, List<OutlinePoint> points, float scale, float x, float baseline, float skew)
    {
        for (var start = 0; start < points.Count;)
        {
            var end = start;
            while (end < points.Count - 1 && !points[end].EndsContour)
            {
                end++;
            }

            AddContour(canvas, CollectionsMarshal.AsSpan(points)[start..(end + 1)], Place);
            start = end + 1;
        }

        Point Place(OutlinePoint point) => new(x + (point.X + skew * point.Y) * scale, baseline - point.Y * scale);
    }

    static void AddContour(Canvas canvas, ReadOnlySpan<OutlinePoint> contour, Func<OutlinePoint, Point> place)
    {
        var (first, last) = (contour[0], contour[^1]);
        var start = first.OnCurve ? place(first) : last.OnCurve ? place(last) : Middle(place(first), place(last));
        canvas.MoveTo(start.X, start.Y);

        Point? control = null;
        foreach (var point in contour[(first.OnCurve ? 1 : 0)..])
        {
            var here = place(point);
            if (point.OnCurve)
            {
                CurveTo(canvas, control, here);
                control = null;
            }
            else
            {
                if (control is { } before)
                {
                    CurveTo(canvas, before, Middle(before, here));
                }

                control = here;
            }
        }

        if (control is not null)
        {
            CurveTo(canvas, control, start);
        }

        canvas.ClosePath();
    }

    static void CurveTo(Canvas canvas, Point? control, Point end)
    {
        if (control is { } point)
        {
            canvas.QuadraticTo(point.X, point.Y, end.X, end.Y);
        }
        else
        {
            canvas.LineTo(end.X, end.Y);
        }
    }

    static Point Middle(Point a, Point b) => new((a.X + b.X) / 2, (a.Y + b.Y) / 2);
}
