using System.Globalization;
using Repeater.Render.Formulas;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>Typesets the formulas of one document, and keeps what is wrong with those that cannot be.</summary>
sealed class FormulaSetter(ITextMeasurer measurer, Theme theme)
{
    const int MostProblems = 20;
    const int LongestQuote = 40;

    readonly FormulaMacros _macros = new();

    // By reference: what could not be drawn in one size is not drawn in another, though a command was defined in between.
    readonly HashSet<object> _failed = new(ReferenceEqualityComparer.Instance);
    readonly List<FormulaProblem> _problems = [];

    /// <summary>In the order of reading; of very many the first.</summary>
    public IReadOnlyList<FormulaProblem> Problems => _problems;

    /// <summary>Null where the source has to be shown.</summary>
    /// <param name="owner">The part of the document that the formula is.</param>
    /// <param name="source">LaTeX without delimiters.</param>
    /// <param name="style">Of the text around.</param>
    /// <param name="display">Whether it stands on lines of its own.</param>
    public Formula? Set(object owner, string source, BaseStyle style, bool display)
    {
        if (_failed.Contains(owner))
        {
            return null;
        }

        var options = new FormulaOptions(style.Size, style.Color, measurer)
        {
            Display = display,
            Bold = style.Bold,
            Adjust = color => Readability.Adjust(color, theme[ThemeColor.Background], style.Color),
            Macros = _macros,
        };
        if (FormulaTypesetter.TryTypeset(source, options, out var formula, out var problem))
        {
            return formula;
        }

        _failed.Add(owner);
        if (_problems.Count < MostProblems)
        {
            _problems.Add(new FormulaProblem(Quote(source), problem));
        }

        return null;
    }

    static string Quote(string source)
    {
        var line = source.ReplaceLineEndings(" ");
        var text = new StringInfo(line);
        return text.LengthInTextElements <= LongestQuote ? line : text.SubstringByTextElements(0, LongestQuote) + "…";
    }
}
