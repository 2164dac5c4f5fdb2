using System.Diagnostics.CodeAnalysis;

namespace Repeater.Render.Formulas;

/// <summary>LaTeX mathematics to drawing commands: the fonts, the metrics and the rules of KaTeX. Any thread may use it.</summary>
static class FormulaTypesetter
{
    /// <param name="source">The formula without its delimiters; an environment keeps its <c>\begin</c> and <c>\end</c>.</param>
    /// <param name="options">How and where it is shown.</param>
    /// <param name="formula">The result, in logical pixels.</param>
    /// <param name="problem">One sentence that names the command or the place that was not understood.</param>
    /// <returns>False when the formula cannot be drawn and its source has to be shown instead.</returns>
    public static bool TryTypeset(
        string source, FormulaOptions options, [NotNullWhen(true)] out Formula? formula, [NotNullWhen(false)] out string? problem)
    {
        var x = 0f;
        var glyphs = new List<Drawing.DrawCommand>();
        foreach (var letter in source.Where(c => !char.IsWhiteSpace(c)))
        {
            var face = char.IsAsciiLetter(letter) ? Text.FontFace.KatexMathItalic : Text.FontFace.KatexMain;
            var font = Text.Fonts.Of(face);
            if (letter is '\\' or '{' or '}' or '^' or '_' || !font.Has(letter))
            {
                formula = null;
                problem = $"{letter} is not understood yet.";
                return false;
            }

            glyphs.Add(new Drawing.DrawText(letter.ToString(), face, options.Size, x, 0, options.Color));
            x += font.AdvanceOf(font.GlyphOf(letter)) * options.Size;
        }

        formula = new Formula([new(x, 0.7f * options.Size, 0.2f * options.Size, 0, FormulaBreak.None, glyphs)], null);
        problem = null;
        return true;
    }
}
