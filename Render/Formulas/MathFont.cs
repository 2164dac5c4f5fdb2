namespace Repeater.Render.Formulas;

/// <summary>The fonts that formulas ask for by name.</summary>
enum MathFont
{
    /// <summary>Letters italic, everything else upright.</summary>
    None,
    Roman,
    Italic,
    Bold,
    Normal,
    BoldSymbol,
    Blackboard,
    Calligraphic,
    Fraktur,
    Script,
    Sans,
    SansItalic,
    Typewriter,
}

/// <summary>The families that text inside a formula asks for.</summary>
enum TextFamily
{
    None,
    Roman,
    Sans,
    Typewriter,
}
