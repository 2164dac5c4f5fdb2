using Repeater.Render.Drawing.Skia;
using Repeater.Render.Text;

namespace Repeater.Render.Drawing;

/// <summary>
/// Draws text in device pixels: plainly by Skia, skewed or thickened from our own outlines, boxes for what is missing.
/// </summary>
static class GlyphPainter
{
    // tan 12°
    const float Skew = 0.21f;

    // In em: makes a regular stem as strong as that of the real bold of the same family.
    const float BoldStroke = 0.045f;

    const uint BoxAlpha = 0xA0;

    public static void Draw(Canvas canvas, DrawText text, float size, float x, float baseline)
    {
        if (!(size is > 0 and <= Canvas.MaxTextSize))
        {
            return;
        }

        var skew = text.Italic && text.Face != FontFace.MonoItalic ? Skew : 0;
        var isThickened = text.Bold && text.Face is not (FontFace.SansBold or FontFace.HanBold or FontFace.MonoBold);
        switch (text.Face)
        {
            case FontFace.Missing:
                DrawBoxes(canvas, text.Text, size, x, baseline, text.Color);
                break;
            case FontFace.Emoji:
                // Its glyphs are pictures, not outlines.
                canvas.FillText(text.Text, Typefaces.Of(text.Face), size, x, baseline, text.Color);
                break;
            case var face when skew != 0 || isThickened:
                AddOutlines(canvas, text.Text, face, size, x, baseline, skew);
                canvas.FillPath(text.Color);
                if (isThickened)
                {
                    AddOutlines(canvas, text.Text, face, size, x, baseline, skew);
                    canvas.StrokePath(BoldStroke * size, text.Color);
                }

                break;
            case FontFace.Han or FontFace.HanBold when text.Text.AsSpan().ContainsAnyInRange('\u3040', '\u30FF'):
                DrawUnkerned(canvas, text, size, x, baseline);
                break;
            case var face:
                canvas.FillText(WithoutControls(text.Text), Typefaces.Of(face), size, x, baseline, text.Color);
                break;
        }
    }

    /// <summary>Kana kern with each other and with punctuation, but are measured, so drawn, one by one.</summary>
    static void DrawUnkerned(Canvas canvas, DrawText text, float size, float x, float baseline)
    {
        var style = new TextStyle(Mono: false, text.Face == FontFace.HanBold, Italic: false, size);
        foreach (var piece in TextMeasurer.Shared.Measure(text.Text, style))
        {
            var cluster = text.Text.AsSpan(piece.Start, piece.Length);
            canvas.FillText(cluster, Typefaces.Of(text.Face), size, x, baseline, text.Color);
            x += piece.Width;
        }
    }

    /// <summary>Skia would draw a control character as the font's empty box.</summary>
    static string WithoutControls(string text) => text.AsSpan().ContainsAnyInRange('\0', '\x1F')
        ? string.Concat(text.Where(character => !char.IsControl(character)))
        : text;

    static void AddOutlines(
        Canvas canvas, ReadOnlySpan<char> text, FontFace face, float size, float x, float baseline, float skew)
    {
        var font = Fonts.Of(face);
        canvas.BeginPath();
        while (!text.IsEmpty)
        {
            var codePoint = CodePoints.First(text, out var length);
            text = text[length..];
            if (!CodePoints.IsInvisible(codePoint) && font.GlyphOf(codePoint) is var glyph and not 0)
            {
                OutlinePath.Add(canvas, GlyphOutline.Read(font, glyph), size / font.UnitsPerEm, x, baseline, skew);
                x += font.AdvanceOf(glyph) * size;
            }
        }
    }

    static void DrawBoxes(Canvas canvas, string cluster, float size, float x, float baseline, uint color)
    {
        var faint = (color & 0x00FFFFFF) | (color >> 24) * BoxAlpha / 255 << 24;
        var line = Math.Max(1, MathF.Round(size / 20));
        foreach (var code in MissingGlyph.CodesOf(cluster))
        {
            var advance = MissingGlyph.AdvanceOf(code) * size;
            var left = MathF.Round(x + MissingGlyph.Margin * size);
            var right = MathF.Round(x + advance - MissingGlyph.Margin * size);
            var top = MathF.Round(baseline - MissingGlyph.Ascent * size);
            var bottom = MathF.Round(baseline + MissingGlyph.Descent * size);
            var frame = new Rect(left, top, right - left, bottom - top);

            canvas.BeginPath();
            RoundRectPath.Add(canvas, frame, size / 16);
            var inside = new Rect(left + line, top + line, frame.Width - 2 * line, frame.Height - 2 * line);
            RoundRectPath.Add(canvas, inside, size / 16 - line, clockwise: false);
            canvas.FillPath(faint);

            var half = code.Length / 2;
            var digits = MissingGlyph.DigitSize * size;
            var start = (left + right - half * MissingGlyph.DigitAdvance * size) / 2;
            var middle = (top + bottom) / 2;
            var mono = Typefaces.Of(FontFace.Mono);
            canvas.FillText(code.AsSpan(0, half), mono, digits, start, middle - 0.10f * digits, color);
            canvas.FillText(code.AsSpan(half), mono, digits, start, middle + 0.83f * digits, color);
            x += advance;
        }
    }
}
