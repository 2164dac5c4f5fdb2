using System.Globalization;
using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>Lists of all kinds, and the notes at the end of a document.</summary>
sealed class ListLayout(PageSetting page, Flow flow, TextLayout text, Action<IReadOnlyList<Block>, Frame> addBlocks)
{
    const float Indent = 26;
    const float TaskBox = 15;

    bool _hasNotes;

    Sizes Sizes => page.Sizes;

    public void Add(ListBlock list, Frame frame)
    {
        var markers = list.Items.Select(i => list.Ordered && i.Done is null ? Number(i.Number, frame) : null).ToList();
        var widest = markers.Max(m => m?.Width) ?? 0;
        var space = Sizes.Of(7);
        var indent = MathF.Max(Sizes.Of(Indent), Sizes.SnapUp(widest + space));
        var inner = frame.Inset(indent, 0) with
        {
            BulletDepth = frame.BulletDepth + (list.Ordered ? 0 : 1),
            NumberDepth = frame.NumberDepth + (list.Ordered ? 1 : 0),
            ParagraphGap = Sizes.Of(list.Loose ? 10 : 6),
            Alignment = ColumnAlignment.Left,
        };
        flow.Gap(frame.ParagraphGap);
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            var marker = markers[i];
            var right = inner.Left - space;
            flow.Gap(Sizes.Of(list.Loose ? 10 : 6), i == 0 ? PageBreak.Block : PageBreak.Item);
            flow.Mark((baseline, commands) =>
            {
                if (marker is not null)
                {
                    text.Paint(marker, right - marker.Width, baseline - marker.Baseline, commands);
                }
                else if (item.Done is { } done)
                {
                    TaskMarker(done, right, baseline, commands);
                }
                else
                {
                    Bullet(frame.BulletDepth, inner.Left - Sizes.Of(13), baseline, frame.Text, commands);
                }
            });
            AddContent(item.Content, inner);
        }

        flow.Gap(frame.ParagraphGap);
    }

    /// <summary>Footnotes or targets of links, below a short rule.</summary>
    public void Add(Notes notes, Frame frame)
    {
        var size = Sizes.Font(14);
        var style = new BaseStyle(size, false, page.Theme[ThemeColor.QuoteText]);
        var lineHeight = Sizes.Snap(size * 1.5f);
        var markers = notes.Items.Select(i => Marker(i.Mark, style with { Color = page.Theme[ThemeColor.Link] }, lineHeight)).ToList();
        var space = Sizes.Of(7);
        var indent = Sizes.SnapUp(markers.Max(m => m.Width) + space);
        var inner = frame.Inset(indent, 0) with { Text = style, LineHeight = lineHeight, ParagraphGap = Sizes.Of(4) };

        flow.Gap(Sizes.Of(_hasNotes ? 10 : 24));
        if (!_hasNotes)
        {
            var rule = new FillRect(new Rect(frame.Left, 0, Sizes.Of(80), Sizes.Hairline), page.Theme[ThemeColor.TableBorder]);
            flow.Add(new Strip { Height = Sizes.Hairline, Break = PageBreak.Block, Commands = [rule] }, 0);
            flow.Pad(Sizes.Of(10));
            _hasNotes = true;
        }

        for (var i = 0; i < notes.Items.Count; i++)
        {
            var marker = markers[i];
            flow.Mark((baseline, commands) =>
                text.Paint(marker, inner.Left - space - marker.Width, baseline - marker.Baseline, commands));
            AddContent(notes.Items[i].Content, inner);
            flow.Gap(Sizes.Of(4), PageBreak.Item);
        }

        flow.Gap(frame.ParagraphGap);
    }

    // An item without content still has a line of its own.
    void AddContent(IReadOnlyList<Block> content, Frame inner)
    {
        if (content.Count > 0)
        {
            addBlocks(content, inner);
        }
        else
        {
            flow.Add(new Strip { Height = inner.LineHeight, Break = PageBreak.Item }, Sizes.Baseline(inner.LineHeight, inner.Text.Size));
        }
    }

    PlacedLine Number(int number, Frame frame) =>
        Marker(NumberText(number, frame.NumberDepth) + ".", frame.Text, frame.LineHeight);

    PlacedLine Marker(string mark, BaseStyle style, float lineHeight) =>
        text.Lines([new TextRun(mark, default)], style, lineHeight, float.MaxValue)[0];

    static string NumberText(int number, int depth) => (depth % 3) switch
    {
        1 when number is > 0 and <= 26 => ((char)('a' + number - 1)).ToString(),
        2 when number is > 0 and < 40 => Roman(number),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    static string Roman(int number) =>
        new string('x', number / 10) + (number % 10) switch
        {
            4 => "iv",
            9 => "ix",
            >= 5 and var rest => "v" + new string('i', rest - 5),
            var rest => new string('i', rest),
        };

    void Bullet(int depth, float center, float baseline, BaseStyle style, List<DrawCommand> commands)
    {
        var middle = baseline - (Sizes.Middle * style.Size);
        switch (depth % 3)
        {
            case 0:
                commands.Add(new FillRoundRect(Square(center, middle, Sizes.Of(6)), Sizes.Of(6) / 2, style.Color));
                break;
            case 1:
                commands.Add(new StrokeRoundRect(Square(center, middle, Sizes.Of(6.5f)), Sizes.Of(6.5f) / 2, Sizes.Font(1.2f), style.Color));
                break;
            default:
                commands.Add(new FillRect(Square(center, middle, Sizes.Of(5)), style.Color));
                break;
        }
    }

    void TaskMarker(bool done, float right, float baseline, List<DrawCommand> commands)
    {
        var size = Sizes.Of(TaskBox);
        var middle = baseline - (Sizes.Middle * Sizes.Body);
        var area = Square(right - (size / 2) + Sizes.Of(1), middle, size);
        var radius = Sizes.Of(3.5f);
        if (!done)
        {
            commands.Add(new StrokeRoundRect(area, radius, Sizes.Font(1.5f), page.Theme[ThemeColor.Muted]));
            return;
        }

        commands.Add(new FillRoundRect(area, radius, page.Theme[ThemeColor.Link]));
        Point[] tick =
        [
            new(area.X + (0.24f * size), area.Y + (0.52f * size)),
            new(area.X + (0.43f * size), area.Y + (0.71f * size)),
            new(area.X + (0.77f * size), area.Y + (0.31f * size)),
        ];
        commands.Add(new StrokeLines(tick, Sizes.Font(1.8f), page.Theme[ThemeColor.Background]));
    }

    Rect Square(float centerX, float centerY, float size) =>
        new(Sizes.Snap(centerX - (size / 2)), Sizes.Snap(centerY - (size / 2)), size, size);
}
