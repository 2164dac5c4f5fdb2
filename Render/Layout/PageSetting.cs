using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>What all blocks of one page share while they are laid out.</summary>
/// <param name="Theme">Colours.</param>
/// <param name="Sizes">Lengths.</param>
/// <param name="Shaper">Measures text, once per text.</param>
/// <param name="Formulas">Typesets formulas.</param>
/// <param name="Measurer">For code, which has a grid of its own.</param>
/// <param name="Chinese">Language of added words.</param>
/// <param name="MaxPictureHeight">So that a picture fits on a page.</param>
/// <param name="WidestPage">How wide the page may become for a table or code; its width now when it may not.</param>
sealed record PageSetting(
    Theme Theme,
    Sizes Sizes,
    InlineShaper Shaper,
    FormulaSetter Formulas,
    ITextMeasurer Measurer,
    bool Chinese,
    float MaxPictureHeight,
    float WidestPage)
{
    // With less contrast to the page only the bar of a box would be seen.
    const double LeastContrast = 1.03;

    /// <summary>The line around a box of that colour; of no width where the colour shows by itself.</summary>
    public (float Width, uint Color) OutlineOf(ThemeColor box) =>
        Readability.Contrast(Theme[box], Theme[ThemeColor.Background]) < LeastContrast
            ? (Sizes.Hairline, Theme[ThemeColor.TableBorder])
            : default;
}
