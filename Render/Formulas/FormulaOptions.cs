using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

/// <summary>How a formula is typeset. Size is that of the text around in logical pixels, the colour 0xAARRGGBB.</summary>
sealed record FormulaOptions(float Size, uint Color, ITextMeasurer Measurer)
{
    /// <summary>On lines of its own, as between <c>$$</c>: large operators, limits above and below.</summary>
    public bool Display { get; init; }

    /// <summary>The text around is bold: so is <c>\text</c>.</summary>
    public bool Bold { get; init; }

    /// <summary>Makes a colour that the formula asks for readable on its background.</summary>
    public Func<uint, uint> Adjust { get; init; } = color => color;

    /// <summary>Where <c>\newcommand</c> puts what later formulas of the same document may use. Null: nothing is kept.</summary>
    public FormulaMacros? Macros { get; init; }
}
