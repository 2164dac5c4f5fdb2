using System.Text;

namespace Repeater.Render.Markdown;

/// <summary>Fences named <c>math</c>, <c>latex</c>, <c>tex</c> or <c>katex</c> whose content is formulas, not a document or a text with formulas.</summary>
static class FormulaFence
{
    // A line of so many words outside of braces is prose.
    const int Prose = 4;

    static readonly string[] DocumentCommands =
    [
        @"\documentclass", @"\usepackage", @"\RequirePackage", @"\section", @"\subsection", @"\chapter", @"\paragraph", @"\title", @"\author",
        @"\maketitle", @"\item", @"\includegraphics", @"\caption", @"\input", @"\cite", @"\bibliography", @"\usetikzlibrary", @"\tikz", @"\draw",
    ];

    /// <summary>LaTeX without delimiters, one entry for each formula; none when the fence is code.</summary>
    public static IReadOnlyList<string> Read(CodeBlock code)
    {
        var isMath = code.Language.ToLowerInvariant() is "math" or "katex";
        if ((!isMath && code.Language.ToLowerInvariant() is not ("latex" or "tex")) || (!isMath && IsDocument(code.Code)))
        {
            return [];
        }

        var formulas = Split(code.Code).Select(WithoutDelimiters).ToList();
        return isMath || formulas.TrueForAll(IsFormula) ? formulas : [];
    }

    // At blank lines; comments, in which LaTeX shows nothing, go.
    static List<string> Split(string code)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        foreach (var line in code.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                Finish();
            }
            else if (line.TrimStart()[0] != '%')
            {
                part.Append(line.Trim()).Append('\n');
            }
        }

        Finish();
        return parts;

        void Finish()
        {
            if (part.Length > 0)
            {
                parts.Add(part.ToString().TrimEnd());
                part.Clear();
            }
        }
    }

    static string WithoutDelimiters(string formula) =>
        FormulaFinder.At(formula, 0) is { } span && span.End == formula.Length ? span.Content(formula).Trim().ToString() : formula;

    static bool IsFormula(string formula)
    {
        var signs = FormulaSigns.Of(formula);
        return signs.Balanced && !signs.WideOutside && signs.WordsInRow < Prose && !formula.Contains('$')
            && (signs.Strong || signs.Operator || signs is { Tokens: true, LongWord: false });
    }

    static bool IsDocument(string code)
    {
        foreach (var command in DocumentCommands)
        {
            if (code.Contains(command, StringComparison.Ordinal))
            {
                return true;
            }
        }

        for (var at = code.IndexOf(@"\begin{", StringComparison.Ordinal); at >= 0; at = code.IndexOf(@"\begin{", at + 1, StringComparison.Ordinal))
        {
            if (!FormulaEnvironments.Contains(FormulaEnvironments.BegunAt(code, at)))
            {
                return true;
            }
        }

        return false;
    }
}
