using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>The boxes behind code, keys, marked text and chips in a line.</summary>
sealed class InlineBoxPainter(Theme theme, Sizes sizes)
{
    // In font sizes.
    const float BoxHeight = 1.36f;

    /// <param name="shaped">The text.</param>
    /// <param name="line">Which part of it.</param>
    /// <param name="pens">Where each atom of the line begins.</param>
    /// <param name="baseline">From the top of the strip.</param>
    /// <param name="commands">Receives the result.</param>
    public void Paint(ShapedText shaped, Line line, float[] pens, float baseline, List<DrawCommand> commands)
    {
        for (int i = line.First, end; i < line.End; i = end)
        {
            var run = shaped.Runs[shaped.Atoms[i].Run];
            end = i + 1;
            while (end < line.End && shaped.Runs[shaped.Atoms[end].Run].Style.BoxNumber == run.Style.BoxNumber)
            {
                end++;
            }

            if (run.Style.Box != InlineBox.None)
            {
                var last = end - 1;
                while (end == line.End && last > i && shaped.Atoms[last].Kind == AtomKind.Space)
                {
                    last--;
                }

                var (first, final) = (shaped.Atoms[i], shaped.Atoms[last]);
                var left = pens[i - line.First] - first.PadBefore;
                var right = pens[last - line.First] + final.Width + final.PadAfter;
                var height = sizes.Snap(run.Text.Size * BoxHeight);
                var top = sizes.Snap(baseline - run.Raise - (Sizes.Middle * run.Text.Size) - (height / 2));
                PaintBox(run.Style.Box, new Rect(left, top, right - left, height), first.PadBefore == 0, final.PadAfter == 0, commands);
            }
        }
    }

    // A box that goes on in the next line has no round corners there.
    void PaintBox(InlineBox box, Rect area, bool cutLeft, bool cutRight, List<DrawCommand> commands)
    {
        if (box == InlineBox.Mark)
        {
            FillCut(area, sizes.Of(3), theme[ThemeColor.Mark], cutLeft, cutRight, commands);
            return;
        }

        var radius = sizes.Of(4);
        var line = sizes.Hairline;
        FillCut(area, radius, theme[ThemeColor.TableBorder], cutLeft, cutRight, commands);
        var bottom = box == InlineBox.Key ? sizes.Of(2) : line;
        var inside = new Rect(
            area.X + (cutLeft ? 0 : line),
            area.Y + line,
            area.Width - (cutLeft ? 0 : line) - (cutRight ? 0 : line),
            area.Height - line - bottom);
        FillCut(inside, radius - line, theme[ThemeColor.CodeBackground], cutLeft, cutRight, commands);
    }

    static void FillCut(Rect area, float radius, uint color, bool cutLeft, bool cutRight, List<DrawCommand> commands)
    {
        commands.Add(new FillRoundRect(area, radius, color));
        if (cutLeft)
        {
            commands.Add(new FillRect(area with { Width = MathF.Min(radius, area.Width) }, color));
        }

        if (cutRight)
        {
            var width = MathF.Min(radius, area.Width);
            commands.Add(new FillRect(area with { X = area.Right - width, Width = width }, color));
        }
    }
}
