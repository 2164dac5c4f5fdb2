using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>Cuts a flow into pages of about the same height, at the best places, and draws their frames.</summary>
sealed class Paginator(Flow flow, Document document, Theme theme, Sizes sizes, InlineShaper shaper, PageLimits limits, float width)
{
    // How much of a page's height a bad place to break is worth: rather a page that much shorter than a paragraph cut in two.
    static readonly float[] Badness = [float.PositiveInfinity, 0.3f, 0.2f, 0.1f, 0.05f, 0];

    // Pages shorter than this part of the target are not made for the sake of a better break.
    const float LeastFilled = 0.5f;

    float TopPadding => sizes.Padding;

    // Room for the page number where there are several pages.
    float BottomPadding => MathF.Max(sizes.Padding, sizes.Of(34));

    float MaxContent => limits.MaxHeight(width) - TopPadding - BottomPadding;

    public IReadOnlyList<Page> Pages()
    {
        var starts = Split(MaxContent);
        var leftOut = document.LeftOut;
        if (starts.Count > limits.MaxPages)
        {
            // The last page must also hold the sentence on what is missing.
            starts = Split(MaxContent, reserved: RemarkHeight);
        }

        var ends = starts.Skip(1).Append(flow.Strips.Count).Take(limits.MaxPages).ToList();
        leftOut += flow.Strips.Skip(ends[^1]).Sum(s => s.Characters);
        return [.. ends.Select((end, i) => Compose(starts[i], end, i + 1, ends.Count, i + 1 == ends.Count ? leftOut : 0))];
    }

    float RemarkHeight => sizes.Of(16) + sizes.Of(20);

    // The first strip of each page.
    List<int> Split(float maxContent, float reserved = 0)
    {
        var starts = new List<int> { 0 };
        var total = Height(0, flow.Strips.Count) + (document.LeftOut > 0 ? RemarkHeight : 0);
        while (total > maxContent - reserved || (reserved == 0 && total > maxContent))
        {
            var start = starts[^1];
            var target = total / MathF.Ceiling(total / (maxContent - reserved));
            var end = BestEnd(start, target, maxContent - reserved);
            if (end >= flow.Strips.Count)
            {
                break;
            }

            starts.Add(end);
            total = Height(end, flow.Strips.Count) + (document.LeftOut > 0 ? RemarkHeight : 0);
        }

        return starts;
    }

    int BestEnd(int start, float target, float maxContent)
    {
        var best = -1;
        var bestCost = float.PositiveInfinity;
        var last = start + 1;
        var height = RepeatedHeight(start) + SplitPadding(start);
        for (var end = start; end < flow.Strips.Count; end++)
        {
            if (end > start)
            {
                var used = height + SplitPadding(end);
                if (used > maxContent)
                {
                    break;
                }

                last = end;
                var cost = Badness[(int)flow.Strips[end].Break] + (MathF.Abs(used - target) / target);
                if (used >= target * LeastFilled && cost <= bestCost && !flow.Strips[end].IsGap)
                {
                    (best, bestCost) = (end, cost);
                }
            }

            height += flow.Strips[end].Height;
        }

        return best > 0 ? best : last;
    }

    // Of the strips from start up to end, without the white space around them.
    float Height(int start, int end)
    {
        var strips = flow.Strips;
        while (start < end && strips[start].IsGap)
        {
            start++;
        }

        while (end > start && strips[end - 1].IsGap)
        {
            end--;
        }

        float height = 0;
        for (var i = start; i < end; i++)
        {
            height += strips[i].Height;
        }

        return height + RepeatedHeight(start) + SplitPadding(start) + SplitPadding(end);
    }

    // What containers that the cut at a strip goes through need on each side of it.
    float SplitPadding(int cut) => flow.Decorations.Where(d => d.First < cut && cut < d.End).Sum(d => d.SplitPadding);

    float RepeatedHeight(int start) => Repeated(start).Sum(s => s.Height);

    IEnumerable<Strip> Repeated(int start) => flow.Decorations
        .Where(d => d.First + d.RepeatedStrips <= start && start < d.End)
        .SelectMany(d => flow.Strips.Skip(d.First).Take(d.RepeatedStrips));

    Page Compose(int start, int end, int number, int count, int leftOut)
    {
        while (start < end && flow.Strips[start].IsGap)
        {
            start++;
        }

        var tops = new float[end - start + 1];
        var repeated = Repeated(start).ToList();
        var y = TopPadding + SplitPadding(start);
        var content = new List<DrawCommand>();
        foreach (var strip in repeated)
        {
            AddStrip(strip, y, false, content);
            y += strip.Height;
        }

        for (var i = start; i < end; i++)
        {
            tops[i - start] = y;
            AddStrip(flow.Strips[i], y, i == start && repeated.Count == 0, content);
            y += flow.Strips[i].Height;
        }

        tops[^1] = y;
        var commands = new List<DrawCommand>(content.Count + 16);
        foreach (var decoration in flow.Decorations.Where(d => d.First < end && d.End > start).OrderBy(d => d.InFront))
        {
            if (decoration.InFront && content.Count > 0)
            {
                commands.AddRange(content);
                content.Clear();
            }

            // A container that is cut reaches over its split padding, and over the repeated header on the page after.
            var (cutAbove, cutBelow) = (decoration.First < start, decoration.End > end);
            var top = cutAbove
                ? TopPadding + flow.Decorations.Where(d => d != decoration && d.First < start && d.End > start && d.First <= decoration.First && d.End >= decoration.End).Sum(d => d.SplitPadding)
                : tops[decoration.First - start];
            var bottom = cutBelow
                ? y + flow.Decorations.Where(d => d.First < end && d.End > end && (d == decoration || (d.First >= decoration.First && d.End <= decoration.End))).Sum(d => d.SplitPadding)
                : tops[decoration.End - start];
            decoration.Draw(top, bottom, commands);
        }

        commands.AddRange(content);
        y += SplitPadding(end);
        if (leftOut > 0)
        {
            y += sizes.Of(16);
            AddCentered(Words.LeftOut(leftOut, document.Chinese), 13, y + sizes.Of(14), commands);
            y += sizes.Of(20);
        }

        var height = y + (count > 1 ? BottomPadding : sizes.Padding);
        if (count > 1)
        {
            AddCentered($"{number}/{count}", 12, height - sizes.Of(12), commands);
        }

        return new Page(width, height, theme[ThemeColor.Background], commands);
    }

    void AddCentered(string words, float size, float baseline, List<DrawCommand> commands)
    {
        var shaped = shaper.Shape(words, new BaseStyle(sizes.Font(size), false, theme[ThemeColor.Muted]));
        var line = LineFiller.Fill(shaped, float.MaxValue)[0];
        new LinePainter(theme, sizes).Paint(shaped, line, (width - line.Width) / 2, sizes.Snap(baseline), commands);
    }

    void AddStrip(Strip strip, float y, bool isFirst, List<DrawCommand> commands)
    {
        var separator = strip.Separator is { } line && !isFirst ? [line] : (IEnumerable<DrawCommand>)[];
        foreach (var command in strip.Commands.Concat(separator))
        {
            commands.Add(Moved(command, sizes.Snap(y)));
        }
    }

    static DrawCommand Moved(DrawCommand command, float y) => command switch
    {
        FillRect c => c with { Area = c.Area with { Y = c.Area.Y + y } },
        FillRoundRect c => c with { Area = c.Area with { Y = c.Area.Y + y } },
        StrokeRoundRect c => c with { Area = c.Area with { Y = c.Area.Y + y } },
        StrokeLines c => c with { Points = [.. c.Points.Select(p => p with { Y = p.Y + y })] },
        DrawText c => c with { Baseline = c.Baseline + y },
        DrawEmoji c => c with { Baseline = c.Baseline + y },
        DrawBitmap c => c with { Area = c.Area with { Y = c.Area.Y + y } },
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such drawing command."),
    };
}
