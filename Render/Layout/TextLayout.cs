using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>Lines of text with their heights: what paragraphs, headings and cells are made of.</summary>
sealed class TextLayout(PageSetting page)
{
    readonly LinePainter _painter = new(page.Theme, page.Sizes);

    public IReadOnlyList<PlacedLine> Lines(IReadOnlyList<Inline> content, BaseStyle style, float lineHeight, float width)
    {
        var fitted = page.Shaper.FitTo(page.Shaper.Shape(content, style), width, page.MaxPictureHeight);
        return [.. LineFiller.Fill(fitted, width).Select(line => Place(fitted, line, lineHeight))];
    }

    public void Paint(PlacedLine line, float x, float top, List<DrawCommand> commands) =>
        _painter.Paint(line.Text, line.Line, x, top + line.Baseline, commands);

    /// <summary>Adds lines to the flow one below the other; the first two and the last two stay together.</summary>
    public void AddTo(Flow flow, IReadOnlyList<PlacedLine> lines, Frame frame, PageBreak start = PageBreak.Block)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var strip = new Strip
            {
                Height = line.Height,
                Characters = line.Characters,
                Break = i == 0 ? start : i == 1 || i == lines.Count - 1 ? PageBreak.Forbidden : PageBreak.Line,
            };
            Paint(line, frame.LineStart(line.Width), 0, strip.Commands);
            flow.Add(strip, line.Baseline);
            flow.Need(frame.PageWidthFor(line.Width));
        }
    }

    // A picture stands on the line and makes it as high as it must be; so does a formula, to both sides.
    PlacedLine Place(ShapedText shaped, Line line, float lineHeight)
    {
        var sizes = page.Sizes;
        var baseline = sizes.Baseline(lineHeight, shaped.Base.Size);
        var above = baseline;
        var below = lineHeight - baseline;
        var aboveFormulas = baseline;
        var onlyPictures = true;
        for (var i = line.First; i < line.End; i++)
        {
            var atom = shaped.Atoms[i];
            var run = shaped.Runs[atom.Run];
            onlyPictures &= atom.Kind is AtomKind.Picture or AtomKind.Space or AtomKind.Nothing;
            if (run.Picture is { } picture)
            {
                above = MathF.Max(above, _painter.PictureHeight(picture, atom.Width) + sizes.Of(4));
            }
            else if (atom.Part is { } part)
            {
                aboveFormulas = MathF.Max(aboveFormulas, sizes.SnapUp(part.Ascent + run.Raise + sizes.Of(2)));
                below = MathF.Max(below, sizes.SnapUp(part.Descent - run.Raise + sizes.Of(1)));
            }
        }

        if (onlyPictures && above > baseline)
        {
            below = sizes.Of(4);
        }

        above = MathF.Max(above, aboveFormulas);
        return new PlacedLine(shaped, line, above + below, above) { Rise = aboveFormulas - baseline };
    }
}
