namespace Repeater.Render.Text;

/// <summary>A font inside the binary. Fallback chooses among them per grapheme cluster.</summary>
enum FontFace
{
    Sans,
    SansBold,
    Han,
    HanBold,
    Mono,
    MonoBold,
    MonoItalic,
    Math,
    Symbols,
    Hangul,
    Emoji,
    KatexMain,
    KatexMainBold,
    KatexMainItalic,
    KatexMainBoldItalic,
    KatexMathItalic,
    KatexMathBoldItalic,
    KatexAms,
    KatexCaligraphic,
    KatexCaligraphicBold,
    KatexFraktur,
    KatexFrakturBold,
    KatexSansSerif,
    KatexSansSerifBold,
    KatexSansSerifItalic,
    KatexScript,
    KatexTypewriter,
    KatexSize1,
    KatexSize2,
    KatexSize3,
    KatexSize4,

    /// <summary>No font has it: drawn as a box with the hexadecimal code.</summary>
    Missing,
}

/// <summary>What a piece of text asks for. Size in logical pixels.</summary>
readonly record struct TextStyle(bool Mono, bool Bold, bool Italic, float Size);

/// <summary>
/// The smallest part of a text that is measured as a whole: a word of one face (kerning inside it), or one grapheme
/// cluster (Han, emoji, space). Start and length are UTF-16 units of the measured text, the width is logical pixels.
/// </summary>
readonly record struct TextPiece(int Start, int Length, FontFace Face, float Width);

/// <summary>Distances from the baseline, both positive, in logical pixels.</summary>
readonly record struct LineMetrics(float Ascent, float Descent);

interface ITextMeasurer
{
    /// <summary>Splits text into pieces that cover it without gaps, each with the face that draws it.</summary>
    IReadOnlyList<TextPiece> Measure(string text, TextStyle style);

    /// <summary>The same with every grapheme cluster a piece of its own: for words that are wider than a line.</summary>
    IReadOnlyList<TextPiece> MeasureClusters(string text, TextStyle style);

    LineMetrics Metrics(TextStyle style);
}
