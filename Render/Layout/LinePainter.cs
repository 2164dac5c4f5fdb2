using System.Text;
using Repeater.Render.Drawing;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>One line of text as drawing commands: boxes behind it, glyphs, lines under and through it.</summary>
sealed class LinePainter(Theme theme, Sizes sizes)
{
    // In font sizes.
    const float UnderlineDrop = 0.16f;
    const float StrikeRise = 0.3f;

    readonly InlineBoxPainter _boxes = new(theme, sizes);

    // Pens that differ by less stand at the same place.
    const float Tolerance = 0.02f;

    /// <param name="shaped">The text.</param>
    /// <param name="line">Which part of it.</param>
    /// <param name="x">Left end of the line.</param>
    /// <param name="baseline">From the top of the strip.</param>
    /// <param name="commands">Receives the result.</param>
    public void Paint(ShapedText shaped, Line line, float x, float baseline, List<DrawCommand> commands)
    {
        var pens = Pens(shaped, line, x);
        _boxes.Paint(shaped, line, pens, baseline, commands);
        PaintGlyphs(shaped, line, pens, baseline, commands);
        PaintLines(shaped, line, pens, baseline, commands);
    }

    /// <summary>Height of a picture in a line, from its width there.</summary>
    public float PictureHeight(Bitmap picture, float width) =>
        MathF.Max(sizes.Hairline, sizes.Snap(width * picture.Height / picture.Width));

    static float[] Pens(ShapedText shaped, Line line, float x)
    {
        var pens = new float[line.End - line.First];
        for (var i = line.First; i < line.End; i++)
        {
            var atom = shaped.Atoms[i];
            x += (i == line.First ? -atom.StartTrim : atom.Lead) + atom.PadBefore;
            pens[i - line.First] = x;
            x += atom.Width + atom.PadAfter;
        }

        return pens;
    }

    // Atoms that stand close together in one face and colour are drawn in one go.
    void PaintGlyphs(ShapedText shaped, Line line, float[] pens, float baseline, List<DrawCommand> commands)
    {
        var text = new StringBuilder();
        DrawText? pending = null;
        var pen = 0f;
        for (var i = line.First; i < line.End; i++)
        {
            var atom = shaped.Atoms[i];
            var run = shaped.Runs[atom.Run];
            var x = pens[i - line.First];
            switch (atom.Kind)
            {
                case AtomKind.Emoji:
                    Flush();
                    commands.Add(new DrawEmoji(shaped.Text.Substring(atom.Start, atom.Length), run.Text.Size, x, baseline - run.Raise));
                    break;
                case AtomKind.Picture:
                    Flush();
                    PaintPicture(run.Picture!, x, atom.Width, baseline, commands);
                    break;
                case AtomKind.Formula:
                    Flush();
                    atom.Part!.Place(x, sizes.Snap(baseline - run.Raise), commands);
                    break;
                case AtomKind.Dash:
                    Flush();
                    i = PaintDashes(shaped, line, pens, i, baseline, commands);
                    break;
                case AtomKind.Space when !atom.IsAdjusted && pending is not null:
                case AtomKind.Text:
                    var next = new DrawText(
                        "", atom.Face, run.Text.Size, x, sizes.Snap(baseline - run.Raise), run.Color, run.Text.Italic, run.Text.Bold);
                    if (pending is null || MathF.Abs(pen - x) > Tolerance || next with { X = pending.X } != pending || atom.Face == FontFace.Missing)
                    {
                        Flush();
                        pending = next;
                    }

                    text.Append(shaped.Text, atom.Start, atom.Length);
                    break;
            }

            pen = atom.IsAdjusted ? float.NegativeInfinity : x + atom.Width;
        }

        Flush();

        void Flush()
        {
            if (pending is not null && text.ToString().TrimEnd(' ') is { Length: > 0 } content)
            {
                commands.Add(pending with { Text = content });
            }

            pending = null;
            text.Clear();
        }
    }

    // A row of dashes is one line, a little shorter than its squares. Returns the last of them.
    int PaintDashes(ShapedText shaped, Line line, float[] pens, int first, float baseline, List<DrawCommand> commands)
    {
        const float Margin = 0.04f;
        var last = first;
        while (last + 1 < line.End && shaped.Atoms[last + 1].Kind == AtomKind.Dash && shaped.Atoms[last + 1].Run == shaped.Atoms[first].Run)
        {
            last++;
        }

        var run = shaped.Runs[shaped.Atoms[first].Run];
        var size = run.Text.Size;
        var height = sizes.Snap(size * (run.Text.Bold ? 0.1f : 0.06f));
        var left = pens[first - line.First] + (Margin * size);
        var right = pens[last - line.First] + shaped.Atoms[last].Width - (Margin * size);
        var middle = baseline - run.Raise - (Sizes.Middle * size);
        commands.Add(new FillRect(new Rect(left, sizes.Snap(middle - (height / 2)), right - left, MathF.Max(height, sizes.Hairline)), run.Color));
        return last;
    }

    void PaintPicture(Bitmap picture, float x, float width, float baseline, List<DrawCommand> commands)
    {
        var height = PictureHeight(picture, width);
        var area = new Rect(sizes.Snap(x), sizes.Snap(baseline - height), width, height);
        var radius = MathF.Min(sizes.Of(6), MathF.Min(width, height) / 4);
        commands.Add(new DrawBitmap(picture, area, radius, theme.PictureBrightness));
    }

    void PaintLines(ShapedText shaped, Line line, float[] pens, float baseline, List<DrawCommand> commands)
    {
        Segments(
            s => s.Underline || (s.Link && s.Script == TextScript.Normal),
            run => (-run.Raise + (UnderlineDrop * run.Text.Size), sizes.Hairline));
        Segments(s => s.Strike, run => (-run.Raise - (StrikeRise * run.Text.Size), sizes.SnapUp(run.Text.Size * 0.07f)));

        void Segments(Func<InlineStyle, bool> has, Func<Run, (float Drop, float Height)> place)
        {
            FillRect? pending = null;
            for (var i = line.First; i < line.End; i++)
            {
                var atom = shaped.Atoms[i];
                var run = shaped.Runs[atom.Run];
                if (!has(run.Style) || atom.Kind == AtomKind.Nothing || (atom.Kind == AtomKind.Space && i + 1 == line.End))
                {
                    continue;
                }

                var (drop, height) = place(run);
                var x = pens[i - line.First];
                var segment = new FillRect(new Rect(x, sizes.Snap(baseline + drop), atom.Width, height), run.Color);
                var lead = i == line.First ? 0 : atom.Lead + atom.PadBefore;
                if (pending is not null && pending.Color == segment.Color && pending.Area.Y == segment.Area.Y
                    && x - lead <= pending.Area.Right + Tolerance)
                {
                    pending = pending with { Area = pending.Area with { Width = x + atom.Width - pending.Area.X } };
                    continue;
                }

                Flush();
                pending = segment;
            }

            Flush();

            void Flush()
            {
                if (pending is not null)
                {
                    commands.Add(pending);
                    pending = null;
                }
            }
        }
    }
}
