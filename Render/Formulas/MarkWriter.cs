using Repeater.Render.Drawing;
using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

/// <summary>Boxes to drawing commands, relative to the start of a part on its baseline.</summary>
sealed class MarkWriter(float pixelsPerEm)
{
    // Beyond this nothing is seen any more, and pixels lose their meaning.
    const double Max = 100_000;

    readonly List<DrawCommand> _marks = [];

    public IReadOnlyList<DrawCommand> Marks => _marks;

    public void Write(Box box, double x, double y, double scale)
    {
        if (!(Math.Abs(x) < Max && Math.Abs(y) < Max && scale < Max))
        {
            return;
        }

        foreach (var ink in box.Inks)
        {
            Write(ink, x, y, scale);
        }

        foreach (var child in box.Children)
        {
            Write(child.Box, x + child.X * scale, y + child.Y * scale, scale * child.Scale);
        }
    }

    void Write(Ink ink, double x, double y, double scale)
    {
        switch (ink)
        {
            case GlyphInk glyph:
                _marks.Add(new DrawText(
                    char.ConvertFromUtf32(glyph.Code), glyph.Face, Px(scale), Px(x), Px(y), glyph.Color, Italic: false, glyph.IsHeavy));
                break;
            case TextInk text:
                foreach (var piece in text.Pieces)
                {
                    _marks.Add(piece.Face == FontFace.Emoji
                        ? new DrawEmoji(piece.Text, Px(piece.Size * scale), Px(x + piece.X * scale), Px(y))
                        : new DrawText(
                            piece.Text, piece.Face, Px(piece.Size * scale), Px(x + piece.X * scale), Px(y), text.Color, text.IsItalic, text.IsBold));
                }

                break;
            case RuleInk rule:
                _marks.Add(new FillBar(Area(rule.X, rule.Y, rule.Width, rule.Height), rule.Color));
                break;
            case AreaInk area:
                _marks.Add(new FillRect(Area(area.X, area.Y, area.Width, area.Height), area.Color));
                break;
            case OutlineInk outline:
                _marks.Add(new FillOutline(outline.Outline, Px(x), Px(y), Px(scale), outline.Color));
                break;
            case StrokeInk stroke:
                _marks.Add(new StrokeLines(
                    [new(Px(x + stroke.X1 * scale), Px(y + stroke.Y1 * scale)), new(Px(x + stroke.X2 * scale), Px(y + stroke.Y2 * scale))],
                    Px(stroke.Thickness * scale),
                    stroke.Color));
                break;
        }

        Rect Area(double left, double top, double width, double height) =>
            new(Px(x + left * scale), Px(y + top * scale), Px(width * scale), Px(height * scale));
    }

    float Px(double em) => (float)(em * pixelsPerEm);
}
