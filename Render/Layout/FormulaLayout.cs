using Repeater.Render.Drawing;
using Repeater.Render.Formulas;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>
/// Formulas on lines of their own: centred, their number at the right. One that is too wide becomes smaller, then is broken,
/// then makes the page wider.
/// </summary>
sealed class FormulaLayout(PageSetting page, Flow flow, TextLayout text, CodeLayout code)
{
    // Together the space around a formula; a part of it stays where a box begins or ends.
    const float Gap = 12;
    const float Padding = 2;

    // Between the lines of a broken formula, paddings not included.
    const float LineGap = 4;

    const float LeastScale = 0.7f;

    // In font sizes: what further lines are indented by, and the least space before a number.
    const float Indent = 2;
    const float TagGap = 1;

    // However little room there is: as many font sizes.
    const float LeastRoom = 4;

    // More lines than this may be taken apart by a page.
    const int LinesTogether = 8;

    // So that rounding makes nothing too wide.
    const float Margin = 0.999f;

    Sizes Sizes => page.Sizes;

    public void Add(FormulaBlock block, Frame frame)
    {
        if (Set(block, frame.Text, 1) is not { } formula)
        {
            code.Add(block.Written, frame);
        }
        else if (formula.Parts.Count > 0)
        {
            flow.Gap(Sizes.Of(Gap));
            AddLines(block, formula, frame);
            flow.Gap(Sizes.Of(Gap));
        }
    }

    Formula? Set(FormulaBlock block, BaseStyle style, float scale) =>
        page.Formulas.Set(block, block.Source, style with { Size = style.Size * scale }, display: true);

    void AddLines(FormulaBlock block, Formula formula, Frame frame)
    {
        var end = block.Punctuation.Length == 0
            ? null
            : text.Lines([new TextRun(block.Punctuation, default)], frame.Text, frame.LineHeight, float.MaxValue)[0];
        var beside = (end?.Width ?? 0) + (formula.Tag is { } tag ? tag.Width + (TagGap * frame.Text.Size) : 0);
        var room = MathF.Max(frame.Width - beside, LeastRoom * frame.Text.Size);
        var lines = FormulaLines.Unbroken(formula);
        flow.Need(frame.PageWidthFor(lines.Width + beside));
        if (lines.Width * LeastScale > room)
        {
            lines = lines.Broken(room, Indent * frame.Text.Size);
            if (lines.Width * LeastScale > room)
            {
                flow.Want(frame.PageWidthFor((lines.Width * LeastScale) + beside));
            }
        }

        var scale = MathF.Min(1, MathF.Min(room / lines.Width, page.MaxPictureHeight / lines.Height) * Margin);
        if (scale < Margin && Set(block, frame.Text, scale) is { } smaller)
        {
            lines = new FormulaLines(lines.Lines, smaller, lines.Indent * scale);
        }

        AddStrips(block, lines, room, end, frame);
    }

    void AddStrips(FormulaBlock block, FormulaLines lines, float room, PlacedLine? end, Frame frame)
    {
        var width = lines.Width;
        var left = frame.Left + MathF.Max(0, MathF.Min((frame.Width - width) / 2, room - width));
        for (var i = 0; i < lines.Lines.Count; i++)
        {
            var (line, isLast) = (lines.Lines[i], i == lines.Lines.Count - 1);
            var baseline = Sizes.SnapUp(lines.AscentOf(line)) + Sizes.Of(Padding);
            var strip = new Strip
            {
                Height = baseline + Sizes.SnapUp(lines.DescentOf(line)) + Sizes.Of(isLast ? Padding : Padding + LineGap),
                Characters = i == 0 ? block.Source.Length : 0,
                Break = i == 0 ? PageBreak.Block : lines.Lines.Count > LinesTogether ? PageBreak.Line : PageBreak.Forbidden,
            };
            var x = left + (lines.Lines.Count == 1 ? 0 : line.IsIndented ? lines.Indent : 0);
            x = PlaceParts(lines, line, x, baseline, strip.Commands);
            if (isLast)
            {
                AddEnd(lines.Formula, end, x, baseline, frame, strip.Commands);
            }

            flow.Add(strip, baseline);
        }
    }

    static float PlaceParts(FormulaLines lines, FormulaLine line, float x, float baseline, List<DrawCommand> commands)
    {
        for (var i = line.First; i < line.End; i++)
        {
            var part = lines.Formula.Parts[i];
            part.Place(x, baseline, commands);
            x += part.Width + (i + 1 < line.End ? part.Space : 0);
        }

        return x;
    }

    void AddEnd(Formula formula, PlacedLine? end, float x, float baseline, Frame frame, List<DrawCommand> commands)
    {
        if (end is not null)
        {
            text.Paint(end, x, baseline - end.Baseline, commands);
        }

        if (formula.Tag is { } tag)
        {
            tag.Place(frame.Left + frame.Width - tag.Width, baseline, commands);
        }
    }
}
