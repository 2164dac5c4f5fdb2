using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>Tables: a grid where the columns fit, else every row as a card.</summary>
sealed class TableLayout(PageSetting page, Flow flow, TextLayout text)
{
    // Widths in font sizes.
    const float LongestWord = 12;
    const float ComfortableColumn = 4;
    const float NarrowestColumn = 3;

    // A cell of more lines asks for a wider page, on which it has about so many as are comfortable.
    const float TowerLines = 6;
    const float ComfortableLines = 4.5f;

    // A row higher than this part of a page may be cut between its lines.
    const float HighRow = 0.3f;

    static readonly float[] FontSizes = [17, 14, 12.5f];

    readonly TableCards _cards = new(page, flow, text);

    Sizes Sizes => page.Sizes;

    float PaddingX => Sizes.Of(10);

    float PaddingY => Sizes.Of(8);

    float LineHeight(BaseStyle style) => Sizes.Snap(style.Size * 1.5f);

    public void Add(TableBlock table, Frame frame)
    {
        flow.Gap(frame.ParagraphGap);
        var choice = Choose(table, frame.Text, frame.Width);
        var wider = frame.Width + page.WidestPage - frame.PageWidthFor(frame.Width);
        if (choice?.Style != frame.Text && wider > frame.Width && Choose(table, frame.Text, wider) is not null)
        {
            // A wider page comes before smaller text, and is laid out anew.
            flow.Want(page.WidestPage);
        }
        else if (choice is var (tight, used) && wider > frame.Width && Lacking(Needs(table, used), tight) is var lacking and > 0)
        {
            flow.Want(MathF.Min(page.WidestPage, frame.PageWidthFor(frame.Width) + lacking));
        }

        if (choice is var (widths, style))
        {
            AddGrid(table, frame, widths, style);
        }
        else
        {
            _cards.Add(table, frame);
        }

        flow.Gap(frame.ParagraphGap);
    }

    // The largest text with which every column has its least; at last with words broken. Null when not even so.
    (float[] Widths, BaseStyle Style)? Choose(TableBlock table, BaseStyle text, float width)
    {
        var available = width - Sizes.Hairline - (table.Columns.Count * ((2 * PaddingX) + Sizes.Hairline));
        foreach (var size in FontSizes)
        {
            var style = text with { Size = MathF.Min(text.Size, Sizes.Font(size)) };
            if (TableSolver.Solve(Needs(table, style), available) is { } widths)
            {
                return (widths, style);
            }
        }

        var smallest = text with { Size = MathF.Min(text.Size, Sizes.Font(FontSizes[^1])) };
        var broken = Needs(table, smallest).Select(n => n with { Least = MathF.Min(n.Most, NarrowestColumn * smallest.Size) }).ToList();
        return TableSolver.Solve(broken, available) is { } narrow ? (narrow, smallest) : null;
    }

    // How much wider the columns must be so that no cell is a tower of short lines; 0 when none is.
    static float Lacking(List<ColumnNeed> needs, float[] widths)
    {
        var isTower = needs.Zip(widths).Any(c => c.First.Most > c.Second * TowerLines);
        return isTower ? needs.Zip(widths).Sum(c => MathF.Max(0, (c.First.Most / ComfortableLines) - c.Second)) : 0;
    }

    List<ColumnNeed> Needs(TableBlock table, BaseStyle style)
    {
        var needs = new List<ColumnNeed>(table.Columns.Count);
        for (var column = 0; column < table.Columns.Count; column++)
        {
            float least = 0, most = 0;
            foreach (var row in table.Rows)
            {
                var (max, min) = page.Shaper.Shape(row.Cells[column], style with { Bold = row.IsHeader }).Widths();
                most = MathF.Max(most, max);
                least = MathF.Max(least, MathF.Min(min, LongestWord * style.Size));
            }

            // Room for hanging punctuation is not needed; for rounding it is.
            most = Sizes.SnapUp(MathF.Max(most, style.Size));
            needs.Add(new ColumnNeed(Sizes.SnapUp(MathF.Min(most, MathF.Max(least, ComfortableColumn * style.Size))), most));
        }

        return needs;
    }

    void AddGrid(TableBlock table, Frame frame, float[] widths, BaseStyle style)
    {
        var line = Sizes.Hairline;
        var lefts = new float[widths.Length + 1];
        lefts[0] = frame.Left;
        for (var i = 0; i < widths.Length; i++)
        {
            lefts[i + 1] = Sizes.Snap(lefts[i] + line + (2 * PaddingX) + widths[i]);
        }

        var width = lefts[^1] + line - frame.Left;
        if (frame.Alignment == ColumnAlignment.Center)
        {
            var shift = Sizes.Snap((frame.Width - width) / 2);
            lefts = [.. lefts.Select(l => l + MathF.Max(0, shift))];
        }

        flow.Need(frame.PageWidthFor(width));
        var first = flow.FirstStrip();
        var headers = 0;
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var row = table.Rows[i];
            var cells = OnOneBaseline(row.Cells.Select((cell, column) => text.Lines(
                cell, style with { Bold = row.IsHeader }, LineHeight(style), widths[column])));
            AddRow(table, row, cells, style, lefts, widths, i == 0 ? PageBreak.Block : PageBreak.Row);
            if (row.IsHeader)
            {
                headers = flow.Strips.Count - first;
                flow.KeepWithNext();
            }
        }

        flow.Decorate(first, end => new Decoration(first, end, 0, DrawLines) { RepeatedStrips = headers, InFront = true });

        void DrawLines(float top, float bottom, List<DrawCommand> commands)
        {
            commands.Add(new StrokeRoundRect(new Rect(lefts[0], top, width, bottom - top), Sizes.Of(6), line, page.Theme[ThemeColor.TableBorder]));
            foreach (var left in lefts.AsSpan(1, lefts.Length - 2))
            {
                commands.Add(new FillRect(new Rect(left, top, line, bottom - top), page.Theme[ThemeColor.TableBorder]));
            }
        }
    }

    // A high formula in one cell pushes the first lines of the others down to its own.
    static List<IReadOnlyList<PlacedLine>> OnOneBaseline(IEnumerable<IReadOnlyList<PlacedLine>> row)
    {
        var cells = row.ToList();
        var rise = cells.Max(c => c.Count == 0 ? 0 : c[0].Rise);
        return rise == 0 ? cells : [.. cells.Select(Lowered)];

        IReadOnlyList<PlacedLine> Lowered(IReadOnlyList<PlacedLine> lines) => lines.Count == 0 ? lines
            : [lines[0] with { Height = lines[0].Height + rise - lines[0].Rise, Baseline = lines[0].Baseline + rise - lines[0].Rise }, .. lines.Skip(1)];
    }

    // One strip for the row; a very high one is cut where no cell has a line across.
    void AddRow(
        TableBlock table, TableRow row, List<IReadOnlyList<PlacedLine>> cells, BaseStyle style, float[] lefts, float[] widths, PageBreak start)
    {
        var (line, color) = (Sizes.Hairline, page.Theme[ThemeColor.TableBorder]);
        var content = MathF.Max(cells.Max(c => c.Sum(l => l.Height)), LineHeight(style));
        var cuts = content > page.MaxPictureHeight * HighRow ? Cuts(cells, content) : [content];
        var next = new int[cells.Count];
        float from = 0;
        for (var c = 0; c < cuts.Count; c++)
        {
            var (isFirst, isLast) = (c == 0, c == cuts.Count - 1);
            var top = isFirst ? PaddingY + line : 0;
            var height = Sizes.SnapUp(top + cuts[c] - from + (isLast ? PaddingY + line : 0));
            var commands = new List<DrawCommand>();
            AddBackground(row.IsHeader, lefts, height, isFirst, commands);
            var characters = 0;
            for (var column = 0; column < cells.Count; column++)
            {
                var y = top;
                for (; next[column] < cells[column].Count && (isLast || y < top + cuts[c] - from - 0.1f); next[column]++)
                {
                    var placed = cells[column][next[column]];
                    var room = widths[column] - placed.Width;
                    var x = lefts[column] + line + PaddingX + MathF.Max(0, table.Columns[column] switch
                    {
                        ColumnAlignment.Center => room / 2,
                        ColumnAlignment.Right => room,
                        _ => 0,
                    });
                    text.Paint(placed, x, y, commands);
                    y += placed.Height;
                    characters += placed.Characters;
                }
            }

            flow.Add(
                new Strip
                {
                    Height = height,
                    Break = isFirst ? start : PageBreak.Line,
                    Characters = characters,
                    Separator = isFirst && start == PageBreak.Row ? new FillRect(new Rect(lefts[0], 0, lefts[^1] - lefts[0], line), color) : null,
                    Commands = commands,
                },
                top + Sizes.Baseline(LineHeight(style), style.Size));
            from = cuts[c];
        }
    }

    void AddBackground(bool isHeader, float[] lefts, float height, bool isFirst, List<DrawCommand> commands)
    {
        if (!isHeader)
        {
            return;
        }

        var area = new Rect(lefts[0], 0, lefts[^1] + Sizes.Hairline - lefts[0], height);
        var color = page.Theme[ThemeColor.TableHeader];
        if (isFirst)
        {
            commands.Add(new FillRoundRect(area, Sizes.Of(6), color));
            area = area with { Y = Sizes.Of(6), Height = MathF.Max(0, height - Sizes.Of(6)) };
        }

        commands.Add(new FillRect(area, color));
    }

    // Heights at which every cell has finished a line.
    static List<float> Cuts(List<IReadOnlyList<PlacedLine>> cells, float content)
    {
        var ends = new SortedSet<float>(cells.SelectMany(Ends));
        var cuts = ends.Where(e => cells.All(c => e >= c.Sum(l => l.Height) - 0.1f || Ends(c).Any(own => MathF.Abs(own - e) < 0.1f))).ToList();
        if (cuts.Count == 0 || cuts[^1] < content)
        {
            cuts.Add(content);
        }

        return cuts;

        static IEnumerable<float> Ends(IReadOnlyList<PlacedLine> lines)
        {
            float y = 0;
            foreach (var line in lines)
            {
                yield return y += line.Height;
            }
        }
    }
}
