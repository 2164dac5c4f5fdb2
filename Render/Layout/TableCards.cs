using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>A table with more columns than any page holds: each row as a box of "header: value".</summary>
sealed class TableCards(PageSetting page, Flow flow, TextLayout text)
{
    public void Add(TableBlock table, Frame frame)
    {
        var header = table.Rows.FirstOrDefault(r => r.IsHeader);
        var inner = frame.Inset(page.Sizes.Of(14), page.Sizes.Of(14)) with { Alignment = ColumnAlignment.Left };
        foreach (var row in table.Rows.Where(r => !r.IsHeader || table.Rows.Count == 1))
        {
            flow.Gap(page.Sizes.Of(10), PageBreak.Item);
            flow.Contain(page.Sizes.Of(10), page.Sizes.Of(10), 0, Draw, () =>
            {
                for (var i = 0; i < row.Cells.Count; i++)
                {
                    var content = header is null || header == row ? row.Cells[i]
                        : [.. header.Cells[i].Select(Bold), new TextRun(Words.Colon(page.Chinese), new InlineStyle { Bold = true }), .. row.Cells[i]];
                    text.AddTo(flow, text.Lines(content, inner.Text, inner.LineHeight, inner.Width), inner, PageBreak.Row);
                }
            });
        }

        void Draw(float top, float bottom, List<DrawCommand> commands) => commands.Add(new StrokeRoundRect(
            new Rect(frame.Left, top, frame.Width, bottom - top), page.Sizes.Of(6), page.Sizes.Hairline, page.Theme[ThemeColor.TableBorder]));

        static Inline Bold(Inline inline) => inline is TextRun run ? run with { Style = run.Style with { Bold = true } } : inline;
    }
}
