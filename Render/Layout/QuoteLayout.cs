using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>Quotes, alerts and details.</summary>
sealed class QuoteLayout(PageSetting page, Flow flow, TextLayout text, Action<IReadOnlyList<Block>, Frame> addBlocks)
{
    const float Bar = 4;

    Sizes Sizes => page.Sizes;

    public void Add(Quote quote, Frame frame)
    {
        var (bar, padding) = (Sizes.Of(Bar), Sizes.Of(14));
        var inner = frame.Inset(bar + padding, padding) with
        {
            Text = frame.Text with { Color = page.Theme[ThemeColor.QuoteText] },
            Alignment = ColumnAlignment.Left,
        };
        if (inner.Left == frame.Left)
        {
            addBlocks(quote.Content, inner);
            return;
        }

        var barColor = page.Theme[ColorOf(quote.Alert) ?? ThemeColor.QuoteBar];
        flow.Gap(frame.ParagraphGap);
        flow.Contain(Sizes.Of(10), Sizes.Of(10), Sizes.Of(10) + Sizes.Baseline(frame.LineHeight, frame.Text.Size), Draw, () =>
        {
            if (quote.Alert != AlertKind.None)
            {
                AddTitle(quote.Alert, inner);
            }

            addBlocks(quote.Content, inner);
        });
        flow.Gap(frame.ParagraphGap);

        void Draw(float top, float bottom, List<DrawCommand> commands)
        {
            var area = new Rect(frame.Left, top, frame.Width, bottom - top);
            BarredBox.Draw(area, bar, Sizes.Of(5), barColor, page.Theme[ThemeColor.QuoteBackground], page.OutlineOf(ThemeColor.QuoteBackground), commands);
        }
    }

    public void Add(Details details, Frame frame)
    {
        var indent = Sizes.Of(20);
        var inner = frame.Inset(indent, 0);
        var triangle = Sizes.Of(9);
        flow.Gap(frame.ParagraphGap);
        flow.Mark((baseline, commands) =>
        {
            var middle = baseline - (Sizes.Middle * frame.Text.Size);
            var (left, half) = (frame.Left + Sizes.Of(2), triangle / 2);
            Point[] open = [new(left, middle - (half / 2)), new(left + half, middle + (half / 2)), new(left + triangle, middle - (half / 2))];
            commands.Add(new StrokeLines(open, Sizes.Font(2), page.Theme[ThemeColor.Muted]));
        });
        var style = frame.Text with { Bold = true };
        text.AddTo(flow, text.Lines(details.Summary, style, frame.LineHeight, inner.Width), inner);
        flow.Pad(Sizes.Of(4));
        var first = flow.FirstStrip();
        addBlocks(details.Content, inner);
        flow.Decorate(first, end => new Decoration(first, end, 0, DrawBar));
        flow.Gap(frame.ParagraphGap);

        void DrawBar(float top, float bottom, List<DrawCommand> commands) => commands.Add(new FillRect(
            new Rect(frame.Left + Sizes.Of(5.5f), top, Sizes.Of(2), bottom - top), page.Theme[ThemeColor.TableBorder]));
    }

    void AddTitle(AlertKind kind, Frame frame)
    {
        var color = page.Theme[ColorOf(kind)!.Value];
        var icon = Sizes.Of(16);
        var titleFrame = frame.Inset(icon + Sizes.Of(7), 0);
        var lines = text.Lines(
            [new TextRun(Words.Alert(kind, page.Chinese), default)], new BaseStyle(frame.Text.Size, true, color), frame.LineHeight, titleFrame.Width);
        flow.Mark((baseline, commands) =>
            AlertIcon.Draw(kind, frame.Left, Sizes.Snap(baseline - (Sizes.Middle * frame.Text.Size) - (icon / 2)), icon, color, commands));
        text.AddTo(flow, lines, titleFrame);
        flow.Pad(Sizes.Of(2));
    }

    static ThemeColor? ColorOf(AlertKind kind) => kind switch
    {
        AlertKind.Note => ThemeColor.Note,
        AlertKind.Tip => ThemeColor.Tip,
        AlertKind.Important => ThemeColor.Important,
        AlertKind.Warning => ThemeColor.Warning,
        AlertKind.Caution => ThemeColor.Caution,
        _ => null,
    };
}
