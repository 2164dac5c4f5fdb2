using Repeater.Render.Drawing;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>A document to pages: finds the width, lays out the blocks, splits what is too long.</summary>
static class DocumentLayout
{
    // Logical pixels at the design's font size. The usual width is a phone's at a comfortable distance.
    const float UsualWidth = 540;
    const float LeastWidth = 320;
    const float GreatestWidth = 720;

    // A width that was measured must not become too narrow by rounding.
    const float Slack = 1;

    public static IReadOnlyList<Page> Layout(Document document, Theme theme, ITextMeasurer measurer, PageLimits limits)
    {
        var sizes = new Sizes(theme, limits.Scale);
        var shaper = new InlineShaper(measurer, theme, sizes);
        var width = limits.Width ?? sizes.Of(UsualWidth);
        var flow = LayAt(width, limits.Width is null ? sizes.Of(GreatestWidth) : width);
        if (limits.Width is null && BetterWidth(flow, sizes) is var better && better != width)
        {
            width = better;
            flow = LayAt(width, width);
        }

        return new Paginator(flow, document, theme, sizes, shaper, limits, width).Pages();

        Flow LayAt(float pageWidth, float widest)
        {
            var flow = new Flow();
            var padding = sizes.Padding;
            var maxPicture = limits.MaxHeight(pageWidth) - (2 * padding) - sizes.Of(60);
            var setting = new PageSetting(theme, sizes, shaper, measurer, document.Chinese, maxPicture, widest);
            var text = new BaseStyle(sizes.Body, false, theme[ThemeColor.Text]);
            var frame = new Frame(padding, pageWidth - (2 * padding), padding, text, sizes.BodyLine) { ParagraphGap = sizes.Of(12) };
            new BlockLayout(setting, flow).Add(document.Blocks, frame);
            return flow;
        }
    }

    // Wider where a table or code wants it, narrower where a short text does not fill the page.
    static float BetterWidth(Flow flow, Sizes sizes)
    {
        var usual = sizes.Of(UsualWidth);
        return flow.WantedWidth > usual
            ? MathF.Min(sizes.Of(GreatestWidth), MathF.Ceiling(flow.WantedWidth + Slack))
            : Math.Clamp(MathF.Ceiling(flow.NaturalWidth + Slack), sizes.Of(LeastWidth), usual);
    }
}
