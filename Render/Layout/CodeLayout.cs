using System.Text;
using Repeater.Render.Drawing;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>Code blocks.</summary>
sealed class CodeLayout
{
    const float FontSize = 14;
    const float LineHeight = 1.45f;

    // JetBrains Mono draws box-drawing characters this high; with any more space upright lines would have holes.
    const float LineHeightOfDrawings = 1.32f;

    const float Tolerance = 0.02f;

    readonly PageSetting _page;
    readonly Flow _flow;
    readonly TextStyle _style;
    readonly CodeGrid _grid;

    public CodeLayout(PageSetting page, Flow flow)
    {
        _page = page;
        _flow = flow;
        _style = new TextStyle(true, false, false, page.Sizes.Font(FontSize));
        _grid = new CodeGrid(page.Measurer, _style);
    }

    Sizes Sizes => _page.Sizes;

    public void Add(CodeBlock block, Frame frame)
    {
        var (bar, padding, gutter) = (Sizes.Of(4), Sizes.Of(12), Sizes.Of(14));
        var inner = frame with
        {
            Left = frame.Left + bar + gutter,
            Width = MathF.Max(_grid.CellWidth * 8, frame.Width - bar - gutter - gutter),
            RightInset = frame.RightInset + gutter,
        };
        var isDrawing = block.Code.AsSpan().ContainsAnyInRange('\u2500', '\u257F');
        var height = isDrawing ? Sizes.SnapDown(_style.Size * LineHeightOfDrawings) : Sizes.Snap(_style.Size * LineHeight);
        var label = Label(block.Language);
        var labelStart = label is null ? float.MaxValue : frame.Left + frame.Width - gutter - label.Width;
        var firstLine = _grid.Measure(block.Code.Split('\n', 2)[0], 0).Sum(c => c.Cells) * _grid.CellWidth;
        var top = inner.Left + firstLine + gutter > labelStart ? Sizes.Of(26) : padding;
        _flow.Gap(frame.ParagraphGap);
        _flow.Mark((_, commands) =>
        {
            if (label is not null)
            {
                new LinePainter(_page.Theme, Sizes).Paint(label.Text, label.Line, labelStart, Sizes.Of(5) + label.Baseline, commands);
            }
        });
        _flow.Contain(top, padding, top + Sizes.Baseline(height, _style.Size), Draw, () => AddRows(block, inner, height));
        _flow.Gap(frame.ParagraphGap);

        void Draw(float top, float bottom, List<DrawCommand> commands)
        {
            var area = new Rect(frame.Left, top, frame.Width, bottom - top);
            BarredBox.Draw(area, bar, Sizes.Of(8), _page.Theme[ThemeColor.CodeBar], _page.Theme[ThemeColor.CodeBackground], _page.OutlineOf(ThemeColor.CodeBackground), commands);
        }
    }

    PlacedLine? Label(string language)
    {
        if (language.Length == 0)
        {
            return null;
        }

        var style = new BaseStyle(Sizes.Font(11), false, _page.Theme[ThemeColor.Muted]);
        return new TextLayout(_page).Lines([new TextRun(language, default)], style, Sizes.Of(18), float.MaxValue)[0];
    }

    void AddRows(CodeBlock block, Frame inner, float height)
    {
        var columns = Math.Max(8, (int)((inner.Width + Tolerance) / _grid.CellWidth));
        var colors = new CodeColors(block.Tokens, _page.Theme);
        var start = 0;
        var lines = block.Code.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            // A page ends best after an empty line, and never with the first line or before the last.
            var line = lines[i];
            var quality = i == 1 || i == lines.Length - 1 ? PageBreak.Forbidden
                : i > 0 && string.IsNullOrWhiteSpace(lines[i - 1]) ? PageBreak.Row
                : PageBreak.Line;
            var cells = _grid.Measure(line, start);
            var natural = inner.PageWidthFor(cells.Sum(c => c.Cells) * _grid.CellWidth);
            _flow.Need(natural);
            if (natural <= _page.WidestPage)
            {
                // A line that would wrap even so is no reason to make everything else smaller.
                _flow.Want(natural);
            }

            foreach (var row in CodeGrid.Wrap(cells, block.Code, columns))
            {
                AddRow(row, block.Code, colors, inner.Left, height, row.IsContinuation ? PageBreak.Line : quality);
            }

            start += line.Length + 1;
        }
    }

    void AddRow(CodeRow row, string code, CodeColors colors, float left, float height, PageBreak quality)
    {
        var baseline = Sizes.Baseline(height, _style.Size);
        var strip = new Strip { Height = height, Break = quality, Characters = row.Cells.Count };
        if (row.IsContinuation)
        {
            AddContinuationMark(left, baseline, strip.Commands);
        }

        var text = new StringBuilder();
        DrawText? pending = null;
        var column = row.Indent;
        var pendingEnd = -1;
        foreach (var cell in row.Cells)
        {
            var content = code.AsSpan(cell.Start, cell.Length);
            var x = left + (column * _grid.CellWidth);
            if (cell.Face == FontFace.Emoji)
            {
                strip.Commands.Add(Centered(new DrawEmoji(content.ToString(), _style.Size, x, baseline), cell));
            }
            else if (!content.IsWhiteSpace() && cell.Cells > 0)
            {
                AddText(Centered(new DrawText("", cell.Face, _style.Size, x, baseline, colors.ColorAt(cell.Start)), cell), content, column);
            }
            else if (pending is not null && content is " " && pendingEnd == column)
            {
                text.Append(' ');
                pendingEnd = column + 1;
            }

            column += cell.Cells;
        }

        Flush();
        _flow.Add(strip, baseline);

        void AddText(DrawText next, ReadOnlySpan<char> content, int at)
        {
            // Glyphs of the code font are one cell wide: neighbours are drawn in one go.
            var joins = pending is not null && next.Face == FontFace.Mono && pendingEnd == at && next with { X = pending.X } == pending;
            if (!joins)
            {
                Flush();
                pending = next;
            }

            text.Append(content);
            pendingEnd = next.Face == FontFace.Mono ? at + 1 : -1;
        }

        void Flush()
        {
            if (pending is not null && text.ToString().TrimEnd(' ') is { Length: > 0 } content)
            {
                strip.Commands.Add(pending with { Text = content });
            }

            pending = null;
            text.Clear();
        }
    }

    // In the middle of its cells. Han grows a little to close the gaps, anything too wide shrinks.
    DrawText Centered(DrawText text, CodeCell cell)
    {
        if (text.Face == FontFace.Mono)
        {
            return text;
        }

        const float HanGrowth = 1.1f;
        var room = cell.Cells * _grid.CellWidth;
        var growth = text.Face is FontFace.Han or FontFace.Hangul && cell.Cells == 2 ? HanGrowth : 1;
        growth = MathF.Min(growth, room / cell.Width);
        return text with { Size = text.Size * growth, X = text.X + ((room - (cell.Width * growth)) / 2) };
    }

    DrawEmoji Centered(DrawEmoji emoji, CodeCell cell)
    {
        var room = cell.Cells * _grid.CellWidth;
        var growth = MathF.Min(1, room / cell.Width);
        return emoji with { Size = emoji.Size * growth, X = emoji.X + ((room - (cell.Width * growth)) / 2) };
    }

    // ↪, drawn: not every font has it.
    void AddContinuationMark(float left, float baseline, List<DrawCommand> commands)
    {
        var unit = Sizes.Font(1);
        var (x, y) = (left - (11 * unit), baseline - (Sizes.Middle * _style.Size));
        var (tipX, tipY) = (x + (6 * unit), y + (2 * unit));
        var wing = 2.5f * unit;
        var color = _page.Theme[ThemeColor.Muted];
        commands.Add(new StrokeLines([new(x, y - (4 * unit)), new(x, tipY), new(tipX, tipY)], unit, color));
        commands.Add(new StrokeLines([new(tipX - wing, tipY - wing), new(tipX, tipY), new(tipX - wing, tipY + wing)], unit, color));
    }
}
