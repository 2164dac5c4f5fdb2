using Repeater.Render.Text;

namespace Repeater.Render.Drawing;

/// <summary>One step of drawing a page. Lengths are logical pixels, y grows downwards, colours are 0xAARRGGBB.</summary>
abstract record DrawCommand
{
    public DrawCommand MovedBy(float x, float y) => this switch
    {
        FillRect c => c with { Area = c.Area.MovedBy(x, y) },
        FillRoundRect c => c with { Area = c.Area.MovedBy(x, y) },
        StrokeRoundRect c => c with { Area = c.Area.MovedBy(x, y) },
        FillBar c => c with { Area = c.Area.MovedBy(x, y) },
        FillOutline c => c with { X = c.X + x, Y = c.Y + y },
        StrokeLines c => c with { Points = [.. c.Points.Select(p => new Point(p.X + x, p.Y + y))] },
        DrawText c => c with { X = c.X + x, Baseline = c.Baseline + y },
        DrawEmoji c => c with { X = c.X + x, Baseline = c.Baseline + y },
        DrawBitmap c => c with { Area = c.Area.MovedBy(x, y) },
        _ => throw new InvalidOperationException($"There is no such drawing command: {this}."),
    };
}

readonly record struct Rect(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    public float Bottom => Y + Height;

    public Rect MovedBy(float x, float y) => this with { X = X + x, Y = Y + y };
}

readonly record struct Point(float X, float Y);

sealed record FillRect(Rect Area, uint Color) : DrawCommand;

sealed record FillRoundRect(Rect Area, float Radius, uint Color) : DrawCommand;

/// <summary>A frame whose line lies inside the area.</summary>
sealed record StrokeRoundRect(Rect Area, float Radius, float LineWidth, uint Color) : DrawCommand;

/// <summary>A line of a formula, level or upright: its thickness is rounded by itself, so that all of one kind look the same.</summary>
sealed record FillBar(Rect Area, uint Color) : DrawCommand;

/// <summary>An outline in its own units, put at a point and scaled.</summary>
sealed record FillOutline(Outline Outline, float X, float Y, float Scale, uint Color) : DrawCommand;

sealed record StrokeLines(IReadOnlyList<Point> Points, float LineWidth, uint Color) : DrawCommand;

/// <summary>
/// Text of one face, drawn from <paramref name="X"/> on the baseline. Italic is a skewed outline, except where the face
/// is italic itself; bold is a thickened outline, except where the face is bold itself. Both may simply repeat the style.
/// </summary>
sealed record DrawText(
    string Text, FontFace Face, float Size, float X, float Baseline, uint Color, bool Italic = false, bool Bold = false)
    : DrawCommand;

/// <summary>An emoji cluster, always one glyph.</summary>
sealed record DrawEmoji(string Cluster, float Size, float X, float Baseline) : DrawCommand;

/// <summary>Brightness is what remains of each colour, 0 to 1; what is transparent stays so.</summary>
sealed record DrawBitmap(Bitmap Bitmap, Rect Area, float Radius, float Brightness = 1) : DrawCommand;

/// <summary>A decoded picture: RGBA, four bytes a pixel, not premultiplied, rows from the top.</summary>
sealed record Bitmap(int Width, int Height, byte[] Rgba);
