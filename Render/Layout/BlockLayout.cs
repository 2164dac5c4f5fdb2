using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>Blocks into strips, one method per kind of block.</summary>
sealed class BlockLayout
{
    readonly PageSetting _page;
    readonly Flow _flow;
    readonly TextLayout _text;
    readonly ListLayout _lists;
    readonly QuoteLayout _quotes;
    readonly CodeLayout _code;
    readonly TableLayout _tables;
    readonly FormulaLayout _formulas;

    public BlockLayout(PageSetting page, Flow flow)
    {
        _page = page;
        _flow = flow;
        _text = new TextLayout(page);
        _lists = new ListLayout(page, flow, _text, Add);
        _quotes = new QuoteLayout(page, flow, _text, Add);
        _code = new CodeLayout(page, flow);
        _tables = new TableLayout(page, flow, _text);
        _formulas = new FormulaLayout(page, flow, _text, _code);
    }

    Sizes Sizes => _page.Sizes;

    Theme Theme => _page.Theme;

    public void Add(IReadOnlyList<Block> blocks, Frame frame)
    {
        foreach (var block in blocks)
        {
            Add(block, frame);
        }
    }

    void Add(Block block, Frame frame)
    {
        switch (block)
        {
            case Paragraph paragraph:
                _flow.Gap(frame.ParagraphGap);
                _text.AddTo(_flow, _text.Lines(paragraph.Content, frame.Text, frame.LineHeight, frame.Width), frame);
                _flow.Gap(frame.ParagraphGap);
                break;
            case Heading heading:
                AddHeading(heading, frame);
                break;
            case ListBlock list:
                _lists.Add(list, frame);
                break;
            case Quote quote:
                _quotes.Add(quote, frame);
                break;
            case CodeBlock code:
                _code.Add(code, frame);
                break;
            case FormulaBlock formula:
                _formulas.Add(formula, frame);
                break;
            case TableBlock table:
                _tables.Add(table, frame);
                break;
            case Rule:
                AddRule(frame);
                break;
            case Details details:
                _quotes.Add(details, frame);
                break;
            case Centered centered:
                Add(centered.Content, frame with { Alignment = ColumnAlignment.Center });
                break;
            case Notes notes:
                _lists.Add(notes, frame);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block, "There is no layout for this block.");
        }
    }

    void AddHeading(Heading heading, Frame frame)
    {
        var size = Sizes.Font(heading.Level switch { 1 => 26, 2 => 22, 3 => 19.5f, _ => 17 });
        var color = Theme[heading.Level >= 5 ? ThemeColor.QuoteText : ThemeColor.Heading];
        var lines = _text.Lines(heading.Content, new BaseStyle(size, true, color), Sizes.Snap(size * 1.35f), frame.Width);
        _flow.Gap(Sizes.Snap(size * 1.2f), PageBreak.Heading);
        _text.AddTo(_flow, lines, frame, PageBreak.Heading);
        if (heading.Level <= 2)
        {
            AddLine(frame, Sizes.Snap(size * 0.3f), Theme[ThemeColor.HeadingRule]);
        }

        _flow.KeepWithNext();
        _flow.Gap(Sizes.Snap(size * 0.6f));
    }

    void AddLine(Frame frame, float gap, uint color)
    {
        var line = new FillRect(new Rect(frame.Left, gap, frame.Width, Sizes.Hairline), color);
        _flow.Add(new Strip { Height = gap + Sizes.Hairline, Commands = [line] }, 0);
    }

    void AddRule(Frame frame)
    {
        // As many steps as make a fade that shows none of them.
        const int Steps = 32;
        var height = Sizes.Hairline;
        var strip = new Strip { Height = height, Break = PageBreak.Block };
        var color = Theme[ThemeColor.Rule];
        if (Theme.FadeRule)
        {
            for (var i = 0; i < Steps; i++)
            {
                var strength = 1 - (MathF.Abs(i - ((Steps - 1) / 2f)) / (Steps / 2f));
                var alpha = (uint)MathF.Round((color >> 24) * MathF.Min(1, strength * 2));
                var (left, right) = (Sizes.Snap(frame.Width * i / Steps), Sizes.Snap(frame.Width * (i + 1) / Steps));
                strip.Commands.Add(new FillRect(new Rect(frame.Left + left, 0, right - left, height), (color & 0xFFFFFF) | (alpha << 24)));
            }
        }
        else
        {
            strip.Commands.Add(new FillRect(new Rect(frame.Left, 0, frame.Width, height), color));
        }

        _flow.Gap(Sizes.Of(20));
        _flow.Add(strip, 0);
        _flow.Gap(Sizes.Of(20));
    }
}
