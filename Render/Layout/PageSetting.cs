using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>What all blocks of one page share while they are laid out.</summary>
/// <param name="Theme">Colours.</param>
/// <param name="Sizes">Lengths.</param>
/// <param name="Shaper">Measures text, once per text.</param>
/// <param name="Measurer">For code, which has a grid of its own.</param>
/// <param name="Chinese">Language of added words.</param>
/// <param name="MaxPictureHeight">So that a picture fits on a page.</param>
/// <param name="WidestPage">How wide the page may become for a table or code; its width now when it may not.</param>
sealed record PageSetting(
    Theme Theme,
    Sizes Sizes,
    InlineShaper Shaper,
    ITextMeasurer Measurer,
    bool Chinese,
    float MaxPictureHeight,
    float WidestPage);
