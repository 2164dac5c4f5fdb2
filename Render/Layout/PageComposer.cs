using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>A flow to finished pages: cut, put together, with numbers and the note on what was left out.</summary>
sealed class PageComposer
{
    readonly Flow _flow;
    readonly PageSetting _page;
    readonly PageLimits _limits;
    readonly Paginator _paginator;
    readonly float _width;

    public PageComposer(Flow flow, PageSetting page, PageLimits limits, float width)
    {
        (_flow, _page, _limits, _width) = (flow, page, limits, width);
        _paginator = new Paginator(flow);
    }

    Sizes Sizes => _page.Sizes;

    float TopPadding => Sizes.Padding;

    // Room for the page number, where there are several pages.
    float BottomPadding => MathF.Max(Sizes.Padding, Sizes.Of(34));

    float RemarkHeight => Sizes.Of(36);

    /// <param name="leftOut">Characters of the text that never became blocks.</param>
    public IReadOnlyList<Page> Pages(int leftOut)
    {
        var room = _limits.MaxHeight(_width) - TopPadding - BottomPadding;
        var cuts = _paginator.Cuts(room, leftOut > 0 ? RemarkHeight : 0, _limits.MaxPages);
        if (cuts[^1] < _flow.Strips.Count)
        {
            // The last page must also hold the note.
            cuts = _paginator.Cuts(room - RemarkHeight, 0, _limits.MaxPages);
            leftOut += _flow.Strips.Skip(cuts[^1]).Sum(s => s.Characters);
        }

        var count = cuts.Count - 1;
        return [.. Enumerable.Range(0, count).Select(i => Compose(cuts[i], cuts[i + 1], i + 1, count, i + 1 == count ? leftOut : 0))];
    }

    Page Compose(int start, int end, int number, int count, int leftOut)
    {
        while (start < end && _flow.Strips[start].IsGap)
        {
            start++;
        }

        var content = new List<DrawCommand>();
        var tops = new float[end - start + 1];
        var y = TopPadding + _paginator.SplitPadding(start);
        foreach (var header in RepeatedStrips(start))
        {
            AddStrip(header, y, isFirst: true, content);
            y += header.Height;
        }

        var hasHeader = content.Count > 0;
        var last = end;
        while (last > start && _flow.Strips[last - 1].IsGap)
        {
            last--;
        }

        for (var i = start; i < last; i++)
        {
            tops[i - start] = y;
            AddStrip(_flow.Strips[i], y, i == start && !hasHeader, content);
            y += _flow.Strips[i].Height;
        }

        tops.AsSpan(last - start).Fill(y);
        var commands = new List<DrawCommand>(content.Count + 16);
        DrawDecorations(start, end, tops, inFront: false, commands);
        commands.AddRange(content);
        DrawDecorations(start, end, tops, inFront: true, commands);
        y += _paginator.SplitPadding(end);
        if (leftOut > 0)
        {
            AddCentered(Words.LeftOut(leftOut, _page.Chinese), 13, y + Sizes.Of(30), commands);
            y += RemarkHeight;
        }

        var height = y + (count > 1 ? BottomPadding : Sizes.Padding);
        if (count > 1)
        {
            AddCentered($"{number}/{count}", 12, height - Sizes.Of(12), commands);
        }

        return new Page(_width, height, _page.Theme[ThemeColor.Background], commands);
    }

    IEnumerable<Strip> RepeatedStrips(int start) => _flow.Decorations
        .Where(d => d.RepeatedStrips > 0 && d.First + d.RepeatedStrips <= start && start < d.End)
        .SelectMany(d => _flow.Strips.Skip(d.First).Take(d.RepeatedStrips));

    // Outer ones first. One that is cut reaches over the paddings of those inside it to the edge of its own.
    void DrawDecorations(int start, int end, float[] tops, bool inFront, List<DrawCommand> commands)
    {
        var top = TopPadding;
        var bottom = tops[^1] + _paginator.SplitPadding(end);
        foreach (var decoration in _flow.Decorations)
        {
            if (decoration.First >= end || decoration.End <= start)
            {
                continue;
            }

            var (cutAbove, cutBelow) = (decoration.First < start, decoration.End > end);
            if (decoration.InFront == inFront)
            {
                decoration.Draw(
                    cutAbove ? top : tops[decoration.First - start],
                    cutBelow ? bottom : tops[decoration.End - start],
                    commands);
            }

            top += cutAbove ? decoration.SplitPadding : 0;
            bottom -= cutBelow ? decoration.SplitPadding : 0;
        }
    }

    void AddCentered(string words, float size, float baseline, List<DrawCommand> commands)
    {
        var shaped = _page.Shaper.Shape(words, new BaseStyle(Sizes.Font(size), false, _page.Theme[ThemeColor.Muted]));
        var line = LineFiller.Fill(shaped, float.MaxValue)[0];
        new LinePainter(_page.Theme, Sizes).Paint(shaped, line, (_width - line.Width) / 2, Sizes.Snap(baseline), commands);
    }

    void AddStrip(Strip strip, float y, bool isFirst, List<DrawCommand> commands)
    {
        y = Sizes.Snap(y);
        foreach (var command in strip.Commands)
        {
            commands.Add(command.MovedBy(0, y));
        }

        if (strip.Separator is { } separator && !isFirst)
        {
            commands.Add(separator.MovedBy(0, y));
        }
    }
}
