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

    /// <param name="document">What is laid out.</param>
    /// <param name="theme">Colours and sizes.</param>
    /// <param name="measurer">Of text.</param>
    /// <param name="limits">Of the pages.</param>
    /// <param name="problems">Receives the formulas that are shown as source, if there are any.</param>
    public static IReadOnlyList<Page> Layout(
        Document document, Theme theme, ITextMeasurer measurer, PageLimits limits, List<FormulaProblem>? problems = null)
    {
        var sizes = new Sizes(theme, limits.Scale);
        var formulas = new FormulaSetter(measurer, theme);
        var shaper = new InlineShaper(measurer, formulas, theme, sizes);
        var width = limits.Width ?? sizes.Of(UsualWidth);
        var setting = SettingFor(width, limits.Width ?? sizes.Of(GreatestWidth));
        var flow = Lay(document, setting, width);
        if (limits.Width is null && BetterWidth(flow, sizes) is var better && better != width)
        {
            width = better;
            setting = SettingFor(width, width);
            flow = Lay(document, setting, width);
        }

        problems?.AddRange(formulas.Problems);
        return new PageComposer(flow, setting, limits, width).Pages(document.LeftOut);

        PageSetting SettingFor(float pageWidth, float widest)
        {
            var maxPictureHeight = limits.MaxHeight(pageWidth) - (2 * sizes.Padding) - sizes.Of(60);
            return new PageSetting(theme, sizes, shaper, formulas, measurer, document.Chinese, maxPictureHeight, widest);
        }
    }

    static Flow Lay(Document document, PageSetting setting, float width)
    {
        var flow = new Flow();
        var (sizes, padding) = (setting.Sizes, setting.Sizes.Padding);
        var text = new BaseStyle(sizes.Body, false, setting.Theme[ThemeColor.Text]);
        var frame = new Frame(padding, width - (2 * padding), padding, text, sizes.BodyLine) { ParagraphGap = sizes.Of(12) };
        new BlockLayout(setting, flow).Add(document.Blocks, frame);
        return flow;
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
